"""Coursework: release a lesson to a class, grade what comes back. ``python -m rnnlab.coursework``

The lesson's own notebook and its `exercises` are the one source. Student code runs in a worker of its own
(`sandbox`, and `sandboxed/` inside), which holds no solution. What it computes comes back as plain data (`wire`) to a
process that never runs student code, and is judged there by the lesson's own checks (`judge`).
"""

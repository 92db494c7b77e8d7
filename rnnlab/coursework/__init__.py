"""Coursework: release a lesson to a class, grade what comes back.

`commands` does what the command line is asked for. A class's way through the package, module by module:

1. *release*: `assignment` reads a lesson (`notebook_exercise`: its cells), `class_variant` and `choice_order` draw
   what a class has of its own, `release` writes the student version.
2. *collect*: `collect` finds one file a student (`submitted_files`: whatever lies in a folder) and the teacher's
   `tables`; `class_seed_check` compares the class's seed with what the notebooks carry.
3. *grade*: `self_test` first; then `grade_class` grades every submission that `grade_records` does not hold yet. For
   each, `grade_submission` reads the cells (`submission`), runs those that are needed (`cell_selection`) in a worker
   (`worker_session`), and gives the answers to the lesson's own checks. `grading_rules` holds what is the same for all;
   `process_pool` keeps processes that die from ending the run.
4. *hand out*: `grade_sheet` with the `late_penalty`, `feedback` for each student, `class_report` for the teacher, with
   what is the `same_work` (`work_digest`: the same code). `grading_outputs` says where all of it lies, and keeps a run
   from writing over anything else. `gradebook_import` writes what Canvas and Moodle read; `course_sheet` merges
   lessons. What students have typed goes through `safe_text`.

Student code runs in a process of its own (`sandbox`), which holds no solution. What it computes comes back as plain
data to a process that never runs student code. The lesson's notebook and its `exercises` module are the one source;
lessons are reached by `importlib` only, so no import statement leads from here to `rnnlab.lessons`.
"""

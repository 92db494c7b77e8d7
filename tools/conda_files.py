"""Write what conda reads from requirements.lock: environment.yml for readers, binder/environment.yml for Binder.

Both pin every package to the lock. Readers get the checkout itself in addition; Binder installs it later, in
binder/postBuild, because a local path here would make it build the environment anew at every commit.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAD = """\
# Written by make lock from requirements.lock.
name: rnnlab
channels:
  - conda-forge
dependencies:
  - python=3.11
  - pip
  - pip:
"""


VARIABLES = """\
variables:  # the packages of another Python, and those of the user, stay out
  PYTHONPATH: ""
  PYTHONNOUSERSITE: "1"
"""


def pins(lock):
    """The requirement lines of a lock: ``name==version ; marker``, no comments."""
    return [line for line in lock.splitlines() if line and not line[0].isspace() and not line.startswith("#")]


def conda_files(lock):
    """The conda files' texts, by path."""
    body = "".join(f"      - {pin}\n" for pin in pins(lock))
    for_readers = HEAD.replace("dependencies:", VARIABLES + "dependencies:") + "      - -e .\n"
    return {"environment.yml": for_readers + body, "binder/environment.yml": HEAD + body}


if __name__ == "__main__":
    for path, text in conda_files((ROOT / "requirements.lock").read_text(encoding="utf-8")).items():
        (ROOT / path).write_text(text, encoding="utf-8", newline="\n")

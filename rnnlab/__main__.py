"""``python -m rnnlab``: what ``make`` calls, and what works where there is no make."""

import argparse
import sys
from pathlib import Path

from rnnlab.notebook_tools import execution, workspace
from rnnlab.notebook_tools.files import NotebookError

EPILOG = "Options that lab and edit do not know are JupyterLab's: python -m rnnlab lab --no-browser --port=8899"


def _parse(arguments):
    parser = argparse.ArgumentParser(prog="python -m rnnlab", description="Run in the rnnlab folder.", epilog=EPILOG)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    commands.add_parser("lab", help="copy the lessons to work/ (never overwritten) and open them in JupyterLab")
    commands.add_parser("edit", help="open the original lessons in JupyterLab")
    commands.add_parser("student", help="write versions without solutions and outputs to student/")
    renewed = commands.add_parser("reset", help="renew one copy in work/; the old one is kept beside it")
    renewed.add_argument("lesson", help="its number, for example 02")
    commands.add_parser("notebooks", help="execute lessons in place and normalise them", add_help=False)
    return parser.parse_known_args(arguments)


def _run(options, extra):
    """Do what was asked; the exit code."""
    if options.command in ("lab", "edit"):
        return _open_lab(options.command == "edit", extra)
    if options.command == "notebooks":
        return execution.main(extra)
    if extra:
        raise workspace.WorkspaceError(f"{options.command} does not know {' '.join(extra)}")
    if options.command == "reset":
        print(workspace.reset(options.lesson))
    else:
        for path in workspace.write_student_versions():
            print(f"written: {path}")
    return 0


def _open_lab(originals, extra):
    first = workspace.lessons()[0]
    if originals:
        for path in workspace.lessons():
            workspace.trust(path)
        root, lesson = Path(), first
    else:
        for line in workspace.copy_lessons():
            print(line, flush=True)
        root, lesson = workspace.COPIES, workspace.COPIES / first.name
    workspace.start_lab(workspace.lab_arguments(root, lesson, extra))
    return 0


def main(arguments=None):
    try:
        return _run(*_parse(arguments))
    except (workspace.WorkspaceError, NotebookError) as error:
        print(f"rnnlab: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())

"""The command line, ``rnnlab`` or ``python -m rnnlab``: what ``make`` calls, and what works where there is no make.

A command imports what it needs when it runs, so that the others need not wait for it.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from rnnlab.cli.argument_types import nearest, notebooks_or_all, refuse
from rnnlab.cli.parser import FOR_JUPYTERLAB, make_parser
from rnnlab.notebook_tools.terminal import print_line


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : sequence of str, optional
        ``sys.argv[1:]`` if not given.

    Returns
    -------
    int
        The exit code: 0, or 1 where the command could not do its work; stderr then says why.

    Raises
    ------
    SystemExit
        With 2 where an argument is wrong, after one sentence on stderr; with 0 after ``--help``.
    """
    if sys.flags.optimize:
        refuse("Python leaves out every assert here (-O, PYTHONOPTIMIZE), and the lessons need them; start it without")
    try:
        options = _parse(sys.argv[1:] if arguments is None else list(arguments))
        return COMMANDS[options.command](options)
    except Exception as error:
        if not isinstance(error, _expected_errors()):
            raise
        print_line(f"rnnlab: {error}", sys.stderr)
        return 1


def _parse(given: list[str]) -> argparse.Namespace:
    parser, commands = make_parser()
    command = given[0] if given else refuse(f"which command? there is {', '.join(commands)}")
    if command not in (*commands, "-h", "--help"):
        refuse(f"there is no command {command}{nearest(command, commands)}")
    if command in commands and command not in FOR_JUPYTERLAB:
        commands[command].refuse_unknown_options(given[1:])
    options, rest = parser.parse_known_args(given)
    if rest and command not in FOR_JUPYTERLAB:
        refuse(f"{command} does not know {' '.join(rest)}; see rnnlab {command} --help")
    options.passed_on = rest
    return options


def _expected_errors() -> tuple[type[Exception], ...]:
    """What ends a command with a sentence. Asked only once something has been raised: it imports."""
    from rnnlab.notebook_tools.files import NotebookError
    from rnnlab.notebook_tools.workspace import WorkspaceError

    return WorkspaceError, NotebookError, OSError, UnicodeError


def _ignore_user_settings() -> None:
    from rnnlab.notebook_tools.user_settings import ignore_user_settings

    for line in ignore_user_settings():
        print_line(line)


def _prepare_lab() -> None:
    from rnnlab.network.keras_missing import news_of_tensorflow

    _ignore_user_settings()
    for line in news_of_tensorflow():
        print_line(line)


def _open_copies(options: argparse.Namespace) -> int:
    from rnnlab.notebook_tools import workspace

    first = workspace.lessons()[0]
    _prepare_lab()
    for line in workspace.copy_lessons():
        print_line(line)
    lesson = workspace.COPIES / first.name
    workspace.start_lab(workspace.lab_arguments(workspace.COPIES, lesson, options.passed_on))
    return 0


def _open_originals(options: argparse.Namespace) -> int:
    from rnnlab.notebook_tools import workspace

    originals = workspace.lessons()
    _prepare_lab()
    for path in originals:
        workspace.trust(path)
    workspace.start_lab(workspace.lab_arguments(Path(), originals[0], options.passed_on))
    return 0


def _reset(options: argparse.Namespace) -> int:
    from rnnlab.notebook_tools import workspace

    print_line(workspace.reset(options.lesson.name))
    return 0


def _write_student_versions(options: argparse.Namespace) -> int:
    from rnnlab.notebook_tools import workspace

    for path in workspace.write_student_versions():
        print_line(f"written: {path}")
    return 0


def _execute_notebooks(options: argparse.Namespace) -> int:
    from rnnlab.coursework.exercise_manifest import write_manifests
    from rnnlab.notebook_tools.execution import renew_notebooks

    paths = notebooks_or_all(options.notebooks)
    _ignore_user_settings()
    return 0 if asyncio.run(renew_notebooks(paths, options.jobs, options.timeout, write_manifests)) else 1


def _run_coursework(options: argparse.Namespace) -> int:
    from rnnlab.coursework import commands

    return commands.run(options)


def _build_site(options: argparse.Namespace) -> int:
    from rnnlab.site.builder import build_site

    notebooks = notebooks_or_all(options.notebooks, "[0-9]*.ipynb")
    _ignore_user_settings()
    for path in asyncio.run(build_site(notebooks, options.to, stored=options.stored)):
        print_line(f"{path}: {path.stat().st_size / 1000:.0f} kB")
    return 0


COMMANDS = {
    "lab": _open_copies,
    "edit": _open_originals,
    "reset": _reset,
    "student": _write_student_versions,
    "notebooks": _execute_notebooks,
    "release": _run_coursework,
    "grade": _run_coursework,
    "sheet": _run_coursework,
    "isolation": _run_coursework,
    "site": _build_site,
}

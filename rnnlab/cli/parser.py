"""The parser of the one command line: which commands there are, and what each may be asked for."""

import argparse
from pathlib import Path
from typing import Any

from rnnlab.cli import argument_types
from rnnlab.cli.argument_types import Parser

FOR_JUPYTERLAB = ("lab", "edit")  # they pass on what they do not know


class _WithoutOutput(argparse.Action):
    """A switch with which nothing is written, so that another argument is not needed."""

    def __init__(self, option_strings: list[str], dest: str, output: argparse.Action, **more: Any):
        super().__init__(option_strings, dest, nargs=0, default=False, **more)
        self.output = output

    def __call__(self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, *rest: Any) -> None:
        setattr(namespace, self.dest, True)
        self.output.required = False


def make_parser() -> tuple[Parser, dict[str, Parser]]:
    """The parser of everything, and the parsers of the commands by their names."""
    parser = Parser(
        prog="rnnlab",
        description="Learn with the lessons, change them, assign and grade them. Run it in the rnnlab folder.",
        epilog="rnnlab COMMAND --help says more, with an example. Where rnnlab is not found: python -m rnnlab COMMAND",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, what: str, *examples: str) -> Parser:
        more = "\nOptions that it does not know are JupyterLab's." if name in FOR_JUPYTERLAB else ""
        command: Parser = commands.add_parser(
            name,
            help=what,
            description=f"{what[0].upper()}{what[1:]}.{more}",
            epilog="\n  ".join(["examples:" if examples[1:] else "example:", *(f"rnnlab {line}" for line in examples)]),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        return command

    lab = "lab --no-browser --port=8899"
    add("lab", "copy the lessons to work/ (never overwritten) and open them in JupyterLab", "lab", lab)
    add("edit", "open the original lessons in JupyterLab", "edit")
    reset = add("reset", "renew one copy in work/; the old one is kept beside it", "reset 02")
    reset.add_argument("lesson", type=argument_types.lesson, metavar="LESSON", help="its number, for example 02")
    add("student", "write versions without solutions and outputs to student/", "student")
    one = "notebooks/02_manual_forward_pass.ipynb"
    what = "execute notebooks in place and write them back normalised"
    _add_notebooks_options(add("notebooks", what, "notebooks", f"notebooks {one} --timeout 60"))
    what = "write student versions, without solutions, for a class"
    _add_release_options(
        add("release", what, "release 02 --to class", "release 02 --to class --class-seed 7", "release all --to class")
    )
    grade = "grade submitted --out grades.csv"
    rules = f"{grade} --roster students.csv --due 2026-11-30T23:59 --late-per-day 10"
    _add_grade_options(add("grade", "grade a folder of submissions", grade, rules))
    sheet = "sheet grades_02.csv grades_03.csv --out course.csv"
    what = "merge the grade sheets of several lessons into one, student by student"
    _add_sheet_options(add("sheet", what, sheet, f"{sheet} --format canvas"))
    add("isolation", "say how student code is isolated on this system", "isolation")
    _add_site_options(add("site", "write the lessons as static pages", "site", f"site --stored --to pages {one}"))
    return parser, dict(commands.choices)


def add_notebooks(parser: argparse.ArgumentParser) -> None:
    """Let the command line name notebooks."""
    parser.add_argument(
        "notebooks",
        type=argument_types.existing_file,
        nargs="*",
        metavar="NOTEBOOK",
        help="notebook files; all of notebooks/ if none is given",
    )


def add_jobs(parser: argparse.ArgumentParser, what: str) -> None:
    """Let the command line say how much is done at the same time."""
    parser.add_argument(
        "--jobs",
        type=argument_types.positive_int,
        default=2,
        metavar="N",
        help=f"how many {what} at a time (default 2)",
    )


def add_timeout(parser: argparse.ArgumentParser, default: int) -> None:
    """Let the command line say how long a cell may take."""
    words = f"seconds one cell may take (default {default})"
    parser.add_argument("--timeout", type=argument_types.seconds, default=default, metavar="SECONDS", help=words)


def _add_class_seed(parser: Parser, what: str) -> None:
    parser.add_argument("--class-seed", type=argument_types.class_seed, metavar="N", help=what)


def _add_format(parser: Parser) -> None:
    parser.add_argument(
        "--format",
        choices=("csv", "canvas", "moodle"),
        default="csv",
        help="whose gradebook is to import the sheet (default csv: everything, for a spreadsheet)",
    )


def _add_notebooks_options(parser: Parser) -> None:
    add_notebooks(parser)
    add_jobs(parser, "notebooks")
    add_timeout(parser, 300)


def _add_release_options(parser: Parser) -> None:
    parser.add_argument(
        "lessons", type=argument_types.lesson_or_all, nargs="+", metavar="LESSON", help="01, 02, …, or all"
    )
    parser.add_argument(
        "--to",
        type=argument_types.output_folder,
        required=True,
        metavar="DIR",
        help="the folder, made if it is not there",
    )
    _add_class_seed(parser, "draw its numbers and choices anew; grade with the same")


def _add_grade_options(parser: Parser) -> None:
    parser.add_argument(
        "folder",
        type=argument_types.folder_or_archive,
        metavar="FOLDER",
        help="as a learning-management system packs it, or its zip archive: a folder or a notebook for each student",
    )
    output = parser.add_argument(
        "--out",
        type=argument_types.output_file,
        required=True,
        metavar="CSV",
        help="the grade sheet, for example grades.csv; feedback, report and records are written beside it",
    )
    _add_format(parser)
    parser.add_argument(
        "--assignment", metavar="NAME", help="with --format canvas, the assignment there: 'Lesson 2 (4711)'"
    )
    parser.add_argument("--lesson", type=argument_types.lesson, help="where the files' names do not say which")
    _add_class_seed(parser, "the number that the lesson was released with")
    parser.add_argument(
        "--roster",
        type=argument_types.existing_file,
        metavar="CSV",
        help="who has to appear: a column student, and id, email where there are any; as your system exports it",
    )
    parser.add_argument(
        "--times",
        type=argument_types.existing_file,
        metavar="CSV",
        help="columns student, submitted; else the files' own times count",
    )
    parser.add_argument("--due", type=argument_types.time, metavar="TIME", help="2026-11-30T23:59")
    parser.add_argument(
        "--extensions", type=argument_types.existing_file, metavar="CSV", help="columns student, until: who has longer"
    )
    parser.add_argument(
        "--late-per-day",
        type=argument_types.percent,
        default=10,
        metavar="PERCENT",
        help="of the points, for each day begun (default 10)",
    )
    parser.add_argument(
        "--grace", type=argument_types.minutes, default=15, metavar="MINUTES", help="not counted as late (default 15)"
    )
    parser.add_argument(
        "--overrides",
        type=argument_types.existing_file,
        metavar="CSV",
        help="columns student, exercise, points, reason: points that you give by hand",
    )
    parser.add_argument(
        "--again", action="append", default=[], metavar="STUDENT", help="grade again, though finished; may be repeated"
    )
    parser.add_argument(
        "--dry-run",
        action=_WithoutOutput,
        output=output,
        help="only say who was found in which file, and what belongs to nobody; needs no --out",
    )
    add_jobs(parser, "submissions")
    parser.add_argument(
        "--part",
        type=argument_types.part,
        metavar="K/N",
        help="grade only each Nth submission, from the Kth on, and write no sheet: for many machines at once, of which "
        "one runs without it at the end",
    )
    parser.add_argument(
        "--seconds", type=argument_types.seconds, default=10, help="for a cell or an exercise (default 10)"
    )
    parser.add_argument(
        "--memory", type=argument_types.megabytes, default=1024, metavar="MB", help="address space (default 1024)"
    )


def _add_sheet_options(parser: Parser) -> None:
    parser.add_argument(
        "sheets", type=argument_types.existing_file, nargs="+", metavar="SHEET", help="what grade has written"
    )
    parser.add_argument("--out", type=argument_types.output_file, required=True, metavar="CSV", help="the sheet of all")
    _add_format(parser)
    parser.add_argument(
        "--assignment",
        action="append",
        metavar="NAME",
        help="with --format canvas, the assignment there, 'Lesson 2 (4711)'; once for each lesson, in their order",
    )


def _add_site_options(parser: Parser) -> None:
    add_notebooks(parser)
    parser.add_argument(
        "--to",
        type=argument_types.output_folder,
        default=Path("build/site"),
        metavar="DIR",
        help="the folder (default build/site)",
    )
    parser.add_argument(
        "--stored", action="store_true", help="a quick build: show stored outputs, execute only what the explorers need"
    )

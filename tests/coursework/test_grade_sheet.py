"""The grade sheet: how a row may be written."""

import csv

from rnnlab.coursework.collect import Submission
from rnnlab.coursework.grade_sheet import sheet_row, write_sheet
from rnnlab.coursework.grade_submission import Grade
from rnnlab.coursework.late_penalty import LatePenalty
from tests.helpers.students import LESSON_2


def test_a_row_of_odd_texts_is_written(tmp_path):
    odd = "\ud800\udcff\0\x1b[31m\n"
    students = ("anna", f"b{odd}", "\0")
    rows = [
        sheet_row(Submission(one, notes=(odd,)), Grade(one, "failed", odd, notes=[odd]), LESSON_2, LatePenalty())
        for one in students
    ]
    write_sheet(rows, tmp_path / "g.csv")
    with open(tmp_path / "g.csv", encoding="utf-8-sig", newline="") as file:
        assert [row["student"] for row in csv.DictReader(file)] == ["anna", "b?? [31m", "'\\x00'"]
    rows[1]["lesson"] = odd  # whatever comes here: the others are written
    write_sheet(rows, tmp_path / "g.csv")

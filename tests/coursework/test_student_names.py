"""Finding a student: any usual form of a name matches, and what two students share is not guessed."""

import unicodedata

import pytest

from rnnlab.coursework.student_names import Student, StudentFinder

ANNA = Student("Anna Maria Müller", "1234567", "anna.mueller@uni.example", "amueller", ("1234567", "657717"))
BERT = Student("O'Brien, Bert", "1234568", "bert@uni.example")
SØREN = Student("Søren Łukasz", "k0098", "x12@uni.example")
LI = Student("李 小龙", "77")
FINDER = StudentFinder([ANNA, BERT, SØREN, LI])

FORMS = {
    "Anna Maria Müller": ANNA,
    "Müller, Anna Maria": ANNA,
    "Müller Anna Maria": ANNA,
    "  anna  maria   MÜLLER ": ANNA,
    unicodedata.normalize("NFD", "Anna Maria Müller"): ANNA,
    "anna maria muller": ANNA,
    "Anna Maria Mueller": ANNA,
    "anna_maria_mueller": ANNA,
    "anna-maria.müller": ANNA,
    "müllerannamaria": ANNA,  # Canvas
    "AnnaMariaMüller": ANNA,
    "Anna Müller": ANNA,  # no other Müller with an Anna
    "anna.mueller": ANNA,
    "anna.mueller@uni.example": ANNA,
    "ANNA.MUELLER@UNI.EXAMPLE": ANNA,
    "amueller": ANNA,
    "1234567": ANNA,
    "Müller 1234567": ANNA,
    "01234567": ANNA,
    "1234567.0": ANNA,
    "Anna M. Müller": ANNA,
    "Dr. Anna Maria Müller": ANNA,
    "1234567_lesson": ANNA,
    "Bert O'Brien": BERT,
    "Bert O’Brien": BERT,
    "obrienbert": BERT,
    "Bert OBrien": BERT,
    "bert": BERT,  # of the e-mail address
    "Soeren Lukasz": SØREN,
    "soren lukasz": SØREN,
    "K0098": SØREN,
    "李小龙": LI,
    "李 小龙": LI,
}


@pytest.mark.parametrize("text, student", FORMS.items())
def test_any_usual_form_is_found(text, student):
    assert FINDER.find(text)[1] == [student]


@pytest.mark.parametrize("text", ["", "Anna", "Müller", "Maria", "77777", "Anna Meier", "o", "muller@uni.example", "2"])
def test_a_part_of_a_name_or_another_one_is_nobody(text):
    assert FINDER.find(text)[1] == []


def test_a_systems_number_needs_a_name_that_does_not_contradict():
    assert FINDER.find("muellerannamaria", number="657717") == (0, [ANNA])
    assert FINDER.find("Participant", number="657717") == (0, [ANNA])
    assert FINDER.find("Anna", number="657717") == (0, [ANNA])
    assert FINDER.find("Carl Carlsen", number="1234567")[1] == []
    assert FINDER.find("Bert O'Brien", number="1234567")[1] == [BERT]
    assert FINDER.find("whoever", code="AMUELLER")[1] == [ANNA]


def test_two_whom_a_text_means_are_both_named():
    two = [Student("Anna Müller (1)", "1", aliases=("Anna Müller",)), Student("Anna Müller (2)", "2")]
    assert StudentFinder([*two[:1], Student("Muller, Anna")]).find("Anna Mueller")[1] == two[:1]
    same = StudentFinder([Student("Anna Müller", "1111"), Student("Müller, Anna", "2222")])
    assert len(same.find("anna mueller")[1]) == 2 and same.find("Anna Müller 2222")[1][0].id == "2222"
    assert "may be Anna Müller or Müller, Anna" in same.no_single_one("x", same.find("anna mueller")[1])


def test_a_row_is_found_by_its_id_first():
    assert FINDER.find_row(Student("Bert", "1234567")) == [ANNA]
    assert FINDER.find_row(Student("Anna Müller", "999", "bert@uni.example")) == [BERT]
    assert FINDER.find_row(Student("Bert O'Brien", "999")) == [BERT]
    assert FINDER.find_row(Student("nobody")) == []


def test_a_teacher_may_type_a_part():
    assert FINDER.search("Anna") == [ANNA] == FINDER.search("anna mü") and FINDER.search("ber") == [BERT]
    assert FINDER.search("x y") == [] and FINDER.search("") == []
    finder = StudentFinder([Student("Otto Late", aliases=("Otto Late_12357_assignsubmission_file_",))])
    assert finder.search("Otto Late_12357_assignsubmission_file_") == finder.students


def test_the_nearest_name_is_suggested():
    assert FINDER.nearest("Ana") == "; did you mean Anna Maria Müller?" and FINDER.nearest("zzz") == ""
    assert FINDER.no_single_one("Ana", []) == "there is no student Ana; did you mean Anna Maria Müller?"

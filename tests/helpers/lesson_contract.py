"""What every lesson notebook promises (DESIGN: the shape of a lesson, of an exercise, of a prediction)."""

import ast
import copy
import importlib
import inspect
import re
from itertools import pairwise

from rnnlab.coursework.assignment import exercises_of
from rnnlab.coursework.exercise_manifest import write_manifests
from rnnlab.coursework.notebook_exercise import MANIFEST, AssignmentError, cell_role, exercise_cells, slug_of
from rnnlab.notebook_tools.cell_names import names_of
from tools.launch_links import install_cell, repository

MOST_LINES, LONGEST_LINE = 18, 120
UNWANTED = re.compile(r"\b(simply|obviously|trivially|of course)\b", re.IGNORECASE)


def headings(notebook):
    """All headings as (level, text), code blocks left out."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            prose = re.sub(r"```.*?```", "", cell.source, flags=re.DOTALL)
            yield from ((len(marks), text) for marks, text in re.findall(r"^(#+) +(.+)$", prose, re.MULTILINE))


def shown_points(cell):
    """The points an exercise's cell has stored, and its Markdown."""
    data = [output.data for output in cell.outputs if output.output_type == "execute_result"]
    return (float(data[-1]["text/plain"]), data[-1]["text/markdown"]) if data else (None, "")


def problems(notebook):
    """Everything in a lesson that breaks the contract, one sentence each."""
    return [*prose_problems(notebook), *install_problems(notebook), *opening_problems(notebook),
            *code_problems(notebook), *figure_problems(notebook),
            *(list(manifest_problems(notebook)) or [*exercise_problems(notebook), *reveal_problems(notebook)])]


def prose_problems(notebook):
    outline = list(headings(notebook))
    if not outline or outline[0][0] != 1 or not outline[0][1].endswith("?"):
        yield "the first heading is not a title that asks a question"
    if [level for level, _ in outline].count(1) != 1:
        yield "there is not exactly one title"
    for (level, _), (deeper, text) in pairwise(outline):
        if deeper > level + 1:
            yield f"the heading {text!r} skips a level"
    opening = "\n\n".join(cell.source for cell in notebook.cells[:4] if cell.cell_type == "markdown")
    for word in ("**You will be able to**", "**Time**", "**You need**"):
        if word not in opening:
            yield f"the opening does not say {word}"
    for section in ("Exercises", "Recap", "Break it"):
        if section not in [text for _, text in outline]:
            yield f"there is no section {section!r}"
    sections = [text for level, text in outline if level == 2]
    after = sections[sections.index("Recap") + 1:] if "Recap" in sections else []
    if after != [text for text in sections if text.startswith("Go deeper")]:
        yield "the recap is not the last section but for Go deeper, which comes after it"
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (match := UNWANTED.search(cell.source)):
            yield f"the prose says {match[0]!r}"


def install_problems(notebook):
    """Colab's line stands before all other code, folded, and no page without a kernel shows it."""
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    if first.source != install_cell(repository()):
        yield "the first code cell does not install rnnlab on Colab: run python -m tools.launch_links"
    if "needs-kernel" not in first.metadata.get("tags", []):
        yield "the line for Colab would be shown on a page without a kernel"
    if not first.metadata.get("jupyter", {}).get("source_hidden"):
        yield "the line for Colab is not folded"
    if first.outputs:
        yield "the line for Colab shows something here"


def opening_problems(notebook):
    """The lesson's picture stands before all code but Colab's line: one import and one call."""
    first = [cell for cell in notebook.cells if cell.cell_type == "code"][1]
    if not re.fullmatch(r"from rnnlab\.lessons\.\w+ import show_opening\n\nshow_opening\(\)", first.source):
        yield "the second code cell does not show the opening picture, with one import and one call"
    if "opening" not in first.metadata.get("tags", []):
        yield "the opening picture is not tagged opening, so a student version loses it"
    if not any("data:image/svg+xml" in str(output.get("data")) for output in first.outputs):
        yield "the opening picture is not stored"
    if not re.search(r"\*\*Look first\.\*\*.*By the end you will be able to", notebook.cells[0].source, re.DOTALL):
        yield "the opening does not say what to look at, and what the reader can say of it at the end"


def code_problems(notebook):
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        if len(cell.source.splitlines()) > MOST_LINES:
            yield f"cell {cell.id} has {len(cell.source.splitlines())} lines"
        if cell.source != install_cell(repository()) and max(map(len, cell.source.splitlines())) > LONGEST_LINE:
            yield f"cell {cell.id} has a line of more than {LONGEST_LINE} characters"
        hidden = cell.metadata.get("jupyter", {}).get("outputs_hidden", False)
        if re.search(r"\breveal\(", cell.source) and not hidden:
            yield f"cell {cell.id} reveals an answer and is not collapsed"


def manifest_problems(notebook):
    """What a check cell's metadata says of its exercise is what the cells and the module say."""
    renewed = copy.deepcopy(notebook)
    write_manifests(renewed)
    for cell, other in zip(notebook.cells, renewed.cells):
        if cell.metadata.get(MANIFEST) != other.metadata.get(MANIFEST):
            yield f"cell {cell.id} says of its exercise what is not so: run make notebooks"
        elif cell_role(cell) == "check" and MANIFEST not in cell.metadata:
            yield f"the check {cell.id} does not stand between an attempt and a solution"


def module_of(notebook):
    """The name of a lesson's folder, which the manifests have; empty where there are none."""
    manifests = [cell.metadata[MANIFEST] for cell in notebook.cells if MANIFEST in cell.metadata]
    return manifests[0].module if manifests else ""


def exercise_problems(notebook):
    for cell in notebook.cells:
        if cell_role(cell) == "solution" and not re.search(r"\w_solution", cell.source):
            yield f"the solution {cell.id} has no name that ends in _solution"
    try:
        stated = exercise_cells(notebook)
    except AssignmentError as error:
        yield str(error)
        return
    exercises = exercises_of(module_of(notebook))
    if list(stated) != list(exercises):
        yield f"the exercises are {list(stated)}, they should be {list(exercises)}"
        return
    if len(stated) < 3:
        yield f"there are {len(stated)} exercises, there should be at least 3"
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, (_, attempt, check, solution) in stated.items():
        later = code[code.index(solution):]
        yield from (f"{number}: {sentence}" for sentence in
                    one_exercise_problems(exercises[number], attempt, check, solution, later))


def one_exercise_problems(exercise, attempt, check, solution, later):
    if attempt.metadata.nbgrader.locked or not check.metadata.nbgrader.locked:
        yield "the attempt has to be open and the check locked"
    if check.metadata.nbgrader.points != exercise.maximum:
        yield f"the check is worth {check.metadata.nbgrader.points} points, the exercise {exercise.maximum}"
    if check.source != f'check("{exercise.number}", {", ".join(check.metadata[MANIFEST]["answers"])})':
        yield "the check cell is more than the call of its check"
    if check.metadata.nbgrader.grade_id != f"{slug_of(exercise.number)}-check":
        yield f"the check is known as {check.metadata.nbgrader.grade_id}"
    if shown_points(check)[0] != 0 or "not attempted yet" not in shown_points(check)[1]:
        yield "the stub is not reported as not attempted"
    if shown_points(solution)[0] != exercise.maximum or ": correct**" not in shown_points(solution)[1]:
        yield "the solution does not pass its own check"
    if not solution.source.startswith("# "):
        yield "the solution does not begin with a comment: its first line is seen while it is collapsed"
    if not solution.metadata.get("jupyter", {}).get("source_hidden"):
        yield "the solution is not collapsed"
    if stray := {name for name in names_of(solution.source).binds if not name.endswith("_solution")}:
        yield f"names in the solution do not end in _solution: {sorted(stray)}"
    if parameters(solution.source) != parameters(attempt.source):
        yield f"the stub takes {parameters(attempt.source)}, the solution {parameters(solution.source)}"
    if (own := own_parameters(exercise)) and own != parameters(attempt.source):
        yield f"the stub takes {parameters(attempt.source)}, the exercise's own solution {own}"
    stub = names_of(attempt.source).binds
    if used := stub & set().union(*(names_of(cell.source).needs | names_of(cell.source).binds for cell in later)):
        yield f"a later cell uses {sorted(used)}, which the attempt defines"


def parameters(source):
    """The parameters of the functions that a cell defines, in order."""
    return [[argument.arg for argument in node.args.args] for node in ast.parse(source).body
            if isinstance(node, ast.FunctionDef)]


def own_parameters(exercise):
    """The parameters of the solution in the package; empty where it is no function, or takes any."""
    taken = inspect.signature(exercise.solution).parameters.values() if hasattr(exercise, "solution") else ()
    return [] if any(one.kind == one.VAR_POSITIONAL for one in taken) or not taken else [[one.name for one in taken]]


def reveal_problems(notebook):
    module = module_of(notebook)
    known = importlib.import_module(f"rnnlab.lessons.{module}.predictions").predictions.by_name if module else {}
    revealed = []
    for cell in notebook.cells:
        for call in ast.walk(ast.parse(cell.source)) if cell.cell_type == "code" else ():
            if not isinstance(call, ast.Call) or getattr(call.func, "id", "") != "reveal":
                continue
            guess, *_, name = [ast.unparse(argument) for argument in call.args]
            if len(call.args) != 3:
                yield f"cell {cell.id} does not reveal a guess, the truth and the prediction's name, and nothing else"
            elif name != repr(guess.removesuffix("_predicted")) or ast.literal_eval(name) not in known:
                yield f"cell {cell.id} reveals {guess} under the name {name}, of which the lesson knows nothing"
            else:
                revealed.append(ast.literal_eval(name))
                yield from unfolded_truth(cell, known[revealed[-1]])
    if sorted(revealed) != sorted(known):
        yield f"the lesson reveals {sorted(revealed)}, and has replies for {sorted(known)}"


def unfolded_truth(cell, prediction):
    """A prediction not made yet says nothing but in its fold, and the fold holds the truth that its replies take."""
    data = [output.data for output in cell.outputs if output.output_type == "execute_result"][-1]
    if data["text/plain"] != "You have not predicted yet.":
        yield f"cell {cell.id} stores {data['text/plain']!r} in sight"
    if any(output.output_type != "execute_result" for output in cell.outputs):
        yield f"cell {cell.id} shows something before its fold"
    fold = re.search(r"<details><summary>The answer</summary>.*\nThe answer is (.*)\.\s+</details>",
                     data["text/markdown"], re.DOTALL)
    if fold is None or ast.literal_eval(fold[1]) != prediction.truth:
        yield f"cell {cell.id} folds {fold and fold[1]}, and its replies take {prediction.truth!r} for the truth"


def figure_problems(notebook):
    for cell in notebook.cells:
        sources = [cell.source] if cell.cell_type == "markdown" else [
            output.data["text/markdown"] for output in cell.outputs if "text/markdown" in output.get("data", {})]
        for text in sources:
            for alternative in re.findall(r"!\[(.*?)\]\(", text, re.DOTALL):
                if len(alternative.strip()) < 10:
                    yield f"cell {cell.id} has a picture without alternative text"

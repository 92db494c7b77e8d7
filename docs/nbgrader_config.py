"""For a course that uses nbgrader: the lessons as its source, as they stand. See docs/teaching.md."""

c = get_config()  # noqa: F821 (nbgrader defines it)

c.CourseDirectory.course_id = "rnnlab"
# Cells tagged "solution" are taken out. ClearSolutions is not in the list: it would empty the attempts' stubs.
c.GenerateAssignment.preprocessors = [
    "nbconvert.preprocessors.TagRemovePreprocessor",
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.TagRemovePreprocessor.remove_cell_tags = {"solution"}
c.TagRemovePreprocessor.enabled = True
c.ExecutePreprocessor.timeout = 300

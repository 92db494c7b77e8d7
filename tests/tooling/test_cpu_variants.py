"""CPU variants: each has an effect, one that has none is refused, and outputs that depend on one are found."""

import asyncio
import sys

import nbformat
import pytest
from numpy._core._multiarray_umath import __cpu_features__

from rnnlab.notebook_tools.execution import execute_notebook
from rnnlab.notebook_tools.files import normalise_notebook
from tools import compare_on_cpu_variants, cpu_variants
from tools.cpu_variants import CPU_VARIANTS, CpuVariant, why_no_effect

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the CPU variants are made for Linux")


def notebook(path, *sources):
    """A notebook as it comes out of its execution under no variant."""
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    made = normalise_notebook(asyncio.run(execute_notebook(made, path.parent)))
    nbformat.write(made, path)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("name", CPU_VARIANTS)
def test_every_variant_has_an_effect(name):
    if name == "numpy-v3" and not __cpu_features__.get("X86_V4", True):
        pytest.skip("this processor has no AVX-512 to take away")
    assert why_no_effect(CPU_VARIANTS[name]) == ""


def test_the_variant_of_openblas_has_an_effect():
    assert why_no_effect(CPU_VARIANTS["openblas"]) == ""


def test_what_the_caller_has_set_does_not_hide_the_effect(monkeypatch):
    monkeypatch.setenv("OPENBLAS_CORETYPE", CPU_VARIANTS["openblas"].environment["OPENBLAS_CORETYPE"])
    cpu_variants.baseline_hashes.cache_clear()
    assert why_no_effect(CPU_VARIANTS["openblas"]) == ""


def test_a_variant_whose_name_is_ignored_is_refused():
    """AVX2 was a name until NumPy 2.3; NumPy 2.4 ignores it without a word."""
    assert "has no effect" in why_no_effect(CpuVariant("an old name", "products", {"NPY_DISABLE_CPU_FEATURES": "AVX2"}))


def test_a_probe_that_varies_by_itself_proves_nothing(monkeypatch):
    hashes = iter("abcd")
    monkeypatch.setattr(cpu_variants, "run_as_variant", lambda *arguments: next(hashes))
    cpu_variants.baseline_hashes.cache_clear()
    assert "another hash each time" in why_no_effect(CPU_VARIANTS["numpy"])
    cpu_variants.baseline_hashes.cache_clear()


def test_a_probe_that_fails_says_why():
    with pytest.raises(RuntimeError, match="no_such_probe"):
        cpu_variants.run_as_variant("cpu_variants", ["no_such_probe"], {})


def cell(*outputs):
    return nbformat.v4.new_code_cell("print(1)", outputs=list(outputs))


def printed(text):
    return nbformat.v4.new_output("stream", name="stdout", text=text)


def shown(**data):
    return nbformat.v4.new_output("display_data", data={kind.replace("_", "/"): text for kind, text in data.items()})


@pytest.mark.parametrize("before, after, differs", [
    (printed("1.0\n2.0\n"), printed("1.0\n2.0\n"), False),
    (printed("1.0\n2.0\n"), printed("1.0\n2.1\n"), True),
    (printed("1.0\n"), printed("1.0\n2.0\n"), True),
    (shown(text_plain="a", image_png="AAAA"), shown(text_plain="a", image_png="BBBB"), False),
    (shown(text_plain="a", text_markdown="b"), shown(text_plain="a", text_markdown="c"), True),
    (shown(text_plain="a"), printed("a"), True),
    (shown(text_plain="a"), nbformat.v4.new_output("error", ename="ValueError", evalue="a"), True),
])
def test_differences(before, after, differs):
    stored, fresh = (nbformat.v4.new_notebook(cells=[cell(printed("same")), cell(output)])
                     for output in (before, after))
    found = compare_on_cpu_variants.output_differences(stored, fresh)
    assert bool(found) is differs
    assert all(line.startswith("cell 2 ") for line in found)


def test_what_a_library_announces_is_no_difference():
    announced = nbformat.v4.new_output("stream", name="stderr", text="oneDNN custom operations are on")
    stored, fresh = (nbformat.v4.new_notebook(cells=[cell(*outputs)]) for outputs in
                     ([printed("1")], [announced, printed("1")]))
    assert compare_on_cpu_variants.output_differences(stored, fresh) == []


def test_outputs_that_depend_on_the_processor_are_found(tmp_path, capsys):
    draw = "import numpy as np\nm = np.random.default_rng(0).normal(size=(200, 200))\n"
    digits, steady = draw + "print((m @ m).tobytes().hex()[:4000])", "print(np.round((m @ m).mean(), 4))"
    bad = notebook(tmp_path / "bad.ipynb", digits, steady)
    good = notebook(tmp_path / "good.ipynb", draw, steady)
    assert compare_on_cpu_variants.main([str(good), "--variant", "openblas"]) == 0
    assert "good.ipynb: as stored" in capsys.readouterr().out
    assert compare_on_cpu_variants.main([str(bad), str(good), "--variant", "openblas"]) == 1
    out = capsys.readouterr().out
    assert "has an effect" in out and "bad.ipynb: 1 outputs differ" in out and "cell 1" in out and "cell 2" not in out
    assert "good.ipynb: as stored" in out


@pytest.mark.slow
def test_outputs_that_depend_on_the_hash_seed_or_the_time_zone_are_found(tmp_path):
    order = "print(list({'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'}))\nimport time\nprint(time.timezone)"
    path = notebook(tmp_path / "order.ipynb", order)
    assert compare_on_cpu_variants.main([str(path), "--variant", "elsewhere"]) == 1


@pytest.mark.slow
def test_a_cell_that_fails_on_a_variant_is_reported(tmp_path, capsys):
    failing = "import os\nassert 'OPENBLAS_CORETYPE' not in os.environ"
    path = notebook(tmp_path / "failing.ipynb", failing)
    assert compare_on_cpu_variants.main([str(path), "--variant", "openblas"]) == 1
    assert "AssertionError" in capsys.readouterr().out


def test_a_name_that_is_no_file_is_refused(tmp_path):
    with pytest.raises(SystemExit):
        compare_on_cpu_variants.main([str(tmp_path / "none.ipynb")])


def test_a_notebook_that_cannot_be_executed_does_not_hide_the_others(tmp_path, capsys):
    broken = tmp_path / "broken.ipynb"
    broken.write_text("{", encoding="utf-8")
    good = notebook(tmp_path / "good.ipynb", "print(1)")
    assert compare_on_cpu_variants.main([str(broken), str(good), "--variant", "openblas"]) == 1
    out = capsys.readouterr().out
    assert "broken.ipynb: not executed" in out and "good.ipynb: as stored" in out

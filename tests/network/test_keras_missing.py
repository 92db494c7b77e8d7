"""Where Keras cannot be used, one sentence says so: on Python 3.14, on an Intel Mac, under a file that has its name."""

import os
import platform
import subprocess
import sys

import pytest

from rnnlab.network.keras_missing import news_of_tensorflow, why_missing

ABSENT = ModuleNotFoundError("No module named 'tensorflow'", name="tensorflow")
BLOCKED = "import sys; sys.modules['tensorflow'] = None\n"
NOTEBOOK = BLOCKED + """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance(colors="NoColor")
for number, cell in enumerate(CELLS):
    print("== cell", number)
    shell.run_cell(cell, store_history=True)
"""
CELLS = ["from rnnlab import load_keras\nX = 41\nkeras = load_keras()\nmodel = keras.Model(X)", "print(X + 1)",
         "answer = model.predict(X)", "print(answer)", "keras.layers", "import tensorflow as tf", "tf.constant(1)",
         "import nothing_of_this_name", "neither_this", "X / 0"]


def run(program, **environment):
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=os.environ | environment)


@pytest.mark.parametrize("system, machine, python, words", [
    ("darwin", "x86_64", (3, 13), "Intel Macs"), ("darwin", "x86_64", (3, 14), "Intel Macs"),
    ("linux", "x86_64", (3, 14), "PYTHON=python3.13"), ("darwin", "arm64", (3, 14), "PYTHON=python3.13"),
    ("linux", "x86_64", (3, 12), "make clean lab"), ("win32", "AMD64", (3, 13), '".[keras]"')])
def test_the_sentence_knows_what_keeps_tensorflow_away(monkeypatch, system, machine, python, words):
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(sys, "version_info", python)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    sentence = why_missing(ABSENT)
    assert words in sentence and "Keras is not here" in sentence and len(sentence) < 250 and "\n" not in sentence


def test_a_broken_installation_is_told_with_its_reason():
    sentence = why_missing(ImportError("DLL load failed:\n  the rest\n" * 40))
    assert "DLL load failed: the rest" in sentence and "\n" not in sentence and len(sentence) < 350
    assert "h5py" in why_missing(ModuleNotFoundError("No module named 'h5py'", name="h5py"))


def test_lab_says_it_before_the_lessons_open(monkeypatch):
    assert news_of_tensorflow() == []
    monkeypatch.setitem(sys.modules, "tensorflow", None)
    (line,) = news_of_tensorflow()
    assert line.startswith("Keras is not here") and line.endswith("Cells that ask Keras will say so.")


def test_every_cell_that_asks_keras_shows_the_sentence_alone_and_no_other_does(tmp_path):
    done = run(NOTEBOOK.replace("CELLS", repr(CELLS)), IPYTHONDIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    _, *shown = [part.partition("\n")[2] for part in done.stdout.split("== cell ")]
    sentence = why_missing(ABSENT)
    assert [part.strip() for part in shown[:7]] == [sentence, "42"] + [sentence] * 5
    for part, error in zip(shown[7:], ("ModuleNotFoundError", "NameError", "ZeroDivisionError"), strict=True):
        assert error in part and "Traceback" in part and "Keras" not in part


@pytest.mark.parametrize("name", ["keras.py", "tensorflow.py", "tensorflow/__init__.py"])
def test_a_file_of_the_reader_that_hides_keras_is_named(tmp_path, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine = 1\n")
    done = run(f"import os, sys; os.chdir({str(tmp_path)!r}); sys.path.insert(0, '')\n"
               "from rnnlab import load_keras\nload_keras()")
    assert done.stderr.splitlines()[-1].endswith(f"{name} hides {name.split('.')[0].split('/')[0]}, which has the same "
                                                 "name; give yours another name and restart the kernel.")


def test_keras_settings_of_the_reader_change_nothing(tmp_path):
    (tmp_path / ".keras").mkdir()
    (tmp_path / ".keras" / "keras.json").write_text('{"backend": "theano", "floatx": "float64", "epsilon": 0.1}')
    done = run("from rnnlab import load_keras\nkeras = load_keras()\n"
               "print(keras.config.backend(), keras.config.floatx(), keras.config.epsilon())\n"
               "from rich.console import Console\nassert not Console().no_color",
               HOME=str(tmp_path), KERAS_HOME=str(tmp_path / ".keras"), KERAS_BACKEND="jax", TF_CPP_MIN_LOG_LEVEL="0",
               NO_COLOR="1")
    assert done.stdout == "tensorflow float32 1e-07\n" and done.stderr == ""


def test_keras_on_another_backend_is_told():
    class Keras:
        __version__ = "3"

        class config:
            backend = staticmethod(lambda: "jax")

    from rnnlab import load_keras
    load_keras()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "keras", Keras)
        with pytest.raises(ImportError, match="Keras computes with jax here"):
            load_keras()

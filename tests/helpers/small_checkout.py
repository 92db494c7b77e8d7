"""A small checkout: the real Makefile and tools, a stand-in for rnnlab and its lock; no network is needed."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pip

ROOT = Path(__file__).parents[2]
PYPROJECT = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
BACKEND = '''
import pathlib, time, zipfile
def build_editable(target, config_settings=None, metadata_directory=None):
    pathlib.Path("building").touch()
    while pathlib.Path("slow").exists():
        time.sleep(0.1)
    with zipfile.ZipFile(target + "/rnnlab-1-py3-none-any.whl", "w") as wheel:
        wheel.writestr("rnnlab.pth", str(pathlib.Path.cwd()))
        wheel.writestr("rnnlab-1.dist-info/METADATA", "Metadata-Version: 2.1\\nName: rnnlab\\nVersion: 1\\n")
        wheel.writestr("rnnlab-1.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr("rnnlab-1.dist-info/RECORD", "")
    return "rnnlab-1-py3-none-any.whl"
'''
SHOW = "import sys; print('{}', *sys.argv[1:])\n"


def write_wheel(folder, name, code=b""):
    info = f"{name}-1.dist-info"
    with zipfile.ZipFile(folder / f"{name}-1-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{name}.py", code)
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")


def lay_out(folder, monkeypatch):
    """Make a checkout in `folder`, go there, and take out of the environment what would reach make."""
    for name in ("Makefile", "tools/environment.sh", "tools/another_python.sh", "tools/run_pip.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    (folder / "wheels").mkdir()
    write_wheel(folder / "wheels", "needed")
    write_wheel(folder / "wheels", "tester")
    (folder / "requirements.lock").write_text("needed==1\n")
    (folder / "requirements-test.lock").write_text("needed==1\ntester==1\n")
    (folder / "pyproject.toml").write_text(PYPROJECT)
    (folder / "backend.py").write_text(BACKEND)
    (folder / "rnnlab").mkdir()
    (folder / "rnnlab" / "__main__.py").write_text("import needed\n" + SHOW.format("rnnlab"))
    (folder / "pytest.py").write_text("import needed, tester\n" + SHOW.format("pytest"))
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    for name, value in {"PYTHON": sys.executable, "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull,
                        "PIP_FIND_LINKS": str(folder / "wheels")}.items():
        monkeypatch.setenv(name, value)
    for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "ARGS", "LESSON", "PYTHONPATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(folder)
    return folder


def write_quick_python(path):
    """A Python that makes an environment in no time: the environment borrows this one's pip."""
    path.parent.mkdir(parents=True, exist_ok=True)
    site = f"lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"
    path.write_text(f'''#!/bin/sh
case "$*" in
"-m venv --clear "*)
    "{sys.executable}" -m venv --clear --without-pip "$4" && ln -s "{Path(pip.__file__).parent}" "$4/{site}/pip";;
*) exec "{sys.executable}" "$@";;
esac
''')
    path.chmod(0o755)
    return path


def make(*arguments):
    return subprocess.run(["make", *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL)


def told(done):
    """The one line of ours that a failed run ends with."""
    assert done.returncode != 0, done.stdout
    (line,) = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert line.startswith("rnnlab: ")
    return line



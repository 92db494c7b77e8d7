"""The learner's side of a checkout: copies to type into, JupyterLab open at a lesson, student versions.

Everything works in the current folder, the root of the checkout: lessons are in notebooks/, the copies in work/.
"""

import hashlib
import json
import os
import shutil
from pathlib import Path

from jupyter_core.paths import jupyter_data_dir
from nbformat.sign import NotebookNotary

from rnnlab.notebook_tools import execution
from rnnlab.notebook_tools.files import read_notebook, write_notebook
from rnnlab.notebook_tools.student_version import student_version

ORIGINALS, COPIES, STUDENT = Path("notebooks"), Path("work"), Path("student")
RECORD = COPIES / ".copied.json"  # name of a lesson: the original's digest when the copy was made
# JupyterLab asks about news even where it could not fetch them: only a setting's other default keeps it from asking.
LAB_SETTINGS = [
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
    "--FileContentsManager.pre_save_hook=rnnlab.notebook_tools.save_hook.keep_pictures",
    f"--LabApp.app_settings_dir={Path(__file__).parent / 'jupyterlab'}",
    f"--KernelManager.transport_encryption={execution.KERNEL_CONFIG['KernelManager']['transport_encryption']}",
]


class WorkspaceError(Exception):
    """What the reader should know, in one line."""


def lessons():
    """The original notebooks, in order.

    Raises
    ------
    WorkspaceError
        If there are none in the current folder.
    """
    found = sorted(ORIGINALS.glob("[0-9]*.ipynb"))
    if not found:
        raise WorkspaceError(f"no lessons in {Path.cwd() / ORIGINALS}: change to the rnnlab folder first")
    return found


def find_lesson(name):
    """Find a lesson by its number or its name: ``"2"``, ``"02"``, ``"02_manual_forward_pass.ipynb"``.

    Raises
    ------
    WorkspaceError
        If no lesson is meant, or no lesson is called so.
    """
    known = {path.stem.split("_")[0]: path for path in lessons()}
    wanted = name.strip().removesuffix(".ipynb").split("_")[0].zfill(2)
    if (
        not name.strip()
        or wanted not in known
        or ("_" in name and not known[wanted].stem.startswith(name.removesuffix(".ipynb")))
    ):
        raise WorkspaceError(f"there is no lesson {name!r}, but LESSON={', '.join(known)}")
    return known[wanted]


def _file_digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read_record():
    try:
        record = json.loads(RECORD.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _copy_lesson(original, copy):
    """Copy, and remember which original it was. The copy must not exist."""
    temporary = copy.with_name(f".{copy.name}.tmp")
    shutil.copyfile(original, temporary)
    os.rename(temporary, copy)
    RECORD.write_text(json.dumps(_read_record() | {original.name: _file_digest(original)}, indent=1), encoding="utf-8")


def notary():
    """The signatures of the notebooks that this user trusts.

    Told where they are; where it has to find out, it sets up logging anew and closes the streams of others' handlers.
    """
    Path(jupyter_data_dir()).mkdir(parents=True, exist_ok=True)
    return NotebookNotary(data_dir=jupyter_data_dir())


def trust(path):
    """Sign a notebook as ``jupyter trust`` does, so that what it has stored is shown."""
    notary().sign(read_notebook(path))


def copy_lessons():
    """Copy each lesson that has no copy yet to work/, and trust the new copies. Never overwrite.

    Returns
    -------
    list of str
        What the reader should know: which lessons are new, and which originals have changed since they were copied.
    """
    originals, record, news = lessons(), _read_record(), []
    COPIES.mkdir(exist_ok=True)
    for original in originals:
        copy = COPIES / original.name
        if not copy.exists():
            _copy_lesson(original, copy)
            trust(copy)
            news.append(f"new: {copy}")
        elif record.get(original.name, _file_digest(original)) != _file_digest(original):
            number = original.stem.split("_")[0]
            news.append(
                f"{original.name} has been improved since you copied it; yours stays. To take the new one and "
                f"keep yours beside it: make reset LESSON={number} (or: python -m rnnlab reset {number})"
            )
    return news


def reset(name):
    """Renew one copy and keep the old one beside it, as ``…old-1.ipynb``. Returns what happened, one line."""
    original = find_lesson(name)
    copy = COPIES / original.name
    COPIES.mkdir(exist_ok=True)
    kept = ""
    if copy.exists() and _file_digest(copy) == _file_digest(original):
        return f"{copy} is the same as the original already"
    if copy.exists():
        number = 1
        while (old := copy.with_name(f"{copy.stem}.old-{number}.ipynb")).exists():
            number += 1
        os.rename(copy, old)
        kept = f"; your old copy is {old}"
    _copy_lesson(original, copy)
    trust(copy)
    return f"renewed: {copy}{kept}"


def write_student_versions():
    """Write every lesson without solutions and outputs to student/, anew. Returns the paths."""
    originals = lessons()
    STUDENT.mkdir(exist_ok=True)
    for original in originals:
        write_notebook(student_version(read_notebook(original)), STUDENT / original.name)
    return [STUDENT / original.name for original in originals]


def lab_arguments(root, lesson, extra=()):
    """The command line of JupyterLab, with `root` as its folder and `lesson` open.

    It asks no question and fetches nothing. `extra` is passed on, for example ``["--no-browser", "--port=8899"]``.
    """
    arguments = [
        f"--ServerApp.root_dir={root.resolve()}",
        *LAB_SETTINGS,
        f"--LabApp.default_url=/lab/tree/{lesson.relative_to(root).as_posix()}",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--allow-root")
    return [*arguments, *extra]


def start_lab(arguments):
    """Run JupyterLab until it is stopped."""
    from jupyterlab.labapp import LabApp  # 0.6 s, which reset and student need not wait

    LabApp.launch_instance(arguments)

"""A learner's workspace: copies of the lessons to work on, reset, JupyterLab's command line, student versions.

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
from rnnlab.notebook_tools.user_settings import hiding_files

ORIGINALS, COPIES, STUDENT = Path("notebooks"), Path("work"), Path("student")
RECORD = COPIES / ".copied.json"  # from a lesson's file name to the original's digest when the copy was made
JUPYTERLAB = Path(__file__).parent / "jupyterlab"
# JupyterLab asks about news even where it could not fetch them: only a setting's other default keeps it from asking.
LAB_SETTINGS = [
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
    "--FileContentsManager.pre_save_hook=rnnlab.notebook_tools.save_hook.keep_pictures",
    f"--LabApp.app_settings_dir={JUPYTERLAB}",
    f"--LabApp.extra_labextensions_path={JUPYTERLAB / 'extensions'}",
    f"--KernelManager.transport_encryption={execution.KERNEL_CONFIG['KernelManager']['transport_encryption']}",
]


class WorkspaceError(Exception):
    """A command cannot be done. The message is one line for the reader."""


def lessons():
    """The paths of the original notebooks, in order.

    Raises
    ------
    WorkspaceError
        If there are none in the current folder.
    """
    originals = sorted(ORIGINALS.glob("[0-9]*.ipynb"))
    if not originals:
        raise WorkspaceError(f"no lessons in {Path.cwd() / ORIGINALS}: change to the rnnlab folder first")
    return originals


def find_lesson(name):
    """Find a lesson by its number or its name: ``"2"``, ``"02"``, ``"02_manual_forward_pass.ipynb"``.

    Raises
    ------
    WorkspaceError
        If there is no such lesson.
    """
    by_number = {path.stem.split("_")[0]: path for path in lessons()}
    number = name.strip().removesuffix(".ipynb").split("_")[0].zfill(2)
    if (
        not name.strip()
        or number not in by_number
        or ("_" in name and not by_number[number].stem.startswith(name.removesuffix(".ipynb")))
    ):
        raise WorkspaceError(f"there is no lesson {name!r}, but LESSON={', '.join(by_number)}")
    return by_number[number]


def _file_digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read_record():
    try:
        record = json.loads(RECORD.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _copy_lesson(original, copy):
    """Copy and trust, and record the original's digest. The copy must not exist."""
    temporary, record = copy.with_name(f".{copy.name}.tmp"), RECORD.with_suffix(".tmp")
    try:
        shutil.copyfile(original, temporary)
        trust(temporary)
        digests = _read_record() | {original.name: _file_digest(original)}
        record.write_text(json.dumps(digests, indent=1), encoding="utf-8")
        os.replace(record, RECORD)
        os.rename(temporary, copy)
    finally:
        temporary.unlink(missing_ok=True)
        record.unlink(missing_ok=True)


def _make_folder(path):
    try:
        path.mkdir(exist_ok=True)
    except FileExistsError:
        raise WorkspaceError(f"{path} is a file, and rnnlab needs a folder of this name; rename the file") from None


def notary():
    """The database of the notebooks that this user trusts.

    It gets its folder from here, because a notary that looks for it configures logging, which closes the streams of
    handlers that others have installed.
    """
    Path(jupyter_data_dir()).mkdir(parents=True, exist_ok=True)
    return NotebookNotary(data_dir=jupyter_data_dir())


def trust(path):
    """Sign a notebook as ``jupyter trust`` does, so that JupyterLab shows its stored outputs."""
    notary().sign(read_notebook(path))


def copy_lessons():
    """Copy each lesson that has no copy yet to work/, and trust the new copies. Never overwrite.

    Returns
    -------
    list of str
        What the reader should know: which lessons are new, which originals have changed since they were copied, and
        which files hide a package.
    """
    originals, record, news = lessons(), _read_record(), []
    _make_folder(COPIES)
    for original in originals:
        copy = COPIES / original.name
        if not copy.exists():
            _copy_lesson(original, copy)
            news.append(f"new: {copy}")
        elif record.get(original.name, _file_digest(original)) != _file_digest(original):
            number = original.stem.split("_")[0]
            news.append(
                f"{original.name} has been improved since you copied it; yours stays. To take the new one and "
                f"keep yours beside it: make reset LESSON={number} (or: python -m rnnlab reset {number})"
            )
    hiding = hiding_files(COPIES)
    return news + [f"{path} hides the package {path.stem} from the lessons; give it another name" for path in hiding]


def reset(name):
    """Copy one lesson again and keep the old copy beside it, as ``…old-1.ipynb``.

    Returns
    -------
    str
        What happened, in one line.
    """
    original = find_lesson(name)
    copy = COPIES / original.name
    _make_folder(COPIES)
    note = ""
    if copy.exists() and _file_digest(copy) == _file_digest(original):
        return f"{copy} is the same as the original already"
    if copy.exists():
        number = 1
        while (old := copy.with_name(f"{copy.stem}.old-{number}.ipynb")).exists():
            number += 1
        os.rename(copy, old)
        note = f"; your old copy is {old}"
    _copy_lesson(original, copy)
    return f"renewed: {copy}{note}"


def write_student_versions():
    """Write every lesson without solutions and outputs to student/, over older ones. Returns the paths."""
    originals = lessons()
    _make_folder(STUDENT)
    for original in originals:
        write_notebook(student_version(read_notebook(original)), STUDENT / original.name)
    return [STUDENT / original.name for original in originals]


def lab_arguments(root, lesson, extra=()):
    """The command line of a JupyterLab that asks no question and fetches nothing.

    Parameters
    ----------
    root : pathlib.Path
        The folder that it serves.
    lesson : pathlib.Path
        The notebook to open, inside `root`.
    extra : sequence of str
        Further options, for example ``["--no-browser", "--port=8899"]``.

    Returns
    -------
    list of str
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

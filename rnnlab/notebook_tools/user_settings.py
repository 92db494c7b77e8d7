"""Keep a user's own settings out of the lessons, where they would change what a lesson prints or keep it from running.

Keras' settings are left out where Keras is imported, in `rnnlab.network.keras_reference`; pip's in tools/run_pip.py.
"""

import contextlib
import os
import sys
from importlib.machinery import PathFinder
from pathlib import Path

from jupyter_core.paths import jupyter_config_dir, jupyter_data_dir, jupyter_runtime_dir

PACKAGES = Path(__file__).resolve().parents[2]  # the folder that rnnlab is in
KEPT = {"PYTHONPATH", "PYTHONNOUSERSITE", "PYTHONUTF8"}  # PYTHONOPTIMIZE, for one, would leave out every assert
BUILD = Path("build")  # in the current folder, the root of the checkout


def ignore_user_settings():
    """Let this process and those it starts do without the user's settings of Python, IPython and Jupyter's server.

    What JupyterLab's own menu sets, such as its theme, stays, and so does a style sheet of the user's. Folders of the
    user that cannot be written are replaced by folders in build/.

    Returns
    -------
    list of str
        What the reader should know: which folder was replaced.
    """
    for name in [name for name in os.environ if name.startswith("PYTHON") and name not in KEPT]:
        del os.environ[name]
    os.environ.pop("JUPYTER_PATH", None)  # a kernel of the same name there would come before this environment's
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    path = os.environ.pop("PYTHONPATH", "").split(os.pathsep)
    if kept := [entry for entry in path if entry and Path(entry).resolve() == PACKAGES]:
        os.environ["PYTHONPATH"] = os.pathsep.join(kept)
    sys.path[:] = [entry for entry in sys.path if entry in kept or entry not in path]

    build, notes = BUILD.resolve(), []
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "MPLCONFIGDIR"):
        if name in os.environ and not _is_writable(os.environ[name]):
            notes += [f"{name}={os.environ.pop(name)} cannot be written, and is ignored"]
    if not _is_writable(os.path.expanduser("~")):
        os.environ["HOME"] = str(build / "home")
        notes.append(f"your home folder cannot be written; what JupyterLab keeps is in {BUILD / 'home'}")
    for name, folder in {"JUPYTER_DATA_DIR": jupyter_data_dir, "JUPYTER_RUNTIME_DIR": jupyter_runtime_dir}.items():
        if not _is_writable(folder()):
            notes.append(f"{folder()} cannot be written; what JupyterLab keeps is in {BUILD / 'home'}")
            os.environ[name] = str(build / "home" / name.lower())
    os.environ.setdefault("JUPYTERLAB_SETTINGS_DIR", str(Path(jupyter_config_dir(), "lab", "user-settings")))
    if not _is_writable(os.environ["JUPYTERLAB_SETTINGS_DIR"]):
        os.environ["JUPYTERLAB_SETTINGS_DIR"] = str(build / "jupyter" / "settings")
    styles = Path(jupyter_config_dir(), "custom")
    for name, folder in {"IPYTHONDIR": build / "ipython", "JUPYTER_CONFIG_DIR": build / "jupyter"}.items():
        folder.mkdir(parents=True, exist_ok=True)
        os.environ[name] = str(folder)
    _link(build / "jupyter" / "custom", styles)
    return notes


def _link(link, folder):
    """Make a link to a folder, where there is one and the system allows it."""
    with contextlib.suppress(OSError):
        if link != folder:
            link.unlink(missing_ok=True)
            if folder.is_dir():
                link.symlink_to(folder, target_is_directory=True)


def _is_writable(folder):
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.path.isabs(folder) and os.access(folder, os.W_OK)


def hiding_files(folder):
    """The files of a folder that hide a package from the notebooks beside them, because they have its name."""
    elsewhere = [entry for entry in sys.path if entry and Path(entry).resolve() not in (Path.cwd(), folder.resolve())]
    candidates = [*folder.glob("*.py"), *(path.parent for path in folder.glob("*/__init__.py"))]
    return sorted(
        path
        for path in candidates
        if path.stem in sys.stdlib_module_names or PathFinder.find_spec(path.stem, elsewhere)
    )

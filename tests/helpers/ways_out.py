"""Attempts to get at what isolation keeps away: solutions and Keras as source of attempt cells, and a class's files."""

import sysconfig

import rnnlab
from tests.helpers.cheats import TRY

FOLDER = f"{rnnlab.__path__[0]}/lessons/lesson_02_forward_pass"
SOURCE = f"{FOLDER}/exercise_1_one_step.py"
PACKAGES = sysconfig.get_path("purelib")
USE = f"""
import ctypes, os, sys
SOURCE = {SOURCE!r}
def use(text):
    text = text.decode() if isinstance(text, bytes) else text
    exec(text[text.index('def step_right'):text.index('def step_cases')], globals())
    return step_right
"""
# Keras computes with NumPy where nothing that it would rather have is there.
KERAS = """
import importlib.machinery, os, sys, types
def with_keras():
    sys.meta_path[:] = [finder for finder in sys.meta_path if isinstance(finder, type)]
    for name in [one for one in sys.modules if one.split('.')[0] in ('keras', 'tensorflow', 'jax', 'scipy', 'h5py')]:
        del sys.modules[name]
    os.environ['KERAS_BACKEND'] = 'numpy'
    class Fake(types.ModuleType):
        __path__ = []
        def __getattr__(self, name):
            if name.startswith('__'):
                raise AttributeError(name)
            return Fake(name)
        def __call__(self, *arguments, **options):
            return arguments[0] if arguments else self
    class Faker:
        def find_spec(name, path=None, target=None):
            if name.split('.')[0] in ('jax', 'scipy', 'h5py'):
                return importlib.machinery.ModuleSpec(name, Faker, is_package=True)
        def create_module(spec):
            return Fake(spec.name)
        def exec_module(module):
            pass
    sys.meta_path.insert(0, Faker)
    sys.path.insert(0, PACKAGES)
    importlib.invalidate_caches()
    from keras.layers import SimpleRNNCell
    def step(x, h, Wx, Wh, bh):
        cell = SimpleRNNCell(len(bh))
        cell.build((None, len(Wx)))
        cell.set_weights([Wx, Wh, bh])
        one = np.ndim(x) == 1
        state = np.asarray(cell.call(np.atleast_2d(x), [np.atleast_2d(h)])[0], dtype=float)
        return state[0] if one else state
    step(np.zeros(3), np.zeros(4), np.zeros((3, 4)), np.zeros((4, 4)), np.zeros(4))
    return step
""".replace("PACKAGES", repr(PACKAGES))


def _way(body: str, before: str = "") -> str:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return f"{TRY}{USE}{before}\ndef fetch():\n{lines}my_step = first_that_works(fetch)"


# They find the solution where nothing isolates them.
READING = {
    "an open folder": _way(
        f"folder = os.open({FOLDER!r}, os.O_RDONLY)\n"
        "return use(os.read(os.open('exercise_1_one_step.py', os.O_RDONLY, dir_fd=folder), 10**6))"
    ),
    "its own open folder": _way(
        "folder = os.open('.', os.O_RDONLY)\n"
        "return use(os.read(os.open(os.path.relpath(SOURCE), os.O_RDONLY, dir_fd=folder), 10**6))"
    ),
    "a symbolic link": _way(
        "import tempfile\nname = tempfile.mktemp()\nos.symlink(SOURCE, name)\nreturn use(open(name).read())"
    ),
    "a path of its own kind": _way(
        "class Path:\n    asked = 0\n    def __fspath__(self):\n        self.asked += 1\n"
        "        return SOURCE if self.asked != 1 else os.devnull\npath = Path()\n"
        "for _ in range(3):\n    text = open(path).read()\n    if text:\n        return use(text)"
    ),
    "a replaced realpath": _way(
        "real = os.path.realpath\nos.path.realpath = lambda path, **options: os.getcwd()\ntry:\n"
        "    return use(open(SOURCE).read())\nfinally:\n    os.path.realpath = real"
    ),
    "NumPy's files": _way("return use(np.fromfile(SOURCE, dtype=np.uint8).tobytes())"),
    "a file in memory": _way(
        "import mmap\nwith open(SOURCE, 'rb') as file:\n"
        "    return use(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)[:])"
    ),
    "a traceback's source": _way("import linecache\nreturn use(''.join(linecache.getlines(SOURCE)))"),
    "a module by its file": _way(
        "import importlib.machinery\nreturn use(importlib.machinery.SourceFileLoader('it', SOURCE).get_data(SOURCE))"
    ),
    "the C library": _way(
        "libc = ctypes.CDLL(None)\nfile = libc.open(SOURCE.encode(), 0)\nblock = ctypes.create_string_buffer(10**6)\n"
        "size = libc.read(file, block, 10**6)\nreturn use(block.raw[:max(size, 0)])"
    ),
    "a program without subprocess": _way(
        "import _posixsubprocess\nread, write = os.pipe()\nos.set_inheritable(write, True)\n"
        "import subprocess\nprocess = os.posix_spawn('/bin/cat', ['cat', SOURCE], {}, "
        "file_actions=[(os.POSIX_SPAWN_DUP2, write, 1)])\nos.waitpid(process, 0)\nreturn use(os.read(read, 60_000))"
    ),
    "another root": _way("return use(open('/proc/self/root' + SOURCE).read())"),
}
# They find nothing in an open process either, or need rights: isolated or not, they must gain nothing.
REACHING = {
    "the first process's root": _way("return use(open('/proc/1/root' + SOURCE).read())"),
    "the memory of the grader": _way(
        "for process in (1, os.getppid()):\n    try:\n        return use(open(f'/proc/{process}/mem', 'rb').read())\n"
        "    except OSError:\n        pass\nraise LookupError"
    ),
    "ptrace": _way(
        "libc = ctypes.CDLL(None)\nif libc.ptrace(0, 0, 0, 0) < 0:\n    raise LookupError\n"
        "return lambda x, h, Wx, Wh, bh: np.tanh(x @ Wx + h @ Wh + bh)"
    ),
    "taking off the cover": _way(
        f"libc = ctypes.CDLL(None)\nfor name in ('keras', 'rnnlab'):\n"
        f"    if libc.umount2(f'{PACKAGES}/{{name}}'.encode(), 2) < 0:\n        raise LookupError\n"
        "return with_keras()",
        KERAS,
    ),
    "a key left by another": _way(
        "libc = ctypes.CDLL(None)\n"
        "if libc.syscall(KEY, b'user', b'rnnlab', b'step', 4, -2) < 0:\n    raise LookupError\n"
        "return lambda x, h, Wx, Wh, bh: np.tanh(x @ Wx + h @ Wh + bh)".replace("KEY", "248")
    ),
    "a socket to the host": _way(
        "import socket\nsocket.socket(socket.AF_VSOCK, socket.SOCK_STREAM)\n"
        "return lambda x, h, Wx, Wh, bh: np.tanh(x @ Wx + h @ Wh + bh)"
    ),
    "Keras without its stand-in": _way("return with_keras()", KERAS),
}
WAYS_OUT = READING | REACHING

# What a cell may do to a class's folder, CLASS, that holds sheet.csv and a folder, old. Names are given in CHANGING
# where the files are touched, in LOOKING where they are read: the value of `found`.
LOOKING = {
    "open": "found = open(CLASS + '/sheet.csv').read()",
    "bytes": "found = open(os.fsencode(CLASS) + b'/sheet.csv').read()",
    "pathlib": "import pathlib\nfound = pathlib.Path(CLASS, 'sheet.csv').read_text()",
    "os.open": "found = os.read(os.open(CLASS + '/sheet.csv', os.O_RDONLY), 100).decode()",
    "dir_fd": "found = os.read(os.open('sheet.csv', os.O_RDONLY, dir_fd=os.open(CLASS, os.O_RDONLY)), 100).decode()",
    "own dir_fd": "found = os.read(os.open(os.path.relpath(CLASS + '/sheet.csv'), os.O_RDONLY, "
    "dir_fd=os.open('.', os.O_RDONLY)), 100).decode()",
    "upwards": "found = open(os.path.relpath(CLASS + '/sheet.csv')).read()",
    "listdir": "found = os.listdir(CLASS)[0].replace('old', 'sheet')",
    "scandir": "found = [entry.name for entry in os.scandir(CLASS)][0].replace('old', 'sheet')",
    "copy": "import shutil\nshutil.copyfile(CLASS + '/sheet.csv', 'mine')\nfound = open('mine').read()",
    "rename to here": "os.rename(CLASS + '/sheet.csv', 'mine')\nfound = open('mine').read()",
    "hard link": "os.link(CLASS + '/sheet.csv', 'mine')\nfound = open('mine').read()",
    "loadtxt": "import numpy as np\nfound = str(np.loadtxt(CLASS + '/sheet.csv', dtype=str))",
    "chdir": "os.chdir(CLASS)\nfound = open('sheet.csv').read()",
    "sqlite": "import sqlite3\nfound = sqlite3.connect(CLASS + '/old/base').execute('create table a (b)') and 'sheet'",
    "program": "import subprocess\nfound = subprocess.check_output(['cat', CLASS + '/sheet.csv']).decode()",
}
CHANGING = {
    "append": "open(CLASS + '/sheet.csv', 'a').write('x')",
    "write": "open(CLASS + '/sheet.csv', 'r+').write('x')",
    "create": "open(CLASS + '/new', 'x')",
    "O_CREAT": "os.open(CLASS + '/new', os.O_CREAT)",
    "truncate": "os.truncate(CLASS + '/sheet.csv', 1)",
    "rename": "os.rename(CLASS + '/sheet.csv', CLASS + '/new')",
    "replace": "open('new', 'w').write('x')\nos.replace('new', CLASS + '/sheet.csv')",
    "remove": "os.remove(CLASS + '/sheet.csv')",
    "unlink": "import pathlib\npathlib.Path(CLASS, 'sheet.csv').unlink()",
    "rmdir": "os.rmdir(CLASS + '/old')",
    "rmtree": "import shutil\nshutil.rmtree(CLASS + '/old')",
    "mkdir": "os.mkdir(CLASS + '/new')",
    "makedirs": "os.makedirs(CLASS + '/new/newer')",
    "chmod": "os.chmod(CLASS + '/sheet.csv', 0o777)",
    "fchmod": "os.fchmod(os.open(CLASS + '/sheet.csv', os.O_RDONLY), 0o777)",
    "utime": "os.utime(CLASS + '/sheet.csv', (1, 1))",
    "symlink": "os.symlink('/etc/passwd', CLASS + '/new')",
    "mkfifo": "os.mkfifo(CLASS + '/new')",
    "memmap": "import numpy as np\nnp.memmap(CLASS + '/sheet.csv', mode='r+')[:] = 0",
    "save": "import numpy as np\nnp.save(CLASS + '/new', [1])",
    "log": "import logging\nlogging.FileHandler(CLASS + '/new')",
    "mkdir by dir_fd": "os.mkdir(os.path.relpath(CLASS + '/new'), dir_fd=os.open('.', os.O_RDONLY))",
    "remove by dir_fd": "os.remove('sheet.csv', dir_fd=os.open(CLASS, os.O_RDONLY))",
    "program": "import subprocess\nsubprocess.run(['touch', CLASS + '/new'], check=True)",
    "fork": "if os.fork() == 0:\n    open(CLASS + '/new', 'w')\n    os._exit(0)\nos.wait()",
}

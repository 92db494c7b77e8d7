"""Attempts at exercise 2.1 that fail in every way: source, and words of the diagnosis."""

SPOILED = {
    "syntax error": ("def my_step(x, h, Wx, Wh, bh)\n    return x", "Python cannot read your cell"),
    "error": ("my_step = 1 / 0", "ZeroDivisionError: division by zero"),
    "name error": ("my_step = nothing", "NameError"),
    "endless cell": ("while True: pass\nmy_step = 1", "Your cell takes too long"),
    "endless function": ("def my_step(*arguments):\n    while True: pass", "Your function takes too long"),
    "endless without Python": ("def my_step(*arguments):\n    return 10 ** 10 ** 10", "Your function takes too long"),
    "sleeping": ("import time\ndef my_step(*arguments):\n    time.sleep(1000)", "Your function takes too long"),
    "memory bomb": ("def my_step(x, *rest):\n    return np.ones(10 ** 11)", "MemoryError"),
    "memory bomb, slowly": (
        "def my_step(x, *rest):\n    lists = []\n    while True:\n        lists.append(bytearray(5 * 10 ** 7))",
        "MemoryError",
    ),
    "sys.exit": ("import sys\ndef my_step(*arguments):\n    sys.exit()", "SystemExit"),
    "quit": ("quit()\nmy_step = 1", "SystemExit"),
    "quit, in the function": ("def my_step(*arguments):\n    quit()", "SystemExit"),
    "dead kernel": ("import os\ndef my_step(*arguments):\n    os._exit(1)", "Your function ends Python"),
    "dead kernel, cell": ("import os\nos.abort()\nmy_step = 1", "Your cell "),
    "dead kernel, overflow": (
        "import sys\nsys.setrecursionlimit(10 ** 9)\ndef my_step(*arguments):\n    return my_step(*arguments)",
        "function",
    ),
    "interrupt": ("def my_step(*arguments):\n    raise KeyboardInterrupt", "KeyboardInterrupt"),
    "much output": (
        "def my_step(*arguments):\n    for _ in range(200):\n        print('x' * 250_000)\n    return 1",
        "shape",
    ),
    "large file": ("def my_step(*arguments):\n    open('large', 'w').write('x' * 10 ** 8)", "File too large"),
    "large result": ("def my_step(*arguments):\n    return np.zeros(5 * 10 ** 6)", "MemoryError"),
    "input": ("def my_step(*arguments):\n    return input('x? ')", "input is not available while grading"),
    "a missing package": (
        "import no_such_package\ndef my_step(*arguments):\n    return no_such_package.step(*arguments)",
        "no_such_package is not available while grading",
    ),
    "wrong number of arguments": ("def my_step(x):\n    return x", "TypeError"),
    "a function of a function": ("def my_step(*arguments):\n    return lambda: 1", "returns a function"),
    "a generator": ("def my_step(x, h, Wx, Wh, bh):\n    yield h", "returns a generator"),
}

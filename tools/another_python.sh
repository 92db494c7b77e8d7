#!/bin/sh
# Test the engine, the lessons and their stored outputs on a Python that .venv does not have: PYTHON, or else the newest.
version='import sys, venv, ensurepip; v = sys.version_info[:2]; (3, 11) <= v <= (3, 13) or sys.exit(1); print("%d.%d" % v)'
pyenv=${PYENV_ROOT:-$HOME/.pyenv}/versions
log=build/python.log

find_python() {
    for python in "$PYTHON" python3.13 "$pyenv"/3.13.*/bin/python python3.12 "$pyenv"/3.12.*/bin/python \
        python3.11 "$pyenv"/3.11.*/bin/python; do
        found=$("$python" -c "$version" 2>/dev/null) && [ "$found" != "$own" ] && return
    done
    return 1
}

install() {
    build/python/bin/python tools/run_pip.py install --no-deps "$@" >>"$log" 2>&1
}

own=$(.venv/bin/python -c "$version")
find_python || { echo "rnnlab: there is no Python 3.11, 3.12 or 3.13 beside .venv's $own; the tests ran on that one alone"; exit; }
echo "Testing on Python $found: $python"
mkdir -p build && : >"$log"
[ "$(build/python/bin/python -c "$version" 2>/dev/null)" = "$found" ] || "$python" -m venv --clear build/python >>"$log" 2>&1
install -r requirements-test.lock && install --no-build-isolation -e . ||
    { echo "rnnlab: could not install into build/python; $log says more" >&2; exit 1; }
set -e
build/python/bin/python -m pytest -n 2 -m "not browser and not slow" tests/network tests/training tests/exercises \
    tests/lessons tests/notebook_tools/test_cell_names.py
build/python/bin/python -m pytest -n 2 --dist loadscope --nbval --nbval-current-env --nbval-cell-timeout=300 notebooks

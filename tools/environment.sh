#!/bin/sh
# Create .venv where there is none and install what one lock lists: sh tools/environment.sh requirements.lock
# An installation that did not reach its end leaves build/installing behind, and the next one starts over.
lock=$1
log=build/pip.log
fits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'
version='import sys; print("%d.%d" % sys.version_info[:2])'

fail() {
    printf 'rnnlab: %s\n' "$*" >&2
    exit 1
}

find_python() {
    for name in ${PYTHON:-python3 python3.11 python3.12 python3.13 python}; do
        "$name" -c "$fits" 2>/dev/null && python=$name && return
    done
    [ -z "$PYTHON" ] || fail "PYTHON=$PYTHON is not Python 3.11, 3.12 or 3.13; name one, for example PYTHON=python3.12"
    fail "no Python 3.11, 3.12 or 3.13 found; install one, or name it: make lab PYTHON=/path/to/python3.12"
}

create() {
    find_python
    "$python" -c 'import venv, ensurepip' 2>/dev/null ||
        fail "$python lacks venv; on Debian and Ubuntu: sudo apt install python$("$python" -c "$version")-venv"
    : >build/installing
    "$python" -m venv --clear .venv >>"$log" 2>&1 || fail "could not create .venv; the last lines of $log say why"
}

pip_install() {
    .venv/bin/python -m pip install --disable-pip-version-check --no-input "$@" >>"$log" 2>&1 ||
        fail "could not install; is there a network, and room for 2 GB? $log says more. Then run the same command again"
}

mkdir -p build && : >"$log" || fail "cannot write to $(pwd)"
if [ ! -x .venv/bin/python ] || [ -e build/installing ]; then
    create
elif ! .venv/bin/python -c "$fits" 2>/dev/null; then
    fail ".venv holds a Python that is not 3.11, 3.12 or 3.13; remove it: make clean"
elif ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    create
fi
echo "Installing $(grep -c == "$lock") packages into .venv: minutes the first time (to watch: tail -f $log)"
: >build/installing
pip_install --no-deps -r "$lock"
pip_install --no-deps --no-build-isolation -e .
rm build/installing

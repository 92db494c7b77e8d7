#!/bin/sh
# Create .venv where there is none and install what one lock lists: sh tools/environment.sh requirements.lock
# An installation that did not reach its end leaves build/installing behind, and the next one starts over.
# sh tools/environment.sh intact: does .venv run, and is the rnnlab in it the one of this folder?
log=build/pip.log
fits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'
without_tensorflow='import sys; sys.exit(sys.version_info[:2] != (3, 14))'
version='import sys; print("%d.%d" % sys.version_info[:2])'
here='import importlib.util, os, sys
spec = importlib.util.find_spec("rnnlab")
sys.exit(not (spec and os.path.samefile(spec.submodule_search_locations[0], "rnnlab")))'
unset PYTHONPATH PYTHONHOME
as_root=$([ "$(id -u)" = 0 ] || echo 'sudo ')

fail() {
    printf 'rnnlab: %s\n' "$*" >&2
    exit 1
}

has() {
    command -v "$1" >/dev/null
}

# The one command that brings a Python that fits, with the tools that are here.
python_command() {
    if has uv; then echo 'uv python install 3.13'
    elif has brew; then echo 'brew install python@3.13'
    elif has apt-get; then
        for found in 3.13 3.12 3.11; do
            apt-cache show "python$found-venv" >/dev/null 2>&1 && echo "${as_root}apt install python$found-venv" && return
        done
        echo "${as_root}apt install pipx && pipx run uv python install 3.13"
    elif has dnf; then echo "${as_root}dnf install python3.12"
    elif has zypper; then echo "${as_root}zypper install python313"
    elif has pacman; then echo "${as_root}pacman -S uv && uv python install 3.13"
    elif has winget; then echo 'winget install Python.Python.3.13'
    elif has py; then echo 'py install 3.13'
    fi
}

find_python() {
    if [ -n "$PYTHON" ]; then
        set -- "$PYTHON"
    else
        set -- python3 python3.11 python3.12 python3.13 python "$(uv python find '>=3.11,<3.14' 2>/dev/null)" python3.14
    fi
    for check in "$fits" "$without_tensorflow"; do
        for python; do
            "$python" -c "$check" 2>/dev/null && return
        done
    done
    [ -z "$PYTHON" ] || fail "PYTHON=$PYTHON is not Python 3.11, 3.12 or 3.13; name one, for example PYTHON=python3.12"
    how=$(python_command)
    fail "no Python 3.11, 3.12 or 3.13 found; install one${how:+ ($how)}, or name it: make lab PYTHON=/path/to/python3.12"
}

create() {
    find_python
    "$python" -c 'import venv, ensurepip' 2>/dev/null ||
        fail "$python lacks venv; on Debian and Ubuntu: ${as_root}apt install python$("$python" -c "$version")-venv"
    : >build/installing
    "$python" -m venv --clear .venv >>"$log" 2>&1 || fail "could not create .venv; the last lines of $log say why"
}

pip_install() {
    .venv/bin/python tools/run_pip.py install "$@" >>"$log" 2>&1 && return
    error=$(grep ERROR "$log" | tail -1)
    fail "could not install; is there a network, and room for 2 GB? $log says more.${error:+ It ends with $error.}" \
        "Then run the same command again"
}

if [ "$1" = intact ]; then
    exec .venv/bin/python -I -c "$here" 2>/dev/null
fi

case $PWD in
    *\{*\}*) fail "setuptools cannot install from a folder whose path has {braces}, as $PWD has; rename it" ;;
esac
for folder in build .venv; do
    [ -d "$folder" ] || [ ! -e "$folder" ] || fail "$folder is a file, and rnnlab needs a folder of this name; rename the file"
done
{ mkdir -p build && : >"$log" && { [ ! -d .venv ] || [ -w .venv ]; }; } 2>/dev/null ||
    fail "cannot write to $(pwd); if it is another user's: ${as_root}chown -R $(id -un) '$(pwd)'"
if [ -e build/installing ] || ! .venv/bin/python -c '' 2>/dev/null; then
    create
elif ! .venv/bin/python -c "$fits" 2>/dev/null && ! .venv/bin/python -c "$without_tensorflow" 2>/dev/null; then
    fail ".venv holds a Python that is not 3.11, 3.12 or 3.13; remove it: make clean"
elif ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    create
fi
echo "Installing $(grep -c == "$1") packages into .venv: minutes the first time (to watch: tail -f $log)"
: >build/installing
pip_install --no-deps -r "$1"
pip_install --no-deps --no-build-isolation -e .
rm build/installing

# Sourced by the scripts beside it: finds Pythons, and makes `.venv` with Courtesy and what the extra names.
# shellcheck shell=bash

# durable-rules calls a function that newer Pythons have renamed, and pip builds it without optimising.
export CPPFLAGS="${CPPFLAGS:-} -O2 -DPyEval_CallObject=PyObject_CallObject"
export PIP_DISABLE_PIP_VERSION_CHECK=1
# Some environments forbid to keep what is compiled: then every process would compile the tests, and pytest rewrite them.
unset PYTHONDONTWRITEBYTECODE

# The first Python of one minor version (such as 3.11) that can make environments; nothing where there is none.
find_python() {
    local candidate
    for candidate in "python$1" "$HOME"/.pyenv/versions/"$1"*/bin/python python3 python; do
        if "$candidate" -c "import sys, venv, ensurepip; sys.exit('%d.%d' % sys.version_info[:2] != '$1')" 2>/dev/null
        then
            command -v "$candidate"
            return
        fi
    done
}

fail() {
    printf 'set-up: %s\n' "$@" >&2
    exit 1
}

# Whether C extensions can be built for a Python: prints what is missing.
missing_for_building() {
    command -v "${CC:-cc}" >/dev/null || command -v gcc >/dev/null || echo "a C compiler (Debian: apt-get install gcc)"
    "$1" -c 'import os, sys, sysconfig
sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))' ||
        echo "the Python headers (Debian: apt-get install python3-dev)"
}

# make_environment [extra]: installs this checkout, editable, into .venv; quick where nothing has changed.
make_environment() {
    local extra="${1:-}" python="" version missing stamp
    for version in 3.11 3.12 3.13 3.14; do
        python=$(find_python "$version")
        [ -z "$python" ] || break
    done
    [ -n "$python" ] || fail "Python 3.11 or newer with venv is missing (Debian: apt-get install python3 python3-venv)"
    if [ "$version" = 3.11 ] || [ "$version" = 3.12 ]; then
        missing=$(missing_for_building "$python")
        [ -z "$missing" ] || fail "durable-rules is built from source, and this is missing: $missing"
    fi
    # What lies outside the package is copied even by an editable install.
    stamp="$version $(cat pyproject.toml engine/courtesy_*.py | cksum)"
    if [ "$(cat ".venv/installed$extra" 2>/dev/null)" = "$stamp" ] && .venv/bin/python -c 'import courtesy' 2>/dev/null
    then
        return
    fi
    echo "set-up: installing into .venv with $python" >&2
    [ -x .venv/bin/python ] && .venv/bin/python -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$version')" ||
        "$python" -m venv --clear .venv
    .venv/bin/python -m pip install -qq --editable ".${extra:+[$extra]}" ||
        fail "pip could not install Courtesy; its message above says why"
    # An editable install is not compiled, and whoever starts it where that is forbidden would pay for it every time.
    .venv/bin/python -m compileall -q engine
    echo "$stamp" >".venv/installed$extra"
}

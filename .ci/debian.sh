# Sourced by the scripts beside it that install packages of Debian.
# shellcheck shell=bash

# The reason why nothing can be installed here; nothing where it can be.
hindrance() {
    command -v apt-get >/dev/null || { echo "there is no apt-get here"; return; }
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null || echo "it takes root, or sudo without a password"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

install_from_debian() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@"
}

# install_unless_there NO EXPECTED PACKAGE...: installs the packages where the caller's `is_there` fails. What keeps it from
# that is told behind NO, and the script goes on; EXPECTED is what the packages should have brought.
install_unless_there() {
    local no="$1" expected="$2" why log=""
    shift 2
    is_there && return
    why=$(hindrance)
    if [ -z "$why" ]; then
        echo "set-up: installing $*" >&2
        log=$(install_from_debian "$@" 2>&1 </dev/null) || why="apt-get failed: $(tail -n 1 <<<"$log")"
        is_there || why="${why:-$expected}"
    fi
    [ -z "$why" ] || printf 'set-up: %s: %s (Debian: apt-get install %s)\n' "$no" "$why" "$*" >&2
}

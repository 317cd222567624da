#!/usr/bin/env bash
# Installs the server that the tests of the ledger ask (Debian's postgresql); silent and quick where it is there. Where it
# cannot be installed it says so and ends well: those tests are then skipped. Tests start servers of their own.
set -euo pipefail

SERVER=(postgresql)

is_there() {
    command -v initdb >/dev/null || compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null
}

# The reason why nothing can be installed here; nothing where it can be.
hindrance() {
    command -v apt-get >/dev/null || { echo "there is no apt-get here"; return; }
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null || echo "it takes root, or sudo without a password"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${SERVER[@]}"
}

log=""
if ! is_there; then
    why=$(hindrance)
    if [ -z "$why" ]; then
        echo "set-up: installing ${SERVER[*]}" >&2
        log=$(install 2>&1 </dev/null) || why="apt-get failed: $(tail -n 1 <<<"$log")"
        is_there || why="${why:-the package brought no initdb}"
    fi
    [ -z "$why" ] || printf 'set-up: no PostgreSQL, so the ledger is not tested with it: %s (Debian: apt-get install %s)\n' \
        "$why" "${SERVER[*]}" >&2
fi

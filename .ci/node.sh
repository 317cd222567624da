#!/usr/bin/env bash
# Installs the language server of YAML that editors use, for the tests of the schemas, into .cache/node; silent and quick
# where it is there. Node and npm are the machine's, or Debian's. Where it cannot be installed it says so and ends well:
# those tests are then skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

SERVER=yaml-language-server@1.25.0
HOME_OF_SERVER=.cache/node

is_there() {
    [ "$(cat "$HOME_OF_SERVER/installed" 2>/dev/null)" = "$SERVER" ] && command -v node >/dev/null
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

node_from_debian() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends nodejs npm
}

install() {
    if ! { command -v node && command -v npm; } >/dev/null; then
        command -v apt-get >/dev/null || { echo "there is no node, no npm and no apt-get here"; return 1; }
        node_from_debian || return
    fi
    mkdir -p "$HOME_OF_SERVER"
    npm install --silent --no-fund --no-audit --prefix "$HOME_OF_SERVER" "$SERVER" || return
    echo "$SERVER" >"$HOME_OF_SERVER/installed"
}

if ! is_there; then
    echo "set-up: installing $SERVER" >&2
    log=$(install 2>&1 </dev/null) ||
        printf 'set-up: no %s, so the schemas are not tested in an editor: %s\n' "$SERVER" "$(tail -n 1 <<<"$log")" >&2
fi

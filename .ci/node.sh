#!/usr/bin/env bash
# Installs into .cache/node what tests take from npm: the language server of YAML that editors use, for the tests of the
# schemas, and Microsoft's tool for SARIF, for the schema of that format which it carries. Silent and quick where both
# are there. Node and npm are the machine's, or Debian's. Where they cannot be installed it says so and ends well: those
# tests are then skipped.
set -euo pipefail
cd "$(dirname "$0")/.."
source .ci/debian.sh

PACKAGES=(yaml-language-server@1.25.0 @microsoft/sarif-multitool-linux@5.7.0)
PLACE=.cache/node

is_there() {
    [ "$(cat "$PLACE/installed" 2>/dev/null)" = "${PACKAGES[*]}" ] && command -v node >/dev/null
}

install() {
    if ! { command -v node && command -v npm; } >/dev/null; then
        command -v apt-get >/dev/null || { echo "there is no node, no npm and no apt-get here"; return 1; }
        install_from_debian nodejs npm || return
    fi
    mkdir -p "$PLACE"
    # By force: the tool runs on Linux only, its schema is read anywhere.
    npm install --silent --no-fund --no-audit --force --prefix "$PLACE" "${PACKAGES[@]}" || return
    echo "${PACKAGES[*]}" >"$PLACE/installed"
}

if ! is_there; then
    echo "set-up: installing ${PACKAGES[*]}" >&2
    log=$(install 2>&1 </dev/null) ||
        printf 'set-up: no %s, so what needs them is not tested: %s\n' "${PACKAGES[*]}" "$(tail -n 1 <<<"$log")" >&2
fi

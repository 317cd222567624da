#!/usr/bin/env bash
# Installs the browser that the tests of the HTML page look through (Debian's chromium and its driver); silent and quick
# where it is there. Where it cannot be installed it says so and ends well: those tests are then skipped.
set -euo pipefail

BROWSER=(chromium chromium-driver fonts-dejavu-core)

is_there() {
    [ -x /usr/bin/chromium ] && [ -x /usr/bin/chromedriver ]
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
        as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${BROWSER[@]}"
}

log=""
if ! is_there; then
    why=$(hindrance)
    if [ -z "$why" ]; then
        echo "set-up: installing ${BROWSER[*]}" >&2
        log=$(install 2>&1 </dev/null) || why="apt-get failed: $(tail -n 1 <<<"$log")"
        is_there || why="${why:-the packages brought no /usr/bin/chromium and /usr/bin/chromedriver}"
    fi
    [ -z "$why" ] || printf 'set-up: no browser, so the page is not tested in one: %s (Debian: apt-get install %s)\n' \
        "$why" "${BROWSER[*]}" >&2
fi

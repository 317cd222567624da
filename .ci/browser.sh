#!/usr/bin/env bash
# Installs the browser that the tests of the HTML page look through (Debian's chromium and its driver); silent and quick
# where it is there. Where it cannot be installed it says so and ends well: those tests are then skipped.
set -euo pipefail
source "$(dirname "$0")/debian.sh"

is_there() {
    [ -x /usr/bin/chromium ] && [ -x /usr/bin/chromedriver ]
}

install_unless_there "no browser, so the page is not tested in one" \
    "the packages brought no /usr/bin/chromium and /usr/bin/chromedriver" chromium chromium-driver fonts-dejavu-core

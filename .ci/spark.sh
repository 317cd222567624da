#!/usr/bin/env bash
# Installs what Spark runs on (Debian's Java, 17 or newer); silent and quick where it is there. Where it cannot be installed
# it says so and ends well: the tests of audits on Spark are then skipped.
set -euo pipefail
source "$(dirname "$0")/debian.sh"

is_there() {
    local found
    found=$("${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1) || return 1
    [[ "$found" =~ \"([0-9]+) && "${BASH_REMATCH[1]}" -ge 17 ]]
}

install_unless_there "no Java, so audits on Spark are not tried" "the package brought no Java of version 17 or newer" \
    default-jre-headless

#!/usr/bin/env bash
# Installs the server that the tests of the ledger ask (Debian's postgresql); silent and quick where it is there. Where it
# cannot be installed it says so and ends well: those tests are then skipped. Tests start servers of their own.
set -euo pipefail
source "$(dirname "$0")/debian.sh"

is_there() {
    command -v initdb >/dev/null || compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null
}

install_unless_there "no PostgreSQL, so the ledger is not tested with it" "the package brought no initdb" postgresql

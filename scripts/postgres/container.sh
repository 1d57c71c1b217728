#!/usr/bin/env bash
# Usage: container.sh
#
# Inside the official image: waits for the server, then gives every service its role and its database, as scripts/up
# does without Docker. The server's socket is shared with this container, and the superuser needs no password there:
# so whatever has changed in secrets/postgres.env can be set, that password included.
set -euo pipefail

here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=scripts/lib/settings.sh
source "$here/../lib/settings.sh"
for part in processes postgres; do
    # shellcheck disable=SC1090
    source "$ROOT/scripts/lib/$part.sh"
done
load_settings

# In place of the one that knows where scripts/up has its socket.
postgres_admin() { psql -X -q -v ON_ERROR_STOP=1 -U postgres "$@"; }

until pg_isready -q -U postgres; do sleep 1; done
make_roles || explain_failure postgres
say "postgres: roles and databases are as banks.env and secrets/postgres.env want them"

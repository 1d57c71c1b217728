# shellcheck shell=bash
# The demo's own PostgreSQL cluster: made, started, given its roles, stopped. It never touches
# another cluster. PostgreSQL refuses to run as root, so as root it runs as the user `postgres`.

PGHOME="$STATE/postgres"

as_postgres() {
    if ((EUID == 0)); then
        setpriv --reuid postgres --regid postgres --init-groups "$@"
    else
        "$@"
    fi
}

postgres_admin() { psql -X -q -v ON_ERROR_STOP=1 -h "$PGHOME/socket" -p "$POSTGRES_PORT" -U postgres "$@"; }

postgres_ready() { "$(postgres_bin)/pg_isready" -q -U postgres -d postgres -h 127.0.0.1 -p "$POSTGRES_PORT"; }

postgres_fingerprint() { cat "$ROOT"/scripts/postgres/*.conf | fingerprint; }

make_cluster() {
    [[ -s $PGHOME/data/PG_VERSION ]] && return 0
    say "postgres: making a cluster in $PGHOME"
    mkdir -p "$PGHOME"
    rm -rf "${PGHOME:?}/data" "$PGHOME/socket"
    ((EUID)) || chown postgres: "$PGHOME"
    as_postgres test -w "$PGHOME" || fail "the user postgres cannot reach $PGHOME; choose another directory with CODEPIX_DATA"
    as_postgres install -d -m 0700 "$PGHOME/socket"
    (cd / && as_postgres "$(postgres_bin)/initdb" -D "$PGHOME/data.new" -U postgres --no-locale -E UTF8 \
        --auth-local=trust --auth-host=reject) >>"$RUN/postgres.log" 2>&1 ||
        explain_failure postgres
    mv "$PGHOME/data.new" "$PGHOME/data"
}

# The settings in force are always those of scripts/postgres.
configure_cluster() {
    local file
    for file in postgresql.conf pg_hba.conf; do
        as_postgres tee "$PGHOME/data/$file" <"$ROOT/scripts/postgres/$file" >/dev/null
    done
}

# POSTGRES_CLOCK=FILE: a clock that can be set while it runs, by a file that says how wrong it is ("-1h"), where
# libfaketime is installed.
clock_of_its_own() {
    local library
    library=$(compgen -G '/usr/lib/*/faketime/libfaketime.so.1' | head -n 1) || true
    [[ -n ${POSTGRES_CLOCK:-} && -n $library ]] || return 0
    printf '%s\n' env LD_PRELOAD="$library" FAKETIME_TIMESTAMP_FILE="$POSTGRES_CLOCK" FAKETIME_CACHE_DURATION=1 \
        FAKETIME_DONT_FAKE_MONOTONIC=1
}

# POSTGRES_FORGETS=yes: a crash of the machine may lose what was written, so that nothing waits for the disk.
forgets() { [[ -z ${POSTGRES_FORGETS:-} ]] || printf -- '-c\n%s\n' fsync=off full_page_writes=off synchronous_commit=off; }

spawn_postgres() {
    local clock forgets
    mapfile -t clock < <(clock_of_its_own)
    mapfile -t forgets < <(forgets)
    cd / || return
    spawn postgres "$(postgres_fingerprint)" "${AS_POSTGRES[@]}" "${clock[@]}" "$(postgres_bin)/postgres" -D "$PGHOME/data" \
        -p "$POSTGRES_PORT" "${forgets[@]}" -c unix_socket_directories="$PGHOME/socket"
}

# After a kill -9 the dead postmaster's pid or its orphaned backends may linger for a moment, and a
# new postmaster then refuses: that is tried again.
start_postgres() {
    local deadline=$((SECONDS + 20))
    AS_POSTGRES=()
    ((EUID)) || AS_POSTGRES=(setpriv --reuid postgres --regid postgres --init-groups)
    make_cluster
    configure_cluster
    refuse_taken_port postgres "$POSTGRES_PORT"
    spawn_postgres
    until wait_until postgres 120 postgres_ready; do
        if pid_of postgres >/dev/null || ((SECONDS >= deadline)); then explain_failure postgres; fi
        sleep 0.3
        spawn_postgres
    done
}

up_postgres() {
    if pid_of postgres >/dev/null && [[ $(launched_with postgres) != "$(postgres_fingerprint)" ]]; then
        say "postgres: its settings changed, restarting"
        down_postgres INT
    fi
    up_server postgres
    say "postgres: ready on port $POSTGRES_PORT"
}

await_postgres() { wait_until postgres 120 postgres_ready && make_roles; }

# One role and one database per service; nobody but its owner may connect to a database. The
# passwords are set anew each time, so that secrets/ is always right.
make_roles() {
    local role
    {
        psql_set password "$(database_password postgres)"
        echo "alter role postgres password :'password';"
        echo "revoke connect on database postgres, template1 from public;"
        for role in $(database_roles); do
            psql_set role "$role"
            psql_set password "$(database_password "$role")"
            cat "$ROOT/scripts/postgres/roles.sql"
        done
    } | postgres_admin -d postgres >>"$RUN/postgres.log" 2>&1
}

psql_set() {
    local value=${2//\\/\\\\}
    printf "\\\\set %s '%s'\n" "$1" "${value//\'/\\\'}"
}

# down_postgres SIGNAL. INT is PostgreSQL's fast shutdown: TERM would wait for every client to leave.
down_postgres() {
    local pid children=''
    if [[ $1 == KILL ]] && pid=$(pid_of postgres); then
        children=$(ps -o pid= --ppid "$pid") || true
    fi
    stop postgres "$1" 60
    for pid in $children; do
        [[ $(readlink "/proc/$pid/exe" 2>/dev/null) == */postgres* ]] && kill -s KILL "$pid" 2>/dev/null
    done
    return 0
}

wipe_postgres() {
    rm -rf "${PGHOME:?}"
    say "postgres: its data is deleted"
}

# shellcheck shell=bash
# Our own programs: built together, started from target/release, restarted when they changed.

# Always the same sets, so that cargo never builds a dependency twice with other features.
SERVICES=(-p codepix -p bank-api -p bank-web)

build_services() { build_programs "the services" "${SERVICES[@]}"; }
# The laboratory is for whoever looks from outside, so the first start does not wait for it.
build_lab() { build_programs "services and lab" "${SERVICES[@]}" -p lab; }

build_programs() {
    local what=$1 started=$SECONDS
    shift
    say "building $what (the first time takes minutes) …"
    (cd "$ROOT" && SQLX_OFFLINE=${SQLX_OFFLINE:-true} compile cargo build --release --bins "$@") ||
        fail "the build failed; cargo's words stand above"
    say "built in $((SECONDS - started)) s"
}

# The services with faults in them, for chaos and for the stage. Selected as the others are, so that no dependency is built twice; then
# the others are put back, which takes no time.
build_faults() {
    local started=$SECONDS name
    say "building the services with faults …"
    (cd "$ROOT" && SQLX_OFFLINE=${SQLX_OFFLINE:-true} compile cargo build --release "${SERVICES[@]}" -p lab \
        --bin codepix --bin bank-api --features codepix/faults,bank-api/faults) ||
        fail "the build failed; cargo's words stand above"
    for name in codepix bank-api; do
        install -D "$TARGET/release/$name" "$TARGET/faults/$name"
    done
    say "built with faults in $((SECONDS - started)) s"
    build_lab
}

# What is put on stage: services with faults in them, the pages, and the stage itself.
build_stage() {
    build_faults
    build_pages
    build_programs "the stage" "${SERVICES[@]}" -p lab -p stage
}

binary_of() {
    local name=$1
    echo "$TARGET/release/${name%-[0-9][0-9][0-9]}"
}

# Where PostgreSQL and Kafka are, unless the environment names others. PostgreSQL by its socket, where that may be entered:
# a small statement costs both ends a tenth less so than over TCP.
servers_of_ours() {
    local at=127.0.0.1
    [[ ! -w $STATE/postgres/socket ]] || at=$STATE/postgres/socket
    ! own_postgres || printf '%s\n' --postgres-addr "$at:$POSTGRES_PORT"
    ! own_kafka || printf '%s\n' --kafka-brokers "127.0.0.1:$KAFKA_PORT"
}

# The command line of a service, one word per line.
command_of() {
    binary_of "$1"
    case $1 in
    codepix) printf '%s\n' serve --grpc-addr "127.0.0.1:$HUB_GRPC_PORT" && servers_of_ours ;;
    bank-api-*)
        printf '%s\n' serve --bank "${1##*-}" && servers_of_ours
        [[ -n ${HUB_GRPC_URL:-} ]] || printf '%s\n' --hub-grpc-url "http://127.0.0.1:$HUB_GRPC_PORT"
        ;;
    bank-web-*)
        printf '%s\n' --bank "${1##*-}" --site-dir "$PAGES"
        [[ -n ${BANK_API_URL:-} ]] || printf '%s\n' --bank-api-url "http://$(address_of "bank-api-${1##*-}")"
        ;;
    esac
    printf '%s\n' --http-addr "$(address_of "$1")"
    printf '%s\n' --banks-file "$BANKS_FILE"
}

# The secrets that a service reads; a bank's pages read none.
secrets_of() {
    case $1 in
    codepix) cat "$SECRETS/codepix.env" ;;
    bank-api-*) cat "$SECRETS/bank-${1##*-}.env" ;;
    esac
}

# What a service was started with: its binary, the banks file, its secrets, where its neighbours are.
service_fingerprint() {
    {
        cat "$(binary_of "$1")" "$BANKS_FILE"
        secrets_of "$1" 2>/dev/null || true
        [[ $1 != bank-web-* ]] || cat "$PAGES/stamp" 2>/dev/null || true
        command_of "$1"
        env | grep -E '^(POSTGRES_ADDR|DATABASE_URL|KAFKA_[A-Z_]*|HUB_GRPC_URL|HUB_CA_FILE|GRPC_TLS_[A-Z]*|BANK_API_URL)=' | sort || true
    } | fingerprint
}

service_ready() { curl -fs -o /dev/null --max-time 2 "http://$(address_of "$1")/readyz"; }

up_service() {
    local name=$1 print command
    [[ -x $(binary_of "$name") ]] || fail "$name: no binary at $(binary_of "$name"); run scripts/up without --no-build"
    print=$(service_fingerprint "$name")
    if pid_of "$name" >/dev/null; then
        [[ $(launched_with "$name") == "$print" ]] && return 0
        say "$name: its program or settings changed, restarting"
        down_service "$name" TERM
    fi
    refuse_taken_port "$name" "$(address_of "$name" | cut -d: -f2)"
    mapfile -t command < <(command_of "$name")
    cd "$ROOT" || return
    spawn "$name" "$print" "${command[@]}"
}

await_service() {
    wait_until "$1" 60 service_ready "$1" || explain_failure "$1"
    say "$1: ready on $(address_of "$1")"
}

down_service() { stop "$1" "$2" 20; }

# run_lab COMMAND…: the lab, built if need be, with this stage's ports.
run_lab() {
    ! command -v cargo >/dev/null || build_lab >&2
    [[ -x $TARGET/release/lab ]] || fail "the lab is not built, and there is no cargo to build it"
    export BANKS_FILE CODEPIX_PORT_SHIFT=$SHIFT
    export POSTGRES_ADDR=${POSTGRES_ADDR:-127.0.0.1:$POSTGRES_PORT} HUB_GRPC_URL=${HUB_GRPC_URL:-http://127.0.0.1:$HUB_GRPC_PORT}
    exec "$TARGET/release/lab" "$@"
}

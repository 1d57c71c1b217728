# shellcheck shell=bash disable=SC2034
# Where everything stands. The banks and ports come from banks.env, secrets from secrets/ beside it; paths from here.
# Sourced by every script, first; it starts nothing.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# A stage is a second system beside the demo, CODEPIX_STAGE=name+shift: pids, logs and data of its own, and all its
# ports shifted: by 11000 to 11200, so that they stand outside of what Linux gives to connections that leave (32768 to
# 60999), one of which may hold a port for as long as it is open.
CODEPIX_STAGE=${CODEPIX_STAGE:-}
STAGE=${CODEPIX_STAGE%%+*}
SHIFT=$((${CODEPIX_STAGE##*+}))
RUN="$ROOT/.run${STAGE:+/$STAGE}"
TARGET=${CARGO_TARGET_DIR:-$ROOT/target}
BANKS_FILE=$(readlink -m "${BANKS_FILE:-$ROOT/banks.env}")
SECRETS="${BANKS_FILE%/*}/secrets"

# What the servers keep stands in STATE, what is installed for them in DATA.
# Data is apart for each checkout, so that two of them never share a database. As root it stands
# under /var/lib, because the user `postgres` can rarely reach a checkout in a home directory.
default_data() {
    local base=/var/lib/codepix
    ((EUID == 0)) || base=${XDG_DATA_HOME:-$HOME/.local/share}/codepix
    printf '%s/%s-%s' "$base" "${ROOT##*/}" "$(printf '%s' "$ROOT" | sha256sum | cut -c1-8)"
}
DATA=${CODEPIX_DATA:-$(default_data)}
STATE=${CODEPIX_STATE:-$DATA${STAGE:+/$STAGE}}

POSTGRES_PORT=$((54320 + SHIFT))
KAFKA_PORT=$((9092 + SHIFT))
KAFKA_CONTROLLER_PORT=$((9093 + SHIFT))
HUB_HTTP_PORT=$((8000 + SHIFT))
HUB_GRPC_PORT=$((50051 + SHIFT))

# shellcheck source=scripts/lib/progress.sh
source "$ROOT/scripts/lib/progress.sh"

load_settings() {
    [[ -r $BANKS_FILE ]] || fail "no banks file at $BANKS_FILE; check it out again, or name one with BANKS_FILE"
    source_settings
    mkdir -p "$RUN"
}

# banks.env, and those secrets that are here: whoever runs everything has all, a container its own.
source_settings() {
    local file
    for file in "$BANKS_FILE" "$SECRETS"/*.env; do
        # shellcheck disable=SC1090
        [[ ! -r $file ]] || source "$file"
    done
}

# forget_secrets NAME: takes out of the environment whatever tells a secret. A service may be told how to reach a database
# or broker of one's own; a bank's pages need neither.
forget_secrets() {
    local variable key keys
    mapfile -t keys < <(cat "$BANKS_FILE" "$SECRETS"/*.env 2>/dev/null |
        sed -n 's/^\([A-Z0-9_]*_\(PASSWORD\|TOKEN\|PIN_KEY\)\)=..*/\1/p')
    for variable in $(compgen -e); do
        [[ $variable != DATABASE_URL && $variable != KAFKA_PASSWORD ]] || continue
        for key in "${keys[@]}"; do
            if [[ -n ${!key:-} && ${!variable:-} == *"${!key}"* ]]; then
                unset "$variable"
                break
            fi
        done
    done
    [[ $1 != bank-web-* ]] || unset DATABASE_URL KAFKA_PASSWORD
}

# setting KEY: the value of a line of banks.env or of the secrets, or the first line of the file that KEY_FILE
# names; a missing one is an error that says so.
setting() {
    local key=$1 file=$1_FILE
    if [[ -n ${!key:-} ]]; then
        printf '%s' "${!key}"
    elif [[ -n ${!file:-} ]]; then
        (cd "$ROOT" && head -n 1 "${!file}" | tr -d '\r\n') || fail "$file names ${!file}, which cannot be read"
    else
        fail "there is no line $key=… in $BANKS_FILE, nor in $SECRETS"
    fi
}

# The numbers of all banks: a bank exists when its BANK_nnn_NAME line exists.
banks() { sed -n 's/^BANK_\([0-9]\{3\}\)_NAME=.*/\1/p' "$BANKS_FILE" | sort -u; }

own_postgres() { [[ -z ${POSTGRES_ADDR:-}${DATABASE_URL:-} ]]; }
own_kafka() { [[ -z ${KAFKA_BROKERS:-} ]]; }

# Every name `up` knows, in the order of starting.
all_names() {
    own_postgres && echo postgres
    own_kafka && echo kafka
    echo codepix
    local nnn
    for nnn in $(banks); do echo "bank-api-$nnn"; done
    for nnn in $(banks); do echo "bank-web-$nnn"; done
}

check_names() {
    local name known
    known=" $(all_names | tr '\n' ' ')"
    for name; do
        [[ $known == *" $name "* ]] || fail "no service is called '$name'; there are:$known"
    done
}

bank_address() {
    local port
    port=$(setting "$1")
    echo "127.0.0.1:$((port + SHIFT))"
}

address_of() {
    case $1 in
    postgres) echo "127.0.0.1:$POSTGRES_PORT" ;;
    kafka) echo "127.0.0.1:$KAFKA_PORT" ;;
    codepix) echo "127.0.0.1:$HUB_HTTP_PORT" ;;
    bank-api-*) bank_address "BANK_${1##*-}_API_PORT" ;;
    bank-web-*) bank_address "BANK_${1##*-}_WEB_PORT" ;;
    esac
}

database_password() {
    case $1 in
    postgres) setting POSTGRES_PASSWORD ;;
    codepix) setting CODEPIX_DATABASE_PASSWORD ;;
    bank_*) setting "BANK_${1#bank_}_DATABASE_PASSWORD" ;;
    esac
}

# database_url ROLE: of the demo cluster; a role has its own database of the same name.
database_url() {
    local password
    password=$(database_password "$1")
    echo "postgres://$1:$(percent_encoded "$password")@127.0.0.1:$POSTGRES_PORT/$1"
}

percent_encoded() {
    local LC_ALL=C text=$1 i
    for ((i = 0; i < ${#text}; i++)); do
        case ${text:i:1} in
        [A-Za-z0-9._~-]) printf '%s' "${text:i:1}" ;;
        *) printf '%%%02X' "'${text:i:1}" ;;
        esac
    done
}

database_roles() {
    echo codepix
    local nnn
    for nnn in $(banks); do echo "bank_$nnn"; done
}

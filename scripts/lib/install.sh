# shellcheck shell=bash
# What a bare Debian or Ubuntu machine lacks. Looks first; installs only what is missing.

as_root() {
    if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

install_packages() {
    (($#)) || return 0
    command -v apt-get >/dev/null || fail "please install these first (Debian's names): $*"
    ((EUID == 0)) || sudo -n true 2>/dev/null || fail "please run: sudo apt-get install $*"
    export DEBIAN_FRONTEND=noninteractive
    tick "refreshing the package lists" as_root apt-get update
    tick "installing $*" as_root apt-get install -y --no-install-recommends \
        -o DPkg::Lock::Timeout=300 "$@"
}

# The server programs: of the version that made the existing cluster, else the newest here.
postgres_bin() {
    local version dir
    version=$(cat "$STATE/postgres/data/PG_VERSION" 2>/dev/null) || version='*'
    # shellcheck disable=SC2086
    for dir in $(printf '%s\n' /usr/lib/postgresql/$version/bin | sort -Vr) $(dir_of initdb); do
        if [[ -x $dir/initdb && -x $dir/pgbench ]]; then
            echo "$dir"
            return 0
        fi
    done
    return 1
}

dir_of() { ! command -v "$1" >/dev/null || dirname "$(readlink -f "$(command -v "$1")")"; }

java_is_new_enough() {
    local version
    version=$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p') || return 1
    ((${version:-0} >= 17))
}

java_package() {
    local version
    for version in 21 17 25; do
        if apt-cache show "openjdk-$version-jre-headless" >/dev/null 2>&1; then
            echo "openjdk-$version-jre-headless"
            return
        fi
    done
    echo default-jre-headless
}

install_postgres() {
    local missing=()
    postgres_bin >/dev/null || missing+=(postgresql)
    command -v psql >/dev/null || missing+=(postgresql-client)
    install_packages "${missing[@]}"
}

install_kafka() {
    local missing=()
    java_is_new_enough || missing+=("$(java_package)")
    command -v mvn >/dev/null || missing+=(maven)
    install_packages "${missing[@]}"
    install_kafka_jars
}

install_build_tools() {
    local missing=() tool
    for tool in cc c++ make; do
        command -v "$tool" >/dev/null || missing=(build-essential)
    done
    command -v curl >/dev/null || missing+=(curl ca-certificates)
    command -v pkg-config >/dev/null || missing+=(pkg-config)
    [[ -e /usr/include/openssl/ssl.h ]] || missing+=(libssl-dev)
    command -v openssl >/dev/null || missing+=(openssl)
    command -v npm >/dev/null || missing+=(nodejs npm)
    install_packages "${missing[@]}"
    check_rust
}

# Chromium's build without windows takes three fifths of the time; not every release has it as a package of its own.
install_browsers() {
    local missing=() quick=chromium-headless-shell
    if ! command -v "$quick" >/dev/null && apt-cache show "$quick" >/dev/null 2>&1; then
        (install_packages "$quick") || say "going on without: $quick"
    fi
    command -v "$quick" chromium >/dev/null || missing+=(chromium)
    command -v firefox-esr >/dev/null || missing+=(firefox-esr)
    install_packages "${missing[@]}"
}

# A tester in Python, in a place of its own; made anew when what it stands on changes.
install_schemathesis() {
    local wanted="$ROOT/scripts/schemathesis/requirements.txt" place="$DATA/schemathesis" stamp
    stamp=$(fingerprint <"$wanted")
    [[ $(cat "$place/stamp" 2>/dev/null) == "$stamp" ]] && return 0
    command -v python3 >/dev/null && python3 -c 'import ensurepip' 2>/dev/null || install_packages python3 python3-venv
    rm -rf "$place"
    mkdir -p "$DATA"
    python3 -m venv "$place"
    tick "fetching Schemathesis from PyPI" "$place/bin/pip" install --quiet --disable-pip-version-check -r "$wanted"
    echo "$stamp" >"$place/stamp"
}

# What some of chaos's faults need; where it cannot be installed they are left out.
install_breakers() {
    local missing=()
    PATH="$PATH:/usr/sbin" command -v nft >/dev/null || missing+=(nftables)
    compgen -G '/usr/lib/*/faketime/libfaketime.so.1' >/dev/null || missing+=(faketime)
    (install_packages "${missing[@]}") || say "going on without: ${missing[*]}"
}

check_rust() {
    command -v cargo >/dev/null || PATH="${HOME:-}/.cargo/bin:$PATH"
    local wanted have
    wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$ROOT/Cargo.toml")
    have=$(cargo --version 2>/dev/null | cut -d' ' -f2) || true
    [[ -n $have ]] || fail "no Rust here: install it with rustup (https://rustup.rs), version $wanted or newer"
    [[ $(printf '%s\n' "$wanted" "$have" | sort -V | head -n 1) == "$wanted" ]] ||
        fail "Rust $have is too old, $wanted is needed: run 'rustup update stable'"
}

# Kafka is ordinary Maven artifacts: 47 jars, copied once per version of the pom.
install_kafka_jars() {
    local pom="$ROOT/scripts/kafka/pom.xml" jars="$DATA/kafka-jars" stamp
    stamp=$(fingerprint <"$pom")
    [[ $(cat "$jars/stamp" 2>/dev/null) == "$stamp" ]] && return 0
    rm -rf "$jars" "$jars.new"
    mkdir -p "$jars.new"
    tick "fetching Apache Kafka $(kafka_version) from Maven" mvn -q -B -f "$pom" \
        dependency:copy-dependencies -DoutputDirectory="$jars.new"
    echo "$stamp" >"$jars.new/stamp"
    mv "$jars.new" "$jars"
}

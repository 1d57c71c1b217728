# shellcheck shell=bash
# What a person watching sees: one line per step with the seconds gone by.

say() { printf '[%4d s] %s\n' "$SECONDS" "$*"; }

fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# Prints the comment block at the top of the calling script: that block is its manual.
manual() { sed -n '2,/^[^#]/{/^#/!d;s/^# \{0,1\}//;p}' "$0"; }

# tick WHAT COMMAND…: runs a long, talkative command with its output in .run/install.log.
tick() {
    local what=$1 log="$RUN/install.log" started=$SECONDS pid
    shift
    say "$what …"
    "$@" </dev/null >"$log" 2>&1 9>&- &
    pid=$!
    until_gone "$pid" "$what"
    if ! wait "$pid"; then
        tail -n 25 "$log" >&2
        fail "$what failed; the whole output stands in $log"
    fi
    say "$what: done in $((SECONDS - started)) s"
}

# Waits for a child of this shell, with a sign of life every 10 s.
until_gone() {
    local pid=$1 what=$2 shown=$SECONDS
    while kill -0 "$pid" 2>/dev/null; do
        sleep 0.1
        if ((SECONDS - shown >= 10)); then
            shown=$SECONDS
            say "$what: still at it"
        fi
    done
}

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

# compile COMMAND…: cargo, with one line that says how much of how much is compiled; what it warns of stands there whole.
# Begun by a test, it must not see what cargo told that test of its package: whatever has C in it would be built again.
compile() {
    (unset "${!CARGO_PKG_@}" "${!CARGO_MANIFEST_@}" && in_progress "$@")
}
in_progress() {
    CARGO_TERM_COLOR=never CARGO_TERM_PROGRESS_WHEN=always CARGO_TERM_PROGRESS_WIDTH=160 "$@" 2>&1 |
        stdbuf -o0 tr '\r' '\n' | in_one_line
}

# On a terminal the line is written again and again; elsewhere a new one every 10 s.
in_one_line() {
    local line shown=-10 bar='^ *Building \[[=> ]*\] ([0-9]+)/([0-9]+)(: (.*))?$'
    while IFS= read -r line; do
        line=${line//$'\e[K'/}
        line=${line%"${line##*[! ]}"}
        if [[ $line =~ $bar ]]; then
            if [[ -t 1 ]]; then
                printf '\r[%4d s] %.90s\e[K' "$SECONDS" "compiled ${BASH_REMATCH[1]} of ${BASH_REMATCH[2]}, now ${BASH_REMATCH[4]:-}"
            elif ((SECONDS - shown >= 10)); then
                shown=$SECONDS
                say "compiled ${BASH_REMATCH[1]} of ${BASH_REMATCH[2]}, now ${BASH_REMATCH[4]:-}"
            fi
        elif [[ ! $line =~ ^\ *(Compiling|Fresh|Finished|Blocking|Downloaded|Downloading|Locking|Adding|Updating)\  && -n $line ]]; then
            wipe_line
            printf '%s\n' "$line"
        fi
    done
    wipe_line
}
wipe_line() { [[ ! -t 1 ]] || printf '\r\e[K'; }

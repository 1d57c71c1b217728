# shellcheck shell=bash
# Starting and stopping processes that outlive this shell. Three files per name in .run/:
# NAME.pid (the pid alone), NAME.launch (its start time and what it was started with), NAME.log.

# The kernel's start time of a pid: with it, a pid that was given to another process is noticed.
start_time() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }

# pid_of NAME: prints the pid while the process that we started lives; fails otherwise.
pid_of() {
    local pid started
    pid=$(cat "$RUN/$1.pid" 2>/dev/null) || return 1
    started=$(head -n 1 "$RUN/$1.launch" 2>/dev/null) || return 1
    [[ -n $pid && -n $started && $(start_time "$pid") == "$started" ]] || return 1
    [[ $(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null) != Z* ]] || return 1
    echo "$pid"
}

# launched_with NAME: the fingerprint given to `spawn` when it was started.
launched_with() { sed -n 2p "$RUN/$1.launch" 2>/dev/null; }

fingerprint() { sha256sum | cut -c1-32; }

# spawn NAME FINGERPRINT COMMAND…: in a session of its own, nothing open but the log, no secret in its environment.
spawn() {
    local name=$1 print=$2 pid
    shift 2
    printf '\n== %(%F %T)T  %s starts\n' -1 "$name" >>"$RUN/$name.log"
    { forget_secrets "$name" && exec setsid "$@"; } </dev/null >>"$RUN/$name.log" 2>&1 9>&- &
    pid=$!
    printf '%s\n%s\n' "$(start_time "$pid")" "$print" >"$RUN/$name.launch"
    echo "$pid" >"$RUN/$name.pid"
}

# locked NAME COMMAND…: two people may call the scripts at once; each name is handled by one.
locked() {
    local name=$1
    shift
    (
        flock -w 300 9 || fail "another scripts/up or scripts/down has been busy with $name for 300 s"
        "$@"
    ) 9>"$RUN/$name.lock"
}

port_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# refuse_taken_port NAME PORT: a clear word before the program's own riddle in its log. A process that was just killed
# may hold its port a moment longer.
refuse_taken_port() {
    local deadline=$((SECONDS + 5))
    while port_open "$2" && ((SECONDS < deadline)); do sleep 0.1; done
    ! port_open "$2" || fail "$1 cannot start: port $2 is taken by a process these scripts did not start from here ('ss -ltnp' shows which)"
}

# wait_until NAME SECONDS CHECK…: waits for the check, as long as the process lives.
wait_until() {
    local name=$1 deadline=$((SECONDS + $2)) shown=$SECONDS
    shift 2
    until "$@"; do
        pid_of "$name" >/dev/null || return 1
        ((SECONDS < deadline)) || return 1
        if ((SECONDS - shown >= 5)); then
            shown=$SECONDS
            say "$name: not ready yet"
        fi
        sleep 0.1
    done
}

# up_server NAME: starts it unless it runs, and waits until it serves. One that runs may be about to end, as a server does
# a moment after it met a full disk: then it is started again.
up_server() {
    if pid_of "$1" >/dev/null; then
        "await_$1" && return
        ! pid_of "$1" >/dev/null || explain_failure "$1"
        say "$1: it ended, starting it again"
    fi
    "start_$1"
    "await_$1" || explain_failure "$1"
}

explain_failure() {
    echo "--- the end of .run/$1.log:" >&2
    tail -n 20 "$RUN/$1.log" >&2
    fail "$1 is not ready; the lines above are from .run/$1.log"
}

# stop NAME SIGNAL SECONDS: a signal, then patience, then kill -9. Nothing to stop is fine.
stop() {
    local name=$1 signal=$2 deadline=$((SECONDS + $3)) pid
    if ! pid=$(pid_of "$name"); then
        rm -f "$RUN/$name.pid" "$RUN/$name.launch"
        return 0
    fi
    kill -s "$signal" "$pid" 2>/dev/null || true
    while pid_of "$name" >/dev/null; do
        if ((SECONDS >= deadline)); then
            say "$name: did not stop by itself, kill -9"
            kill -s KILL "$pid" 2>/dev/null || true
            deadline=$((SECONDS + 10))
        fi
        sleep 0.05
    done
    rm -f "$RUN/$name.pid" "$RUN/$name.launch"
    say "$name: stopped (pid $pid, SIG$signal)"
}

#!/usr/bin/env bash
# Usage: identities.sh BROKERS ADMIN_CONFIG BANK…
#
# Makes the topics and access rules of the banks (001 002 …); what exists is left alone. Bank nnn may
# write codepix.from.nnn and read codepix.to.nnn, in the consumer group bank-nnn, and nothing else. The stage
# may read every topic and see how far each group has read, and write nothing.
# With KAFKA_JARS=DIR the tools run from those jars, otherwise from KAFKA_BIN (default /opt/kafka/bin,
# as in the official image).
set -euo pipefail

(($# >= 3)) || { sed -n '2,/^[^#]/{/^#/!d;s/^# \{0,1\}//;p}' "$0"; exit 2; }
readonly PARTITIONS=4
brokers=$1 config=$2
shift 2

# A tool is mostly JVM start. What the first one has loaded is kept, and the others start in half the time; an archive
# that does not fit this JVM is passed over. The JVM's own warnings would stand among the names that a tool prints.
archive=${KAFKA_JARS:-}/tools.jsa
keep=-XX:SharedArchiveFile=$archive

tool() {
    local class=$1 script=$2
    shift 2
    if [[ -n ${KAFKA_JARS:-} ]]; then
        java "$keep" -Xlog:disable -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx128m -cp "$KAFKA_JARS/*" \
            -Dorg.slf4j.simpleLogger.defaultLogLevel=error "org.apache.kafka.tools.$class" \
            --bootstrap-server "$brokers" --command-config "$config" "$@"
    else
        "${KAFKA_BIN:-/opt/kafka/bin}/$script" --bootstrap-server "$brokers" --command-config "$config" "$@"
    fi
}
topics() { tool TopicCommand kafka-topics.sh "$@"; }
acls() { tool AclCommand kafka-acls.sh "$@"; }

# One line per rule: "TOPIC codepix.from.001 User:bank-001 WRITE".
existing_acls() {
    acls --list | sed -n \
        -e 's/.*resourceType=\([A-Z]*\), name=\([^,]*\),.*/\1 \2/;t keep' \
        -e 's/.*principal=\([^,]*\), host=\*, operation=\([A-Z]*\), permissionType=ALLOW.*/\1 \2/;t rule' -e b \
        -e ':keep' -e 'h;b' -e ':rule' -e 'G;s/\(.*\)\n\(.*\)/\2 \1/;p'
}

make_topic() {
    topics --create --if-not-exists --topic "$1" --partitions "$PARTITIONS" --replication-factor 1 >/dev/null
    echo "made topic $1"
}

may_write() {
    acls --add --allow-principal "User:bank-$1" --operation Write --operation Describe --topic "codepix.from.$1" >/dev/null
    echo "bank-$1 may write codepix.from.$1"
}

may_read() {
    acls --add --allow-principal "User:bank-$1" --consumer --topic "codepix.to.$1" --group "bank-$1" >/dev/null
    echo "bank-$1 may read codepix.to.$1"
}

stage_may_read() {
    acls --add --allow-principal User:stage --operation Read --operation Describe --topic codepix. \
        --resource-pattern-type prefixed >/dev/null
    echo "stage may read every topic"
}

# Whoever may only describe a group can neither join it nor move its position.
stage_may_look() {
    acls --add --allow-principal User:stage --operation Describe --group codepix --group bank- --group stage \
        --resource-pattern-type prefixed >/dev/null
    echo "stage may see how far each group has read"
}

have_rules() {
    local rule
    for rule; do [[ $rules == *"$rule"$'\n'* ]] || return 1; done
}

if [[ -n ${KAFKA_JARS:-} && ! -e $archive && -w $KAFKA_JARS ]]; then
    keep=-XX:ArchiveClassesAtExit=$archive.new topics --list >/dev/null
    mv "$archive.new" "$archive"
fi
listing=$(mktemp)
trap 'rm -f "$listing"' EXIT
existing_acls >"$listing" &
acls_pid=$!
names=$(topics --list)$'\n'
wait "$acls_pid"
rules=$(cat "$listing")$'\n'

# Two at a time.
jobs_left=()
work() {
    "$@" &
    jobs_left+=($!)
    if ((${#jobs_left[@]} >= 2)); then
        wait "${jobs_left[0]}"
        jobs_left=("${jobs_left[@]:1}")
    fi
}

for nnn; do
    for topic in "codepix.from.$nnn" "codepix.to.$nnn"; do
        [[ $'\n'$names == *$'\n'"$topic"$'\n'* ]] || work make_topic "$topic"
    done
    user="User:bank-$nnn"
    have_rules "TOPIC codepix.from.$nnn $user WRITE" "TOPIC codepix.from.$nnn $user DESCRIBE" || work may_write "$nnn"
    have_rules "TOPIC codepix.to.$nnn $user READ" "TOPIC codepix.to.$nnn $user DESCRIBE" \
        "GROUP bank-$nnn $user READ" || work may_read "$nnn"
done
have_rules "TOPIC codepix. User:stage READ" "TOPIC codepix. User:stage DESCRIBE" || work stage_may_read
have_rules "GROUP codepix User:stage DESCRIBE" "GROUP bank- User:stage DESCRIBE" "GROUP stage User:stage DESCRIBE" ||
    work stage_may_look
for job in "${jobs_left[@]}"; do wait "$job"; done

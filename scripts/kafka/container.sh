#!/usr/bin/env bash
# Usage: container.sh broker | identities
#
# Apache Kafka inside the official image, with the settings and users that scripts/up gives it without Docker.
#   broker       formats the storage if it is new, then becomes the broker
#   identities   waits for the broker, then makes the topics and access rules of the banks
set -euo pipefail

# Where the image's own user may write.
export CODEPIX_DATA=/var/lib/kafka/data
# The image has BusyBox, whose readlink lacks the -m of scripts/lib/settings.sh; paths here are whole already.
readlink() { echo "${!#}"; }
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=scripts/lib/settings.sh
source "$here/../lib/settings.sh"
# shellcheck source=scripts/lib/kafka.sh
source "$ROOT/scripts/lib/kafka.sh"
source_settings
readonly KAFKA_BIN=/opt/kafka/bin

# Later lines of a properties file win. A client is sent on to the address of the listener it came to, so the other
# containers and the machine around them need one each; both log in with the same names.
container_properties() {
    echo "listeners=SASL_PLAINTEXT://:9092,HOST://:19092,CONTROLLER://127.0.0.1:9093"
    echo "advertised.listeners=SASL_PLAINTEXT://kafka:9092,HOST://127.0.0.1:9092"
    echo "listener.security.protocol.map=SASL_PLAINTEXT:SASL_PLAINTEXT,HOST:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT"
    kafka_properties | sed -n 's/^listener\.name\.sasl_plaintext\./listener.name.host./p'
}

broker() {
    write_kafka_configuration
    container_properties >>"$KAFKA_CONFIG"
    if [[ ! -s $KAFKA_HOME/log/meta.properties ]]; then
        rm -rf "${KAFKA_HOME:?}/log"
        "$KAFKA_BIN/kafka-storage.sh" format --standalone -t "$(new_cluster_id)" -c "$KAFKA_CONFIG"
    fi
    say "kafka: starting"
    export KAFKA_HEAP_OPTS="-Xms128m -Xmx384m"
    export KAFKA_JVM_PERFORMANCE_OPTS="-XX:+UseSerialGC -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError"
    exec "$KAFKA_BIN/kafka-run-class.sh" kafka.Kafka "$KAFKA_CONFIG"
}

identities() {
    local admin
    admin=$(mktemp)
    kafka_admin_properties >"$admin"
    until (exec 3<>/dev/tcp/kafka/9092) 2>/dev/null; do sleep 1; done
    # shellcheck disable=SC2046
    bash "$ROOT/scripts/kafka/identities.sh" kafka:9092 "$admin" $(banks)
    say "kafka: topics and rights are as banks.env wants them"
}

case ${1:-} in
broker | identities) "$1" ;;
*) manual && exit 2 ;;
esac

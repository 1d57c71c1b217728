# shellcheck shell=bash
# Apache Kafka, one node, with a user per bank: formatted, started, given topics and access rules.

KAFKA_HOME="$STATE/kafka"
KAFKA_CONFIG="$KAFKA_HOME/server.properties"

kafka_version() { sed -n 's:.*<kafka.version>\(.*\)</kafka.version>.*:\1:p' "$ROOT/scripts/kafka/pom.xml"; }

kafka_ready() { port_open "$KAFKA_PORT"; }

# jaas NAME KEY …: a login module line with the broker's own identity and these users.
jaas() {
    local broker
    broker=$(setting KAFKA_BROKER_PASSWORD)
    printf 'org.apache.kafka.common.security.plain.PlainLoginModule required'
    printf ' username="broker" password="%s" user_broker="%s"' "$broker" "$broker"
    while (($#)); do
        printf ' user_%s="%s"' "$1" "$(setting "$2")"
        shift 2
    done
    printf ';\n'
}

# KAFKA_LINKS="9201:9301 …": further listeners, each telling its clients to come to the second port. Whoever stands
# there carries their bytes to the first. One line each: NAME PORT ADVERTISED.
kafka_links() {
    local link number=0
    for link in ${KAFKA_LINKS:-}; do
        number=$((number + 1))
        echo "LINK$number ${link%:*} ${link#*:}"
    done
}

# Where it listens, in place of the template's ports.
kafka_listeners() {
    local name port advertised
    local all="SASL_PLAINTEXT://127.0.0.1:$KAFKA_PORT" told="SASL_PLAINTEXT://127.0.0.1:$KAFKA_PORT"
    local protocols=SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT
    while read -r name port advertised; do
        all+=",$name://127.0.0.1:$port" told+=",$name://127.0.0.1:$advertised" protocols+=",$name:SASL_PLAINTEXT"
    done < <(kafka_links)
    echo "listeners=$all,CONTROLLER://127.0.0.1:$KAFKA_CONTROLLER_PORT"
    echo "advertised.listeners=$told"
    echo "listener.security.protocol.map=$protocols"
    echo "controller.quorum.bootstrap.servers=127.0.0.1:$KAFKA_CONTROLLER_PORT"
}

# The template of scripts/kafka, where the log goes, and the users of banks.env.
kafka_properties() {
    local nnn listener users=(codepix CODEPIX_KAFKA_PASSWORD stage STAGE_KAFKA_PASSWORD)
    for nnn in $(banks); do users+=("bank-$nnn" "BANK_${nnn}_KAFKA_PASSWORD"); done
    cat "$ROOT/scripts/kafka/server.properties"
    kafka_listeners
    echo "log.dirs=$KAFKA_HOME/log"
    for listener in sasl_plaintext $(kafka_links | cut -d' ' -f1); do
        echo "listener.name.${listener,,}.plain.sasl.jaas.config=$(jaas "${users[@]}")"
    done
    echo "listener.name.controller.plain.sasl.jaas.config=$(jaas)"
}

kafka_fingerprint() { cat "$DATA/kafka-jars/stamp" <(kafka_properties) | fingerprint; }

# How the tools log in, as the broker, and how long they wait for one that answers.
kafka_admin_properties() {
    echo "security.protocol=SASL_PLAINTEXT"
    echo "sasl.mechanism=PLAIN"
    echo "sasl.jaas.config=$(jaas)"
    echo "request.timeout.ms=10000"
    echo "default.api.timeout.ms=20000"
}

write_kafka_configuration() {
    mkdir -p "$KAFKA_HOME"
    (
        umask 077
        kafka_properties >"$KAFKA_CONFIG"
        kafka_admin_properties >"$KAFKA_HOME/admin.properties"
    )
}

# 16 random bytes in base64; '+' and '/' are avoided because an id may not begin with a dash.
new_cluster_id() { head -c 16 /dev/urandom | base64 | tr '+/' 'ab' | tr -d '='; }

# A storage with all topics and rights in it, each of which takes a JVM of its own to make: KAFKA_PREPARED=make keeps a new
# one, KAFKA_PREPARED=yes begins with it where it was kept. For whoever starts everything anew: clients of an earlier
# storage would take it for theirs.
prepared_storage() {
    echo "$DATA/kafka-prepared/$(cat "$DATA/kafka-jars/stamp" "$ROOT/scripts/kafka/identities.sh" <(banks) | fingerprint)"
}

format_storage() {
    [[ -s $KAFKA_HOME/log/meta.properties ]] && return 0
    if [[ ${KAFKA_PREPARED:-} == yes && -d $(prepared_storage) ]]; then
        rm -rf "${KAFKA_HOME:?}/log"
        cp -a "$(prepared_storage)" "$KAFKA_HOME/log"
        is_prepared=yes
        return 0
    fi
    say "kafka: formatting $KAFKA_HOME/log"
    rm -rf "${KAFKA_HOME:?}/log"
    java -XX:TieredStopAtLevel=1 -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
        -cp "$DATA/kafka-jars/*" kafka.tools.StorageTool format --standalone \
        -t "$(new_cluster_id)" -c "$KAFKA_CONFIG" >>"$RUN/kafka.log" 2>&1 || explain_failure kafka
}

start_kafka() {
    refuse_taken_port kafka "$KAFKA_PORT"
    refuse_taken_port kafka "$KAFKA_CONTROLLER_PORT"
    write_kafka_configuration
    format_storage
    cd "$KAFKA_HOME" || return
    spawn kafka "$(kafka_fingerprint)" java -Xmx384m -Xms128m -XX:+UseSerialGC -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError \
        -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -Dorg.slf4j.simpleLogger.showDateTime=true \
        "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS" \
        -cp "$DATA/kafka-jars/*" kafka.Kafka "$KAFKA_CONFIG"
}

up_kafka() {
    [[ -s $DATA/kafka-jars/stamp ]] || fail "Kafka is not installed yet: run scripts/up kafka without --no-build"
    if pid_of kafka >/dev/null && [[ $(launched_with kafka) != "$(kafka_fingerprint)" ]]; then
        say "kafka: its users or settings changed, restarting"
        down_kafka TERM
    fi
    is_prepared=no
    up_server kafka
    [[ ${KAFKA_PREPARED:-} != make ]] || keep_storage
    say "kafka: ready on port $KAFKA_PORT"
}

# That topics are made shows that the broker answers, and not its port alone.
await_kafka() { wait_until kafka 90 kafka_ready && { [[ $is_prepared == yes ]] || make_topics; }; }

# Of a broker to which nobody has written yet; it ends well first.
keep_storage() {
    local place
    place=$(prepared_storage)
    down_kafka TERM
    rm -rf "${place%/*}"
    mkdir -p "${place%/*}"
    cp -a "$KAFKA_HOME/log" "$place.new"
    mv "$place.new" "$place"
    say "kafka: a storage with its topics is kept in $place"
    up_server kafka
}

make_topics() {
    local line
    # shellcheck disable=SC2046
    KAFKA_JARS="$DATA/kafka-jars" "$ROOT/scripts/kafka/identities.sh" "127.0.0.1:$KAFKA_PORT" \
        "$KAFKA_HOME/admin.properties" $(banks) 2>>"$RUN/kafka.log" |
        while read -r line; do say "kafka: $line"; done
}

down_kafka() { stop kafka "$1" 60; }

wipe_kafka() {
    rm -rf "${KAFKA_HOME:?}"
    say "kafka: its data is deleted"
}

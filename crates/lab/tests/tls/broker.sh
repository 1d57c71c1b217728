#!/usr/bin/env bash
# Usage: broker.sh FOLDER PORT INTERNAL_PORT CONTROLLER_PORT
#
# Becomes a broker that strangers reach by SCRAM over TLS alone, with its data in FOLDER, where its key and certificate
# stand in broker.pem. Its one user is bank-001, whose password is "right".
set -euo pipefail

# shellcheck source=scripts/lib/settings.sh
source "$(dirname "${BASH_SOURCE[0]}")/../../../../scripts/lib/settings.sh"
folder=$1
jars="$DATA/kafka-jars/*"

cat >"$folder/server.properties" <<END
process.roles=broker,controller
node.id=1
listeners=SASL_SSL://127.0.0.1:$2,INTERNAL://127.0.0.1:$3,CONTROLLER://127.0.0.1:$4
advertised.listeners=SASL_SSL://127.0.0.1:$2,INTERNAL://127.0.0.1:$3
listener.security.protocol.map=SASL_SSL:SASL_SSL,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=INTERNAL
controller.listener.names=CONTROLLER
controller.quorum.bootstrap.servers=127.0.0.1:$4
sasl.enabled.mechanisms=SCRAM-SHA-256,SCRAM-SHA-512
listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
ssl.keystore.type=PEM
ssl.keystore.location=$folder/broker.pem
offsets.topic.replication.factor=1
log.dirs=$folder/log
END
java -XX:TieredStopAtLevel=1 -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
    -cp "$jars" kafka.tools.StorageTool format --standalone -t AAAAAAAAAAAAAAAAAAAAAA \
    -c "$folder/server.properties" \
    --add-scram 'SCRAM-SHA-256=[name=bank-001,password=right]' --add-scram 'SCRAM-SHA-512=[name=bank-001,password=right]'
exec java -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
    -cp "$jars" kafka.Kafka "$folder/server.properties"

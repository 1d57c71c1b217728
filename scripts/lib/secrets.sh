# shellcheck shell=bash
# Gives a secret to everybody who lacks one, and to both who share it. What there is stays as it is.

# Who has which: the first file is its owner's.
complete_secrets() {
    local nnn
    share POSTGRES_PASSWORD postgres
    share KAFKA_BROKER_PASSWORD kafka
    share CODEPIX_DATABASE_PASSWORD codepix postgres
    share CODEPIX_KAFKA_PASSWORD codepix kafka
    share CODEPIX_ADMIN_TOKEN codepix
    share STAGE_KAFKA_PASSWORD stage kafka
    for nnn in $(banks); do
        share "BANK_${nnn}_DATABASE_PASSWORD" "bank-$nnn" postgres
        share "BANK_${nnn}_KAFKA_PASSWORD" "bank-$nnn" kafka
        share "BANK_${nnn}_HUB_TOKEN" "bank-$nnn" codepix
        share "BANK_${nnn}_PIN_KEY" "bank-$nnn"
        share "BANK_${nnn}_ADMIN_TOKEN" "bank-$nnn"
    done
}

# share KEY NAME…: a line KEY=… in the secrets of each; one that stands in banks.env is everybody's already.
share() {
    local key=$1 name line lacking=()
    shift
    ! grep -Eq "^$key(_FILE)?=" "$BANKS_FILE" || return 0
    for name; do
        grep -Eqs "^$key(_FILE)?=" "$SECRETS/$name.env" || lacking+=("$name")
    done
    ((${#lacking[@]})) || return 0
    line=$(cat "$SECRETS"/*.env 2>/dev/null | grep -Em 1 "^$key(_FILE)?=") || line="$key=$(random_secret)"
    mkdir -p "$SECRETS"
    for name in "${lacking[@]}"; do echo "$line" >>"$SECRETS/$name.env"; done
    say "secrets: a $key for ${lacking[*]}"
}

# Letters, digits, - and _ alone: any program takes them anywhere.
random_secret() { head -c 24 /dev/urandom | base64 | tr '+/' '-_'; }

#!/bin/sh
# Makes what docker-compose.yml needs before its first start: .env with generated passwords, the secrets folder
# (.mosaic/compose/secrets), the folder of the keys of recordings (.mosaic/compose/recording-keys: keep a copy of what
# is in it elsewhere), all readable by their owner alone, and a folder for your own TLS certificate
# (.mosaic/compose/tls: fullchain.pem, privkey.pem; empty: a local one is made). What exists is left as it is.
#
# Needs openssl. The services run as user 10001 in their images, so the secrets are given to that user when
# this runs as root; otherwise set MOSAIC_UID in .env to your own user id.
set -eu
cd "$(dirname "$0")/../.."
umask 077
secrets=.mosaic/compose/secrets
recording_keys=.mosaic/compose/recording-keys
tls=.mosaic/compose/tls
mkdir -p "$secrets" "$recording_keys" "$tls"

word() { openssl rand -base64 33 | tr -d '/+=\n' | cut -c1-32; }
fernet_key() { openssl rand -base64 32 | tr '/+' '_-'; }
key() { [ -f "$secrets/$1" ] || openssl genpkey -algorithm ed25519 -out "$secrets/$1"; }

[ -f "$secrets/django-secret-key" ] || word > "$secrets/django-secret-key"
[ -f "$secrets/plate-key" ] || word > "$secrets/plate-key"
[ -f "$secrets/field-keys" ] || fernet_key > "$secrets/field-keys"
if [ ! -f "$recording_keys/recording-keys" ]; then
    if [ -f "$secrets/recording-keys" ]; then # of a version that had it there, where every service reads
        mv "$secrets/recording-keys" "$recording_keys/recording-keys"
    else
        fernet_key > "$recording_keys/recording-keys"
    fi
fi
key access-token.pem
key stream-token.pem
key audit-head.pem
key evidence.pem
for service in backend streaming ai; do
    key "service-$service.pem"
    openssl pkey -in "$secrets/service-$service.pem" -pubout -out "$secrets/service-$service.pub.pem"
done
if [ ! -f "$secrets/accounts.json" ]; then
    {
        printf '{\n'
        comma=''
        for account in admin operator reviewer viewer; do
            printf '%s  "%s": {"username": "%s", "password": "%s"}' "$comma" "$account" "$account" "$(word)"
            comma=',
'
        done
        printf '\n}\n'
    } > "$secrets/accounts.json"
fi
if [ ! -f .env ]; then
    sed -e "s/^POSTGRES_PASSWORD=.*/POSTGRES_PASSWORD=$(word)/" \
        -e "s/^POSTGRES_SUPERUSER_PASSWORD=.*/POSTGRES_SUPERUSER_PASSWORD=$(word)/" \
        -e "s/^REDIS_PASSWORD=.*/REDIS_PASSWORD=$(word)/" \
        -e "s/^RABBITMQ_PASSWORD=.*/RABBITMQ_PASSWORD=$(word)/" \
        -e "s/^HAPROXY_STATS_PASSWORD=.*/HAPROXY_STATS_PASSWORD=$(word)/" .env.example > .env
fi
if [ "$(id -u)" = 0 ]; then
    chown -R 10001:10001 "$secrets" "$recording_keys" "$tls"
fi
echo "ready: .env and $secrets; the accounts are in $secrets/accounts.json"

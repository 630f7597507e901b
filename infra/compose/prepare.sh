#!/bin/sh
# Makes what infra/compose.yaml reads besides: secrets, and the host's name. What is there stays as it is.
#   sh infra/compose/prepare.sh colloque.example
# Put the certificate of the house, with its chain and its key, in place of the one made here:
# infra/compose/secrets/certificate.pem
set -eu

host=${1:?usage: sh infra/compose/prepare.sh <host name>}
cd "$(dirname "$0")"
umask 077
mkdir -p secrets

random() { head -c 48 /dev/urandom | base64 | tr -d '\n/+='; }
# Accounts of the containers read these files, nobody else can enter the folder.
keep() { [ -s "secrets/$1" ] || { cat > "secrets/$1"; chmod 444 "secrets/$1"; }; }

random | keep colloque
random | keep mongo-key
random | keep mongo-root
[ -s ../.env ] || printf 'COLLOQUE_HOST=%s\nCOLLOQUE_MONGODB_PASSWORD=%s\n' "$host" "$(random)" > ../.env

if [ ! -s secrets/certificate.pem ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 90 \
    -subj "/CN=$host" -addext "subjectAltName=DNS:$host" -keyout secrets/key.pem -out secrets/own.pem 2>/dev/null
  cat secrets/own.pem secrets/key.pem | keep certificate.pem
  rm secrets/own.pem secrets/key.pem
  echo "Made a certificate for $host that no browser knows: put your own in its place."
fi
echo "Ready: docker compose -f infra/compose.yaml up -d --build"

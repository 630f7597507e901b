#!/bin/sh
# Fills an empty database with a backup, and verifies it: the file by its SHA-256, then every chain of the log and the
# trail, and that each holds at least what stood when the backup began, with the same hashes.
#   COLLOQUE_DATA=/var/lib/colloque-new sh infra/restore.sh /backup/colloque-2026-11-22T010000Z.gz
# The settings are those of the database to fill (MONGODB_URI, or COLLOQUE_DATA); no server may run on it yet.
set -eu

file=${1:?usage: sh infra/restore.sh <backup>}
here=$(cd "$(dirname "$0")/.." && pwd)
file=$(cd "$(dirname "$file")" && pwd)/$(basename "$file")

(cd "$(dirname "$file")" && sha256sum --quiet --check "$(basename "$file").sha256")
command() { (cd "$here" && node infra/with-node.mjs node "server/src/commands/$1.ts" "$2" "$3"); }

command import --from "$file"
# Of its own: what was written after the backup is missing, rightly, by the heads that the servers have kept since.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/audit"
cp "$file.heads" "$work/heads"
COLLOQUE_AUDIT_FOLDER="$work/audit" command audit-verify --heads "$work/heads"
echo "Restored from $file. Start the servers on it now; keep COLLOQUE_AUDIT_FOLDER of before, and begin a new one."

#!/bin/sh
# One backup, while people work: the log verified and the heads of its chains, then an export, which holds at least as
# much; beside it the SHA-256 of both. The last so many are kept.
#   sh infra/backup.sh /backup            with the same settings as the servers'
#   COLLOQUE_BACKUPS=30 sh infra/backup.sh /backup
# An export is not encrypted: the folder must be (docs/operations.md, « Backup »). Ends with another code than 0 where
# there is no new backup; then none of the old ones is removed.
set -eu

folder=${1:?usage: sh infra/backup.sh <folder>}
keep=${COLLOQUE_BACKUPS:-14}
here=$(cd "$(dirname "$0")/.." && pwd)
umask 077

folder=$(cd "$folder" && pwd)
name="colloque-$(date -u +%Y-%m-%dT%H%M%SZ).gz"
command() { (cd "$here" && node infra/with-node.mjs node "server/src/commands/$1.ts" "$2" "$3"); }

# Under names that are none until all is whole.
trap 'rm -f "$folder/.$name.part" "$folder/.$name.heads"' EXIT
command audit-verify --heads "$folder/.$name.heads"
command export --to "$folder/.$name.part"
mv "$folder/.$name.heads" "$folder/$name.heads"
mv "$folder/.$name.part" "$folder/$name"
(cd "$folder" && sha256sum "$name" "$name.heads" > "$name.sha256")

# Names have the time in them, so that they stand in its order.
set -- "$folder"/colloque-*.gz
while [ $# -gt "$keep" ]; do
  rm -f "$1" "$1.heads" "$1.sha256"
  shift
done
echo "Backup: $folder/$name"

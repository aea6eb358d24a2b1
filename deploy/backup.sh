#!/usr/bin/env bash
# Two dated archives, safe while the server runs:
#   FOLDER/tmac-*.tar.gz            database without sealed keys, evidence, sealed files, secrets
#   KEYS_FOLDER/tmac-keys-*.tar.gz  the sealed keys, deleted after KEEP_KEYS_DAYS (30)
# Erasing a report deletes its sealed keys, so that after those days no archive opens it any more.
set -euo pipefail
umask 077
target=${1:?"Say where to put the archives: deploy/backup.sh FOLDER [KEYS_FOLDER]"}
keys_target=${2:-$target/keys}
keep_keys_days=${KEEP_KEYS_DAYS:-30}
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
python=.venv/bin/python

setting() {
  "$python" -c "from tmac.config.env import env_file, read_env; print(getattr(read_env(env_file()), '$1'))"
}

var=$(setting var)
database=$(setting database_url)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/main" "$work/keys"
mapfile -t key_tables < <("$python" -m tmac sealed_keys tables)

if [ -n "$database" ]; then
  left_out=()
  for table in "${key_tables[@]}"; do left_out+=("--exclude-table-data=*.$table"); done
  pg_dump --format=custom "${left_out[@]}" --file="$work/main/tmac.dump" "$database"
else
  "$python" - "$var/tmac.sqlite3" "$work/main/tmac.sqlite3" "${key_tables[@]}" <<'PYTHON'
import sqlite3
import sys
from contextlib import closing

original, copy, *key_tables = sys.argv[1:]
with closing(sqlite3.connect(original)) as source, closing(sqlite3.connect(copy)) as target:
    source.backup(target)
    target.execute("PRAGMA journal_mode=DELETE")
    target.execute("PRAGMA secure_delete=ON")
    with target:
        for table in key_tables:
            target.execute(f'DELETE FROM "{table}"')
    target.execute("VACUUM")
PYTHON
fi
# After the database: keys that are newer than it have no place there and are left out again.
"$python" -m tmac sealed_keys export "$work/keys/sealed-keys.jsonl"

# Evidence and sealed files are named by their hashes and never changed: what the database knows of
# is on the disk already.
for folder in evidence sealed vault; do
  mkdir -p "$var/$folder"
  cp -a "$var/$folder" "$work/main/$folder"
done
if [ -f "$var/secret_key" ]; then cp -a "$var/secret_key" "$work/main/"; fi

stamp=$(date -u +%Y%m%dT%H%M%SZ)
pack() { # FOLDER ARCHIVE: without times of files, which could tell when somebody reported
  (cd "$1" && find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum > SHA256SUMS)
  mkdir -p "$(dirname "$2")"
  tar -C "$1" --sort=name --mtime=@0 -czf "$2.part" .
  mv "$2.part" "$2"
  echo "$2"
}
pack "$work/main" "$target/tmac-$stamp.tar.gz"
pack "$work/keys" "$keys_target/tmac-keys-$stamp.tar.gz"
find "$keys_target" -maxdepth 1 -name 'tmac-keys-*.tar.gz' -mtime "+$((keep_keys_days - 1))" -delete

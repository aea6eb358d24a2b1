#!/usr/bin/env bash
# One dated archive of the database, the evidence and the key. Safe while the server runs.
set -euo pipefail
umask 077
target=${1:?"Say where to put the archive: deploy/backup.sh FOLDER"}
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
python=.venv/bin/python

setting() {
  "$python" -c "from tmac.config.env import env_file, read_env; print(getattr(read_env(env_file()), '$1'))"
}

var=$(setting var)
database=$(setting database_url)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -n "$database" ]; then
  pg_dump --format=custom --file="$work/tmac.dump" "$database"
else
  "$python" - "$var/tmac.sqlite3" "$work/tmac.sqlite3" <<'PYTHON'
import sqlite3
import sys

with sqlite3.connect(sys.argv[1]) as source, sqlite3.connect(sys.argv[2]) as copy:
    source.backup(copy)
PYTHON
fi
# Evidence is named by its hash and never changed: what the database knows of is on disk already.
mkdir -p "$var/evidence"
cp -a "$var/evidence" "$work/evidence"
if [ -f "$var/secret_key" ]; then cp -a "$var/secret_key" "$work/"; fi
(cd "$work" && find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum > SHA256SUMS)

mkdir -p "$target"
archive="$target/tmac-$(date -u +%Y%m%dT%H%M%SZ).tar.gz"
tar -C "$work" -czf "$archive.part" .
mv "$archive.part" "$archive"
echo "$archive"

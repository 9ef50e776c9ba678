#!/bin/bash
# Makes this team's case, then keeps the database, the bank's API and its payment run going.
set -euo pipefail
trap 'exit 0' TERM INT

mkdir -p -m 0711 /run/senviet
python3 -B /opt/senviet/seed.py /run/senviet/seed.sql /run/senviet/parts.json /run/senviet/case-file
chown mysql:mysql /run/senviet/seed.sql
chown api:api /run/senviet/parts.json
chown -R api:api /run/senviet/case-file
chmod 0400 /run/senviet/seed.sql /run/senviet/parts.json
chmod 0700 /run/senviet/case-file

keep() {
  local name=$1
  shift
  while true; do
    "$@" || echo "$name ended with status $?, starting it again" >&2
    sleep 1
  done
}
as() {
  local user=$1
  shift
  setpriv --reuid="$user" --regid="$user" --clear-groups "$@"
}

keep database as mysql mariadbd --init-file=/run/senviet/seed.sql &
until [ -S /run/mysqld/mysqld.sock ]; do sleep 0.2; done
keep api as api python3 -B /opt/senviet/api.py &
keep payment-run as api python3 -B /opt/senviet/bank_day.py &
wait

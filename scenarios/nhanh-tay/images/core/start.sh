#!/bin/bash
# Makes this team's case, then keeps the database, the bank's API and its payment run going.
set -euo pipefail
trap 'exit 0' TERM INT

rm -rf /run/senviet
mkdir -m 0711 /run/senviet
umask 027
python3 -B /opt/senviet/seed.py /run/senviet/seed.sql /run/senviet/parts.json /run/senviet/case-file
umask 022
# Owned by root and lent by group, so that a restart can make them anew.
chgrp mysql /run/senviet/seed.sql
chgrp -R api /run/senviet/parts.json /run/senviet/case-file

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

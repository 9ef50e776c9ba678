#!/bin/bash
# Asks every minute how the portal and HIS are, and writes it down. Runs as giamsat.
set -uo pipefail

# shellcheck disable=SC1091
. /etc/giamsat/kiem-tra.conf
readonly log=/var/log/giamsat/kiem-tra.log pause=60
export SSHPASS=$HIS_PASSWORD

note() {
  printf '%s %s\n' "$(date '+%F %T')" "$1" >>"$log"
}

while true; do
  if seen=$(curl -sS -o /dev/null -m 5 -w '%{http_code} %{time_total}s' "http://$PORTAL/" 2>&1); then
    note "portal ok $seen"
  else
    note "portal FAILED $seen"
  fi
  if seen=$(sshpass -e ssh -q -o StrictHostKeyChecking=accept-new -o ConnectTimeout=5 "$HIS_USER@$HIS" status); then
    note "his ok $(sed -n 2p <<<"$seen")"
  else
    note 'his FAILED no answer'
  fi
  sleep "$pause"
done

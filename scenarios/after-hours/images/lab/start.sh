#!/bin/bash
# Plays the outside: customers of the shop, and the server that the intruder's implant calls.
set -e
trap 'exit 0' TERM INT
python3 /opt/lab/prepare.py

keep() {
  local name=$1
  shift
  while true; do
    "$@" || true
    echo "$name ended, starting it again" >&2
    sleep 1
  done
}
keep customers /opt/lab/customers.sh &
keep sinkhole python3 /opt/lab/sinkhole.py &
wait

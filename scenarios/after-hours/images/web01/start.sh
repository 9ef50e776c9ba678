#!/bin/bash
# Lays the night's traces onto the copy, then keeps its services going: one that ends is started again.
set -e
trap 'exit 0' TERM INT

install -d -o root -g root -m 0755 /run/sshd
install -d -o root -g root -m 0700 /run/apache2
[ -f /etc/ssh/ssh_host_ed25519_key ] || ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key
[ ! -d /etc/restore ] || python3 /opt/restore/restore.py

keep() {
  local name=$1
  shift
  while true; do
    "$@" || true
    echo "$name ended, starting it again" >&2
    sleep 1
  done
}

# shellcheck disable=SC1091
. /etc/apache2/envvars
apache() {
  rm -f "$APACHE_PID_FILE"
  apache2 -D FOREGROUND
}
cron_daemon() {
  rm -f /run/crond.pid
  cron -f
}
keep apache apache &
keep cron cron_daemon &
keep sshd /usr/sbin/sshd -D -E /var/log/auth.log &
wait

#!/bin/bash
# Sets the account's password, then keeps this machine's services going: one that ends is started again.
set -euo pipefail
trap 'exit 0' TERM INT

keep() {
  local name=$1
  shift
  while true; do
    "$@" || true
    echo "$name ended, starting it again" >&2
    sleep 1
  done
}

perl -ne 'chomp; my ($user, $password) = split /:/, $_, 2; my $salt = join "", map { ("a".."z")[rand 26] } 1..12;
  print "$user:", crypt($password, "\$6\$$salt\$"), "\n"' /etc/his/tai-khoan | chpasswd -e
rm /etc/his/tai-khoan
ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key <<<y >/dev/null
install -d -m 0755 /run/sshd

keep operations-page setpriv --reuid=his --regid=his --clear-groups /usr/local/bin/his-page &
keep nginx nginx -g 'daemon off;' &
keep sshd /usr/sbin/sshd -D -E /var/log/auth.log &
wait

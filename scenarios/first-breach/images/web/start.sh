#!/bin/bash
# Keeps the two services of this machine going: one that ends is started again.
trap 'exit 0' TERM INT

keep() {
  local name=$1
  shift
  while true; do
    "$@"
    echo "$name ended with status $?, starting it again" >&2
    sleep 1
  done
}

# shellcheck disable=SC1091
. /etc/apache2/envvars
mkdir -p "$APACHE_RUN_DIR" "$APACHE_LOCK_DIR"

apache() {
  rm -f "$APACHE_PID_FILE"
  apache2 -D FOREGROUND
}
keep apache apache &
keep stock-counter setpriv --reuid=kho --regid=kho --clear-groups php /opt/tramay/kho.php &
wait

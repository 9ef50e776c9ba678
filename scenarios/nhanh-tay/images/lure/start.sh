#!/bin/bash
# Lays the kit as its owner left it, then serves it.
set -eo pipefail
python3 -B /opt/kit/make_site.py
. /etc/apache2/envvars
mkdir -p "$APACHE_RUN_DIR" "$APACHE_LOCK_DIR"
rm -f "$APACHE_PID_FILE"
exec apache2 -D FOREGROUND

#!/bin/bash
# Writes this team's evidence, forgets what it was written from, and waits.
set -e
if [ -d /etc/restore ]; then
  # A start that was cut short begins anew; the sums are written last, and say that all is there.
  find /evidence -mindepth 1 -delete
  python3 /opt/evidence-maker/make.py /etc/restore/team.json /evidence
  rm -r /etc/restore /opt/evidence-maker
fi
exec sleep infinity

#!/bin/bash
# login.sh KEY|password ACCOUNT accepted|refused: tries SFTP and a command on the server with what the lab holds.
# Ends with 0 when both, or for `refused` neither, are let in. No answer is neither.
set -u
with=$1 account=$2 wanted=$3
options=(-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o ConnectTimeout=5)
if [ "$with" = password ]; then
  SSHPASS=$(< /run/lab/partner-password)
  export SSHPASS
  # In front of sftp's own -b, which would forbid passwords.
  options+=(-o BatchMode=no -o PubkeyAuthentication=no -o NumberOfPasswordPrompts=1)
  start=(sshpass -e)
else
  options+=(-o IdentitiesOnly=yes -o PasswordAuthentication=no -i "/run/lab/$with")
  start=()
fi

try() {
  local said
  if said=$(timeout 8 "$@" 2>&1 < /dev/null); then
    echo accepted
  elif grep -q 'Permission denied' <<< "$said"; then
    echo refused
  else
    echo "no answer (${said:0:120})"
  fi
}

# Files alone are what partners need, so that a server which lets them do no more is as good.
files=$(try "${start[@]}" sftp "${options[@]}" -b /etc/lab/list-files "$account@203.0.113.20")
[ "$wanted" = accepted ] && shell=accepted ||
  shell=$(try "${start[@]}" ssh "${options[@]}" "$account@203.0.113.20" true)
if [ "$files" != "$wanted" ] || [ "$shell" != "$wanted" ]; then
  echo "login of $account with $with: files $files, commands $shell, wanted $wanted" >&2
  exit 1
fi

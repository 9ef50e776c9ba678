# What everybody here shares. SERVER is the server's address as seen from this machine.
# shellcheck shell=bash disable=SC1091
set -u
. /etc/people.sh
site=http://$SERVER

# Ends a question with what went wrong, in both languages.
fail() {
  echo "$*" >&2
  exit 1
}

# web PATH [curl's options]: the page's text; fails when the site does not answer 200.
web() {
  local path=$1
  shift
  curl -sSf --max-time 6 "$@" "$site$path"
}

# as USER PASSWORD COMMAND…: logs in by SSH with a password, as a person would.
as() {
  local user=$1 password=$2
  shift 2
  SSHPASS=$password timeout 8 sshpass -e ssh -q -o ConnectTimeout=4 -o StrictHostKeyChecking=no \
    -o UserKnownHostsFile=/dev/null -o PreferredAuthentications=password -o PubkeyAuthentication=no \
    -o NumberOfPasswordPrompts=1 "$user@$SERVER" "$@"
}

# send_file FILE NAME: a reader's application with this file; prints where the site says that it keeps it.
send_file() {
  web /gui-don.php -F 'ho_ten=Nguyễn Thu Hà' -F "tep=@$1;filename=$2;type=image/jpeg" \
    | sed -n 's/.*class="tep" href="\([^"]*\)".*/\1/p' | head -n 1
}

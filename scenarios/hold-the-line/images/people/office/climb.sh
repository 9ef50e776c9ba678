# Runs on the server as the collaborator, over SSH. Prints "way …" for whatever root runs and this account may change,
# then "looked". Files are opened for appending and nothing is written.
paths() { grep -oE '/[A-Za-z0-9_./-]+' | sort -u; }
may_append() { { : >> "$1"; } 2> /dev/null; }

# What root runs: from cron and the list of processes; then what those scripts name in their turn.
runs=$({
  cat /etc/crontab /etc/cron.d/* /etc/init.d/* /etc/default/* 2> /dev/null
  ps -eo user,args | awk '$1 == "root"'
  echo /opt/thuvien/viec-nen.sh /opt/thuvien/xu-ly-tep.sh /opt/thuvien/sao-luu.sh /opt/thuvien/bao-cao.awk
} | paths)
for _ in 1 2; do
  named=$(for file in $runs; do
    [ -f "$file" ] && [ -r "$file" ] && read -r -N 2 start 2> /dev/null < "$file" && [ "$start" = '#!' ] && cat "$file"
  done | paths)
  runs=$(printf '%s\n' $runs $named | sort -u)
done
for file in $runs; do
  case $file in
    /dev/* | /proc/* | /sys/* | /tmp* | /var/tmp* | /run/* | /srv/* | /var/log/*) continue ;;
  esac
  [ -f "$file" ] || continue
  may_append "$file" && echo "way $file"
  folder=${file%/*}
  while [ -n "$folder" ]; do
    [ -w "$folder" ] && [ ! -k "$folder" ] && echo "way $folder"
    folder=${folder%/*}
  done
done
for file in /etc/passwd /etc/shadow /etc/crontab; do
  may_append "$file" && echo "way $file"
done
[ -r /etc/shadow ] && echo 'way /etc/shadow'
echo looked

#!/bin/bash
# upload.sh image|script: as an employee, puts photos or harmless test scripts on the shop by its upload page.
# image: ends with 0 when photos arrive and can be seen as they were.
# script: ends with 0 when none of the names makes the server run it.
set -u
shop=http://203.0.113.20
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mark=$(date +%s%N)
ask() { curl -sS --max-time 5 -b "$work/session" -c "$work/session" "$@"; }

ask -o /dev/null --data-urlencode 'tai_khoan=minhquan' --data-urlencode "mat_khau@/run/lab/clerk-password" \
  "$shop/quan-tri/dang-nhap.php" || exit 1
ask "$shop/quan-tri/index.php" | grep -q 'Trương Minh Quân' || { echo 'minhquan could not log in' >&2; exit 1; }

send() { ask -o /dev/null -F "anh=@$1;filename=$2" "$shop/quan-tri/tai-anh.php"; }
if [ "$1" = image ]; then
  for name in "kiem-tra-$mark.png" "kiem-tra-$mark-2.PNG"; do
    send /etc/lab/photo.png "$name" || exit 1
    ask -o "$work/seen" "$shop/anh/sp/$name" || exit 1
    cmp -s /etc/lab/photo.png "$work/seen" || { echo "photo $name cannot be seen" >&2; exit 1; }
  done
  exit 0
fi
for ending in phtml phar php pHtMl PHP php5 jpg.phtml png.phar; do
  name="thu-nghiem-$mark.$ending"
  send /etc/lab/test-script "$name" || exit 1
  seen=$(ask "$shop/anh/sp/$name" | tr -d '\0') || exit 1
  if [[ $seen == *42-nung-lo* ]]; then
    echo "the server ran $name" >&2
    exit 1
  fi
done

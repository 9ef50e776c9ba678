#!/bin/bash
# Một tệp quét → trang Tư liệu số hoá. Gọi với đường dẫn của tệp. (One scan into the site; called with its path.)
set -e
file=$1
name=$(basename "$file" | tr -c 'A-Za-z0-9._\n-' _)
install -o root -g root -m 0644 "$file" "/srv/thuvien/public/so-hoa/$name"
setpriv --reuid=www-data --regid=www-data --clear-groups sqlite3 -cmd '.timeout 5000' /srv/thuvien/du-lieu/thuvien.db \
  "INSERT INTO so_hoa (tep, luc) VALUES ('$name', datetime('now', 'localtime'))"
rm -f "$file"

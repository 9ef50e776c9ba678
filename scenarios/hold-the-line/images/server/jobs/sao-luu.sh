#!/bin/bash
# Sao lưu sổ sách; cron gọi bằng quyền root. Trạm lưu trữ ở văn phòng tải moi-nhat.sql.gz về qua trang web.
# Backs up the books; cron runs it as root. The office's archive fetches moi-nhat.sql.gz through the web site.
set -e
dir=/srv/thuvien/public/sao-luu
file=$dir/thuvien-$(date +%Y%m%d-%H%M).sql.gz
sqlite3 -readonly -cmd '.timeout 5000' /srv/thuvien/du-lieu/thuvien.db .dump | gzip > "$file.dang-ghi"
mv "$file.dang-ghi" "$file"
ln -sfn "$(basename "$file")" "$dir/moi-nhat.sql.gz"
# Giữ 20 bản mới nhất. (Keeps the newest 20.)
ls -1t "$dir"/thuvien-*.sql.gz | tail -n +21 | xargs -r rm -f

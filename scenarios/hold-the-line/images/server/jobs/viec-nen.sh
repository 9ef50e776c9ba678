#!/bin/bash
# Chạy mãi bằng quyền root (service viec-nen): đưa tệp quét mà quầy gửi bằng SFTP lên trang, và làm báo cáo cho cộng
# tác viên. Runs for ever as root (service viec-nen): puts the counter's scans on the site, and makes the
# collaborators' reports. Khoa, 03/2026: muốn đổi cách làm thì sửa xu-ly-tep.sh hay bao-cao.awk, không cần khởi động
# lại gì.
reports=/srv/bao-cao
while true; do
  for file in /srv/quet/*/den/*.{pdf,jpg}; do
    [ -f "$file" ] && [ ! -L "$file" ] || continue
    /opt/thuvien/xu-ly-tep.sh "$file" || logger -t viec-nen -p cron.err "xu-ly-tep.sh $file: $?"
  done
  for request in "$reports"/yeu-cau/*; do
    [ -e "$request" ] || continue
    if awk -f /opt/thuvien/bao-cao.awk /var/log/apache2/access.log > "$reports/dang-lam"; then
      mv "$reports/dang-lam" "$reports/ket-qua.txt"
    else
      logger -t viec-nen -p cron.err "bao-cao.awk: $?"
    fi
    rm -f "$reports"/yeu-cau/*
  done
  sleep 1
done

#!/bin/bash
# Writes the operations page anew every few seconds, with what the laboratory's database says at the moment.
set -uo pipefail

readonly folder=/srv/van-hanh pause=10 retry=1
code=$(</etc/his/ma-trang)
: >"$folder/.trang-thai"

# The number of samples, and the newest one; nothing when the database does not answer.
ask() {
  mariadb --defaults-extra-file=/etc/his/lis.cnf --batch --skip-column-names \
    --execute 'SELECT COUNT(*), MAX(ma_mau) FROM mau' 2>/dev/null
}

while true; do
  if figures=$(ask); then
    read -r samples newest <<<"$figures"
    lis="nối được (connected) · $samples mẫu (samples), mới nhất (newest) $newest"
    wait=$pause
    echo "LIS 10.30.40.20:3306 ok samples=$samples newest=$newest" >"$folder/.trang-thai"
  else
    lis='KHÔNG nối được (not connected)'
    wait=$retry
    echo 'LIS 10.30.40.20:3306 FAILED' >"$folder/.trang-thai"
  fi
  cat >"$folder/.moi" <<PAGE
<!doctype html>
<html lang="vi">
<head><meta charset="utf-8"><title>HIS · Trang vận hành</title></head>
<body>
<h1>Trang vận hành HIS (operations page)</h1>
<p>Mã trang (page code): <code>$code</code></p>
<h2>Các hệ thống nối với HIS (connected systems)</h2>
<table>
<tr><th>Hệ thống</th><th>Địa chỉ</th><th>Tình trạng</th></tr>
<tr><td>Đặt lịch khám (appointments)</td><td>10.30.20.10</td><td>nhận tệp mỗi đêm (nightly file)</td></tr>
<tr><td>LIS, cơ sở dữ liệu xét nghiệm (laboratory)</td><td>10.30.40.20:3306</td><td>$lis</td></tr>
</table>
<h2>Ghi chú trực (notes)</h2>
<ul>
<li>Từ tháng 3-2025 tường lửa chỉ cho máy HIS (10.30.30.10) vào LIS. Máy khác muốn đọc LIS thì phải đi qua đây.
(Since March 2025 the firewall admits only this machine to LIS.)</li>
<li>Tài khoản <code>giamsat</code> chỉ xem được tình trạng, không có shell, nên không cần đổi mật khẩu thường xuyên. (Tú)
(The account giamsat only sees the status and has no shell, so there is no need to change its password often.)</li>
</ul>
<p>Cập nhật (updated): $(date '+%F %T')</p>
</body>
</html>
PAGE
  mv "$folder/.moi" "$folder/index.html"
  sleep "$wait"
done

#!/bin/sh
# All that the monitoring account gets to see.
echo "HIS $(hostname) $(uptime -p)"
cat /srv/van-hanh/.trang-thai
echo 'Tài khoản này chỉ xem tình trạng, không có shell. (This account shows the status and has no shell.)'

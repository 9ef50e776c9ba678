cd /srv/cntt/tuong-lua
grep tam so-thay-doi.csv | tail
nc -zv -w 2 10.30.30.10 22
nc -zv -w 2 10.30.40.20 3306
tail -f /var/log/giamsat/kiem-tra.log
nano /etc/giamsat/kiem-tra.conf
ssh giamsat@10.30.30.10
less /srv/nhat-ky/tuong-lua.log
nano BAN-GIAO.txt
exit

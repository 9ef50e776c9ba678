/usr/sbin/sshd
lighttpd -f /etc/servers/lighttpd.conf
dnsmasq --no-resolv --no-hosts --port=53 --log-facility=- \
  --host-record=web.example,192.168.57.20 --mx-host=mail.example,mx.mail.example,10 --txt-record=mail.example,"v=spf1 -all"
dovecot -c /etc/servers/dovecot.conf
printf 'PASSWORD=x\n' >/etc/app.conf
chown root:an /etc/app.conf
chmod 640 /etc/app.conf
echo 'all servers are up'
exec python3 /etc/servers/smtp.py

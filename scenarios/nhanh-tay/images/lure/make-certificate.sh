#!/bin/bash
# The host's certificate: one for both names, from an authority that nobody knows, on the story's dates.
set -euo pipefail
umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
: > index.txt
echo 0417 > serial
cat > ca.cnf <<'CA'
[ca]
default_ca = overnight
[overnight]
database = index.txt
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
copy_extensions = copy
[any]
commonName = supplied
organizationName = optional
CA
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 3650 \
  -subj '/O=Overnight Host/CN=Overnight Free CA' 2> /dev/null
openssl req -newkey rsa:2048 -nodes -keyout key.pem -out request.pem -subj '/CN=senvlet-bank.example' \
  -addext 'subjectAltName=DNS:senvlet-bank.example,DNS:www.senvlet-bank.example,DNS:viec-tai-nha.example' 2> /dev/null
openssl ca -batch -notext -config ca.cnf -cert ca.pem -keyfile ca.key -in request.pem -out cert.pem \
  -startdate 20260929150000Z -enddate 20261228150000Z 2> /dev/null
install -d -m 0711 /etc/kit/tls
install -m 0400 cert.pem key.pem /etc/kit/tls/

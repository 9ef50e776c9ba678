#!/bin/bash
# True once the shop sells, sshd greets and the copy is as it was found: with the intruder's process at work.
set -e
curl -fsS --max-time 3 http://127.0.0.1/ | grep -q 'Bình hoa men lam'
exec 3<> /dev/tcp/127.0.0.1/22
read -r -t 3 greeting <&3
[[ $greeting == SSH-2.0-* ]]
[ -s /run/php-gc.pid ]

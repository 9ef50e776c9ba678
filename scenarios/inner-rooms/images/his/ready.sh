#!/bin/bash
# Whether both doors of this machine are open and the page knows the laboratory. Its one argument is the page's port.
set -euo pipefail

exec 3<>"/dev/tcp/127.0.0.1/$1"
printf 'GET / HTTP/1.0\r\n\r\n' >&3
grep -q 'nối được (connected)' <&3
exec 4<>/dev/tcp/127.0.0.1/22
read -r -t 2 greeting <&4
[[ $greeting == SSH-2.0-* ]]

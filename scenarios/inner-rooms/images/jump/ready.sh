#!/bin/bash
# Whether staff can come in. Its one argument is the port.
set -euo pipefail

exec 3<>"/dev/tcp/127.0.0.1/$1"
read -r -t 2 greeting <&3
[[ $greeting == SSH-2.0-* ]]

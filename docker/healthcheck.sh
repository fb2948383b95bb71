#!/bin/bash
# Whether /health/live answers 200. Bash opens the connection itself, so the image needs no curl.
set -euo pipefail
exec 3<>"/dev/tcp/127.0.0.1/${HTTP_PORT:-8080}"
printf 'GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
read -r -t 4 _ status _ <&3
[[ $status == 200 ]]

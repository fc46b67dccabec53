#!/usr/bin/env bash
# A cluster on one machine, to try out what happens when nodes come and go: three nodes that share a secret, a broker (NATS)
# from which all of them get the numbers of a channel, and HAProxy with haproxy.cfg in front of them. `./build.sh cluster`
# builds the server and runs this. Everything listens on loopback, and Ctrl-C stops all of it.
#
# usage: laptop.sh PATH_OF_THE_SERVER [port]     the port of HAProxy: 8080
set -euo pipefail
deploy=$(dirname "$(readlink -f "$0")")
server=$(readlink -f "$1")
port=${2:-8080}
folder=$(mktemp -d)
nodes=(127.0.0.11 127.0.0.12 127.0.0.13)
pids=()

stop() {
  trap - EXIT INT TERM
  [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true
  wait
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 0' INT TERM

fail() { printf 'laptop.sh: %s\n' "$*" >&2; exit 1; }

start() { # a name, under which its log is kept, and a command
  local name=$1
  shift
  "$@" </dev/null >"$folder/$name.log" 2>&1 &
  pids+=($!)
}

wait_until_ready() { # an address and a port at which a path answers 200
  local name=$1 url=$2
  for _ in $(seq 100); do
    curl -fsS -o /dev/null "$url" 2>/dev/null && return
    sleep 0.1
  done
  cat "$folder/$name.log" >&2
  fail "$name does not answer at $url; its log is above"
}

nats=$(PATH=$PATH:/usr/sbin command -v nats-server) || fail "nats-server is not installed"
start nats "$nats" -a 127.0.0.21 -p 4222 -m 8222 -js -sd "$folder/nats"
wait_until_ready nats http://127.0.0.21:8222/healthz

(umask 077 && head -c 32 /dev/urandom >"$folder/secret")
for i in 0 1 2; do
  start "node$((i + 1))" "$server" --address "${nodes[i]}" --port 8000 --admin "${nodes[i]}:8001" \
    --secret-file "$folder/secret" --trusted-proxy 127.0.0.1 --drain-delay 2 --channel dice=shared \
    --channel temperature=nats --nats nats://127.0.0.21:4222
  wait_until_ready "node$((i + 1))" "http://${nodes[i]}:8001/readyz"
done

# HAProxy wants a certificate for https://, though nobody has to use it here.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=localhost \
  -keyout "$folder/key.pem" -out "$folder/certificate.pem" 2>/dev/null
cat "$folder/key.pem" >>"$folder/certificate.pem"
haproxy=$(PATH=$PATH:/usr/sbin command -v haproxy) || fail "haproxy is not installed"
start haproxy env NODE_1="${nodes[0]}" NODE_2="${nodes[1]}" NODE_3="${nodes[2]}" PLAIN_HTTP=yes \
  PUBLIC_HTTP="127.0.0.1:$port" PUBLIC_HTTPS="127.0.0.1:$((port + 363))" CERTIFICATE="$folder/certificate.pem" \
  STATS_SOCKET="$folder/haproxy.sock" "$haproxy" -W -db -f "$deploy/haproxy.cfg"
wait_until_ready haproxy "http://127.0.0.1:$port/"

cat <<TEXT

The page, through HAProxy:  http://localhost:$port/    and the numbers that all share: http://localhost:$port/?channel=dice
                            https://localhost:$((port + 363))/  with a certificate that no browser trusts
TEXT
cat <<TEXT
A channel through NATS:     http://localhost:$port/?channel=temperature, to which any node takes numbers:
                            curl -d 21.5 http://${nodes[0]}:8001/channels/temperature
TEXT
for i in 0 1 2; do
  echo "Node $((i + 1)):  http://${nodes[i]}:8000/    its figures: http://${nodes[i]}:8001/admin/    stop it: kill ${pids[i]}"
done
echo "The logs are in $folder. Press START on the page, stop a node or two, and see that no number is missing. Ctrl-C ends all."
wait

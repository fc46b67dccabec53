# shellcheck shell=bash
# Sourced by install_test.sh, whose variables root, folder, log, server and viewer it uses: runs the installed server as its
# unit does, and a viewer of Server-Sent Events.
port=0 admin=0

# In front of a command: it runs as the user that the service would have, without any privilege.
as_service=(chroot "$root" setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs --inh-caps=-all
  --bounding-set=-all env -i PATH=/usr/bin:/bin)

start_server() {
  local command credentials=/run/credentials
  mkdir -p "$root$credentials"
  install -m 400 -o 65534 "$root/etc/simplewebsocket/secret" "$root$credentials/secret"
  command=$(sed -n 's/^ExecStart=//p' "$root/lib/systemd/system/simplewebsocket.service")
  : >"$log"  # so that it says only what this server says
  # shellcheck disable=SC2086  # the words of the command
  "${as_service[@]}" SIMPLEWEBSOCKET_ADDRESS=127.0.0.1 SIMPLEWEBSOCKET_PORT="$port" SIMPLEWEBSOCKET_ADMIN="127.0.0.1:$admin" \
    SIMPLEWEBSOCKET_INTERVAL_MS=100 ${command//%d/$credentials} >"$log" 2>&1 &
  server=$!
  wait_until grep -q '^Operating ' "$log"
  port=$(sed -n 's|^Serving http://localhost:\([0-9]*\)/|\1|p' "$log")
  admin=$(sed -n 's|^Operating http://127.0.0.1:\([0-9]*\)/.*|\1|p' "$log")
}

stop_server() {
  kill "$server"
  exit_code=0
  wait "$server" || exit_code=$?
  server=''
  wait "$viewer" || true  # the server has ended its response
  rm -rf "$root/run/credentials"
}

start_viewer() { # the file is emptied first, so that nobody waits for what an earlier viewer has seen
  : >"$folder/numbers"
  curl -sN "http://127.0.0.1:$port/events/some_url/" >>"$folder/numbers" &
  viewer=$!
}

resume_viewer() { # behind the last number that the viewer has seen
  local last
  last=$(sed -n 's/^id: //p' "$folder/numbers" | tail -n 1)
  expected_position=$((${last##*.} + 1))
  : >"$folder/numbers"
  curl -sN -H "Last-Event-ID: $last" "http://127.0.0.1:$port/events/some_url/" >>"$folder/numbers" &
  viewer=$!
}

first_position() { sed -n 's/^id: .*[.]//p' "$folder/numbers" | head -n 1; }
numbers_seen() { grep -c '^id: ' "$folder/numbers" || true; }
has_numbers() { [ "$(numbers_seen)" -ge "$1" ]; }
wait_for_numbers() { wait_until has_numbers "$1"; }

wait_until() { # a command that will succeed within a minute
  local deadline=$((SECONDS + 60))
  until "$@"; do
    [ $SECONDS -lt $deadline ] || fail "after a minute: $*"
    sleep 0.1
  done
}

#!/usr/bin/env bash
# Starts what is in the OCI image, as a container would: with its own user, a read-only root and a network of its own. umoci
# unpacks the image and so checks that it is one.
#
# usage: image_test.sh IMAGE.oci.tar       exit code 77: this machine cannot do it
set -euo pipefail
image=$(readlink -f "$1")
[ "$(id -u)" = 0 ] || { echo "this needs root"; exit 77; }
command -v umoci >/dev/null || { echo "this needs umoci"; exit 77; }
unshare --mount --net true 2>/dev/null || { echo "this needs the right to make namespaces"; exit 77; }
folder=$(mktemp -d)
server=''
trap 'kill $server 2>/dev/null || true; rm -rf "$folder"' EXIT
is() { # a sentence and a command
  local sentence=$1
  shift
  "$@" >/dev/null || { echo "not so: $sentence"; cat "$folder/log" 2>/dev/null; exit 1; }
  echo "$sentence"
}

mkdir "$folder/layout"
tar -xf "$image" -C "$folder/layout"
tag=$(umoci list --layout "$folder/layout")
is "The image can be unpacked" umoci --log=error unpack --image "$folder/layout:$tag" "$folder/bundle"
root=$folder/bundle/rootfs
read -r user command < <(python3 -c 'import json, sys
process = json.load(open(sys.argv[1]))["process"]
print("%(uid)s:%(gid)s" % process["user"], *process["args"])' "$folder/bundle/config.json")
is "Its user is not root" test "${user%%:*}" -gt 0
is "It has the program, its settings and libraries, and nothing else" \
  sh -c "cd '$root' && ! find . -type f | grep -v -e '^./usr/local/bin/simplewebsocket$' -e '[.]so[.0-9]*$' -e '[.]conf$'"

# The shell of the namespaces becomes the server, so that its process id is the server's.
unshare --mount --net sh -c 'ip link set lo up && mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" &&
  root=$1 user=$2 && shift 2 && exec chroot --userspec="$user" "$root" "$@"' sh "$root" "$user" $command \
  >"$folder/log" 2>&1 &
server=$!
in_network() { nsenter --target "$server" --net "$@"; }
deadline=$((SECONDS + 60))
until grep -q '^Operating ' "$folder/log"; do
  [ $SECONDS -lt $deadline ] && kill -0 "$server" || { cat "$folder/log"; exit 1; }
  sleep 0.1
done
is "It listens on all addresses" sh -c "nsenter --target $server --net ss -Hltn | grep -q '0.0.0.0:8000 '"
is "It serves the page" in_network curl -fsS -o "$folder/page" http://127.0.0.1:8000/
number() { in_network curl -sN --max-time 20 http://127.0.0.1:8000/events/some_url/ | grep -m 1 '^data: {"message": [0-9]*}'; }
set +o pipefail  # the reader has had enough after one number
is "It sends a number" number
health() { in_network chroot --userspec="$user" "$root" /usr/local/bin/simplewebsocket --health; }
is "It is healthy" health
kill "$server"
is "It stops with exit code 0" wait "$server"
health 2>/dev/null && { echo "not so: a stopped server is not healthy"; exit 1; }
echo "A stopped server is not healthy"

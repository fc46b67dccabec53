#!/usr/bin/env bash
# What an administrator does with the package, in a fresh Debian 12 in a folder: install, use, upgrade while a viewer
# watches, remove, purge. There is no systemd in it, so this script starts and stops the server as the unit says.
#
# usage: install_test.sh PACKAGE.deb       exit code 77: this machine cannot do it
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
package=$(readlink -f "$1")
[ "$(id -u)" = 0 ] || { echo "this needs root"; exit 77; }
command -v mmdebstrap >/dev/null || { echo "this needs mmdebstrap"; exit 77; }
folder=$(mktemp -d)
root=$folder/root
log=$folder/log
server='' viewer=''
. "$here/debian_root.sh"
. "$here/installed_server.sh"
trap 'kill $server $viewer 2>/dev/null || true; rm -rf "$folder"' EXIT
fail() {
  echo "not so: $*"
  [ ! -s "$log" ] || tail -n 20 "$log"
  exit 1
}
is() { # a sentence and a command
  local sentence=$1
  shift
  "$@" >/dev/null || fail "$sentence"
  echo "$sentence"
}
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C "$@"; }
apt() { inside apt-get -qq -y --no-install-recommends "$@" >>"$folder/apt.log" 2>&1 || { cat "$folder/apt.log"; fail "apt $*"; }; }

# Everything in the system but what dpkg and apt keep for themselves.
files_of_system() {
  (cd "$root" && find . -xdev \( -path ./proc -o -path ./tmp -o -path ./var/lib/dpkg -o -path ./var/log \
    -o -path ./var/cache -o -path ./var/lib/apt \) -prune -o -printf '%p %m %U %l\n' | LC_ALL=C sort)
}

# The same package as version 0.9, whose server is another file and whose settings have another comment.
make_older_package() {
  dpkg-deb -R "$package" "$folder/older"
  sed -i 's/^Version: .*/Version: 0.9/' "$folder/older/DEBIAN/control"
  printf 'older' >>"$folder/older/usr/bin/simplewebsocket"
  sed -i '1i # The settings of version 0.9.' "$folder/older/etc/simplewebsocket/simplewebsocket.conf"
  dpkg-deb --root-owner-group -b "$folder/older" "$root/older.deb" >/dev/null
}

make_debian "$root" "$package"
cp "$package" "$root/newer.deb"
make_older_package
files_of_system >"$folder/before"
settings=$root/etc/simplewebsocket/simplewebsocket.conf
secret=$root/etc/simplewebsocket/secret

apt install /older.deb
is "The package is installed" inside dpkg -s simplewebsocket
is "Only root can read the secret" test "$(stat -c '%U %a %s' "$secret")" = "root 600 32"
is "The units are enabled" test -L "$root/etc/systemd/system/multi-user.target.wants/simplewebsocket.service" \
  -a -L "$root/etc/systemd/system/sockets.target.wants/simplewebsocket.socket"
is "The settings are fine" inside simplewebsocket --check-config --config /etc/simplewebsocket/simplewebsocket.conf
cp "$secret" "$folder/secret"

start_server
is "The service serves the page" curl -fsS -o "$folder/page" "http://127.0.0.1:$port/"
start_viewer
wait_for_numbers 5
is "The user of the service cannot read the file of the secret" "${as_service[@]}" sh -c '! cat /etc/simplewebsocket/secret 2>&1'

# A later version with an administrator's change in the settings: dpkg keeps the change.
sed -i 's/^#count = 1000/count = 900/' "$settings"
cp "$settings" "$folder/settings"
apt -o Dpkg::Options::=--force-confold install /newer.deb
is "The upgrade keeps the changed settings" cmp "$settings" "$folder/settings"
is "The upgrade keeps the secret" cmp "$secret" "$folder/secret"
is "The upgrade replaces the program" sh -c "! cmp -s '$root/usr/bin/simplewebsocket' /proc/$server/exe"
is "The old server still serves" curl -fsS -o /dev/null "http://127.0.0.1:$port/"
seen=$(numbers_seen)
wait_for_numbers $((seen + 3))
stop_server
is "The server stops with exit code 0" test "$exit_code" = 0
start_server
resume_viewer
wait_for_numbers 5
is "The viewer goes on with the next number" test "$(first_position)" = "$expected_position"
stop_server

apt remove simplewebsocket
is "A removal keeps the settings and the secret" test -e "$settings" -a -e "$secret" -a ! -e "$root/usr/bin/simplewebsocket"
apt purge simplewebsocket
files_of_system >"$folder/after"
is "A purge leaves nothing behind" diff "$folder/before" "$folder/after"

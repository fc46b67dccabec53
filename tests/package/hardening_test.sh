#!/usr/bin/env bash
# The programs of a Debian package must be position-independent, with all relocations done before they run and then
# read-only (full RELRO), fortified, with guarded stacks, and stripped. The package of debug symbols must have theirs.
#
# usage: hardening_test.sh PACKAGE.deb PACKAGE-dbgsym.deb
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
dpkg-deb -x "$1" "$folder"
dpkg-deb -x "$2" "$folder"
status=0

must() { # a sentence about the program, and a command
  local sentence=$1
  shift
  "$@" || { echo "$program: not so: $sentence"; status=1; }
}
output_of() { # a pattern and a command: its output has the pattern
  local pattern=$1
  shift
  LC_ALL=C "$@" 2>/dev/null | grep -e "$pattern" >/dev/null
}

for program in simplewebsocket simplewebsocket-verify; do
  file=$folder/usr/bin/$program
  must "it is position-independent" output_of 'Type: *DYN' readelf -hW "$file"
  must "its relocations are read-only" output_of GNU_RELRO readelf -lW "$file"
  must "its relocations are done at the start" output_of BIND_NOW readelf -dW "$file"
  must "its stack is not executable" output_of 'GNU_STACK.* RW ' readelf -lW "$file"
  must "its stacks are guarded" output_of __stack_chk_fail readelf --dyn-syms -W "$file"
  must "it is fortified" output_of '__[a-z]*_chk@' readelf --dyn-syms -W "$file"
  must "it is stripped" test -z "$(nm "$file" 2>/dev/null)"
  build=$(readelf -nW "$file" | sed -n 's/.*Build ID: //p')
  must "its debug symbols are in the other package" \
    output_of debug_info readelf -SW "$folder/usr/lib/debug/.build-id/${build:0:2}/${build:2}.debug"
done
exit "$status"

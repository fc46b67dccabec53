#!/usr/bin/env bash
# Tries out the packages in a folder. A check that this machine cannot make says why and counts as skipped; one that fails
# makes this script fail. `./build.sh package --check` runs it.
#
# usage: run.sh FOLDER
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
cd "$1"
program=$(ls simplewebsocket_*.deb)
symbols=$(ls simplewebsocket-dbgsym_*.deb)
passed=0 failed=0 skipped=0

check() { # a sentence and a command, whose exit code 77 says that this machine cannot make the check
  local sentence=$1 status=0
  shift
  printf '\n-- %s\n' "$sentence"
  "$@" || status=$?
  case $status in
    0) passed=$((passed + 1)) ;;
    77) skipped=$((skipped + 1)) && echo "skipped" ;;
    *) failed=$((failed + 1)) && echo "FAILED ($status)" ;;
  esac
}

lintian_accepts() {
  local options=(--fail-on error,warning --display-info --pedantic --show-overrides)
  [ "$(id -u)" != 0 ] || options+=(--allow-root)
  lintian "${options[@]}" "$program" "$symbols"
}

check "The sums in SHA256SUMS are right" sha256sum --check --quiet SHA256SUMS
check "Lintian accepts the packages" lintian_accepts
check "The programs are hardened, stripped, and have their symbols beside them" \
  "$here/hardening_test.sh" "$program" "$symbols"
check "The package is installed, upgraded under a viewer, removed and purged" "$here/install_test.sh" "$program"
check "The SPDX document names the package's sum and all that the package depends on" \
  python3 "$here/sbom_test.py" "$program" simplewebsocket_*.spdx.json
check "The image starts as a container does" "$here/image_test.sh" simplewebsocket_*.oci.tar
check "A build in another folder makes the same bytes" "$here/same_bytes_test.sh" .

printf '\n%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" = 0 ]

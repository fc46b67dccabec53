#!/usr/bin/env bash
# Builds the packages once more, in a clone in another folder, and compares the sums of all files: whoever builds the same
# commit must get the same bytes.
#
# usage: same_bytes_test.sh FOLDER_OF_PACKAGES       exit code 77: this tree cannot be compared with a clone
set -euo pipefail
packages=$(readlink -f "$1")
source=$(git -C "$(dirname "$0")" rev-parse --show-toplevel 2>/dev/null) || { echo "this needs a Git repository"; exit 77; }
[ -z "$(git -C "$source" status --porcelain)" ] || { echo "this needs a tree whose changes are committed"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
git clone --quiet "$source" "$folder/elsewhere"
cd "$folder/elsewhere"
./build.sh package >"$folder/log" 2>&1 || { tail -n 30 "$folder/log"; exit 1; }
diff "$packages/SHA256SUMS" build/package/packages/SHA256SUMS

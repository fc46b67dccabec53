#!/usr/bin/env bash
# Finishes the packages that CPack made in a folder, and puts an OCI image, an SPDX document and SHA256SUMS beside
# them. The folder is in that of the build. SOURCE_DATE_EPOCH is the time of all files in them.
#
# usage: finish_packages.sh FOLDER
set -euo pipefail
deploy=$(dirname "$(readlink -f "$0")")
cd "$1"

# CPack gives the package of debug symbols a name of its own, writes paths of this machine into its md5sums, and leaves out
# the documents, which are those of the package of the programs.
finish_symbols() { # a .ddeb
  local folder
  folder=$(mktemp -d)
  dpkg-deb -R "$1" "$folder"
  find "$folder/usr" -type f -exec chmod 644 {} +
  (cd "$folder" && find usr -type f | LC_ALL=C sort | xargs md5sum >DEBIAN/md5sums)
  mkdir -p "$folder/usr/share/doc"
  ln -s simplewebsocket "$folder/usr/share/doc/simplewebsocket-dbgsym"
  find "$folder" -exec touch -hd "@$SOURCE_DATE_EPOCH" {} +
  dpkg-deb --root-owner-group -Zxz -b "$folder" "${1%.ddeb}.deb" >/dev/null
  rm -rf "$folder" "$1"
}

rm -rf _CPack_Packages
for symbols in *.ddeb; do finish_symbols "$symbols"; done

# The image has the stripped program of the package.
program=$(ls simplewebsocket_*.deb)
version=$(dpkg-deb -f "$program" Version)
unpacked=$(mktemp -d)
dpkg-deb -x "$program" "$unpacked"
python3 "$deploy/oci_image.py" "$unpacked/usr/bin/simplewebsocket" "$version" "${program%.deb}.oci.tar"
rm -rf "$unpacked"
python3 "$deploy/sbom.py" .. "$program" "${program%.deb}.spdx.json"

find . -maxdepth 1 -type f ! -name SHA256SUMS -printf '%f\n' | LC_ALL=C sort | xargs sha256sum >../SHA256SUMS.new
mv ../SHA256SUMS.new SHA256SUMS
cat SHA256SUMS

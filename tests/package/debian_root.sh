# shellcheck shell=bash
# Sourced by tests of the packages: makes a fresh Debian 12 in a folder.

# A folder, and the package whose dependencies the system has already. Its packages come from where those of this machine
# come from. mmdebstrap takes minutes, so its result is kept in build/ for the next time. If Debian's archive cannot be
# reached, the exit code is 77.
make_debian() {
  local cache dependencies sources
  cache=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../build/package/debian-12.tar
  dependencies=$(dpkg-deb -f "$2" Depends | tr ',' '\n' | sed 's/ *|.*//; s/ *(.*//; s/ //g' | paste -sd,)
  if [ ! -e "$cache" ] || [ "$(cat "$cache.dependencies")" != "$dependencies" ]; then
    rm -f "$cache"
    mapfile -t sources < <(find /etc/apt/sources.list{,.d} \( -name '*.list' -o -name '*.sources' \) -size +0 2>/dev/null)
    mmdebstrap --quiet --format=tar --variant=apt --include="$dependencies,init-system-helpers" bookworm "$cache.new" \
      "${sources[@]}" ||
      { echo "no fresh Debian: is its archive reachable?"; exit 77; }
    echo "$dependencies" >"$cache.dependencies"
    mv "$cache.new" "$cache"
  fi
  mkdir "$1"
  tar -xf "$cache" -C "$1"
}

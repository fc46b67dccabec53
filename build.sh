#!/usr/bin/env bash
# Everything a person or a CI does with this project. The one place that knows what has to be installed.
set -euo pipefail
cd "$(dirname "$0")"

usage() {
  cat <<'TEXT'
Usage: ./build.sh COMMAND

  run [option…]   install what is missing, build, and serve the page at http://localhost:8000/
                  (options go to the server: ./build.sh run --port 9000; ./build.sh run --help lists them)
  test            install what is missing, build, and run all tests
  build           install what is missing and build build/simplewebsocket and build/simplewebsocket-verify
  faults          build as for the tests, and attack the server for two minutes: thousands of clients that reset, trickle
                  or never read, a stepped clock, a full disk (needs 20,000 open files)
  cluster         install what is missing, build, and start three nodes, NATS and HAProxy on this machine; Ctrl-C stops them
  cluster --kills N   the long run: kill a node N times (and drain, freeze and reload) under 300 viewers, and print a
                  report (a second and a half a kill)
  sanitize        build with ASan and UBSan, then with TSan, and run the native tests in each (with TSan only those that
                  run several threads)
  fuzz [seconds]  install what is missing and fuzz the readers of messages, tokens, proofs and connections, each for so
                  many seconds (60)
  bench [option…] install what is missing, build, and compare the server with a floor and with others: one table, and
                  build/bench/results.json and chart.svg (an hour; --quick: three minutes, to see that it works;
                  --spin: the load client polls, so that no server pays for waking it; --rounds N; --only "10,000 viewers":
                  nothing but the scenarios whose names begin so)
  bench --million [--viewers N] [--check]   open a million viewers on this machine and serve each every 20 s for ten
                  minutes: says first what it needs (--check: only this), and writes build/bench/million.svg
  package         install what is missing, and make the Debian packages in build/package/packages: the programs, and their
                  debug symbols
  package --check the same, and try them out (tests/package): lintian, an installation, an upgrade under a viewer, a removal
                  and a purge in a fresh Debian, the image, and a second build, which must make the same bytes (needs
                  root and the network; what cannot run here is skipped)
  image           install what is missing, and make the packages and an OCI image beside them, without a daemon;
                  backend/deploy/Containerfile makes the same one with podman or docker
  format          lay out all C++ with clang-format
  clean           delete build/
  help            this text
TEXT
}

# What is needed, by Debian's names. Boost 1.81 or newer: Debian 12's default, 1.74, is too old.
build_packages=(g++ cmake ninja-build ccache libboost1.81-dev libboost-program-options1.81-dev libspdlog-dev libssl-dev
  liburing-dev libnats-dev prometheus-cpp-dev emscripten node-acorn nodejs terser brotli gzip)
services=(nginx haproxy nats-server)  # programs that the tests start
test_services=(prometheus)  # with promtool; only ./build.sh test starts it
native_test_packages=(libgtest-dev python3 openssl node-ws)
test_packages=("${native_test_packages[@]}" googletest clang-format clang-tidy npm chromium firefox-esr
  libnss3-tools iproute2)
cluster_packages=(openssl curl)
package_packages=(help2man dpkg-dev binutils file python3)
package_test_packages=(lintian mmdebstrap curl umoci iproute2)
sanitizer_packages=("${native_test_packages[@]}" clang libclang-rt-14-dev)
bench_packages=(libgtest-dev googletest libbenchmark-dev binutils util-linux npm chromium wrk
  libnginx-mod-nchan websocketd python3-websockets libwebsockets-dev libwebsockets-evlib-uv openssl)

# The compiler cache works across clones in any folder: paths below this one count as relative, the folder itself counts
# for nothing, and a precompiled header does not keep a file from being found.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros

# Most tests wait for the server most of the time, so several share a core; those that must be alone say so.
test_jobs=$((4 * $(nproc)))

say() { printf '\n== %s\n' "$*" >&2; }
fail() { printf 'build.sh: %s\n' "$*" >&2; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else fail "this needs root and there is no sudo; as root, run: $*"
  fi
}

is_installed() {
  case $1 in
    emscripten) command -v emcc >/dev/null ;;          # also one from elsewhere
    nodejs) command -v node >/dev/null ;;
    npm) command -v npm >/dev/null ;;
    *) [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ] ;;
  esac
}

install_packages() {
  command -v apt-get >/dev/null || { say "No apt-get here: install by hand what is missing of: $*"; return; }
  local missing=() package
  mkdir -p build
  exec 9>build/installing  # if this script runs twice at once, one waits for the other
  flock 9
  for package in "$@"; do is_installed "$package" || missing+=("$package"); done
  if [ ${#missing[@]} -gt 0 ]; then
    say "Installing ${missing[*]}: needed to build or test, and not here"
    as_root apt-get update -qq 9>&-
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2 9>&-
  fi
  exec 9>&-
}

# The tests and the benchmark need these as programs. Debian's packages would also start them as services, now and at each
# boot.
install_without_service() { # names of packages, which are also those of their services
  command -v apt-get >/dev/null || return 0
  local missing=() package
  for package in "$@"; do is_installed "$package" || missing+=("$package"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  local policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    trap "as_root rm -f $policy" EXIT
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod +x "$policy"
  fi
  install_packages "${missing[@]}"
  [ ! -e "$policy" ] || [ -z "$(trap -p EXIT)" ] || { as_root rm -f "$policy"; trap - EXIT; }
  ! command -v systemctl >/dev/null || as_root systemctl disable "${missing[@]}" >/dev/null 2>&1 || true
}

configure() { # with the tests: ON or OFF; with the benchmark: ON or OFF
  cmake --preset release -DCMAKE_CXX_COMPILER_LAUNCHER=ccache -DSIMPLEWEBSOCKET_TESTS="$1" \
    -DSIMPLEWEBSOCKET_BENCH="${2:-OFF}"
}

build() { # with a build preset: `programs`, or `release` for all, with the tests
  say "Building"
  cmake --build --preset "$1"
  ln -sfn release/backend/simplewebsocket build/simplewebsocket
  ln -sfn release/backend/simplewebsocket-verify build/simplewebsocket-verify
}

build_programs() {
  install_packages "${build_packages[@]}"
  [ -f build/release/build.ninja ] || configure OFF
  build programs
}

build_with_tests() {
  install_without_service "${services[@]}" "${test_services[@]}"
  install_packages "${test_packages[@]}"
  install_packages "${build_packages[@]}"
  configure ON
  build release
  ln -sfn release/tests/support/echo_server build/echo_server
}

cpp_files() { git ls-files -co --exclude-standard '*.cpp' '*.hpp'; }

check_format() {
  say "Checking the layout of the code"
  cpp_files | xargs clang-format --dry-run --Werror || fail "the layout differs from .clang-format; run ./build.sh format"
}

check_with_clang_tidy() {
  say "Checking the code with clang-tidy (a few minutes)"
  tests/tidy/clang_tidy.py build/release || fail "clang-tidy objects; see above"
}

configure_with() { # a preset with a sanitizer
  install_without_service "${services[@]}"
  install_packages "${sanitizer_packages[@]}"
  install_packages "${build_packages[@]}"
  cmake --preset "$1" -DCMAKE_CXX_COMPILER_LAUNCHER=ccache
}

# An input that fails is written to build/fuzz/; give that file to the target to see it fail again.
fuzz() { # seconds for each target
  configure_with asan
  cmake --build --preset fuzz
  local target log
  for target in $(ls tests/fuzz/corpus); do
    say "Fuzzing: $target, $1 s"
    mkdir -p "build/fuzz/corpus/$target"
    log=build/fuzz/$target.log
    "build/asan/tests/fuzz/${target}_fuzz" -verbosity=0 -print_final_stats=1 -max_total_time="$1" -timeout=10 \
      -artifact_prefix=build/fuzz/ "build/fuzz/corpus/$target" "tests/fuzz/corpus/$target" >"$log" 2>&1 ||
      { tail -n 50 "$log" >&2; fail "the target $target failed; see above and $log"; }
    grep number_of_executed_units "$log" >&2
  done
}

run_tests() {
  build_with_tests
  check_format
  say "Installing the packages of the tests in browsers, of the deployments and of the schemas (npm)"
  local folder
  for folder in tests/e2e tests/deploy tests/schema; do (cd "$folder" && npm ci --no-audit --no-fund --ignore-scripts >&2); done
  check_with_clang_tidy
  say "Running the tests"
  ctest --preset release --parallel "$test_jobs" --label-exclude fault
}

run_faults() {
  build_with_tests
  say "Running the tests of faults"
  ctest --preset release --label-regex fault
}

run_cluster() {
  install_without_service "${services[@]}"
  install_packages "${cluster_packages[@]}"
  if [ $# -eq 0 ]; then
    build_programs
    exec backend/deploy/laptop.sh build/simplewebsocket
  fi
  install_packages "${native_test_packages[@]}" "${build_packages[@]}"
  configure ON
  say "Building the long run"
  cmake --build --preset release --target cluster_long_run
  exec build/release/tests/cluster/cluster_long_run "$@"
}

sanitize() {
  local preset
  for preset in asan tsan; do
    configure_with "$preset"
    cmake --build --preset "$preset"
    say "Running the native tests with $preset"
    ctest --preset "$preset" --parallel "$test_jobs" --label-exclude fault
  done
}

# The time of the newest commit is that of every packed file, so that the same source makes the same packages.
source_date() { git log -1 --format=%ct 2>/dev/null || echo 1767225600; }

package() { # --check, or nothing
  install_packages "${build_packages[@]}" "${package_packages[@]}"
  SOURCE_DATE_EPOCH=$(source_date)
  export SOURCE_DATE_EPOCH
  cmake --preset package -DCMAKE_CXX_COMPILER_LAUNCHER=  # no ccache: it makes the paths in the debug symbols relative
  say "Building the packages"
  cmake --build --preset package
  (umask 022 && cd build/package && rm -rf packages _CPack_Packages && cpack)
  backend/deploy/finish_packages.sh build/package/packages
  [ "${1:-}" != --check ] || {
    install_packages "${package_test_packages[@]}"
    tests/package/run.sh build/package/packages
  }
}

run_bench() {
  install_without_service "${services[@]}"
  install_packages "${bench_packages[@]}"
  install_packages "${build_packages[@]}"
  configure ON ON
  say "Building the benchmark"
  cmake --build --preset release --target bench
  ctest --preset release -R '^bench\.' --output-on-failure --quiet
  say "Installing the benchmark's packages (npm)"
  for directory in tests/bench tests/e2e; do
    (cd "$directory" && npm ci --no-audit --no-fund --ignore-scripts >&2)
  done
  say "Measuring; leave the machine alone meanwhile"
  node tests/bench/driver/bench.mjs "$@"
}

case ${1:-help} in
  run)
    shift
    build_programs </dev/null >&2  # what is piped in are numbers for the server
    exec build/simplewebsocket "$@"
    ;;
  test) run_tests ;;
  faults) run_faults ;;
  cluster)
    shift
    run_cluster "$@"
    ;;
  sanitize) sanitize ;;
  build) build_programs ;;
  fuzz) fuzz "${2:-60}" ;;
  bench)
    shift
    run_bench "$@"
    ;;
  package) package "${2:-}" ;;
  image) package ;;
  format) install_packages clang-format; cpp_files | xargs clang-format -i ;;
  clean) rm -rf build ;;
  help | -h | --help) usage ;;
  *) usage >&2; fail "unknown command: $1" ;;
esac

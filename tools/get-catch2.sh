#!/usr/bin/env bash
# get-catch2.sh FILE
#
# Downloads the source of Catch2 3.7.1 to FILE, from upstream or, where that cannot be reached, from the
# Debian mirror that this machine's apt is set up with, whose source package holds the same tarball.
# tools/catch2.cmake finds it there. Running it again does nothing.
#
# Needs   bash, curl, sha256sum.
# Reads   DEBIAN_MIRROR   the Debian archive, instead of apt's
#         NO_INSTALL      not empty: downloads nothing, and fails where it would
set -euo pipefail
. "$(dirname "$0")/apt-mirror.sh"

SHA256=c991b247a1a0d7bb9c39aa35faf0fe9e19764213f28ffba3109388e62ee0269c
UPSTREAM=https://github.com/catchorg/Catch2/archive/refs/tags/v3.7.1.tar.gz
DEBIAN_PATH=pool/main/c/catch2/catch2_3.7.1.orig.tar.gz

say() { printf 'get-catch2: %s\n' "$*"; }
die() { say "$*" >&2; exit 1; }
sum_is() { [ -f "$1" ] && [ "$(sha256sum "$1" | cut -c1-64)" = "$SHA256" ]; }

[ $# = 1 ] && [ -n "$1" ] || die "usage: get-catch2.sh FILE"
if sum_is "$1"; then say "up to date"; exit 0; fi
[ -z "${NO_INSTALL:-}" ] || die "NO_INSTALL is set, and Catch2 would have to be downloaded; install Catch2 3.4 or newer"
mkdir -p "$(dirname "$1")"
trap 'rm -f "$1.part"' EXIT
mirror=${DEBIAN_MIRROR:-$(apt_mirror)}
for url in "$UPSTREAM" ${mirror:+"$mirror/$DEBIAN_PATH"}; do
  why=$(curl -fsSL --retry 2 --connect-timeout 10 -o "$1.part" "$url" 2>&1 | tail -n 1) || continue
  why="the checksum is not the pinned one"
  sum_is "$1.part" || { say "$why, trying the next source"; continue; }
  mv "$1.part" "$1"
  say "done"
  exit 0
done
die "Catch2 cannot be downloaded, neither from upstream nor from a Debian mirror (${why:-curl failed}); install Catch2 3 (the package catch2 of Debian 13, of Homebrew, of vcpkg)"

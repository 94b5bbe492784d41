#!/usr/bin/env bash
# get-emscripten.sh [--is-current] DEST
#
# Puts Emscripten 3.1.69 into DEST where there is no emsdk: Debian trixie's build of it (clang and lld
# 19.1.7, binaryen 120, prebuilt system libraries), from nothing but a Debian mirror and the npm
# registry. No root, no apt, no change to the machine: the native tools run on trixie's own glibc, kept
# in DEST/upstream/lib. DEST is laid out like an emsdk:
#     source DEST/emsdk_env.sh        puts emcc, em++ and emcmake on PATH
#     DEST/upstream/emscripten/cmake/Modules/Platform/Emscripten.cmake
# Running it again with the same DEST does nothing. With --is-current it installs nothing in any case; its
# exit code says whether there is anything to install: 0 if not, else 1.
#
# Needs   Linux x86_64, bash, curl, tar, xz, dpkg-deb or ar, sha256sum, python3, node >= 16.20.
# Reads   DEBIAN_MIRROR    the Debian archive; default: the one that this machine's apt is set up with
#         NPM_REGISTRY     default: the one that this machine's npm is set up with
#         NO_INSTALL       not empty: installs nothing, and fails where it would
#         DOWNLOAD_CACHE   a folder that keeps the downloads between runs; default: none
set -euo pipefail
. "$(dirname "$0")/apt-mirror.sh"

SUITE=trixie

# path in the archive | SHA-256 | kind
#   pin  decides what the compiler emits; never replaced
#   lib  only lets the tools run; when a point release of the suite has dropped this build, its current
#        one is taken, by the suite's signed index
DEBS='
pool/main/e/emscripten/emscripten_3.1.69+dfsg-3_all.deb d2ac788b952c56ab6736b4db2ac0825aa63cfb4c08b8abaefe19e324779d1b2d pin
pool/main/b/binaryen/binaryen_120-4_amd64.deb 47be56009e56170f4338a0154fbff2028bd607bc3c8b6a5414658a985bef6470 pin
pool/main/l/llvm-toolchain-19/clang-19_19.1.7-3+b1_amd64.deb bbb74458d782b7792b61b0eed92746df5e6d033778c045cf8c2b3835b7c4efc4 pin
pool/main/l/llvm-toolchain-19/lld-19_19.1.7-3+b1_amd64.deb 756a805e8811d527dd2b5417f016c9342b8631fa9c1ddcd56265c13ae33bf3a4 pin
pool/main/l/llvm-toolchain-19/llvm-19_19.1.7-3+b1_amd64.deb 0b1b7263f4f45e261099240fdbf00fc14b42b88410fd829e041bf83ea45866cb pin
pool/main/l/llvm-toolchain-19/libclang-cpp19_19.1.7-3+b1_amd64.deb a7d2b6df51050834f6ea5c0d5e34869c2298b0bcdaa91eff17ba3db2cd545c47 pin
pool/main/l/llvm-toolchain-19/libllvm19_19.1.7-3+b1_amd64.deb db0d614d61345ca710fb73e75105f1ec6e38898fa7b3aa99fa7eb7d8b0a11d57 pin
pool/main/l/llvm-toolchain-19/libclang-common-19-dev_19.1.7-3+b1_amd64.deb 4018e40e2d4144fe38c45822e68cca63c1bf6c7872c3073ebb262ad4b2f9b8bc pin
pool/main/g/glibc/libc6_2.41-12+deb13u4_amd64.deb 967aa62605721081c3eb2a17650611a792aa802d76a6511d1840242623d204c9 lib
pool/main/g/gcc-14/libstdc++6_14.2.0-19_amd64.deb ab1fa05837aa7a92aae748fd07a18a35f7d18bb4a71c4724fe2bbf0e32089de0 lib
pool/main/g/gcc-14/libgcc-s1_14.2.0-19_amd64.deb 3c71917b490d1a17aed43196a2787a256ecf060526cdb20216a74bedc061b150 lib
pool/main/libf/libffi/libffi8_3.4.8-2_amd64.deb 0ebdc340de33333639c3c63874cd4b15ac2e83dfa1ef3053b7eefaf4919f4f68 lib
pool/main/libe/libedit/libedit2_3.1-20250104-1_amd64.deb b002ea172b9c1e34a67bc497c523c67bb74c3f0a4e98113cb083990a1f1d3bfe lib
pool/main/z/z3/libz3-4_4.13.3-1_amd64.deb 71383373523ef62d47eccf660cf6535c3febcbb3f88e54cb7a43124014b57359 lib
pool/main/z/zlib/zlib1g_1.3.dfsg+really1.3.1-1+b1_amd64.deb 015be740d6236ad114582dea500c1d907f29e16d6db00566ca32fb68d71ac90d lib
pool/main/libz/libzstd/libzstd1_1.5.7+dfsg-1_amd64.deb 2f6a2aeacfc925eba8b00ac9139bc4bfccf8cacb09eb93de067074b26948eef9 lib
pool/main/libx/libxml2/libxml2_2.12.7+dfsg+really2.9.14-2.1+deb13u3_amd64.deb e0c6b63ce4602a036a526f60fe5e6c1586710688058d98fc1001b9b3147b7efd lib
pool/main/n/ncurses/libtinfo6_6.5+20250216-2_amd64.deb 8b9f6a7983e9418564e48a627518de4c03917b56efe68d7f3e93bd8fffa1cc10 lib
pool/main/libb/libbsd/libbsd0_0.12.2-2_amd64.deb e5a85986fa6bec3307ab1bc860736b478b331882bc45e17675a7bdf88eecb43a lib
pool/main/libm/libmd/libmd0_1.1.0-2+b1_amd64.deb 7244ec3839b61fac0c1884fe08aaa040f26e8f1f35f1f5d3482eacefd30d1b44 lib
pool/main/x/xz-utils/liblzma5_5.8.1-1+deb13u1_amd64.deb 1cfcc6e0dc36f438a79b6e2189facdb9d150b08f57d190a60e01c98075c7f896 lib
pool/main/i/icu/libicu76_76.1-4_amd64.deb c1bf762996de9ecba9b9d871e4928a8090f023a3e9e7fa3240b3d90f892a01dc lib
pool/main/p/patchelf/patchelf_0.18.0-1.4_amd64.deb 1d39a7973504a4a5eb4101293cca142b83055a5a0f94e1d4286ded2563289b92 lib
'

# name | version | SHA-256 of the tarball. acorn: Emscripten's JavaScript optimiser; closure: --closure 1.
NPMS='
acorn 8.14.0 04c1f5545e4e9140e288bb56b4cbbc4ffd730213e6331330e2bcefc649462104
google-closure-compiler-linux 20260629.0.0 828b4d9371845f702915027978ebe4325ddd469054b7cfdb2394e61a24b24c52
'

# Of the Emscripten package's 1.6 GB: its tests and documents, and library variants that this package does not link
# (Memory64, threads, sanitizers, SDL…). A library that is missing is built when it is first asked for.
LEFT_OUT='
./usr/share/doc
./usr/share/emscripten/.emscripten
./usr/share/emscripten/ChangeLog*
./usr/share/emscripten/cache/symbol_lists
./usr/share/emscripten/docs
./usr/share/emscripten/media
./usr/share/emscripten/node_modules
./usr/share/emscripten/out
./usr/share/emscripten/test
*.lock
'
LEFT_OUT_LIBRARIES='pic *-ww* *-debug-mt* *-mt-debug* *asan* *ubsan* *lsan* *sanitizer* *SDL* libGL-[!g]*
  *tracing* *memvalidate* *verbose* *wasmfs* *-optz-*'

LLVM_TOOLS='clang clang++ clang-19 lld wasm-ld llvm-ar llvm-ranlib llvm-nm llvm-objcopy llvm-strip
  llvm-dwarfdump llvm-dwp llvm-cxxfilt llvm-size llvm-readobj llvm-profdata llvm-link llvm-dis'
BINARYEN_TOOLS='wasm-opt wasm-metadce wasm-emscripten-finalize wasm-ctor-eval wasm2js wasm-as wasm-dis
  wasm-merge wasm-split'

say() { printf 'get-emscripten: %s\n' "$*"; }
die() { say "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null; }

# --- downloads ------------------------------------------------------------------------------------

download() { curl -fsSL --retry 3 --retry-delay 2 --connect-timeout 20 -o "$1" "$2"; }
sum_is() { [ -f "$1" ] && [ "$(sha256sum "$1" | cut -c1-64)" = "$2" ]; }

# fetch FILE URL SHA: leaves a checked FILE in the downloads, or returns 1 with the reason in $WHY.
fetch() {
  local file=$DOWNLOADS/$1 url=$2 sha=$3
  sum_is "$file" "$sha" && return
  WHY=$(download "$file.part" "$url" 2>&1 | tail -n 1) || { rm -f "$file.part"; WHY=${WHY:-curl failed}; return 1; }
  sum_is "$file.part" "$sha" || { rm -f "$file.part"; die "$1: the checksum is not the pinned one"; }
  mv "$file.part" "$file"
}

# The suite's current build of a package, by its signed index: prints "path sha256".
current_build() {
  local keyring=/usr/share/keyrings/debian-archive-keyring.gpg index=$WORK/Packages sum
  has gpgv && [ -f $keyring ] || { say "the suite's index cannot be checked without gpgv and $keyring" >&2; return 1; }
  if [ ! -f "$index" ]; then
    download "$WORK/InRelease" "$DEBIAN_MIRROR/dists/$SUITE/InRelease" || return 1
    gpgv -q --keyring $keyring --output "$WORK/Release" "$WORK/InRelease" 2>/dev/null ||
      { say "$SUITE/InRelease: bad signature" >&2; return 1; }
    sum=$(awk '/^SHA256:/{on=1;next} /^[^ ]/{on=0} on && $3=="main/binary-amd64/Packages.xz"{print $1}' "$WORK/Release")
    download "$index.xz" "$DEBIAN_MIRROR/dists/$SUITE/main/binary-amd64/Packages.xz" || return 1
    sum_is "$index.xz" "$sum" || { say "Packages.xz: bad checksum" >&2; return 1; }
    xz -dc "$index.xz" >"$index"
  fi
  awk -v p="$1" '/^Package: /{on=($2==p)} on&&/^Filename:/{f=$2} on&&/^SHA256:/{print f, $2; exit}' "$index"
}

# fetch_deb PATH SHA KIND: leaves the file's name in $DEB.
fetch_deb() {
  local path=$1 sha=$2 kind=$3 package replacement
  DEB=$DOWNLOADS/$(basename "$path")
  fetch "$(basename "$path")" "$DEBIAN_MIRROR/$path" "$sha" && return
  [ "$kind" = lib ] || die "$(basename "$path") cannot be downloaded from the Debian mirror ($WHY); set DEBIAN_MIRROR, or install emsdk"
  package=$(basename "$path" | cut -d_ -f1)
  replacement=$(current_build "$package") && [ -n "$replacement" ] || die "$package: no replacement found"
  read -r path sha <<<"$replacement"
  say "$package: the pinned build is gone, taking $(basename "$path")"
  DEB=$DOWNLOADS/$(basename "$path")
  fetch "$(basename "$path")" "$DEBIAN_MIRROR/$path" "$sha" || die "$(basename "$path") cannot be downloaded ($WHY)"
}

deb_files() { # the files of a .deb as a tar, on stdout
  if has dpkg-deb; then dpkg-deb --fsys-tarfile "$1"; else ar p "$1" data.tar.xz | xz -dc; fi
}

# --- installation ---------------------------------------------------------------------------------

unpack_debs() {
  local path sha kind pattern count=0 total exclude=()
  total=$(grep -c . <<<"$DEBS")
  while read -r pattern; do [ -z "$pattern" ] || exclude+=(--exclude="$pattern"); done <<<"$LEFT_OUT"
  set -f # the patterns are tar's, not the shell's
  for pattern in $LEFT_OUT_LIBRARIES; do
    exclude+=(--exclude="./usr/share/emscripten/cache/sysroot/lib/wasm32-emscripten/$pattern"
              --exclude="./usr/share/emscripten/cache/sysroot/lib/wasm32-emscripten/lto/$pattern")
  done
  set +f
  while read -r path sha kind; do
    [ -n "$path" ] || continue
    count=$((count + 1))
    say "package $count of $total: $(basename "$path" | cut -d_ -f1)"
    fetch_deb "$path" "$sha" "$kind"
    case $path in
      */emscripten_*) deb_files "$DEB" | tar -x -C "$ROOT" --no-same-owner --wildcards "${exclude[@]}" ;;
      *) deb_files "$DEB" | tar -x -C "$ROOT" --no-same-owner --wildcards --exclude='./usr/share' --exclude='*/gconv' ;;
    esac
  done <<<"$DEBS"
}

lay_out_as_emsdk() {
  local tool
  mkdir -p "$UPSTREAM/bin" "$UPSTREAM/lib"
  mv "$ROOT/usr/share/emscripten" "$EMSCRIPTEN"
  mv "$ROOT/usr/lib/llvm-19/lib/clang" "$UPSTREAM/lib/clang"
  for tool in $LLVM_TOOLS; do
    if [ -e "$ROOT/usr/lib/llvm-19/bin/$tool" ] || [ -L "$ROOT/usr/lib/llvm-19/bin/$tool" ]; then
      mv "$ROOT/usr/lib/llvm-19/bin/$tool" "$UPSTREAM/bin/$tool"
    fi
  done
  for tool in $BINARYEN_TOOLS; do mv "$ROOT/usr/bin/$tool" "$UPSTREAM/bin/$tool"; done
  find "$ROOT/usr/lib/x86_64-linux-gnu" -maxdepth 1 -name '*.so*' -exec mv -t "$UPSTREAM/lib" {} +
}

# Makes the native tools load the glibc beside them, not the machine's, which may be older.
use_own_glibc() {
  local file loader=$UPSTREAM/lib/ld-linux-x86-64.so.2
  [ -x "$loader" ] || die "libc6 holds no loader"
  for file in "$UPSTREAM"/bin/*; do
    if [ -L "$file" ] || [ "$(head -c4 "$file" | tail -c3)" != ELF ]; then continue; fi
    "$loader" --library-path "$UPSTREAM/lib" "$ROOT/usr/bin/patchelf" \
      --set-interpreter "$loader" --force-rpath --set-rpath "\$ORIGIN/../lib" "$file"
  done
}

install_npm_packages() {
  local name version sha
  while read -r name version sha; do
    [ -n "$name" ] || continue
    say "npm package: $name"
    fetch "$name-$version.tgz" "$NPM_REGISTRY/$name/-/$name-$version.tgz" "$sha" ||
      die "$name $version cannot be downloaded from the npm registry ($WHY); set NPM_REGISTRY, or install emsdk"
    mkdir -p "$EMSCRIPTEN/node_modules/$name"
    tar -xzf "$DOWNLOADS/$name-$version.tgz" -C "$EMSCRIPTEN/node_modules/$name" --strip-components=1 --no-same-owner
  done <<<"$NPMS"
  chmod +x "$EMSCRIPTEN/node_modules/google-closure-compiler-linux/compiler"
}

configure() {
  # Else node would read .js files here as the package.json of a folder above says: as modules, say.
  echo '{ "private": true, "type": "commonjs" }' >"$DEST/package.json"
  cat >"$EMSCRIPTEN/.emscripten" <<CONFIG
import os, shutil
LLVM_ROOT = '$UPSTREAM/bin'
LLVM_ADD_VERSION = ''
CLANG_ADD_VERSION = ''
BINARYEN_ROOT = '$UPSTREAM'
NODE_JS = os.environ.get('EMSDK_NODE') or shutil.which('node') or '/usr/bin/node'
CACHE = '$EMSCRIPTEN/cache'
CLOSURE_COMPILER = '$EMSCRIPTEN/node_modules/google-closure-compiler-linux/compiler'
CONFIG
  cat >"$DEST/emsdk_env.sh" <<ENVIRONMENT
# source this file
unset EM_CONFIG EM_CACHE EMSCRIPTEN_ROOT EM_LLVM_ROOT EM_BINARYEN_ROOT EM_FROZEN_CACHE
export EMSDK='$DEST'
case ":\$PATH:" in *":$EMSCRIPTEN:"*) ;; *) export PATH='$EMSCRIPTEN':"\$PATH" ;; esac
ENVIRONMENT
}

# One program, compiled and run: a missing library or a broken loader shows here, not in the build.
try_out() (
  . "$DEST/emsdk_env.sh"
  cd "$WORK"
  cat >try.cpp <<'PROGRAM'
#include <cstdio>
#include <vector>
int main() {
  std::vector<int> numbers{20, 22};
  std::printf("%d\n", numbers[0] + numbers[1]);
}
PROGRAM
  em++ -std=c++20 -O2 try.cpp -o try.js && [ "$(node try.js)" = 42 ]
)

# --- main -----------------------------------------------------------------------------------------

LOOK=
if [ "${1-}" = --is-current ]; then LOOK=1; shift; fi
[ $# = 1 ] && [ -n "$1" ] || die "usage: get-emscripten.sh [--is-current] DEST"
[ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] || die "works on Linux x86_64 only; install emsdk and put emcc on PATH"
for program in curl tar xz sha256sum python3 node; do has $program || die "$program is missing; install it"; done
has dpkg-deb || has ar || die "dpkg-deb is missing; install dpkg, or binutils for ar"

case $1 in /*) DEST=$1 ;; *) DEST=$PWD/$1 ;; esac
case $DEST in *[[:space:]\']*) die "the folder's path must hold no spaces or quotes: $DEST" ;; esac
mkdir -p "$DEST"; DEST=$(cd "$DEST" && pwd -P)
UPSTREAM=$DEST/upstream EMSCRIPTEN=$DEST/upstream/emscripten WORK=$DEST/.work ROOT=$DEST/.work/root

exec 9>"$DEST/.lock"; ! has flock || flock 9 # one installer at a time
STAMP="$(printf '%s' "$DEBS$NPMS$LEFT_OUT$LEFT_OUT_LIBRARIES" | sha256sum | cut -c1-64) $DEST"
if [ -f "$DEST/.stamp" ] && [ "$(cat "$DEST/.stamp")" = "$STAMP" ]; then say "up to date"; exit 0; fi
[ -z "$LOOK" ] || exit 1
[ -z "${NO_INSTALL:-}" ] || die "NO_INSTALL is set, and Emscripten would have to be installed; install emsdk and put its emcc on PATH"
[ ! -e "$UPSTREAM" ] || [ -e "$DEST/.get-emscripten" ] || die "$UPSTREAM exists and was not made by this script; choose another folder"

DEBIAN_MIRROR=${DEBIAN_MIRROR:-$(apt_mirror)}
NPM_REGISTRY=${NPM_REGISTRY:-$(npm config get registry 2>/dev/null)}
NPM_REGISTRY=${NPM_REGISTRY%/}
[ -n "$DEBIAN_MIRROR" ] || die "apt knows no Debian mirror; set DEBIAN_MIRROR, or install emsdk and put emcc on PATH"

: >"$DEST/.get-emscripten"
rm -rf "$DEST/.stamp" "$UPSTREAM" "$WORK"
trap 'rm -rf "$WORK"' EXIT
DOWNLOADS=${DOWNLOAD_CACHE:-$WORK/downloads}
mkdir -p "$ROOT" "$DOWNLOADS"

unpack_debs
lay_out_as_emsdk
use_own_glibc
install_npm_packages
configure
say "compiling a first program"
try_out || die "the installed emcc does not work"
printf '%s\n' "$STAMP" >"$DEST/.stamp"
say "done: $("$EMSCRIPTEN/emcc" --version | head -n 1)"

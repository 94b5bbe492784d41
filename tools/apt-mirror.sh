# apt_mirror: prints the first Debian archive that this machine's apt is set up with, in either of its
# two file formats; nothing where there is none. For the scripts beside this one.
apt_mirror() {
  { cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources \
      2>/dev/null || true; } |
    sed -nE 's/^(URIs:|deb( \[[^]]*\])?) +([^ ]+\/debian)\/?( .*)?$/\3/p' | head -n 1
}

# Running a command as the appliance, a client or another place of the campus would.

enter_vantage() {
  local system_ca=
  while [ "${1-}" = --system-ca ]; do system_ca=yes; shift; done
  [ $# -ge 3 ] || die "usage: campus exec [--system-ca] DIR NS CMD..."
  use_dir "$1"
  need_up
  local n=$2
  shift 2
  [ -e "/run/netns/$(ns "$n")" ] || die "no namespace $n; there are: $NAMESPACES"
  DIR=$DIR PLACE=$n SYSTEM_CA=$system_ca exec ip netns exec "$(ns "$n")" unshare --uts \
    "$HERE/lib/inside" "$@"
}

# Running a command as the appliance, a client or another place of the campus would.

enter_vantage() {
  local system_ca='' resolv_conf=''
  while :; do
    case ${1-} in
      --system-ca) system_ca=yes; shift ;;
      --resolv-conf) resolv_conf=${2:?FILE}; shift 2 ;;
      *) break ;;
    esac
  done
  [ $# -ge 3 ] || die "usage: campus exec [--system-ca] [--resolv-conf FILE] DIR NS CMD..."
  use_dir "$1"
  need_up
  local n=$2
  shift 2
  [ -e "/run/netns/$PREFIX-$n" ] || die "no namespace $n; there are: $NAMESPACES"
  DIR=$DIR PLACE=$n SYSTEM_CA=$system_ca RESOLV_CONF=$resolv_conf \
    exec ip netns exec "$PREFIX-$n" unshare --uts "$HERE/lib/inside" "$@"
}

# Namespaces, cables, addresses, and the firewall.
#
#   appliance 198.18.1.10 ---\             /--- campus    198.18.2.0/24, a server an address
#   client    198.18.3.10 ----+-- router --+
#   jump      198.18.4.10 ---/             \--- internet  198.19.0.0/17, a host name an address
#   outside   198.19.128.10 -/

# leg NAMESPACE ROUTER-ADDRESSES OWN-ADDRESSES, each v4 then v6
leg() {
  local n=$1
  ip -n "$PREFIX-router" link add "$n" type veth peer name eth0 netns "$PREFIX-$n"
  # Without this, packets pass as aggregates larger than any wire's, and a small MTU is not felt.
  ip -n "$PREFIX-router" link set "$n" gso_max_segs 1 up
  ip -n "$PREFIX-$n" link set eth0 gso_max_segs 1 up
  ip -n "$PREFIX-router" addr add "$2" dev "$n"
  ip -n "$PREFIX-router" addr add "$3" dev "$n" nodad
  ip -n "$PREFIX-$n" addr add "$4" dev eth0
  ip -n "$PREFIX-$n" addr add "$5" dev eth0 nodad
  ip -n "$PREFIX-$n" route add default via "${2%/*}"
  ip -n "$PREFIX-$n" route add default via "${3%/*}"
}

make_namespaces() {
  local n
  for n in $NAMESPACES; do
    ip netns add "$PREFIX-$n"
    ip -n "$PREFIX-$n" link set lo up
  done
  leg appliance 198.18.1.1/24 fd18:1::1/64 198.18.1.10/24 fd18:1::10/64
  leg campus 198.18.2.1/24 fd18:2::1/64 198.18.2.2/24 fd18:2::2/64
  leg client 198.18.3.1/24 fd18:3::1/64 198.18.3.10/24 fd18:3::10/64
  leg jump 198.18.4.1/24 fd18:4::1/64 198.18.4.10/24 fd18:4::10/64
  leg internet 198.19.0.1/17 2001:db8:19::1/64 198.19.0.2/17 2001:db8:19::2/64
  leg outside 198.19.128.1/24 2001:db8:128::1/64 198.19.128.10/24 2001:db8:128::10/64
  each_host give_address | sort -u >"$DIR/addresses"
  for n in campus internet; do
    sed -n "s/^$n //p" "$DIR/addresses" | ip -n "$PREFIX-$n" -batch -
  done
  # So that a packet for an address of nowhere meets the firewall's rules, not "no route".
  ip -n "$PREFIX-router" route add default via 198.19.0.2
  ip -n "$PREFIX-router" route add default via 2001:db8:19::2
  # The university's second network, behind the first.
  ip -n "$PREFIX-router" route add 198.18.102.0/24 via 198.18.2.2
  # The cells of the matrix; see matrix.sh.
  ip -n "$PREFIX-router" route add 198.18.128.0/17 via 198.18.2.2
  ip -n "$PREFIX-router" route add 198.19.64.0/18 via 198.19.0.2
  in_ns router sysctl -q -w net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 \
    net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0 net.ipv4.conf.all.rp_filter=0
}

# Where names are answered in another way (.64 by misbehave.py, the others by named); faults lead the appliance from one to another.
readonly RESOLVERS="198.18.2.61 198.18.2.62 198.18.2.63 198.18.2.64"

give_address() {
  local a
  case $2 in campus | internet) ;; *) return 0 ;; esac
  for a in ${3//,/ }; do
    if v6 "$a"; then
      echo "$2 addr add $a/64 dev eth0 nodad"
    elif [ "$2" = campus ]; then
      echo "campus addr add $a/24 dev eth0"
    else
      echo "internet addr add $a/17 dev eth0"
    fi
  done
  [ "$1" != ns1.uni.edu ] || printf 'campus addr add %s/24 dev eth0\n' $RESOLVERS
}

opening() { # the vendor's row as elements of the firewall's set
  local a o
  [ "$4" != - ] || return 0
  for a in ${3//,/ }; do
    ip_of "$a"
    for o in ${4//,/ }; do printf '%s %s . %s . %s,\n' "$IP" "$a" "${o#*/}" "${o%/*}"; done
  done
}

raise_firewall() {
  each_host opening | sort -u >"$DIR/openings"
  {
    echo "define open4 = { $(sed -n 's/^ip //p' "$DIR/openings" | tr '\n' ' ') }"
    echo "define open6 = { $(sed -n 's/^ip6 //p' "$DIR/openings" | tr '\n' ' ') }"
    cat "$HERE/etc/router.nft"
  } >"$DIR/router.nft"
  in_ns router nft -f "$DIR/router.nft" || die "the firewall's rules: $DIR/router.nft"
}

# take_down: everything that lives in this run's namespaces, and they themselves. The processes are
# those recorded, and those that they started: whatever is in a namespace that only we use.
take_down() {
  local n pid try
  for try in TERM TERM KILL KILL; do
    local left=
    for n in $NAMESPACES; do
      [ -e "/run/netns/$PREFIX-$n" ] || continue
      for pid in $(ip netns pids "$PREFIX-$n"); do
        left=yes
        kill -"$try" "$pid" 2>/dev/null || true
        kill -CONT "$pid" 2>/dev/null || true # or one that is stopped never ends
      done
    done
    [ -n "$left" ] || break
    for _ in 1 2 3 4 5 6 7 8 9 10; do
      still_there || break
      sleep 0.1
    done
  done
  for n in $NAMESPACES; do
    [ ! -e "/run/netns/$PREFIX-$n" ] || ip netns delete "$PREFIX-$n"
  done
}

still_there() {
  local n
  for n in $NAMESPACES; do
    [ ! -e "/run/netns/$PREFIX-$n" ] || [ -z "$(ip netns pids "$PREFIX-$n")" ] || return 0
  done
  return 1
}

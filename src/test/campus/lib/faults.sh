# Faults. The list of those that are on is kept in DIR/state/faults; every change makes the rules of
# every namespace anew from that list and loads them in one transaction. So a fault needs no undoing
# of its own, and no fault is an empty list.

list_faults() { cat "$HERE/etc/faults.txt"; }

switch_on() {
  [ $# -gt 0 ] || die "which fault? campus faults lists them"
  exec 8>"$DIR/state/lock"
  flock 8
  local before f
  before=$(<"$DIR/state/faults")
  rm -f "$DIR/state/sound"
  for f; do
    # Tried alone first, so that a misspelt fault changes nothing.
    (clear_rules && emit "$f") || exit 1
    grep -qxF -- "$f" "$DIR/state/faults" || echo "$f" >>"$DIR/state/faults"
  done
  (apply) || { printf '%s' "${before:+$before
}" >"$DIR/state/faults"; (apply) || true; die "not switched on: $*"; }
}

switch_off() {
  exec 8>"$DIR/state/lock"
  flock 8
  local f
  if [ $# = 0 ]; then
    # Every test asks for a sound campus, and most find it so.
    [ -s "$DIR/state/faults" ] || [ ! -e "$DIR/state/sound" ] || return 0
    : >"$DIR/state/faults"
  else
    for f; do
      grep -qxF -- "$f" "$DIR/state/faults" || die "$f is not on"
      grep -vxF -- "$f" "$DIR/state/faults" >"$DIR/state/faults.new" || true
      mv "$DIR/state/faults.new" "$DIR/state/faults"
    done
  fi
  apply
  [ -s "$DIR/state/faults" ] || : >"$DIR/state/sound"
}

# What the faults that are on ask for. FORWARD and EXTRA are the router's; NAT is by namespace.
clear_rules() {
  declare -gA NAT=([appliance]= [router]= [campus]= [internet]=)
  FORWARD= EXTRA= STRINGS4= STRINGS6= DELAYS4= DELAYS6= POLICY= OFF= BAD= STOPPED= SPN=right
}
forward() { FORWARD+="    $*"$'\n'; }
nat() { local n=$1; shift; NAT[$n]+="    $*"$'\n'; }

# target HOST:PORT/PROTO: sets HOST, PORT, PROTO, PLACE and ADDRESSES.
target() {
  [[ $1 =~ ^\[?([^]]+)\]?:([0-9]+)/(tcp|udp)$ ]] || die "not HOST:PORT/tcp or /udp: $1"
  HOST=${BASH_REMATCH[1]} PORT=${BASH_REMATCH[2]} PROTO=${BASH_REMATCH[3]}
  host "$HOST"
}
name() { [[ $1 =~ ^[A-Za-z0-9_.-]+$ ]] || die "not a name: $1"; }
host() {
  HOST=$1
  find_host "$1" || die "no such host: $1"
}

# on_path ACTION [MATCH]: the router does ACTION to packets for the target.
on_path() {
  local a
  for a in $ADDRESSES; do
    ip_of "$a"
    forward "$IP daddr $a $PROTO dport $PORT ${2-} $1"
  done
}

# at_server PORT, on_way PORT: another listener, beside the server or in the router, takes its place.
at_server() { redirect "$PLACE" "$1"; }
on_way() { redirect router "$1"; }
redirect() {
  local a
  for a in $ADDRESSES; do
    ip_of "$a"
    nat "$1" "$IP daddr $a $PROTO dport $PORT redirect to :$2"
  done
}
# beside PORT: the server's own address, on another port; redirect would change the address, too.
beside() {
  local a
  for a in $ADDRESSES; do
    v6 "$a" || nat "$PLACE" "ip daddr $a $PROTO dport $PORT dnat ip to $a:$1"
  done
}
only() { [ "$PROTO" = "$1" ] || die "$2 is for $1"; }

reject() { # reject KIND: ICMP's kinds, whose names differ between versions 4 and 6
  local a six
  case $1 in
    host-unreachable) six=addr-unreachable ;;
    net-unreachable) six=no-route ;;
    port-unreachable) six=port-unreachable ;;
    *) six=admin-prohibited ;;
  esac
  for a in $ADDRESSES; do
    if v6 "$a"; then
      forward "ip6 daddr $a $PROTO dport $PORT reject with icmpv6 type $six"
    else
      forward "ip daddr $a $PROTO dport $PORT reject with icmp type $1"
    fi
  done
}

# names_from ADDRESS [OF]: questions for the resolvers (or only for OF) go to ADDRESS. Not those
# that the router itself asks.
names_from() {
  nat campus "ip saddr != 198.18.2.1 ip daddr ${2-{ 198.18.2.53, 198.18.2.54 \}}" \
    "meta l4proto { tcp, udp } th dport 53 dnat ip to $1"
}

recertify() { # recertify KIND HOST
  # The domain's name has no certificate of its own.
  [ "${2,,}" != ad.uni.edu ] || set -- "$1" dc1.uni.edu
  host "$2"
  row "$2" && [ "${ROW[4]}" != - ] || die "$2 has no certificate"
  BAD+="$1 $2"$'\n'
  PROTO=tcp
  case ${2,,} in
    mssql.uni.edu) return 0 ;; # the stand-in reads its file for every connection
    smtp.sendgrid.net) PORT=587; at_server 3587 ;;
    *)
      for PORT in 443 636; do at_server 9004; done
      ;;
  esac
}

# elsewhere HOST PLACE FROM TO: in the network TO the host answers as in FROM, the firewall lets
# everything through that it lets through there, and the name leads there. No host needs such
# an address: the router's way there ends in the host's namespace.
elsewhere() {
  host "$1"
  [ "$PLACE" = "$2" ] || die "$1 is not in $2"
  local a new o
  for a in $ADDRESSES; do
    [[ $a =~ ^$3\.([0-9]+)$ ]] || continue
    new=$4.${BASH_REMATCH[1]}
    nat "$PLACE" "ip daddr $new dnat ip to $a"
    row "$HOST"
    for o in ${ROW[3]//,/ }; do
      EXTRA+="    ip daddr $new ${o#*/} dport ${o%/*} accept"$'\n'
    done
    POLICY+="$HOST A $new"$'\n'
  done
  [ -n "${new-}" ] || die "$1 has no address that could be elsewhere"
}

filter_name() { # filter_name NAME ACTION: on the ClientHello that says NAME
  name "$1"
  local rule="-A FORWARD -p tcp --dport 443 -m string --algo bm --string $1 -j $2"$'\n'
  STRINGS4+=$rule
  STRINGS6+=$rule
}

emit() {
  local kind=${1%%:*} rest= a n
  [[ $1 != *:* ]] || rest=${1#*:}
  case $kind in
    allow) target "$rest"
      for a in $ADDRESSES; do ip_of "$a"; EXTRA+="    $IP daddr $a $PROTO dport $PORT accept"$'\n'; done ;;
    drop) target "$rest"; on_path drop ;;
    reject-reset) target "$rest"; only tcp "$kind"; on_path "reject with tcp reset" ;;
    reject-port-unreachable | reject-admin-prohibited | reject-host-unreachable | \
      reject-net-unreachable | reject-host-prohibited | reject-net-prohibited)
      target "$rest"; reject "${kind#reject-}" ;;
    loss) target "${rest#*:}"
      [[ ${rest%%:*} =~ ^[1-9][0-9]?$ ]] || die "a loss of 1 to 99 percent"
      on_path drop "numgen random mod 100 < ${rest%%:*}" ;;
    mtu) host "$rest"
      for a in $ADDRESSES; do
        ip_of "$a"
        for n in daddr saddr; do forward "$IP $n $a meta length > 1300 drop"; done
      done ;;
    slow) host "${rest%:*}"
      for a in $ADDRESSES; do
        n="-A FORWARD -d $a -j MARK --set-mark $((${rest##*:}))"$'\n'
        n+="-A FORWARD -d $a -j NFQUEUE --queue-num 1 --queue-bypass"$'\n'
        if v6 "$a"; then DELAYS6+=$n; else DELAYS4+=$n; fi
      done ;;
    off) host "$rest"; for a in $ADDRESSES; do OFF+="$PLACE $a"$'\n'; done ;;
    dc2-off) emit off:dc2.uni.edu ;;
    no-appliance) STOPPED+=$'nginx-appliance\nsshd-01\n' ;;
    reset-after-hello) target "$rest"; only tcp "$kind"
      on_path "reject with tcp reset" "@ih,0,8 0x16" ;;
    silent-after-hello) target "$rest"; only tcp "$kind"; on_path drop "@ih,0,8 0x16" ;;
    reset-after-payload) target "$rest"; only tcp "$kind"
      on_path "reject with tcp reset" "meta length > 90" ;;
    silent-after-accept) target "$rest"; only tcp "$kind"; on_way 9002 ;;
    reset-after-accept) target "$rest"; only tcp "$kind"; at_server 9001 ;;
    hang) target "$rest"; at_server 9002 ;;
    garbage) target "$rest"; at_server 9003 ;;
    drip) target "$rest"; only tcp "$kind"; at_server 9006 ;;
    endless) target "$rest"; only tcp "$kind"; at_server 9007 ;;
    endless-body) target "$rest"; only tcp "$kind"; at_server 9008 ;;
    banner) target "$rest"; only tcp "$kind"; at_server 9009 ;;
    xml-bomb) target mirrors.fedoraproject.org:443/tcp; at_server 9010 ;;
    expired | wrong-name | self-signed | renewed) recertify "$kind" "$rest" ;;
    sni-filter) filter_name "$rest" "REJECT --reject-with tcp-reset" ;;
    sni-filter-silent) filter_name "$rest" DROP ;;
    tls-inspection)
      if [ -n "$rest" ]; then target "$rest:443/tcp"; on_way 3130; return 0; fi
      nat router 'iifname "appliance" ip daddr 198.19.0.0/17 tcp dport 443 redirect to :3130'
      nat router 'iifname "appliance" ip6 daddr 2001:db8:19::/64 tcp dport 443 redirect to :3130' ;;
    blockpage) blockpage 3129 ;;
    blockpage-inline) blockpage 3128 ;;
    blockpage-ok) blockpage 9005 ;;
    names-only-by-proxy)
      names_from 198.18.2.61
      forward 'iifname "appliance" ip daddr 198.19.0.0/16 drop'
      forward 'iifname "appliance" ip6 daddr 2001:db8::/32 drop' ;;
    proxy-denies) proxy_port 3127 ;;
    proxy-credentials) proxy_port 3126 ;;
    resolver-down) forward 'ip daddr { 198.18.2.53, 198.18.2.54 } th dport 53 drop' ;;
    resolver-refused) forward 'ip daddr { 198.18.2.53, 198.18.2.54 } udp dport 53 reject' ;;
    resolver-servfail) names_from 198.18.2.62 ;;
    first-resolver-down) forward 'ip daddr 198.18.2.53 th dport 53 drop' ;;
    split-dns) names_from 198.18.2.63 198.18.2.54 ;;
    rotating-dns) names_from 198.18.2.64 ;;
    nxdomain) name "$rest"; POLICY+="$rest CNAME ."$'\n' ;;
    nodata) name "$rest"; POLICY+="$rest CNAME *."$'\n' ;;
    unanswered) name "$rest"; POLICY+="$rest CNAME rpz-drop."$'\n' ;;
    private-answer) name "$rest"; POLICY+="$rest A 10.11.12.13"$'\n' ;;
    mirrorlist-gone) emit nxdomain:mirrorlist.centos.org ;;
    patch-gone) emit nxdomain:software2-public.azureedge.net ;;
    client-cdn-gone)
      emit nxdomain:1bdb4cc9b0722bc205a3-77fabbc4511a62a47f7610ad5c7c4e62.ssl.cf3.rackcdn.com ;;
    second-address) elsewhere "$rest" campus '198\.18\.2' 198.18.102
      for a in $ADDRESSES; do
        if v6 "$a"; then POLICY+="$HOST AAAA $a"$'\n'; else POLICY+="$HOST A $a"$'\n'; fi
      done ;;
    moved) elsewhere "$rest" internet '198\.19\.1' 203.0.113 ;;
    srv-spoofed)
      for n in "389 dc1.uni.edu" "389 dc2.uni.edu" "389 decoy.attacker.example"; do
        for a in _ldap._tcp _ldap._tcp.dc._msdcs _ldap._tcp.Main-Campus._sites.dc._msdcs; do
          POLICY+="$a.uni.edu SRV 0 100 $n."$'\n'
        done
      done ;;
    ldap-referral | ldap-bind-referral)
      for n in dc1.uni.edu dc2.uni.edu; do
        target "$n:636/tcp"
        if [ "$kind" = ldap-referral ]; then at_server 9021; else at_server 9022; fi
      done ;;
    spn-missing | spn-twice | spn-case) SPN=${kind#spn-} ;;
    smtp-no-starttls) target smtp.sendgrid.net:587/tcp; at_server 2587 ;;
    smtp-auth-in-clear) target smtp.sendgrid.net:587/tcp; at_server 4587 ;;
    smtp-no-auth) target smtp.sendgrid.net:587/tcp; at_server 5587 ;;
    smtp-auth-refused) target smtp.sendgrid.net:587/tcp; at_server 6587 ;;
    ntp-unsynchronised)
      for n in campus internet; do nat "$n" "udp dport 123 redirect to :1123"; done ;;
    kdc-skew)
      for n in ${rest:-dc1.uni.edu dc2.uni.edu}; do
        host "$n"
        nat campus "ip daddr $ADDRESSES meta l4proto { tcp, udp } th dport 88 dnat ip to $ADDRESSES:1088"
      done ;;
    ssrp-silent) emit hang:MSSQL.uni.edu:1434/udp ;;
    http-only) target "$rest:443/tcp"; beside 80 ;;
    upgraded) target "$rest:443/tcp"; beside 9443 ;;
    health-503) target "$rest:443/tcp"; beside 8443 ;;
    lb-redirect-drops-query) balancer 80 8081 ;;
    lb-redirect-elsewhere) balancer 80 8082 ;;
    lb-one-server) balancer 443 8445 ;;
    lb-no-persistence) balancer 443 8443 ;;
    lb-cookie-persistence) balancer 443 8444 ;;
    sql-no-encryption) nat campus "ip daddr 198.18.2.41 tcp dport 1433 dnat ip to 198.18.2.41:1633" ;;
    sql-strict) nat campus "ip daddr 198.18.2.41 tcp dport 1433 dnat ip to 198.18.2.41:1533" ;;
    matrix) emit_matrix ;;
    *) die "no such fault: $1 (campus faults lists them)" ;;
  esac
}

balancer() { target "appsanywhere.uni.edu:$1/tcp"; beside "$2"; }
proxy_port() { nat campus "ip daddr 198.18.2.60 tcp dport 3128 dnat ip to 198.18.2.60:$1"; }
blockpage() { nat router "iifname \"appliance\" ip daddr 198.19.0.0/17 tcp dport 80 redirect to :$1"; }

apply() {
  local f n
  clear_rules
  CHANGED=
  while read -r f; do emit "$f"; done <"$DIR/state/faults"
  apply_certificates
  for n in router campus internet appliance; do
    rules_of "$n"
    load "$n" nft "${n}.nft" "$RULES" nft -f
  done
  tables "$STRINGS4" "$DELAYS4"
  load router iptables strings4 "$RULES" iptables-restore
  tables "$STRINGS6" "$DELAYS6"
  load router ip6tables strings6 "$RULES" ip6tables-restore
  apply_addresses
  apply_servers
  apply_policy
  apply_spn
  # A flow that was translated before must not go on where it went.
  [ -z "$CHANGED" ] || for n in router campus internet; do in_ns "$n" conntrack -F 2>/dev/null || true; done
}

# load NS WHAT FILE TEXT CMD...: feeds TEXT to CMD where it differs from what was fed last; says so in
# CHANGED.
load() {
  local n=$1 what=$2 file=$DIR/state/$3 text=$4
  shift 4
  if same "$file" "$text"; then return 0; fi
  CHANGED=yes
  printf '%s\n' "$text" >"$file"
  in_ns "$n" "$@" "$file" || { rm -f "$file"; die "$what refused the rules of $n"; }
}

# rules_of NS, tables STRINGS DELAYS: set RULES.
rules_of() {
  local n=$1 part
  RULES=$'table inet faults\ndelete table inet faults\ntable inet faults {\n'
  if [ "$n" = router ]; then
    printf -v part '  chain forward {\n    type filter hook forward priority -10\n%s  }\n' "$FORWARD"
    RULES+=$part
  fi
  printf -v part '  chain prerouting {\n    type nat hook prerouting priority dstnat\n%s  }\n}\n' "${NAT[$n]}"
  RULES+=$part
  if [ "$n" = router ]; then
    printf -v part 'flush chain inet campus extra\ntable inet campus {\n  chain extra {\n%s  }\n}\n' "$EXTRA"
    RULES+=$part
  fi
}

tables() {
  printf -v RULES '*mangle\n:FORWARD ACCEPT [0:0]\n%sCOMMIT\n*filter\n:FORWARD ACCEPT [0:0]\n%sCOMMIT\n' "$2" "$1"
}

apply_certificates() {
  local kind name a out TLS=$DIR/tls
  [ ! -e "$DIR/state/bad" ] || ! same "$DIR/state/bad" "$BAD" || return 0
  rm -f "$DIR/state/bad"
  rm -rf "$DIR/tls/bad"
  mkdir -p "$DIR/tls/bad"
  cp "$DIR/tls/smtp.sendgrid.net.pem" "$DIR/tls/bad/smtp.pem"
  cp "$DIR/tls/MSSQL.uni.edu.pem" "$DIR/tls/bad/sql.pem"
  while read -r kind name; do
    [ -n "$kind" ] || continue
    out=$DIR/tls/bad/$kind-$name
    bad_certificate "$kind" "$name" "$out"
    case ${name,,} in
      mssql.uni.edu) cp "$out.pem" "$DIR/tls/bad/sql.pem" ;;
      smtp.sendgrid.net) cp "$out.pem" "$DIR/tls/bad/smtp.pem" ;;
    esac
    find_host "$name"
    for a in $ADDRESSES; do cp "$out.pem" "$DIR/tls/bad/$a.pem"; done
  done <<<"$BAD"
  printf '%s' "$BAD" >"$DIR/state/bad"
}

# A host that is off answers no ARP: its address is taken away.
apply_addresses() {
  local n a length
  same "$DIR/state/off" "$OFF" && return 0
  touch "$DIR/state/off"
  while read -r n a; do
    [ -n "$n" ] || continue
    grep -qxF "$n $a" <<<"$OFF" || ip -n "$PREFIX-$n" $(grep -F " addr add $a/" "$DIR/addresses" | cut -d' ' -f2-)
  done <"$DIR/state/off"
  while read -r n a; do
    [ -n "$n" ] || continue
    grep -qxF "$n $a" "$DIR/state/off" ||
      ip -n "$PREFIX-$n" $(grep -F " addr add $a/" "$DIR/addresses" | sed 's/^[^ ]* addr add/addr del/; s/ nodad//')
  done <<<"$OFF"
  printf '%s' "$OFF" >"$DIR/state/off"
  in_ns router ip neigh flush all
  await_unknown
}

# await_unknown: until the router has asked for each address that is off and got no answer. An entry
# that a late packet made is as good as an answer, and is flushed again.
await_unknown() {
  local n a try known
  for ((try = 0; try < 100; try++)); do
    known=
    while read -r n a; do
      case $a in '' | *:*) continue ;; esac
      case $(in_ns router ip neigh show "$a") in
        *FAILED*) ;;
        *INCOMPLETE*) known+=" $a" ;;
        '') known+=" $a"; in_ns router bash -c "echo >/dev/udp/$a/9" ;;
        *) known+=" $a"; in_ns router ip neigh flush to "$a" ;;
      esac
    done <<<"$OFF"
    [ -n "$known" ] || return 0
    sleep 0.1
  done
  die "the router still knows$known"
}

# Servers that are stopped leave their ports to others; afterwards they are started again.
apply_servers() {
  local name
  same "$DIR/state/stopped" "$STOPPED" && return 0
  touch "$DIR/state/stopped"
  while read -r name; do
    # Whatever is started must not keep the lock on the faults.
    [ -z "$name" ] || grep -qxF "$name" <<<"$STOPPED" || start_again "$name" 8>&-
  done <"$DIR/state/stopped"
  while read -r name; do
    [ -z "$name" ] || grep -qxF "$name" "$DIR/state/stopped" || stop "$name"
  done <<<"$STOPPED"
  printf '%s' "$STOPPED" >"$DIR/state/stopped"
}

# Who holds the service's name, at both controllers. Two holders are as bad as none, and AD minds no case.
apply_spn() {
  local kdc=(KRB5_CONFIG="$INSIDE/krb5kdc/krb5.conf" KRB5_KDC_PROFILE="$INSIDE/krb5kdc/kdc.conf") ask
  [ -e "$DIR/state/spn" ] || [ "$SPN" != right ] || return 0
  if same "$DIR/state/spn" "$SPN"; then return 0; fi
  domain spn "$SPN" || die "the service's name in the domain"
  ask="addprinc -randkey $SERVICE"
  case $SPN in missing | twice) ask="delprinc -force $SERVICE" ;; esac
  inside campus "${kdc[@]}" kadmin.local -r UNI.EDU -q "$ask" >"$DIR/log/kadmin" 2>&1 || die "kadmin.local: $DIR/log/kadmin"
  echo "$SPN" >"$DIR/state/spn"
}

# The resolver's policy zones, with a serial that tells when a new version is in effect.
write_policy() {
  local serial=${1-1}
  {
    start_of_zone ns1.uni.edu. | sed "s/ 1 3600/ $serial 3600/"
    echo "serial.campus.test TXT \"$serial\""
    printf '%s' "${POLICY-}"
  } >"$DIR/zones/policy"
  {
    start_of_zone ns1.uni.edu.
    printf 'cloudpaging.uni.edu A 198.18.2.32\napi.software2.com A 198.19.1.99\n'
  } >"$DIR/zones/policy.other"
}

apply_policy() {
  local serial file=$DIR/state/policy
  same "$file" "$POLICY" && return 0
  serial=$(($(cat "$DIR/state/serial" 2>/dev/null || echo 1) + 1))
  echo "$serial" >"$DIR/state/serial"
  write_policy "$serial"
  in_ns campus rndc -k "$DIR/zones/rndc.key" -s 127.0.0.1 reload policy IN usual >"$DIR/log/rndc" 2>&1 ||
    die "rndc: $DIR/log/rndc"
  in_ns campus rndc -k "$DIR/zones/rndc.key" -s 127.0.0.1 flush >>"$DIR/log/rndc" 2>&1 || true
  local try
  for try in {1..100}; do
    if in_ns campus dig +short +time=1 +tries=1 @198.18.2.53 serial.campus.test TXT | grep -q "\"$serial\""; then
      printf '%s' "$POLICY" >"$file"
      return 0
    fi
    sleep 0.02
  done
  die "the resolver does not take the new policy: $DIR/log/named-campus.out (after $try tries)"
}

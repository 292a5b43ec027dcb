# The matrix: every fault at every kind of destination, all at the same time. Each cell has a name
# and an address of its own, KIND-FAULT.matrix.uni.edu; behind the address stands the real server of
# its kind. etc/fault-matrix.tsv says which cells there are, and what each must come to.

# Every kind: port, protocol, settings of the rule, and the server behind it (in the campus; smtp in
# the internet). The place in this list is the last byte of a cell's address.
readonly MATRIX_KINDS="tds ssrp ldaps kerberos smb ntp smtp http https ssh tcp"
declare -rA MATRIX_PORT=([tds]=1433/tcp [ssrp]=1434/udp [ldaps]=636/tcp [kerberos]=88/udp
  [smb]=445/tcp [ntp]=123/udp [smtp]=587/tcp [http]=80/tcp [https]=443/tcp [ssh]=22/tcp
  [tcp]=19999/tcp)
readonly MATRIX_PORTS="22 80 88 123 443 445 587 636 1433 1434 19999"
declare -rA MATRIX_WITH=([kerberos]=', with: {realm: UNI.EDU}'
  [http]=', with: {status: [200], body: version, identify: expectations}')
declare -rA MATRIX_SERVER=([tds]=198.18.2.41 [ssrp]=198.18.2.41 [ldaps]=198.18.2.22
  [kerberos]=198.18.2.22 [smb]=198.18.2.71 [ntp]=198.18.2.51 [smtp]=198.19.1.23
  [http]=198.18.2.33:19999 [https]=198.18.2.32 [ssh]=198.18.2.12 [tcp]=198.18.2.33)
# Cells of the internet; the others are the campus'.
readonly MATRIX_ABROAD=" smtp "

# Rows whose rules are of an external destination: what is on the path is at issue.
readonly MATRIX_EXTERNAL=" tls-inspection block-page status-407 status-503 script-redirect login-page "

# matrix_cells: the faults of the table, each with its kinds: FAULT KIND...
matrix_cells() {
  awk -F'\t' '/^[a-z]/ { if (!($1 in kinds)) order[++n] = $1; kinds[$1] = kinds[$1] " " $2 }
    END { for (i = 1; i <= n; i++) print order[i] kinds[order[i]] }' "$HERE/etc/fault-matrix.tsv"
}

# emit_matrix: the fault that switches the whole matrix on, and the files for a run over it.
emit_matrix() {
  local row=0 fault kind kinds k place net checks=$DIR/matrix.yaml
  printf 'catalogue: matrix\ntitle: Matrix\ngroups: {inside: {from: appsanywhere}, outside: {from: appsanywhere, external: true}}\nrules:\n' >"$checks"
  printf 'trust: {internal: [%s], public: [%s]}\n' "trust/campus-ca.pem, trust/public-ca.pem" \
    "trust/public-ca.pem" >"$DIR/matrix-site.yaml"
  while read -r fault kinds; do
    row=$((row + 1))
    k=0
    for kind in $MATRIX_KINDS; do
      k=$((k + 1))
      [[ " $kinds " == *" $kind "* ]] || continue
      matrix_cell
    done
    matrix_fault "$fault" "198.18.$((128 + row)).0/24" "198.19.$((64 + row)).0/24"
  done < <(matrix_cells)
  EXTRA+="    ip daddr { 198.18.128.0/17, 198.19.64.0/18 } accept"$'\n'
  for kind in $MATRIX_KINDS; do
    k=${MATRIX_PORT[$kind]}
    place=campus net=198.18.128.0/17
    [[ $MATRIX_ABROAD != *" $kind "* ]] || place=internet net=198.19.64.0/18
    nat $place "ip daddr $net ${k#*/} dport ${k%/*} dnat ip to ${MATRIX_SERVER[$kind]}"
  done
  nat internet "ip daddr 198.19.64.0/18 tcp dport 443 dnat ip to 198.19.1.19"
  nat internet "ip daddr 198.19.64.0/18 tcp dport 80 dnat ip to 198.19.1.1"
}

# Its rule, and what its name is answered with.
matrix_cell() {
  local abroad= group=inside with=${MATRIX_WITH[$kind]-} name=$kind-$fault.matrix.uni.edu address=198.18.$((128 + row)).$k
  [[ $MATRIX_ABROAD != *" $kind "* ]] || abroad=yes
  [[ $MATRIX_EXTERNAL != *" $fault "* ]] || { abroad=yes; group=outside; }
  [ -z "$abroad" ] || address=198.19.$((64 + row)).$k
  # No certificate is for such a name.
  [ "$fault" != wrong-name ] || name=$kind-$fault.uni.edu
  case $fault in
    name-not-found) POLICY+="$name CNAME ."$'\n' ;;
    name-unanswered) POLICY+="$name CNAME rpz-drop."$'\n' ;;
    name-failed) name=$kind.failing.test ;;
    name-sinkhole) POLICY+="$name A 0.0.0.0"$'\n' ;;
    name-dangling) POLICY+="$name CNAME gone.matrix.uni.edu."$'\n' ;;
    half-dead) POLICY+="$name A $address"$'\n'"$name A ${address%.*}.$((100 + k))"$'\n' ;;
    *) POLICY+="$name A $address"$'\n' ;;
  esac
  case $fault in
    status-* | script-redirect) with=", with: {path: /$fault}" ;;
    login-page) with=", with: {path: /$fault, content: repomd, identify: expectations}" ;;
    wrong-realm) with=", with: {realm: OTHER.TEST}" ;;
  esac
  printf '  - {id: %s, group: %s, to: %s, port: %s, protocol: %s, usage: u%s}\n' \
    "$fault.$kind" $group "$name" "${MATRIX_PORT[$kind]}" "$kind" "$with" >>"$checks"
}

# matrix_fault FAULT CAMPUS INTERNET: what is wrong at the cells in these two networks.
matrix_fault() {
  local cells="ip daddr { $2, $3 }" back="ip saddr { $2, $3 }" port= net
  case $1 in
    sound | wrong-name | name-* | status-* | script-redirect | login-page | wrong-realm) ;;
    drop) forward "$cells drop" ;;
    admin-prohibited | host-unreachable | net-unreachable | port-unreachable)
      forward "$cells reject with icmp type $1" ;;
    reject-reset) forward "$cells meta l4proto tcp reject with tcp reset" ;;
    mtu) forward "$cells meta length > 1300 drop"; forward "$back meta length > 1300 drop" ;;
    data-dropped) forward "$cells meta l4proto tcp meta length > 60 drop" ;;
    half-dead)
      forward "ip daddr ${2%.*}.100-${2%.*}.120 drop"
      forward "ip daddr ${3%.*}.100-${3%.*}.120 drop" ;;
    late)
      for net in "$2" "$3"; do
        DELAYS4+="-A FORWARD -d $net -j MARK --set-mark 150"$'\n'
        DELAYS4+="-A FORWARD -d $net -j NFQUEUE --queue-num 1 --queue-bypass"$'\n'
      done ;;
    tls-inspection) nat router "$cells tcp dport 443 redirect to :3130" ;;
    block-page) nat router "$cells tcp dport 80 redirect to :9005" ;;
    syn-proxy) nat router "$cells meta l4proto tcp redirect to :9002" ;;
    clock-off)
      nat campus "ip daddr $2 udp dport 88 dnat ip to 198.18.2.22:1088"
      nat campus "ip daddr $2 udp dport 123 dnat ip to 198.18.2.51:1123" ;;
    other-protocol)
      nat campus "ip daddr $2 tcp dport 22 dnat ip to 198.18.2.33:19999"
      nat campus "ip daddr $2 tcp dport { ${MATRIX_PORTS// /, } } dnat ip to 198.18.2.12:22"
      nat internet "ip daddr $3 tcp dport { ${MATRIX_PORTS// /, } } dnat ip to 198.19.1.1:80" ;;
    closed) port=1 ;;
    stopped) port=9101 ;;
    full) port=9102 ;;
    accept-close) port=9011 ;;
    accept-reset) port=9001 ;;
    accept-silence) port=9002 ;;
    request-reset) port=9012 ;;
    garbage) port=9003 ;;
    *) die "no such fault in the matrix: $1" ;;
  esac
  [ -n "$port" ] || return 0
  # The service's own ports only: what accepts on every port is a device on the path.
  local own="th dport { ${MATRIX_PORTS// /, } }"
  nat campus "ip daddr $2 meta l4proto { tcp, udp } $own redirect to :$port"
  nat internet "ip daddr $3 meta l4proto { tcp, udp } $own redirect to :$port"
}

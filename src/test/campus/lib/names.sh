# Reading etc/names.tsv, and makes/hosts.tsv, which has the same form.

# each_name FUNCTION: calls it with name, place, addresses, opens, tls of every row of names.tsv.
each_name() { each_row "$1" "$HERE/etc/names.tsv"; }
# each_host FUNCTION: of both tables.
each_host() { each_row "$1" "$HERE/etc/names.tsv"; each_row "$1" "$HERE/makes/hosts.tsv"; }

each_row() { # FUNCTION TABLE
  local name place addresses opens tls
  while IFS=$'\t' read -r name place addresses opens tls; do
    case $name in '' | '#'*) continue ;; esac
    "$1" "$name" "$place" "$addresses" "$opens" "$tls"
  done <"$2"
}

# column NAME N: one field of a host's row; fails where there is no such host.
column() {
  row "$1" || return 1
  printf '%s\n' "${ROW[$2 - 1]}"
}

# row NAME: sets ROW, the fields of a host; fails where there is no such host.
row() {
  [ ${#ROWS[@]} -gt 0 ] || each_host keep_row
  IFS=$'\t' read -ra ROW <<<"${ROWS[${1,,}]-}"
  [ ${#ROW[@]} -gt 0 ]
}
declare -A ROWS=()
keep_row() {
  local IFS=$'\t'
  ROWS[${1,,}]=${ROWS[${1,,}]-"$*"}
}

# addresses_of HOST: one a line; an address stands for itself.
addresses_of() {
  find_host "$1" || return 1
  printf '%s\n' $ADDRESSES
}

# find_host HOST: sets ADDRESSES, with blanks between, and PLACE, the namespace in which it runs; an
# address stands for itself. Fails where there is no such host.
find_host() {
  ADDRESSES=$1
  case $1 in
    fd18:2:*) PLACE=campus ;;
    *:*) PLACE=internet ;;
    198.18.1.*) PLACE=appliance ;;
    198.18.*) PLACE=campus ;;
    198.19.*) PLACE=internet ;;
    *)
      row "$1" || return 1
      PLACE=${ROW[1]} ADDRESSES=${ROW[2]//,/ } ;;
  esac
}

v6() { [[ $1 == *:* ]]; }
# ip_of ADDRESS: sets IP, the family's word in nft.
ip_of() { if v6 "$1"; then IP=ip6; else IP=ip; fi; }

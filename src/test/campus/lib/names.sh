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
  awk -F'\t' -v n="$(printf '%s' "$1" | tr '[:upper:]' '[:lower:]')" -v c="$2" \
    'tolower($1) == n { print $c; found = 1; exit } END { exit !found }' \
    "$HERE/etc/names.tsv" "$HERE/makes/hosts.tsv"
}

# addresses_of HOST: one a line; an address stands for itself.
addresses_of() {
  case $1 in
    *:*) printf '%s\n' "$1" ;;
    *[!0-9.]*) column "$1" 3 | tr ',' '\n' ;;
    *) printf '%s\n' "$1" ;;
  esac
}

# place_of HOST: the namespace in which it runs.
place_of() {
  case $1 in
    *:*) [[ $1 == fd18:2:* ]] && echo campus || echo internet ;;
    198.18.1.*) echo appliance ;;
    198.18.*) echo campus ;;
    198.19.*) echo internet ;;
    *) column "$1" 2 ;;
  esac
}

v6() { [[ $1 == *:* ]]; }
ip_of() { if v6 "$1"; then echo ip6; else echo ip; fi; }

# Names: per-namespace resolv.conf, the internet's zone, the university's, and the reverse ones.

write_places() {
  local n
  mkdir -p "$DIR/place" "$DIR/home"
  printf 'hosts: files dns\npasswd: files\ngroup: files\nshadow: files\nservices: files\n' \
    >"$DIR/place/nsswitch.conf"
  for n in $NAMESPACES; do
    mkdir -p "$DIR/place/$n"
    case $n in
      internet | outside) echo "nameserver 198.19.0.53" ;;
      *) printf 'search uni.edu\nnameserver 198.18.2.53\nnameserver 198.18.2.54\n' ;;
    esac >"$DIR/place/$n/resolv.conf"
    # Shorter than the default 5 s and 2 tries: a dead resolver must not take a test 20 s.
    echo "options timeout:1 attempts:2" >>"$DIR/place/$n/resolv.conf"
    case $n in
      appliance) echo appsanywhere01 ;;
      campus) echo dc1 ;;
      *) echo "$n" ;;
    esac >"$DIR/place/$n/hostname"
    printf '127.0.0.1 localhost\n::1 localhost\n' >"$DIR/place/$n/hosts"
  done
  # Samba wants its own name to be an address that it serves.
  echo "198.18.2.21 dc1.uni.edu dc1" >>"$DIR/place/campus/hosts"
}

record() { # forward records, absolute
  local a
  for a in ${3//,/ }; do
    if v6 "$a"; then echo "$1. AAAA $a"; else echo "$1. A $a"; fi
  done
}
internet_record() { [ "$2" != internet ] || record "$@"; }
# The printed name of the page resolves nowhere; a university's own names live in its own zone.
university_record() { [ "$2" = internet ] || record "$@"; }
reverse_record() {
  local a part
  case $1 in uni.edu | AD.uni.edu) return ;; esac
  for a in ${3//,/ }; do
    v6 "$a" || { IFS=. read -ra part <<<"$a"; echo "${part[3]}.${part[2]}.${part[1]}.${part[0]}.in-addr.arpa. PTR $1."; }
  done
}

start_of_zone() { # start_of_zone NAME-SERVER
  printf '$TTL 60\n@ SOA %s hostmaster.uni.edu. 1 3600 600 86400 5\n@ NS %s\n' "$1" "$1"
}

write_zones() {
  local z=$DIR/zones place
  mkdir -p "$z"
  # One zone for the whole internet: the root, with every name in it. The university shows it only
  # its service.
  {
    start_of_zone a.root-servers.test.
    each_name internet_record
    echo "appsanywhere.uni.edu. A 198.18.2.10"
  } >"$z/root"
  for place in 18 19; do
    { start_of_zone a.root-servers.test.; each_host reverse_record | grep "\.$place\.198\.in-addr" |
      sort -u -k1,1; echo "10.1.$place.198.in-addr.arpa. PTR appsanywhere01.uni.edu." ; } | awk '!seen[$0]++' \
      >"$z/$place.198.in-addr.arpa"
  done
  {
    start_of_zone ns1.uni.edu.
    each_host university_record
    cat "$HERE/etc/dns/uni.edu.zone"
  } >"$z/uni.edu"
  { start_of_zone ns1.uni.edu.; echo "ns1.uni.edu. A 198.18.2.53"; } >"$z/empty"
  write_policy
  cp "$HERE"/etc/dns/named-*.conf "$z/"
  printf '. 3600 NS a.root-servers.test.\na.root-servers.test. 3600 A 198.19.0.53\n' >"$z/hints"
  # rndc's key: to reload a zone when a fault changes it.
  printf 'key "rndc" { algorithm hmac-sha256; secret "%s"; };\n' \
    "$(head -c 32 /dev/urandom | base64)" >"$z/rndc.key"
}

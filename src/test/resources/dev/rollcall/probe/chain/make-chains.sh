#!/bin/bash
# Makes certificates.pem and openssl.tsv: every certificate that chains.tsv names, and what OpenSSL
# says of each of its chains. No key is kept. Needs OpenSSL 3.0 or later; run it in this folder.
#
# OpenSSL is asked with the purpose sslserver and the name (or address) of the row, at the time that
# the test judges at. "level 2" is the security level of Debian, Ubuntu and RHEL (112 bits).
set -eu
HERE=$PWD
NOW=1795867200 # 2026-11-28T12:00:00Z
W=$(mktemp -d)
trap 'rm -rf "$W"' EXIT
cat > "$W/ca.cnf" <<X
[ca]
default_ca = lab
[lab]
database = $W/index
new_certs_dir = $W
rand_serial = yes
unique_subject = no
policy = any
preserve = yes
default_md = sha256
[any]
organizationName = optional
commonName = optional
emailAddress = optional
[req]
distinguished_name = dn
[dn]
X
: > "$W/index"

# key NAME [KIND]: rsa1024, rsa2048, P-256 (the default), secp192r1, ed25519 …
key() {
  case ${2:-P-256} in
    rsa*) openssl genpkey -algorithm RSA -pkeyopt "rsa_keygen_bits:${2#rsa}" -out "$W/$1.key" ;;
    pss) openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out "$W/$1.key" ;;
    ed25519) openssl genpkey -algorithm ed25519 -out "$W/$1.key" ;;
    *) openssl genpkey -algorithm EC -pkeyopt "ec_paramgen_curve:$2" -out "$W/$1.key" ;;
  esac 2>> "$W/log"
}

# cert NAME ISSUER SUBJECT [option=value | extension line] …; ISSUER "self" signs itself.
# Options: key, from, to, md, of (the key of another certificate), raw (no identifiers), bare (version 1)
cert() {
  local name=$1 issuer=$2 subject=$3 kind=P-256 from=20260101000000Z to=20460101000000Z md=sha256 of= raw= bare=
  shift 3
  : > "$W/ext"
  for one in "$@"; do
    case $one in
      key=*) kind=${one#key=} ;;
      from=*) from=${one#from=}0101000000Z ;;
      to=*) to=${one#to=}0101000000Z ;;
      md=*) md=${one#md=} ;;
      of=*) of=${one#of=} ;;
      raw) raw=1 ;;
      bare) bare=1 ;;
      *) echo "$one" >> "$W/ext" ;;
    esac
  done
  # OpenSSL adds the identifiers of keys by itself.
  [ -z "$raw" ] || printf 'subjectKeyIdentifier=none\nauthorityKeyIdentifier=none\n' >> "$W/ext"
  printf '[dir]\nO=Chain Lab\n' >> "$W/ext"
  if [ -n "$of" ]; then cp "$W/$of.key" "$W/$name.key"; else key "$name" "$kind"; fi
  openssl req -new -config "$W/ca.cnf" -key "$W/$name.key" -subj "$subject" -out "$W/csr" 2>> "$W/log"
  local by=(-cert "$W/$issuer.pem" -keyfile "$W/$issuer.key")
  [ "$issuer" = self ] && by=(-selfsign -keyfile "$W/$name.key")
  case $kind in ed25519) [ "$issuer" = self ] && md=null ;; esac
  local ext=(-extfile "$W/ext")
  [ -n "$bare" ] && ext=()
  openssl ca -batch -notext -config "$W/ca.cnf" "${by[@]}" -in "$W/csr" -out "$W/$name.pem" \
    -startdate "$from" -enddate "$to" -md "$md" "${ext[@]}" 2>> "$W/log" \
    || { tail -20 "$W/log"; exit 1; }
  echo "$name" >> "$W/names"
}
root() { cert "$1" self "/O=Chain Lab/CN=$2" basicConstraints=critical,CA:TRUE keyUsage=critical,keyCertSign,cRLSign "${@:3}"; }
inter() { cert "$1" "$2" "/O=Chain Lab/CN=$3" basicConstraints=critical,CA:TRUE keyUsage=critical,keyCertSign,cRLSign "${@:4}"; }
leaf() { cert "$1" "$2" "/CN=$1" subjectAltName=DNS:www.uni.test extendedKeyUsage=serverAuth keyUsage=critical,digitalSignature "${@:3}"; }
plain() { cert "$1" "$2" "/CN=$1" subjectAltName=DNS:www.uni.test "${@:3}"; }
CA=basicConstraints=critical,CA:TRUE
SIGN=keyUsage=critical,keyCertSign,cRLSign
UNKNOWN=1.2.3.4.5.6=critical,ASN1:UTF8String:new

. ./definitions.sh

{
  echo "Certificates of the chain table, made by make-chains.sh; each is headed by its name."
  while read -r name; do echo; echo "# $name"; openssl x509 -in "$W/$name.pem"; done < "$W/names"
} > "$HERE/certificates.pem"

# files LIST: the PEM of comma-separated names
files() { local IFS=,; for one in $1; do [ "$one" = - ] || cat "$W/$one.pem"; done; }
ask() { # trusted sent host [further arguments]: OK, or number and text of the first error
  files "${2%%,*}" > "$W/leaf"
  files "$2" > "$W/sent"
  files "$1" > "$W/trusted"
  local name=(-verify_hostname "$3") out
  case $3 in *:*|[0-9]*) name=(-verify_ip "$3") ;; esac
  out=$(openssl verify -no-CAfile -no-CApath -no-CAstore -trusted "$W/trusted" -untrusted "$W/sent" -purpose sslserver \
    "${name[@]}" -attime $NOW "${@:4}" "$W/leaf" 2>&1) || true
  case $out in
    *": OK"*) echo OK ;;
    *) sed -n 's/^error \([0-9]*\) at \([0-9]*\) depth lookup: *\(.*\)/\1@\2 \3/p' <<< "$out" | head -1 ;;
  esac
}
{
  echo "# chain	plain	partial chain	partial chain, level 1	partial chain, level 2 (made by make-chains.sh, $(openssl version | cut -d' ' -f1,2))"
  grep -v '^#' "$HERE/chains.tsv" | while IFS=$'\t' read -r name trusted sent host _; do
    printf '%s\t%s\t%s\t%s\t%s\n' "$name" "$(ask "$trusted" "$sent" "$host")" \
      "$(ask "$trusted" "$sent" "$host" -partial_chain)" \
      "$(ask "$trusted" "$sent" "$host" -partial_chain -auth_level 1)" \
      "$(ask "$trusted" "$sent" "$host" -partial_chain -auth_level 2)"
  done
} > "$HERE/openssl.tsv"

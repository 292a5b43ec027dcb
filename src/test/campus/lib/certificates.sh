# Three authorities: "public" (with an intermediate, as real ones have), "campus" (likewise, or its
# flight would be too small for the MTU black hole to show), and the inspecting one.

# issue OUT CA NAME [openssl options]: a leaf with key and chain in one file.
issue() {
  local out=$1 ca=$2 name=$3 sans=DNS:$3 try
  shift 3
  # An address of AD is asked for under three names.
  case $name in
    dc?.uni.edu) sans="DNS:$name,DNS:AD.uni.edu,DNS:uni.edu,DNS:*.matrix.uni.edu" ;;
    # These stand behind the cells of the matrix, too.
    MSSQL.uni.edu | parallels.uni.edu | smtp.sendgrid.net | fonts.googleapis.com)
      sans="DNS:$name,DNS:*.matrix.uni.edu" ;;
    appsanywhere0?.uni.edu) sans="DNS:$name,DNS:appsanywhere.uni.edu" ;;
  esac
  # The subject's common name is limited to 64 characters; some CDN names are longer.
  # Again where faketime meets what a killed process with the same number left in /dev/shm.
  for try in 1 2 3; do
    ! "${FAKETIME[@]}" openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
      -keyout "$out.key" -out "$out.crt" -subj "/O=Rollcall campus/CN=${name:0:64}" -days 365 \
      -CA "$TLS/$ca.crt" -CAkey "$TLS/$ca.key" -addext "subjectAltName=$sans" \
      -addext basicConstraints=critical,CA:FALSE -addext keyUsage=critical,digitalSignature \
      -addext extendedKeyUsage=serverAuth "$@" 2>>"$TLS/openssl.log" || break
    [ "$try" -lt 3 ] || die "see $TLS/openssl.log"
  done
  cat "$out.crt" "$TLS/$ca.crt" >"$out.chain"
  cat "$out.key" "$out.chain" >"$out.pem"
  chmod 600 "$out.key" "$out.pem"
}
FAKETIME=()

# at_time OFFSET CMD...: with another clock. The shared memory of its own keeps a killed faketime's
# leftovers from another run with the same process number.
at_time() {
  # shellcheck disable=SC2016
  unshare --mount sh -c 'mount -t tmpfs tmpfs /dev/shm && exec faketime -f "$@"' sh "$@"
}

authority() { # authority NAME ORGANISATION TITLE [ISSUER]
  local signer=()
  [ $# -lt 4 ] || signer=(-CA "$TLS/$4.crt" -CAkey "$TLS/$4.key")
  # Older than any leaf, an expired one included, as authorities are.
  at_time -800d openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 \
    -keyout "$TLS/$1.key" -out "$TLS/$1.crt" -subj "/O=$2/CN=$3" "${signer[@]}" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign \
    2>>"$TLS/openssl.log" || die "see $TLS/openssl.log"
}

leaf() { [ "$5" = - ] || issue "$TLS/$1" "$5" "$1"; }

# Into the cache; renewed there after 90 days, so that a leaf always has most of its year left.
make_certificates() {
  TLS=$CACHE/tls-$(cat "$HERE"/{etc/names.tsv,makes/hosts.tsv,lib/certificates.sh} | sha256sum | cut -c1-12)
  if [ -e "$TLS/made" ] && [ -n "$(find "$TLS/made" -mtime -90)" ]; then return; fi
  rm -rf "$TLS" && mkdir -p "$TLS"
  authority public-ca "Public Trust" "Campus Public Root"
  authority public "Public Trust" "Campus Public Issuing CA" public-ca
  authority campus-ca University "University Root"
  authority campus University "University Issuing CA" campus-ca
  authority inspection-ca "Campus filter" "Campus Inspection CA"
  cat "$TLS/inspection-ca.key" "$TLS/inspection-ca.crt" >"$TLS/inspection-ca.pem"
  each_host leaf
  system_stores_with_inspection
  ssh-keygen -q -t ed25519 -N '' -f "$TLS/ssh_host_ed25519_key"
  touch "$TLS/made"
}

# What a machine looks like whose administrators installed the inspecting CA.
system_stores_with_inspection() {
  local java=/etc/ssl/certs/java/cacerts
  cat /etc/ssl/certs/ca-certificates.crt "$TLS/inspection-ca.crt" >"$TLS/system-ca.pem"
  [ -e $java ] || return 0
  cp $java "$TLS/cacerts"
  chmod u+w "$TLS/cacerts"
  keytool -importcert -noprompt -alias campus-inspection -file "$TLS/inspection-ca.crt" \
    -keystore "$TLS/cacerts" -storepass changeit >>"$TLS/openssl.log" 2>&1 ||
    die "keytool: see $TLS/openssl.log"
}

# unpack_certificates: from the cache to where the servers and the tests look.
unpack_certificates() {
  local ca
  cp -r "$TLS" "$DIR/tls"
  TLS=$DIR/tls
  mkdir -p "$DIR/trust" "$TLS/bad"
  for ca in public campus inspection; do cp "$TLS/$ca-ca.crt" "$DIR/trust/$ca-ca.pem"; done
  cp "$TLS/system-ca.pem" "$DIR/trust/"
  [ ! -e "$TLS/cacerts" ] || cp "$TLS/cacerts" "$DIR/trust/"
}

# bad_certificate KIND HOST OUT: a certificate with one thing wrong, or only newer.
bad_certificate() {
  local ca
  TLS=$DIR/tls
  ca=$(column "$2" 5)
  [ "$ca" != - ] || die "$2 has no certificate"
  case $1 in
    expired)
      FAKETIME=(at_time -400d)
      issue "$3" "$ca" "$2"
      FAKETIME=()
      ;;
    renewed) issue "$3" "$ca" "$2" -days 397 ;;
    wrong-name) issue "$3" "$ca" wrong.name.test ;;
    self-signed)
      openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 365 \
        -keyout "$3.key" -out "$3.crt" -subj "/CN=${2:0:64}" -addext "subjectAltName=DNS:$2" \
        2>>"$TLS/openssl.log"
      cat "$3.key" "$3.crt" >"$3.pem"
      ;;
  esac
}

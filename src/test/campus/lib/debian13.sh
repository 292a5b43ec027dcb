# Servers of the Debian after 12, where 12's own are too old. They are unpacked and not installed;
# they come from the archive that apt has Debian 12 from, and apt's own lists stay as they are.

# Debian 12's VictoriaMetrics takes no OTLP.
readonly DEBIAN13_SUITE=trixie DEBIAN13_PACKAGES=victoria-metrics

# unpack_debian13: into the cache, where DEBIAN13 then names the directory.
unpack_debian13() {
  DEBIAN13=$CACHE/debian13-$(sha256sum "$HERE/lib/debian13.sh" | cut -c1-12)
  [ ! -e "$DEBIAN13" ] || return 0
  say "unpacking servers of Debian 13 (once)"
  local part=$DEBIAN13.part log=$CACHE/debian13.log file archive
  archive=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' \
    'Label: Debian' 'Codename: bookworm' 'Component: main') || die "apt-get indextargets failed"
  archive=${archive%%$'\n'*}
  [ -n "$archive" ] || die "apt knows no archive of Debian 12"
  rm -rf "$part"
  mkdir -p "$part"/{debs,lists,cache,root}
  printf 'deb [signed-by=%s] %s %s main\n' /usr/share/keyrings/debian-archive-keyring.gpg \
    "$archive" "$DEBIAN13_SUITE" >"$part/sources.list"
  local own=(-q -o Dir::Etc::SourceList="$part/sources.list" -o Dir::Etc::SourceParts=-
    -o Dir::State::Lists="$part/lists" -o Dir::Cache="$part/cache" -o APT::Sandbox::User=root)
  # shellcheck disable=SC2086
  (cd "$part/debs" && apt-get "${own[@]}" -o Acquire::Languages=none update &&
    apt-get "${own[@]}" download $DEBIAN13_PACKAGES) >"$log" 2>&1 ||
    { tail -n 30 "$log" >&2; die "apt-get download failed"; }
  for file in "$part"/debs/*.deb; do dpkg-deb -x "$file" "$part/root" || die "$file"; done
  mv "$part/root" "$DEBIAN13"
  rm -rf "$part"
}

# debian13: prints where they are.
debian13() {
  in_cache unpack_debian13
  printf '%s\n' "$DEBIAN13"
}

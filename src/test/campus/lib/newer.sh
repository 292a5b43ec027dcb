# Servers of the Debian after 12, where 12's own are too old. They are unpacked and not installed;
# they come from the archive that apt has Debian 12 from, and apt's own lists stay as they are.

# Debian 12's VictoriaMetrics takes no OTLP.
readonly NEWER_SUITE=trixie NEWER_PACKAGES=victoria-metrics

# unpack_newer: into the cache, where NEWER then names the directory.
unpack_newer() {
  NEWER=$CACHE/newer-$(sha256sum "$HERE/lib/newer.sh" | cut -c1-12)
  [ ! -e "$NEWER" ] || return 0
  say "unpacking servers of Debian 13 (once)"
  local part=$NEWER.part log=$CACHE/newer.log file archive
  archive=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' \
    'Label: Debian' 'Codename: bookworm' 'Component: main') || die "apt-get indextargets failed"
  archive=${archive%%$'\n'*}
  [ -n "$archive" ] || die "apt knows no archive of Debian 12"
  rm -rf "$part"
  mkdir -p "$part"/{debs,lists,cache,root}
  printf 'deb [signed-by=%s] %s %s main\n' /usr/share/keyrings/debian-archive-keyring.gpg \
    "$archive" "$NEWER_SUITE" >"$part/sources.list"
  local own=(-q -o Dir::Etc::SourceList="$part/sources.list" -o Dir::Etc::SourceParts=-
    -o Dir::State::Lists="$part/lists" -o Dir::Cache="$part/cache" -o APT::Sandbox::User=root)
  # shellcheck disable=SC2086
  (cd "$part/debs" && apt-get "${own[@]}" -o Acquire::Languages=none update &&
    apt-get "${own[@]}" download $NEWER_PACKAGES) >"$log" 2>&1 ||
    { tail -n 30 "$log" >&2; die "apt-get download failed"; }
  for file in "$part"/debs/*.deb; do dpkg-deb -x "$file" "$part/root" || die "$file"; done
  mv "$part/root" "$NEWER"
  rm -rf "$part"
}

# newer: prints where they are.
newer() {
  in_cache unpack_newer
  printf '%s\n' "$NEWER"
}

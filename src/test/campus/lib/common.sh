# What every piece uses: messages, the run's directory, namespaces, started processes.

# The servers see the run's directory under this name, in mount namespaces of their own: socket
# paths stay short, configuration files constant, and nothing of the machine's /run is touched.
readonly INSIDE=/run/campus

say() { printf 'campus: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
need_root() { [ "$EUID" = 0 ] || die "network namespaces need root"; }
# same FILE TEXT: whether the file has that text; line ends at its end do not count.
same() {
  local has=
  [ ! -e "$1" ] || IFS= read -rd '' has <"$1" || true
  while [[ $has == *$'\n' ]]; do has=${has%$'\n'}; done
  [ "$has" = "${2%$'\n'}" ]
}
need_up() { [ -e "$DIR/up" ] || die "$DIR is not up: campus up $DIR"; }

CACHE=${ROLLCALL_CAMPUS_CACHE:-$HERE/../../../target/campus-cache}

# The namespaces' names come from the directory, so that two runs cannot collide and what a killed
# run left behind is found again even when its directory is gone.
use_dir() {
  local before=$PWD of=
  [ -d "$1" ] || mkdir -p "$1"
  cd -P -- "$1" || die "no directory: $1"
  DIR=$PWD
  cd -- "$before"
  # Every process that is started takes time, and this is done for each command: so it is kept.
  [ ! -e "$DIR/prefix" ] || read -r PREFIX of <"$DIR/prefix" || true
  if [ "$of" != "$DIR" ]; then
    PREFIX=rollcall-$(printf '%s' "$DIR" | sha256sum | cut -c1-6)
    printf '%s %s\n' "$PREFIX" "$DIR" >"$DIR/prefix"
  fi
}

readonly NAMESPACES="appliance router campus internet client jump outside"
in_ns() { local n=$1; shift; ip netns exec "$PREFIX-$n" "$@"; }

# inside NS [NAME=VALUE]... CMD...: as a server lives there, and without the caller's environment,
# which may point programs at other trust stores.
inside() {
  local n=$1
  shift
  DIR=$DIR PLACE=$n ip netns exec "$PREFIX-$n" unshare --uts "$HERE/lib/inside" \
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=$INSIDE/home "$@"
}

# start NAME NS [NAME=VALUE]... CMD...: in the background, its pid and output kept. In a session of
# its own: some servers end by a signal to their whole process group, which must not be the caller's.
# Every step execs the next, so that the recorded pid is the server's.
start() {
  local name=$1 n=$2
  shift 2
  DIR=$DIR PLACE=$n setsid ip netns exec "$PREFIX-$n" unshare --uts "$HERE/lib/inside" \
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=$INSIDE/home "$@" \
    >"$DIR/log/$name.out" 2>&1 </dev/null 9>&- &
  printf '%s %s\n' "$!" "$name" >>"$DIR/pids"
}

# stop NAME: ends what start started under that name, and waits for it.
stop() {
  local pid
  pid=$(awk -v n="$1" '$2 == n { print $1 }' "$DIR/pids")
  [ -n "$pid" ] || die "$1 was not started"
  kill "$pid" 2>/dev/null || true
  local try
  for try in {1..200}; do
    if ! kill -0 "$pid" 2>/dev/null; then
      sed -i "/ $1\$/d" "$DIR/pids"
      return 0
    fi
    sleep 0.05
  done
  die "$1 does not end (after $try looks)"
}

# wait_for NAME SECONDS CMD...: until CMD succeeds; a server that died is not waited for.
wait_for() {
  local name=$1 limit=$((SECONDS + $2)) pid
  shift 2
  pid=$(awk -v n="$name" '$2 == n { print $1 }' "$DIR/pids")
  until "$@" >"$DIR/log/$name.wait" 2>&1; do
    if [ -n "$pid" ] && ! kill -0 "$pid" 2>/dev/null; then
      tail -n 20 "$DIR/log/$name.out" >&2
      die "$name ended at once; its output is above and in $DIR/log/$name.out"
    fi
    if [ "$SECONDS" -ge "$limit" ]; then
      tail -n 20 "$DIR/log/$name.out" "$DIR/log/$name.wait" >&2 || true
      die "$name does not answer to: $*"
    fi
    sleep 0.05
  done
}

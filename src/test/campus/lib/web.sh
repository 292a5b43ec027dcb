# nginx in three namespaces: a server block for each host name, made from the table; what a host
# answers is in etc/nginx/hosts/PLACE/NAME.conf where the plain answer will not do.

web_server() { # appends the blocks of one host to DIR/nginx/PLACE.conf
  local name=$1 place=$2 tls=$5 port a content
  local out=$DIR/nginx/$place.conf
  # Only hosts with a web port; haproxy serves the service address.
  case $name in
    appsanywhere.uni.edu) return 0 ;;
    appsanywhere01.uni.edu) set -- "$1" "$2" "$3" 80/tcp,443/tcp ;;
    blockpage.filter.test) set -- "$1" "$2" "$3" 80/tcp,443/tcp ;;
  esac
  for port in 80 443 19999; do
    [[ ,$4, == *,$port/tcp,* ]] || continue
    content=hosts/$place/$name.conf
    [ -e "$HERE/etc/nginx/$content" ] || content=plain.conf
    {
      echo "server {"
      for a in ${3//,/ }; do
        v6 "$a" && a="[$a]"
        # ipv6only is the default; each address has a listener of its own, as each host is one.
        if [ "$port" = 443 ]; then
          echo "  listen $a:443 ssl;"
          [ "$place" != campus ] || echo "  listen $a:9443 ssl;"
          case $name in appsanywhere0?.uni.edu) echo "  listen $a:8443 ssl;" ;; esac
        else
          echo "  listen $a:$port;"
        fi
      done
      echo "  server_name ${name,,};"
      if [ "$port" = 443 ]; then
        echo "  ssl_certificate $INSIDE/tls/$name.chain;"
        echo "  ssl_certificate_key $INSIDE/tls/$name.key;"
      fi
      echo "  include $INSIDE/nginx/$content;"
      echo "}"
    } >>"$out"
  done
  : "$tls"
}

write_web() {
  local place
  mkdir -p "$DIR/nginx"
  cp -r "$HERE/etc/nginx/." "$DIR/nginx/"
  for place in appliance campus internet; do
    mkdir -p "$DIR/nginx/tmp-$place"
    sed "s/@PLACE@/$place/g" "$HERE/etc/nginx/nginx.conf" >"$DIR/nginx/$place.conf"
  done
  rm -f "$DIR/nginx/nginx.conf"
  each_name web_server
  for place in appliance campus internet; do echo "}" >>"$DIR/nginx/$place.conf"; done
}

start_web() {
  local place
  for place in appliance campus internet; do start_web_at "$place"; done
}

start_web_at() {
  start "nginx-$1" "$1" nginx -e "$INSIDE/log/nginx-$1.log" -c "$INSIDE/nginx/$1.conf"
}

"""Many TCP rules on loopback, in a network namespace of the bench's own.

One nginx listens on 127.0.0.1, on ports 20000 to 29999: one process, and the same for every tool. It
answers HTTP, which proves the port to Rollcall; the other tools only connect. For the faults, every
tenth port resets (refused) and every tenth drops, by nftables.
"""

import os
import re
import time
from xml.etree import ElementTree

from measure import LeftOut, Place, start, stop, text
from table import Wrong
from tools import BLACKBOX, PLUGINS, lacks

FIRST = 20000
MOST = 10_000
TIMEOUT = 5  # seconds, of every tool
SMALL_HEAP = 128  # MiB
AT_ONCE = 300  # curl's most
# With more rules than this, one process after another that waits for each dropped port is left out.
PATIENT = 100
RUNS = {100: 10, 1000: 5, 10_000: 3}

NGINX = """daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
worker_rlimit_nofile {files};
events {{ worker_connections {connections}; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{first}-{last} backlog=64; return 200 "ok\\n"; }}
}}
"""


def refused(port):
    return port % 10 == 8


def dropped(port):
    return port % 10 == 9


class Loopback:
    """The namespace with its server and its firewall."""

    def __init__(self, folder):
        os.makedirs(folder, exist_ok=True)
        self.folder = folder
        # The processes in the namespace hold it; it ends with them.
        setup = (
            "ip link set lo up && sysctl -qw net.ipv4.ip_local_port_range='32768 60999' && "
            'ulimit -n "$(ulimit -Hn)" && exec "$@"'
        )
        self.place = Place(folder, ["unshare", "--net", "sh", "-c", setup, "sh"])
        # Its first answer comes when the namespace is ready.
        self.place.run(["true"])
        self.enter = ["nsenter", "--net", "-t", str(self.place.worker.pid)]
        self.serve()

    def serve(self):
        config = os.path.join(self.folder, "nginx.conf")
        with open(config, "w") as file:
            file.write(
                NGINX.format(
                    folder=self.folder,
                    files=20000,
                    connections=19900,
                    first=FIRST,
                    last=FIRST + MOST - 1,
                )
            )
        self.nginx = self.start(["nginx", "-c", config])
        self.until(f"http://127.0.0.1:{FIRST + MOST - 1}/", self.nginx)

    def start(self, command):
        """Starts a server in the namespace; the caller ends it."""
        return start(self.enter + command, os.path.join(self.folder, "server.out"))

    def until(self, url, server):
        """Waits until a server in the namespace answers."""
        end = time.monotonic() + 30
        while self.place.run(["curl", "-sf", "-o", "/dev/null", url]).exit != 0:
            if server.poll() is not None or time.monotonic() > end:
                raise LeftOut(f"no answer from {url}; see {self.folder}")
            time.sleep(0.05)

    def faults(self, ports):
        sets = ""
        rules = ""
        for name, is_one, verdict in (
            ("refused", refused, "reject with tcp reset"),
            ("dropped", dropped, "drop"),
        ):
            elements = ", ".join(str(port) for port in ports if is_one(port))
            sets += f"set {name} {{ type inet_service; elements = {{ {elements} }}; }}\n"
            rules += f"tcp dport @{name} {verdict}\n"
        path = os.path.join(self.folder, "faults.nft")
        with open(path, "w") as file:
            file.write(
                f"table inet bench {{\n{sets}"
                f"chain input {{ type filter hook input priority 0;\n{rules}}}\n}}\n"
            )
        self.must(["nft", "-f", path])

    def sound(self):
        self.must(["nft", "flush", "ruleset"])

    def must(self, command):
        done = self.place.run(command)
        if done.exit != 0:
            raise LeftOut(f"{command} failed: {text(done)}")

    def close(self):
        stop(self.nginx)
        self.place.close()


def catalogue(folder, ports):
    path = os.path.join(folder, f"rules-{len(ports)}.yaml")
    with open(path, "w") as file:
        file.write("catalogue: bench\ntitle: Bench\n\ngroups:\n")
        file.write("  Bench: {from: [appsanywhere]}\n\nrules:\n")
        for port in ports:
            file.write(
                f"  - {{id: r{port}, to: 127.0.0.1, port: {port}/tcp, protocol: tcp, usage: none}}\n"
            )
    return path


def rollcall_tools(rollcall, loopback, ports, faulty, rates):
    """Rollcall with a JUnit file, as a scheduled run would have it."""
    rules = catalogue(loopback.folder, ports)
    junit = os.path.join(loopback.folder, "junit.xml")

    def tool(begin, env, rate):
        command = begin + ["check", "--checks", rules, "--report", f"junit={junit}", "--quiet"] + rate

        def run():
            measured = loopback.place.run(command, env)
            failed, cases = junit_says(junit)
            wanted = {f"r{port}" for port in ports if faulty and (refused(port) or dropped(port))}
            if measured.exit != (1 if faulty else 0) or len(cases) != len(ports) or failed != wanted:
                raise Wrong(
                    f"exit {measured.exit}, {len(failed)} of {len(cases)} rules failed, "
                    f"wanted {len(wanted)}: {text(measured)[-200:]}"
                )
            return measured

        return run

    tools = [(f"{n}, --rate off", tool(s, e, ["--rate", "off"])) for n, s, e in rollcall.starts]
    name, begin, env = rollcall.starts[0]
    if len(ports) == MOST:
        small = {**env, "JDK_JAVA_OPTIONS": f"-Xmx{SMALL_HEAP}m"}
        tool_name = f"{name}, --rate off, {SMALL_HEAP} MiB of heap"
        tools.append((tool_name, tool(begin, small, ["--rate", "off"])))
    if rates:
        tools.append((f"{name}, default --rate (loopback is not counted)", tool(begin, env, [])))
    return tools


def junit_says(path):
    """The names of the failed cases, and of all."""
    cases = list(ElementTree.parse(path).iter("testcase"))
    names = [case.get("name").split()[0].rstrip(":") for case in cases]
    return {n for n, case in zip(names, cases) if case.find("failure") is not None}, names


def nmap_tool(loopback, ports, faulty):
    xml = os.path.join(loopback.folder, "nmap.xml")
    command = ["nmap", "-n", "-Pn", "-sT", "-oX", xml, "-p", f"{ports[0]}-{ports[-1]}", "127.0.0.1"]

    def run():
        measured = loopback.place.run(command)
        states = nmap_states(xml)
        good = sum(not (faulty and (refused(p) or dropped(p))) for p in ports)
        if measured.exit != 0 or states.get("open") != good:
            raise Wrong(f"exit {measured.exit}, open ports {states}, wanted {good}")
        return measured

    return run


def nmap_states(xml):
    """How many ports are in which state."""
    with open(xml) as file:
        said = file.read()
    states = {}
    for state in re.findall(r'<port .*?<state state="([^"]+)"', said):
        states[state] = states.get(state, 0) + 1
    return states


def check_tcp_tool(loopback, ports, faulty, at_once):
    arguments = os.path.join(loopback.folder, f"check_tcp-{len(ports)}.args")
    with open(arguments, "w") as file:
        file.writelines(f"-H 127.0.0.1 -t {TIMEOUT} -p {port}\n" for port in ports)
    good = sum(not (faulty and (refused(p) or dropped(p))) for p in ports)

    def run():
        measured = loopback.place.run(
            f"xargs -n 6 -P {at_once} {PLUGINS}/check_tcp <{arguments}"
        )
        passed = text(measured).count("TCP OK")
        if passed != good:
            raise Wrong(f"{passed} passed, wanted {good}")
        return measured

    return run


def blackbox_tool(loopback, ports, faulty):
    """One running exporter; curl asks it for each port. Its processor time and memory are its own."""
    config = os.path.join(loopback.folder, "blackbox.yml")
    with open(config, "w") as file:
        file.write(f"modules: {{tcp_connect: {{prober: tcp, timeout: {TIMEOUT}s}}}}\n")
    urls = os.path.join(loopback.folder, f"blackbox-{len(ports)}.urls")
    base = "http://127.0.0.1:9115"
    with open(urls, "w") as file:
        for port in ports:
            file.write(f'url = "{base}/probe?module=tcp_connect&target=127.0.0.1:{port}"\n')
    good = sum(not (faulty and (refused(p) or dropped(p))) for p in ports)

    def run():
        server = loopback.start(
            [BLACKBOX, f"--config.file={config}", "--web.listen-address=127.0.0.1:9115"]
        )
        try:
            loopback.until(f"{base}/-/healthy", server)
            before = processor(server.pid)
            measured = loopback.place.run(
                ["curl", "-sS", "-Z", "--parallel-max", str(AT_ONCE), "--config", urls]
            )
            passed = len(re.findall(r"^probe_success 1$", text(measured), re.MULTILINE))
            if passed != good:
                raise Wrong(f"{passed} passed, wanted {good}")
            measured.cpu = processor(server.pid) - before
            measured.peak = peak(server.pid)
            return measured
        finally:
            stop(server)

    return run


def processor(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak(pid):
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM"))


def scale(results, rollcall, folder, count):
    missing = lacks("nginx", "nft", "ip", "curl", "xargs")
    if missing:
        results.note(f"the {count} TCP rules are left out: not installed: {' '.join(missing)}")
        return
    loopback = Loopback(folder)
    ports = list(range(FIRST, FIRST + count))
    try:
        for faulty in (False, True):
            what = f"{count:,} TCP rules on loopback, " + (
                "10 % refused, 10 % dropped" if faulty else "all open"
            )
            if faulty:
                loopback.faults(ports)
            tools = rollcall_tools(rollcall, loopback, ports, faulty, count == 1000 and not faulty)
            if not absent(results, "nmap"):
                tools.append(("nmap -sT", nmap_tool(loopback, ports, faulty)))
            if not absent(results, BLACKBOX):
                tools.append(
                    (
                        f"blackbox_exporter, {AT_ONCE} at once",
                        blackbox_tool(loopback, ports, faulty),
                    )
                )
            if not absent(results, f"{PLUGINS}/check_tcp"):
                tools.append(
                    ("check_tcp, sixteen at once", check_tcp_tool(loopback, ports, faulty, 16))
                )
                if not faulty or count <= PATIENT:
                    tools.append(
                        ("check_tcp, one after another", check_tcp_tool(loopback, ports, faulty, 1))
                    )
                else:
                    results.note(
                        f"{what}: check_tcp one after another is left out: it waits {TIMEOUT} s for "
                        f"each dropped port, {count // 10 * TIMEOUT:,} s in all"
                    )
            results.compare(what, tools, RUNS[count], rules=count)
    finally:
        loopback.close()


def absent(results, program):
    missing = lacks(program)
    if missing:
        results.note(f"{os.path.basename(program)} is left out: apt-get install {missing[0]}")
    return bool(missing)

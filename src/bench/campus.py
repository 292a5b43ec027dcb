"""The whole table in the campus, with nothing wrong and with five destinations dropped.

The campus is the test network of src/test/campus: namespaces with real servers and a firewall.
"""

import json
import os
import subprocess

from latency import Capture, each_load, errors
from measure import LeftOut, Place, text
from scale import TIMEOUT, absent, junit_says, nmap_states
from table import Wrong, say
from tools import PLUGINS, lacks

# What is dropped, and the rule that then fails.
DROPPED = {
    ("MSSQL.uni.edu", "1433/tcp"): "sql.tds",
    ("api.software2.com", "443/tcp"): "registration",
    ("myfileshare.uni.edu", "445/tcp"): "files.smb",
    ("packages.microsoft.com", "443/tcp"): "repo.microsoft",
    ("github.com", "443/tcp"): "libraries.github",
}
RUNS = 10


class Campus:
    def __init__(self, project, folder):
        self.script = os.path.join(project, "src", "test", "campus", "campus")
        self.folder = folder
        self.log = folder + ".log"
        say("bringing the campus up")
        try:
            self.do("up", folder)
        except LeftOut:
            self.do("down", folder)
            raise
        self.enter = [self.script, "exec", folder, "appliance"]
        self.place = Place(folder + "-out", self.enter)
        self.site = os.path.join(folder, "site.yaml")

    def do(self, *arguments):
        with open(self.log, "ab") as log:
            done = subprocess.run(
                [self.script, *arguments], stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        if done.returncode != 0:
            with open(self.log) as log:
                last = log.read().strip().split("\n")[-1]
            raise LeftOut(f"campus {arguments[0]} failed, see {self.log}: {last}")

    def drop(self):
        self.do("fault", self.folder, *(f"drop:{host}:{port}" for host, port in DROPPED))

    def clear(self):
        self.do("clear", self.folder)

    def close(self):
        self.place.close()
        self.do("down", self.folder)

    def check(self, rollcall):
        """The run document of one run."""
        path = os.path.join(self.folder, "bench.json")
        _, begin, env = rollcall.starts[0]
        done = self.place.run(begin + ["check", "--site", self.site, "--report", f"json={path}"], env)
        if done.exit != 0:
            raise Wrong(f"the table does not pass in the campus: {text(done)[-200:]}")
        with open(path) as file:
            return json.load(file)


def destinations(run):
    """Each protocol, host and port that the run probed."""
    found = {}
    for result in run["results"]:
        for finding in result["evidence"].get("findings", []):
            target = finding["route"]["dialled"]["target"]
            found[finding["protocol"], target["host"], target["port"]] = True
    return list(found)


def plugin(campus, protocol, host, port):
    """The plugin that a monitoring team would take; none is there for Kerberos over UDP."""
    number, transport = port.split("/")
    common = f"-t {TIMEOUT} -H {host}"
    if protocol in ("https", "http"):
        tls = " -S --sni" if protocol == "https" else ""
        # Any status: the root of such a host is often not there.
        return f"check_http {common} -p {number} -e HTTP/1.{tls}"
    if protocol == "ldaps":
        return f"check_ldap {common} -3 -S -p {number} -b ''"
    if protocol == "smtp":
        return f"check_smtp {common} -p {number} -S"
    if protocol == "ntp":
        return f"check_ntp_time {common}"
    if protocol == "ssh":
        return f"check_ssh {common} -p {number}"
    if protocol == "ssrp":
        return rf"""check_udp {common} -p {number} -s "$(printf '\003')" -e "$(printf '\005')" """
    return f"check_tcp {common} -p {number}" if transport == "tcp" else None


def plugins_tool(campus, all_destinations, faulty, at_once):
    lines = []
    good = 0
    for protocol, host, port in all_destinations:
        command = plugin(campus, protocol, host, port)
        if command:
            lines.append(f"{PLUGINS}/{command}\n")
            good += not (faulty and (host, port) in DROPPED)
    path = os.path.join(campus.folder, "plugins")
    with open(path, "w") as file:
        file.writelines(lines)
    env = {"LDAPTLS_CACERT": os.path.join(campus.folder, "trust", "campus-ca.pem")}

    def run():
        measured = campus.place.run(f"xargs -d '\\n' -n 1 -P {at_once} sh -c <{path}", env)
        passed = text(measured).count(" OK")
        if passed != good:
            raise Wrong(f"{passed} of {len(lines)} passed, wanted {good}: {text(measured)[-200:]}")
        return measured

    return run


def nmap_tool(campus, all_destinations, faulty, udp):
    """One nmap for each port, with all the hosts that are asked for it."""
    ports = {}
    for _, host, port in all_destinations:
        ports.setdefault(port, set()).add(host)
    commands = []
    files = []
    good = 0
    for port, hosts in sorted(ports.items()):
        number, transport = port.split("/")
        if transport == "udp" and not udp:
            continue
        xml = os.path.join(campus.folder, f"nmap-{number}-{transport}.xml")
        scan = "-sT" if transport == "tcp" else "-sU"
        commands.append(
            f"nmap -n -Pn {scan} -p {number} -oX {xml} {' '.join(sorted(hosts))} >/dev/null"
        )
        if transport == "tcp":
            files.append(xml)
            good += sum(not (faulty and (host, port) in DROPPED) for host in hosts)

    def run():
        measured = campus.place.run(" && ".join(commands))
        opened = sum(nmap_states(xml).get("open", 0) for xml in files)
        if measured.exit != 0 or opened != good:
            raise Wrong(f"exit {measured.exit}, {opened} TCP ports open, wanted {good}")
        return measured

    return run


def rollcall_tool(campus, begin, env, faulty):
    junit = os.path.join(campus.folder, "bench.xml")
    wanted = set(DROPPED.values()) if faulty else set()
    command = begin + ["check", "--site", campus.site, "--report", f"junit={junit}", "--quiet"]

    def run():
        measured = campus.place.run(command, env)
        failed, _ = junit_says(junit)
        if measured.exit != (1 if faulty else 0) or failed != wanted:
            raise Wrong(f"exit {measured.exit}, failed {sorted(failed)}: {text(measured)[-200:]}")
        return measured

    return run


def whole_table(results, rollcall, campus, faulty):
    run = campus.check(rollcall)
    found = destinations(run)
    rules = sum(bool(result["evidence"].get("findings")) for result in run["results"])
    what = f"the whole table in the campus, {rules} rules, " + (
        f"{len(DROPPED)} destinations dropped" if faulty else "all passing"
    )
    tools = [(name, rollcall_tool(campus, s, e, faulty)) for name, s, e in rollcall.starts]
    programs = [f"{PLUGINS}/check_tcp", f"{PLUGINS}/check_ldap"]
    if not any([absent(results, program) for program in programs]):
        for at_once, words in ((16, "sixteen at once"), (1, "one after another")):
            tool = plugins_tool(campus, found, faulty, at_once)
            tools.append((f"monitoring-plugins, {words}", tool))
        results.note(
            "monitoring-plugins: one for each rule and host name, of its first address; none for "
            "Kerberos over UDP. check_http verifies no certificate."
        )
    if not absent(results, "nmap"):
        tools.append(("nmap -sT, TCP only", nmap_tool(campus, found, faulty, udp=False)))
        tools.append(("nmap -sT and -sU", nmap_tool(campus, found, faulty, udp=True)))
        results.note(
            "nmap: one for each port, the first address of each name; it only connects, and says "
            "'open|filtered' where a UDP service does not answer its question."
        )
    if faulty:
        campus.drop()
    try:
        results.compare(what, tools, RUNS, rules=rules)
    finally:
        campus.clear()


def table_latency(results, rollcall, campus):
    if lacks("tcpdump"):
        results.note("latency is left out: apt-get install tcpdump")
        return
    path = os.path.join(campus.folder, "bench.json")
    name, _, _ = rollcall.starts[0]

    def run():
        found = []
        # One run has some fifty connections: too few for a 99th percentile.
        for _ in range(10):
            capture = Capture(campus.enter, "eth0", campus.folder)
            campus.check(rollcall)
            found += errors(path, capture.latencies())
        return found

    each_load(results, f"the whole table in the campus, ten runs, {name}", run)

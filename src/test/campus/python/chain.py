"""Many runs through the chain of routers: is what Rollcall claims of the path right?"""
import collections
import concurrent.futures
import json
import os
import random
import subprocess
import sys
import tempfile

chain, directory, jar, runs = sys.argv[1:]
cases = {
    name: (finding, router)
    for name, last, finding, router, port, protocol in (
        line.split() for line in subprocess.check_output([chain, "cases"], text=True).splitlines()
    )
}
# The router's address at each distance, by family and branch; and the server that rejects by itself.
ROUTERS = {
    "v4": {"1": ["10.77.1.2"], "2": ["10.77.2.2"], "3": ["10.77.3.2", "10.77.13.2"], "4": ["10.77.4.2", "10.77.14.2", "10.77.24.2"], "server": ["10.77.9.25", "10.77.9.26"]},
    "v6": {"1": ["fd77:1::2"], "2": ["fd77:2::2"], "3": ["fd77:3::2", "fd77:13::2"], "4": ["fd77:4::2", "fd77:14::2", "fd77:24::2"], "server": ["fd77:9::25", "fd77:9::26"]},
}
# What else is true of a case: less is claimed than is possible.
ALSO = {
    "THIS_PORT_ONLY": ("LOST_BEHIND_ROUTER", "DELIVERY_UNKNOWN"),
    "ANY": ("LOST_BEHIND_ROUTER",),
}
work = tempfile.mkdtemp(dir=directory)
catalogue = os.path.join(work, "catalogue.yaml")
with open(catalogue, "w") as file:
    file.write(subprocess.check_output([chain, "catalogue"], text=True))


def short(address):
    import ipaddress

    return str(ipaddress.ip_address(address)) if address else address


def judge(rule, path):
    """right, nothing or wrong: TEXT"""
    family, name = rule.split(".", 1)
    finding, router = cases[name]
    said = path["finding"] if path else "NONE"
    if said in ("NONE", "NOT_AVAILABLE"):
        return "nothing"
    if said != finding and said not in ALSO.get(finding, ()):
        return "wrong: " + said
    sentence = path["sentence"]
    named = [short(word.strip("(),.:;")) for word in sentence.split() if word.count(".") > 3 or word.count(":") > 2 or word.strip("(),:;").count(".") == 3]
    if router == "-":
        return "right" if finding == "ANY" and named and named[0] in ROUTERS[family]["2"] else "wrong: " + sentence
    return "right" if named and named[0] in ROUTERS[family][router] else "wrong: " + sentence


def run(number):
    chosen = random.Random(number).sample(sorted(cases), 3)
    out = os.path.join(work, "%s.json" % number)
    only = [word for name in chosen for family in ("v4", "v6") for word in ("--only", "%s.%s" % (family, name))]
    subprocess.run(
        [chain, "exec", directory, "java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar, "check",
         "--checks", catalogue, "--timeout", "7s", "--quiet", "--report", "json=" + out] + only,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=90)
    judged = []
    with open(out) as file:
        for result in json.load(file)["results"]:
            attempts = [a for f in result["evidence"].get("findings", []) for a in f["attempts"]]
            if attempts and attempts[-1]["outcome"]["type"] == "failed":
                judged.append((result["rule"]["id"], judge(result["rule"]["id"], attempts[-1]["path"])))
            elif attempts and attempts[-1]["path"]:
                judged.append((result["rule"]["id"], "wrong: it answered, and has a path"))
    os.remove(out)
    return judged


table = collections.defaultdict(collections.Counter)
wrong = []
with concurrent.futures.ThreadPoolExecutor(4) as pool:
    for judged in pool.map(run, range(int(runs))):
        for rule, verdict in judged:
            table[rule.split(".", 1)[1]][verdict.split(":")[0]] += 1
            if verdict.startswith("wrong"):
                wrong.append(rule + " " + verdict)
print("%-14s %6s %8s %6s" % ("case", "right", "nothing", "wrong"))
for name in cases:
    if name in table:
        print("%-14s %6d %8d %6d" % (name, table[name]["right"], table[name]["nothing"], table[name]["wrong"]))
whole = sum(table.values(), collections.Counter())
print("%-14s %6d %8d %6d  in %s runs" % ("all", whole["right"], whole["nothing"], whole["wrong"], runs))
print("\n".join(wrong))
sys.exit(1 if wrong else 0)

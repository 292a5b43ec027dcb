"""Rollcall as its users start it, the tools beside it, and the machine."""

import glob
import os
import shutil
import subprocess
import time

PLUGINS = "/usr/lib/nagios/plugins"
BLACKBOX = "prometheus-blackbox-exporter"

# A program, and Debian's package that has it.
PACKAGES = {
    "nmap": "nmap",
    "tcpdump": "tcpdump",
    "nginx": "nginx",
    "nft": "nftables",
    "ip": "iproute2",
    "curl": "curl",
    "xargs": "findutils",
    "/usr/bin/time": "time",
    BLACKBOX: "prometheus-blackbox-exporter",
    f"{PLUGINS}/check_tcp": "monitoring-plugins-basic",
    f"{PLUGINS}/check_ldap": "monitoring-plugins-standard",
}


def lacks(*programs):
    """The packages that must be installed for these programs."""
    return [PACKAGES[program] for program in programs if not shutil.which(program)]


class Rollcall:
    """The ways to start Rollcall. 'starts' lists them; the first one is what is compared with."""

    def __init__(self, project, build, folder, java, place):
        self.jar = os.path.join(build, "rollcall.jar")
        self.java = java
        # Nothing of the user's own folders is read or written.
        home = os.path.join(folder, "home")
        os.makedirs(home, exist_ok=True)
        self.env = {"HOME": home, "XDG_STATE_HOME": home, "ROLLCALL_JAR": self.jar}
        self.env["JAVA_HOME"] = os.path.dirname(os.path.dirname(java))
        launcher = os.path.join(project, "packaging", "rollcall")
        cache = os.path.join(folder, "cache")
        shutil.rmtree(cache, ignore_errors=True)
        self.cached = {**self.env, "ROLLCALL_CACHE": cache}
        self.starts = []
        self.javas = java_version(java)
        self.notes = []
        packed = sorted(glob.glob(os.path.join(build, "packages", "rollcall-*-linux-x64.tar.gz")))
        if packed:
            # The tarball has its own Java, jar and cache.
            own = {key: value for key, value in self.env.items() if key.endswith("HOME")}
            launcher_of_tarball = unpack(packed[-1], folder)
            self.starts.append(("Rollcall, tarball", [launcher_of_tarball], own))
            runtime = os.path.join(os.path.dirname(launcher_of_tarball), "runtime", "bin", "java")
            self.javas += f", the tarball's {java_version(runtime)}"
        else:
            self.notes.append("Rollcall's tarball is left out: mvn verify -Pbench,packages makes it")
        self.starts.append(("Rollcall, packaging/rollcall", [launcher], self.cached))
        self.starts.append(("Rollcall, java -jar", [java, "-jar", self.jar], self.env))
        for name, start, env in self.starts[:-1]:
            if place.run(start + ["--make-cache"], env).exit != 0:
                self.notes.append(f"{name} made no cache of its classes")

    def version(self):
        said = subprocess.run(
            [self.java, "-jar", self.jar, "--version"], capture_output=True, text=True, check=True
        )
        return said.stdout.strip().split("\n")[0].removeprefix("rollcall ").strip()


def unpack(packed, folder):
    into = os.path.join(folder, "tarball")
    shutil.rmtree(into, ignore_errors=True)
    os.makedirs(into)
    subprocess.run(["tar", "-xzf", packed, "-C", into], check=True)
    return glob.glob(os.path.join(into, "*", "rollcall"))[0]


def machine(rollcall, project):
    peers = {}
    for package in dict.fromkeys(PACKAGES.values()):
        version = output("dpkg-query", "-W", "-f", "${Version}", package)
        if version and package in ("nmap", "monitoring-plugins-basic", BLACKBOX):
            peers[package] = version
    commit = output("git", "-C", project, "describe", "--always", "--dirty")
    version = rollcall.version()
    return {
        "date": time.strftime("%Y-%m-%d"),
        "cpu": first("/proc/cpuinfo", "model name") or "unknown processor",
        "cores": len(os.sched_getaffinity(0)),
        "memory": f"{round(int(first('/proc/meminfo', 'MemTotal').split()[0]) / 2**20)} GiB",
        "kernel": f"Linux {os.uname().release}",
        "java": rollcall.javas,
        "rollcall": f"{version} ({commit})" if commit else version,
        "peers": peers,
        "loadAtStart": os.getloadavg()[0],
    }


def java_version(java):
    said = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
    return "Java " + said.split('"')[1]


def first(file, key):
    with open(file) as lines:
        for line in lines:
            if line.startswith(key):
                return line.split(":", 1)[1].strip()
    return ""


def output(*command):
    try:
        said = subprocess.run(command, capture_output=True, text=True)
    except OSError:
        return ""
    return said.stdout.strip() if said.returncode == 0 else ""

"""Rollcall's latency of CONNECT against what tcpdump saw: SYN to SYN/ACK, of the same connection."""

import ipaddress
import json
import os
import struct
import subprocess
import time

from measure import LeftOut, start, stop
from scale import FIRST, Loopback, catalogue
from table import Wrong
from tools import lacks

RULES = 1000


class Capture:
    """tcpdump's record of connection requests and of the answers to them."""

    def __init__(self, enter, device, folder):
        self.file = os.path.join(folder, f"{device}.pcap")
        self.said = os.path.join(folder, "tcpdump.out")
        for path in (self.file, self.said):
            if os.path.exists(path):
                os.remove(path)
        command = ["tcpdump", "-Z", "root", "-n", "-i", device, "-U", "-s", "128", "-B", "65536"]
        command += ["--time-stamp-precision=nano", "-w", self.file, "tcp[tcpflags] & tcp-syn != 0"]
        self.process = start(enter + command, self.said)
        end = time.monotonic() + 20
        while "listening on" not in self.words():
            if self.process.poll() is not None or time.monotonic() > end:
                raise LeftOut(f"tcpdump does not start: {self.words()}")
            time.sleep(0.05)

    def words(self):
        with open(self.said) as file:
            return file.read()

    def latencies(self):
        """Nanoseconds by the two ends, of connections that were answered at once."""
        time.sleep(1)  # What tcpdump has not read yet.
        stop(self.process)
        asked = {}
        answered = {}
        for at, source, destination, flags in packets(self.file):
            if flags & 0x10:
                answered.setdefault((destination, source), at)
            else:
                asked.setdefault((source, destination), []).append(at)
        # A second request was an answer late or lost: which one was answered is not known.
        return {
            pair: answered[pair] - sent[0]
            for pair, sent in asked.items()
            if pair in answered and len(sent) == 1
        }


def packets(path):
    """Time, both ends and TCP flags of each packet of a capture of Ethernet frames."""
    with open(path, "rb") as file:
        header = file.read(24)
        magic, link = struct.unpack("<I", header[:4])[0], struct.unpack("<I", header[20:])[0]
        if magic != 0xA1B23C4D or link != 1:
            raise LeftOut(f"{path} is no capture that this program reads")
        while len(head := file.read(16)) == 16:
            seconds, nanos, length, _ = struct.unpack("<IIII", head)
            frame = file.read(length)
            if frame[12:14] == b"\x86\xdd":
                tcp, source, destination = 54, frame[22:38], frame[38:54]
            else:
                tcp = 14 + (frame[14] & 15) * 4
                source, destination = frame[26:30], frame[30:34]
            ports = frame[tcp : tcp + 4]
            ends = (source, ports[:2]), (destination, ports[2:])
            yield seconds * 10**9 + nanos, *ends, frame[tcp + 13]


def end(address, port):
    """One end of a connection, as packets() has it."""
    return ipaddress.ip_address(address).packed, struct.pack(">H", port)


def errors(run_document, seen):
    """Seconds between Rollcall's CONNECT and tcpdump's, for each attempt of one connection."""
    with open(run_document) as file:
        run = json.load(file)
    found = []
    for result in run["results"]:
        for finding in result["evidence"].get("findings", []):
            for attempt in finding["attempts"]:
                flows = [flow for flow in attempt["flows"] if flow["transport"] == "TCP"]
                # Of two connections, CONNECT is the sum.
                if len(flows) != 1 or "CONNECT" not in attempt["phases"]:
                    continue
                flow = flows[0]
                pair = (
                    end(flow["source"], flow["sourcePort"]),
                    end(flow["destination"], flow["destinationPort"]),
                )
                if pair in seen:
                    found.append(abs(attempt["phases"]["CONNECT"] - seen[pair] / 1e9))
    return found


def busy(cores):
    """A shell that counts, for each core."""
    return [subprocess.Popen(["/bin/sh", "-c", "while :; do :; done"]) for _ in range(cores)]


def each_load(results, what, run):
    """Measures a run on the host as it is, and with every core busy."""
    cores = len(os.sched_getaffinity(0))
    for load, name in ((0, "idle"), (cores, f"all {cores} cores busy")):
        workers = busy(load)
        try:
            found = run()
        finally:
            for worker in workers:
                stop(worker)
        if not found:
            raise Wrong(f"{what}: no connection is in both records")
        results.figures(what, name, found)


def latency(results, rollcall, folder):
    missing = lacks("tcpdump", "nginx", "nft", "ip", "curl")
    if missing:
        results.note(f"latency is left out: apt-get install {' '.join(missing)}")
        return
    loopback = Loopback(folder)
    rules = catalogue(folder, list(range(FIRST, FIRST + RULES)))
    json_file = os.path.join(folder, "run.json")
    name, begin, env = rollcall.starts[0]

    def run():
        capture = Capture(loopback.enter, "lo", folder)
        loopback.place.run(
            begin + ["check", "--checks", rules, "--rate", "off", "--report", f"json={json_file}"],
            env,
        )
        return errors(json_file, capture.latencies())

    try:
        each_load(results, f"{RULES:,} TCP rules on loopback, {name}", run)
    finally:
        loopback.close()

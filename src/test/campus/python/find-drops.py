#!/usr/bin/env python3
"""Finds the drops of a change request in the firewall's log, as a firewall team would.

usage: find-drops.py REQUEST.csv LOG

Knows the request's columns and the words of its evidence, and nothing else of Rollcall. For each row
of the firewall team that asks to allow something, every flow of the evidence must be in the log,
dropped, with the same five values and at that time. Prints a line for each flow; exits 1 if one is
not found.
"""
import csv
import ipaddress
import re
import sys
from datetime import datetime, timedelta, timezone

# A line of the log comes a little later than its packet, and the clock of both is this machine's.
SLACK = timedelta(milliseconds=250)
BEGUN = timedelta(seconds=1)

FLOW = re.compile(
    r"from \[?([0-9a-f.:]+?)\]?:(\d+) to \[?([0-9a-f.:]+?)\]?:(\d+)/(tcp|udp).*?"
    r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3})"
    r"(?: to (?:(\d{4}-\d\d-\d\d) )?(\d\d:\d\d:\d\d\.\d{3}))? UTC"
)
PACKET = re.compile(
    r"(\d+\.\d+) trace id (\w+) .* packet: .*ip6? saddr (\S+) ip6? daddr (\S+) .*?"
    r"(tcp|udp) sport (\d+) (?:tcp|udp) dport (\d+)"
)
VERDICT = re.compile(r"\S+ trace id (\w+) .*(?:verdict|policy) drop")


def address(text):
    """IPv6 has several spellings."""
    return str(ipaddress.ip_address(text))


def moment(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S.%f").replace(tzinfo=timezone.utc)


def drops(log):
    """The time of every dropped packet, by its five values."""
    times, flows, dropped = {}, {}, set()
    for line in log:
        packet = PACKET.match(line)
        if packet:
            at, trace, source, destination, transport, sport, dport = packet.groups()
            times.setdefault(trace, datetime.fromtimestamp(float(at), timezone.utc))
            flows[trace] = (transport, address(source), sport, address(destination), dport)
        verdict = VERDICT.match(line)
        if verdict:
            dropped.add(verdict.group(1))
    found = {}
    for trace in dropped & flows.keys():
        found.setdefault(flows[trace], []).append(times[trace])
    return found


def main(request, log):
    with open(log, encoding="utf-8") as lines:
        found = drops(lines)
    missing = 0
    with open(request, newline="", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            if row["owner"] != "firewall team" or row["action"] != "allow":
                continue
            for part in row["evidence"].split(" | "):
                flow = FLOW.search(part) if part.startswith("packets: ") else None
                if not flow:
                    continue
                source, sport, destination, dport, transport, start, day, end = flow.groups()
                first = moment(start)
                # One packet has one time: that at which a busy host began to send it.
                last = moment((day or start[:10]) + " " + end) if end else first + BEGUN
                times = found.get(
                    (transport, address(source), sport, address(destination), dport), []
                )
                seen = [t for t in times if first - SLACK <= t <= last + SLACK]
                missing += not seen
                print(
                    row["rule_id"], source, sport, destination, dport, transport,
                    f"{len(seen)} drops" if seen else "NOT FOUND",
                )
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

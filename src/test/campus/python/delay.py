"""Delays packets: those that the firewall sends to queue 1, by as many ms as their mark says.

For kernels without netem. Speaks nfnetlink_queue directly, so that no library is needed.
"""
import heapq
import select
import socket
import struct
import time

NETLINK_NETFILTER = 12
QUEUE = 3 << 8  # NFNL_SUBSYS_QUEUE
PACKET, VERDICT, CONFIG = 0, 1, 2
NUMBER = 1


def message(kind, family, resource, attributes):
    body = struct.pack("!BBH", family, 0, resource) + attributes
    return struct.pack("=IHHII", 16 + len(body), QUEUE | kind, 1, 0, 0) + body


def attribute(kind, value):
    padding = b"\0" * (-len(value) % 4)
    return struct.pack("=HH", 4 + len(value), kind) + value + padding


def attributes(data):
    found = {}
    while len(data) >= 4:
        length, kind = struct.unpack("=HH", data[:4])
        if length < 4:
            break
        found[kind & 0x3FFF] = data[4:length]
        data = data[(length + 3) & ~3 :]
    return found


def main():
    link = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER)
    link.bind((0, 0))
    # Bind to the queue, then ask for headers only (copy mode 1).
    link.send(message(CONFIG, 0, NUMBER, attribute(1, struct.pack("!BBH", 1, 0, 0))))
    link.send(message(CONFIG, 0, NUMBER, attribute(2, struct.pack("!IB", 0, 1))))
    waiting = []
    while True:
        timeout = max(0, waiting[0][0] - time.monotonic()) if waiting else None
        if select.select([link], [], [], timeout)[0]:
            data = link.recv(1 << 20)
            while len(data) >= 16:
                length, kind = struct.unpack("=IH", data[:6])
                if kind == QUEUE | PACKET:
                    found = attributes(data[20:length])
                    identity = found[1][:4]
                    delay = struct.unpack("!I", found.get(3, b"\0\0\0\0"))[0] / 1000
                    heapq.heappush(waiting, (time.monotonic() + delay, identity))
                data = data[(length + 3) & ~3 :]
        while waiting and waiting[0][0] <= time.monotonic():
            identity = heapq.heappop(waiting)[1]
            accept = attribute(2, struct.pack("!I", 1) + identity)
            link.send(message(VERDICT, 0, NUMBER, accept))


main()

"""Prints a line for each TCP connection request and each datagram that leaves by an interface: the
kernel's time in seconds, source, source port, destination, destination port. Runs until it is
ended."""
import ipaddress
import socket
import struct
import sys

SO_TIMESTAMPNS = 35
OUTGOING = 4
sock = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
sock.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
sock.bind((sys.argv[1], 3))
print("ready", flush=True)
while True:
    packet, extra, _, (_, protocol, kind, _, _) = sock.recvmsg(256, 256)
    if kind != OUTGOING:
        continue
    if protocol == 0x0800:
        transport, source, target, rest = packet[9], packet[12:16], packet[16:20], packet[(packet[0] & 15) * 4 :]
    elif protocol == 0x86DD:
        transport, source, target, rest = packet[6], packet[8:24], packet[24:40], packet[40:]
    else:
        continue
    if not (transport == 17 or transport == 6 and rest[13] & 0x12 == 2):
        continue
    seconds, nanos = struct.unpack("qq", extra[0][2][:16])
    ports = struct.unpack("!HH", rest[:4])
    print(
        "%d.%09d %s %d %s %d"
        % (seconds, nanos, ipaddress.ip_address(source), ports[0], ipaddress.ip_address(target), ports[1]),
        flush=True,
    )

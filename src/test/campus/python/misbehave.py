"""Listeners that misbehave, one process in each namespace; a fault leads connections to them.

A redirect in the server's own namespace makes the server look broken; one in the router, the path.
Usage: misbehave.py CERTIFICATES [ROTATING-RESOLVER-ADDRESS]
"""
import itertools
import os
import socket
import ssl
import struct
import sys
import threading
import time

from relay import relay

RESET, HANG, GARBAGE, RECERTIFY, BLOCKPAGE, DRIP, ENDLESS, BODY, BANNER, BOMB, CLOSE, LATER = range(9001, 9013)
JUNK = bytes((i * 167 + 13) % 251 for i in range(512))
PAGE = (
    b"<!doctype html><title>Access denied</title><h1>Web filter</h1>"
    b"<p>This page was blocked by the university's web filter.\n"
)


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def close(connection):
    """An end without a word; what the client sends is read, or a reset would follow."""
    connection.shutdown(socket.SHUT_WR)
    hang(connection)


def reset_later(connection):
    """Reset at the client's first request."""
    connection.sendall({587: b"220 mail.test ESMTP\r\n", 22: b"SSH-2.0-test\r\n"}.get(original(connection)[1], b""))
    connection.recv(65536)
    reset(connection)


def hang(connection):
    while connection.recv(65536):
        pass


def garbage(connection):
    connection.sendall(JUNK)
    hang(connection)


def drip(connection):
    for byte in itertools.cycle(JUNK):
        connection.sendall(bytes([byte]))
        time.sleep(1.5)


def endless(connection):
    while True:
        connection.sendall(JUNK * 64)


def body(connection):
    """HTTP as it should be, and an answer that never ends."""
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    while True:
        connection.sendall(b"http://mirror.test/\n" * 3000)


# Clears a terminal, renames its window, ends XML.
CONTROLS = b"\x1b[2J\x1b]0;owned\x07\x9b31m]]></system-out>\x00\xe2\x80\xae\xff"


def banner(connection):
    """One line of any protocol's greeting, with what a terminal would obey."""
    port = original(connection)[1]
    start = {22: b"SSH-2.0-", 587: b"220 ", 25: b"220 "}.get(port)
    if start is None:
        connection.recv(65536)
        start = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nServer: "
    connection.sendall(start + CONTROLS + b"\r\n\r\n")
    hang(connection)


def bomb(connection):
    """A metalink of a few bytes that expands to gigabytes, under the right certificate."""
    front = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    front.load_cert_chain(os.path.join(sys.argv[1], "..", "mirrors.fedoraproject.org.pem"))
    client = front.wrap_socket(connection, server_side=True)
    client.recv(65536)
    entities = b'<!ENTITY a0 "boom">' + b"".join(
        b'<!ENTITY a%d "%s">' % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 12)
    )
    page = b'<?xml version="1.0"?><!DOCTYPE metalink [' + entities
    page += b"]><metalink>&a11;</metalink>"
    client.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/metalink+xml\r\n"
        b"Content-Length: %d\r\n\r\n" % len(page) + page
    )
    client.close()


def blockpage(connection):
    connection.recv(65536)
    connection.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
        b"Content-Length: %d\r\n\r\n" % len(PAGE) + PAGE
    )


def original(connection):
    """The address that the client meant, before the redirect."""
    if connection.family == socket.AF_INET6:
        raw = connection.getsockopt(socket.IPPROTO_IPV6, 80, 28)
        return socket.inet_ntop(socket.AF_INET6, raw[8:24]), struct.unpack("!H", raw[2:4])[0]
    raw = connection.getsockopt(socket.SOL_IP, 80, 16)
    return socket.inet_ntop(socket.AF_INET, raw[4:8]), struct.unpack("!H", raw[2:4])[0]


def recertify(connection):
    """The real server's answers, under the certificate that the fault made for this address."""
    address, port = original(connection)
    front = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    front.load_cert_chain(os.path.join(sys.argv[1], address + ".pem"))
    back = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    back.check_hostname = False
    back.verify_mode = ssl.CERT_NONE
    names = []
    front.sni_callback = lambda sock, name, context: names.append(name)
    client = front.wrap_socket(connection, server_side=True)
    server = back.wrap_socket(
        socket.create_connection((address, port)), server_hostname=names[0] if names else None
    )
    with client, server:
        relay(client, server)


def serve(family, port, behave):
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    listener.bind(("", port))
    listener.listen(64)

    def one(connection):
        with connection:
            try:
                behave(connection)
            except OSError:
                pass

    def accept():
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()


def serve_udp(port, answer):
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("", port))

    def loop():
        while True:
            _, peer = sock.recvfrom(65536)
            if answer:
                sock.sendto(answer, peer)

    threading.Thread(target=loop, daemon=True).start()


def one_address(message, number):
    """The answer with one of its A records, the one whose turn it is."""
    count = struct.unpack("!H", message[6:8])[0]
    at = 12
    while message[at]:
        at += message[at] + 1
    question_end = at = at + 5
    records = []
    for _ in range(count):
        start = at
        while message[at] and message[at] < 0xC0:
            at += message[at] + 1
        at += 2 if message[at] >= 0xC0 else 1
        kind, _, _, length = struct.unpack("!HHIH", message[at : at + 10])
        at += 10 + length
        records.append((kind, message[start:at]))
    if len(records) < 2 or any(kind != 1 for kind, _ in records):
        return message
    records.sort(key=lambda record: record[1])
    counts = struct.pack("!HHHH", 1, 1, 0, 0)
    chosen = records[number % len(records)][1]
    return message[:4] + counts + message[12:question_end] + chosen


def rotate(address):
    """A resolver that tells another single address each time, as some CDNs' do."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind((address, 53))

    def loop():
        turns = {}
        while True:
            query, peer = sock.recvfrom(4096)
            try:
                with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as upstream:
                    upstream.settimeout(2)
                    upstream.sendto(query, ("198.18.2.53", 53))
                    answer = upstream.recv(4096)
                name = query[12 : query.index(0, 12)]
                turns[name] = turns.get(name, -1) + 1
                sock.sendto(one_address(answer, turns[name]), peer)
            except OSError:
                pass

    threading.Thread(target=loop, daemon=True).start()


def main():
    behaviours = {
        RESET: reset,
        HANG: hang,
        GARBAGE: garbage,
        RECERTIFY: recertify,
        BLOCKPAGE: blockpage,
        DRIP: drip,
        ENDLESS: endless,
        BODY: body,
        BANNER: banner,
        BOMB: bomb,
        CLOSE: close,
        LATER: reset_later,
    }
    for port, behave in behaviours.items():
        for family in (socket.AF_INET, socket.AF_INET6):
            serve(family, port, behave)
    serve_udp(HANG, None)
    serve_udp(GARBAGE, JUNK)
    if len(sys.argv) > 2:
        rotate(sys.argv[2])
    threading.Event().wait()


main()

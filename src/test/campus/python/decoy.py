"""A host that should get no credential: it passes everything on to real servers, and keeps a copy of
every byte that it is sent (after TLS, where there is TLS).

Usage: decoy.py ADDRESS CERTIFICATE LOG-DIRECTORY
LOG-DIRECTORY/connections has a line for everyone who came; PORT-tcp and PORT-udp have the bytes.
"""
import socket
import ssl
import sys
import threading

from relay import relay

ADDRESS, CERTIFICATE, LOG = sys.argv[1:]
SERVERS = "127.0.0.1"
lock = threading.Lock()


def note(name, data):
    with lock, open(f"{LOG}/{name}", "ab") as log:
        log.write(data)
    return data


def serve(connection, peer, port, behind, tls):
    note("connections", f"{port}/tcp {peer[0]}\n".encode())
    try:
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            connection = context.wrap_socket(connection, server_side=True)
        with connection, socket.create_connection((SERVERS, behind)) as server:
            relay(connection, server, lambda data: (note(f"{port}-tcp", data), b""))
    except OSError as e:
        note("connections", f"{port}/tcp {peer[0]} {e}\n".encode())
        connection.close()


def accept(port, behind, tls):
    listener = socket.create_server((ADDRESS, port))

    def loop():
        while True:
            connection, peer = listener.accept()
            threading.Thread(
                target=serve, args=(connection, peer, port, behind, tls), daemon=True
            ).start()

    threading.Thread(target=loop).start()


def datagrams(port):
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listener.bind((ADDRESS, port))

    def one(data, peer):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
            server.settimeout(2)
            server.sendto(data, (SERVERS, port))
            try:
                listener.sendto(server.recv(65536), peer)
            except OSError:
                pass

    def loop():
        while True:
            data, peer = listener.recvfrom(65536)
            note("connections", f"{port}/udp {peer[0]}\n".encode())
            note(f"{port}-udp", data)
            threading.Thread(target=one, args=(data, peer), daemon=True).start()

    threading.Thread(target=loop).start()


for port, behind, tls in ((389, 389, False), (636, 389, True), (445, 445, False), (88, 88, False)):
    accept(port, behind, tls)
datagrams(88)

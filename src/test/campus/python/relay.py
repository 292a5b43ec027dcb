"""Passing bytes between two connections, either of which may be TLS."""
import select
import ssl


def relay(client, server, see=lambda data: (data, b"")):
    """Until one side ends, in one thread: two may not use one TLS connection at a time.

    see is given what the client sends, and tells what goes to the server and what back.
    """
    other = {client: server, server: client}
    while True:
        ready = [side for side in other if getattr(side, "pending", lambda: 0)()]
        for side in ready or select.select(list(other), [], [])[0]:
            side.setblocking(False)
            try:
                data = side.recv(65536)
            except (ssl.SSLWantReadError, BlockingIOError):
                continue
            finally:
                side.setblocking(True)
            if not data:
                return
            if side is client:
                data, back = see(data)
                client.sendall(back)
            other[side].sendall(data)

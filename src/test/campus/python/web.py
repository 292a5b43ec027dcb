"""An HTTP server at port 445 and an HTTPS server at port 443, for both families.

web.py FOLDER CERTIFICATE-AND-KEY
"""
import functools
import http.server
import socket
import ssl
import sys
import threading

folder, certificate = sys.argv[1:]


class Server(http.server.ThreadingHTTPServer):
    address_family = socket.AF_INET6
    daemon_threads = True


class Secured(Server):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def finish_request(self, request, client_address):
        # In the connection's own thread: a handshake may hang.
        with self.context.wrap_socket(request, server_side=True) as secured:
            super().finish_request(secured, client_address)


answer = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
threading.Thread(target=Secured(("::", 443), answer).serve_forever, daemon=True).start()
Server(("::", 445), answer).serve_forever()

"""Python's aiosmtpd as a mail relay: STARTTLS, and a login inside TLS. A line for each login."""

import asyncio
import logging
import ssl

from aiosmtpd.smtp import SMTP, AuthResult

TLS = "/run/campus/tls/aiosmtpd.uni.edu"


def authenticate(server, session, envelope, mechanism, data):
    good = data.login == b"svc-aiosmtpd" and data.password == b"@PASSWORD@"
    print(f"AUTH {mechanism} {data.login.decode()} {'ok' if good else 'refused'}", flush=True)
    return AuthResult(success=good, handled=False)


class Handler:
    """Takes no mail."""

    async def handle_RCPT(self, server, session, envelope, address, options):
        return "550 5.7.1 no mail here"


async def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS + ".chain", TLS + ".key")
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(
            Handler(),
            hostname="aiosmtpd.uni.edu",
            tls_context=context,
            require_starttls=True,
            authenticator=authenticate,
        ),
        "198.18.2.105",
        587,
    )
    await server.serve_forever()


logging.basicConfig(level=logging.WARNING)
asyncio.run(main())

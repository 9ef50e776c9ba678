"""A server that takes mail for mail.example and no other, from anyone, and lets an sign in."""
import ssl
import time
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import AuthResult


class Local(Sink):
    async def handle_RCPT(self, server, session, envelope, address, options):
        if not address.endswith("@mail.example"):
            return "550 not relayed"
        envelope.rcpt_tos.append(address)
        return "250 OK"


def sign_in(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login, data.password) == (b"an", b"canh-dieu"), handled=False)


context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain("/etc/tls/cert.pem", "/etc/tls/key.pem")
Controller(
    Local(),
    hostname="0.0.0.0",
    port=25,
    ident="Thu",
    tls_context=context,
    authenticator=sign_in,
    auth_require_tls=False,
).start()
while True:
    time.sleep(60)

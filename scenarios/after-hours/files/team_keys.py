"""Ed25519 keys made from a team's secret values: machines that share a value share the key, and nothing is copied."""

import base64
import hashlib
import struct
import subprocess

KIND = b'ssh-ed25519'
# What PKCS #8 puts before the 32 bytes of an Ed25519 key.
PKCS8 = bytes.fromhex('302e020100300506032b657004220420')


def _text(value):
    return struct.pack('>I', len(value)) + value


def _seed(secret):
    return hashlib.sha256(secret.encode()).digest()


def _public(secret):
    key = PKCS8 + _seed(secret)
    command = ['openssl', 'pkey', '-inform', 'DER', '-pubout', '-outform', 'DER']
    return subprocess.run(command, input=key, stdout=subprocess.PIPE, check=True).stdout[-32:]


def _public_blob(secret):
    return _text(KIND) + _text(_public(secret))


def public_line(secret, comment):
    """The line for authorized_keys."""
    return f'ssh-ed25519 {base64.b64encode(_public_blob(secret)).decode()} {comment}'


def fingerprint(secret):
    """As sshd writes it into its log: SHA256:..."""
    digest = hashlib.sha256(_public_blob(secret)).digest()
    return 'SHA256:' + base64.b64encode(digest).decode().rstrip('=')


def private_file(secret, comment):
    """The private key in OpenSSH's own format, without a passphrase."""
    public = _public(secret)
    check = _seed(secret + '/check')[:4] * 2
    inner = check + _text(KIND) + _text(public) + _text(_seed(secret) + public) + _text(comment.encode())
    inner += bytes(range(1, 1 + -len(inner) % 8))
    outer = b'openssh-key-v1\0' + _text(b'none') + _text(b'none') + _text(b'') + struct.pack('>I', 1)
    outer += _text(_public_blob(secret)) + _text(inner)
    lines = base64.encodebytes(outer).decode().replace('\n', '')
    body = '\n'.join(lines[at : at + 70] for at in range(0, len(lines), 70))
    return f'-----BEGIN OPENSSH PRIVATE KEY-----\n{body}\n-----END OPENSSH PRIVATE KEY-----\n'

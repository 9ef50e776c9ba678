"""Writes a capture file: conversations over TCP and questions of DNS, as whole Ethernet frames with right checksums."""

import socket
import struct

WEB_MAC, GATEWAY_MAC = bytes.fromhex('5254006a1420'), bytes.fromhex('525400e08801')
SEGMENT = 1448
FIN, SYN, PUSH, ACK = 1, 2, 8, 16


def checksum(data):
    if len(data) % 2:
        data += b'\0'
    total = sum(struct.unpack(f'>{len(data) // 2}H', data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


class Capture:
    """Frames on the shop server's side of the gateway. Times are seconds since 1970."""

    def __init__(self, server):
        self.server = server
        self.frames = []
        self.identity = 1

    def frame(self, when, source, target, protocol, body):
        self.identity = self.identity % 65535 + 1
        ends = socket.inet_aton(source) + socket.inet_aton(target)
        head = struct.pack('>BBHHHBBH', 0x45, 0, 20 + len(body), self.identity, 0x4000, 64, protocol, 0)
        head = head[:10] + struct.pack('>H', checksum(head + ends)) + ends
        macs = GATEWAY_MAC + WEB_MAC if source == self.server else WEB_MAC + GATEWAY_MAC
        self.frames.append((when, macs + b'\x08\x00' + head + body))

    def segment(self, when, source, target, flags, sequence, acknowledged, data=b''):
        head = struct.pack('>HHIIBBHHH', source[1], target[1], sequence, acknowledged, 0x50, flags, 64240, 0, 0)
        ends = socket.inet_aton(source[0]) + socket.inet_aton(target[0])
        total = checksum(ends + struct.pack('>BBH', 0, 6, len(head) + len(data)) + head + data)
        self.frame(when, source[0], target[0], 6, head[:16] + struct.pack('>H', total) + head[18:] + data)

    def conversation(self, when, client, server, turns, chance):
        """A whole TCP connection. `client`, `server`: (address, port); `turns`: (said by the client?, bytes)."""
        numbers = [chance.randrange(2**31), chance.randrange(2**31)]
        ends = (client, server)

        def say(speaker, flags, data=b''):
            nonlocal when
            when += chance.uniform(0.0002, 0.004)
            acknowledged = 0 if flags == SYN else numbers[1 - speaker]
            self.segment(when, ends[speaker], ends[1 - speaker], flags, numbers[speaker], acknowledged, data)
            numbers[speaker] = (numbers[speaker] + len(data) + (flags & (SYN | FIN) > 0)) % 2**32

        say(0, SYN)
        say(1, SYN | ACK)
        say(0, ACK)
        for by_client, data in turns:
            speaker = 0 if by_client else 1
            for start in range(0, len(data), SEGMENT):
                part = data[start : start + SEGMENT]
                say(speaker, ACK | PUSH if start + SEGMENT >= len(data) else ACK, part)
                if start // SEGMENT % 4 == 3:
                    say(1 - speaker, ACK)
            say(1 - speaker, ACK)
        say(0, FIN | ACK)
        say(1, FIN | ACK)
        say(0, ACK)

    def question(self, when, client, resolver, name, answer, chance):
        """A question of DNS for an address, and the reply."""
        ident, port = chance.randrange(65536), chance.randrange(32768, 61000)
        asked = b''.join(bytes([len(part)]) + part.encode() for part in name.split('.')) + b'\0\0\1\0\1'
        reply = asked + b'\xc0\x0c\0\1\0\1' + struct.pack('>IH', 300, 4) + socket.inet_aton(answer)
        for source, target, ports, flags, count, body in (
            (client, resolver, (port, 53), 0x0100, 0, asked),
            (resolver, client, (53, port), 0x8180, 1, reply),
        ):
            data = struct.pack('>HHHHHH', ident, flags, 1, count, 0, 0) + body
            # A checksum of 0 says that UDP has none.
            self.frame(when, source, target, 17, struct.pack('>HHHH', *ports, 8 + len(data), 0) + data)
            when += 0.003

    def write(self, path):
        with open(path, 'wb') as file:
            file.write(struct.pack('<IHHiIII', 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
            for when, data in sorted(self.frames, key=lambda frame: frame[0]):
                seconds = int(when)
                file.write(struct.pack('<IIII', seconds, int((when - seconds) * 1e6), len(data), len(data)) + data)

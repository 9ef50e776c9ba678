"""The packets that the gateway kept of one quarter of an hour of web01's traffic, SSH left out."""

import loot
import story as s
from flows import PAYMENT
from packets import Capture

START, END = s.at(14, '03:05:00'), s.at(14, '03:20:00')


def response(body, kind='text/html; charset=UTF-8', status='200 OK'):
    return (
        f'HTTP/1.1 {status}\r\nServer: Apache\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n'.encode()
        + body
    )


class Recording:
    """`hits` are the requests that web01 logged: those of the quarter of an hour are in the packets too."""

    def __init__(self, story, hits):
        self.story, self.hits = story, hits
        self.chance = story.chance('recording')

    def visitor(self, capture, hit):
        request = f'{hit.request} HTTP/1.1\r\nHost: {s.SHOP}\r\nUser-Agent: {hit.browser}\r\n\r\n'.encode()
        filler = 'gốm Sơn Trà '.encode() * 400
        kind = 'image/png' if '.png' in hit.request else 'text/html; charset=UTF-8'
        status = '404 Not Found' if hit.status == 404 else '200 OK'
        talk = ((True, request), (False, response(filler[: hit.size], kind, status)))
        client = (hit.address, self.chance.randrange(32768, 61000))
        capture.conversation(hit.when.timestamp(), client, (s.WEB, 80), talk, self.chance)

    def upload(self, capture, when, target, host, path, body, agent):
        head = f'PUT {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {agent}\r\nAccept: */*\r\n'
        head += f'Content-Length: {len(body)}\r\n\r\n'
        turns = ((True, head.encode() + body), (False, response(b'', 'text/plain', '201 Created')))
        capture.conversation(when, (s.WEB, self.chance.randrange(32768, 61000)), target, turns, self.chance)

    def write(self, path):
        story, chance = self.story, self.chance
        capture = Capture(s.WEB)
        for hit in self.hits:
            if START <= hit.when < END:
                self.visitor(capture, hit)
        for _ in range(25):
            when = chance.uniform(START.timestamp(), END.timestamp() - 5)
            capture.question(when, s.WEB, s.GATEWAY, 'thanh-toan.example', PAYMENT, chance)
            sealed = b'\x17\x03\x03\x02\x00' + chance.randbytes(512)
            hello = b'\x16\x03\x01\x00\xc8' + chance.randbytes(200)
            talk = ((True, hello), (False, sealed), (True, sealed), (False, sealed))
            capture.conversation(when + 0.05, (s.WEB, chance.randrange(32768, 61000)), (PAYMENT, 443), talk, chance)
        # The pictures that the web server copies to the office every ten minutes: big, regular, and nobody's secret.
        for minute in (6, 16):
            when = s.at(14, f'03:{minute:02d}:00').timestamp()
            self.upload(
                capture,
                when,
                (s.NAS, 8080),
                'nas01',
                f'/anh/{minute:02d}.tar',
                chance.randbytes(260_000),
                'dong-bo-anh/1.2',
            )
        when = story.exfiltration.timestamp()
        self.upload(
            capture, when, (story.drop, 8080), f'{story.drop}:8080', '/u/anh.bin', loot.locked(story), 'curl/7.88.1'
        )
        capture.write(path)

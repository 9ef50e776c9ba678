"""What the gateway saw of web01: a line for each connection in four days, and the packets of one quarter of an hour."""

import datetime
import json
import subprocess
import zlib

import story as s
from packets import Capture

FAMILY = 'Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý'.split()
MIDDLE = 'Thị Văn Minh Thanh Ngọc Quốc Thu Kim Hữu Đức Xuân Bảo'.split()
GIVEN = 'An Anh Bình Châu Dung Giang Hà Hạnh Hiếu Hoa Khánh Lan Linh Long Mai Nam Nga Phúc Sơn Tâm Thảo Trang Tú Yến'.split()
STREETS = 'Trần Phú,Lê Duẩn,Ông Ích Khiêm,Hoàng Diệu,Nguyễn Văn Linh,Ngô Quyền,Phan Châu Trinh,Bạch Đằng'.split(',')
TOWNS = 'Đà Nẵng,Huế,Hội An,Quy Nhơn,Hà Nội,TP. Hồ Chí Minh,Cần Thơ,Nha Trang,Vinh'.split(',')
PAYMENT, MIRROR, RESOLVER = '203.0.113.201', '203.0.113.214', s.GATEWAY


def orders(story):
    """The table that was taken: one line for each order, so that a customer stands in it once or more often."""
    chance = story.chance('customers')
    rows = []
    for number in range(story.customers):
        code = f'KH{10000 + number * 7 + chance.randrange(7)}'
        name = f'{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}'
        phone = f'0199{chance.randrange(10**6):06d}'
        home = f'{chance.randrange(1, 400)} {chance.choice(STREETS)} {chance.choice(TOWNS)}'
        for _ in range(chance.choice((1, 1, 1, 1, 2, 2, 3))):
            rows.append(f'{code},"{name}",{phone},"{home}",{chance.randrange(21, 400) * 10000}')
    chance.shuffle(rows)
    lines = [f'DH{200000 + number * 3},{row}' for number, row in enumerate(rows)]
    return 'don,ma_khach,ho_ten,dien_thoai,dia_chi,tong_tien\r\n' + '\r\n'.join(lines) + '\r\n'


def locked(story):
    """What the intruder sent: the table, packed and encrypted as the shell's history says."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = packer.compress(orders(story).encode()) + packer.flush()
    command = ['openssl', 'enc', '-aes-256-cbc', '-pbkdf2', '-pass', 'stdin']
    with_password = f'{story.values["archive_password"]}\n'.encode() + packed
    return subprocess.run(command, input=with_password, stdout=subprocess.PIPE, check=True).stdout


def response(body, kind='text/html; charset=UTF-8', status='200 OK'):
    return (
        f'HTTP/1.1 {status}\r\nServer: Apache\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n'.encode()
        + body
    )


class Gateway:
    def __init__(self, story):
        self.story = story
        self.chance = story.chance('gateway')

    def flow(self, when, source, target, port, sent, received, seconds):
        return {
            'ts': when.isoformat(), 'src': source, 'sport': self.chance.randrange(32768, 61000), 'dst': target, 'dport': port,
            'proto': 'tcp', 'bytes_out': sent, 'bytes_in': received, 'seconds': seconds,
        }  # fmt: skip

    def flows(self):
        story, chance = self.story, self.chance
        found = []
        for when in s.moments(chance, s.FIRST, s.LAST, 90):
            found.append(
                self.flow(
                    when,
                    s.carrier_address(chance),
                    s.WEB,
                    80,
                    chance.randrange(400, 9000),
                    chance.randrange(2000, 60000),
                    chance.randrange(1, 90),
                )
            )
        for when in s.moments(chance, s.FIRST, s.LAST, 14):
            found.append(
                self.flow(when, s.WEB, PAYMENT, 443, chance.randrange(900, 4000), chance.randrange(1500, 6000), 1)
            )
        for number in range(5):
            when = s.FIRST + datetime.timedelta(days=number, hours=1, minutes=30, seconds=2)
            # The backup fetches everything, every night: by far the biggest of all, and as it should be.
            found.append(
                self.flow(when, s.NAS, s.WEB, 22, 4_100_000, 812_000_000 + chance.randrange(9_000_000), 2460)
            )
            update = when + datetime.timedelta(hours=3, minutes=12)
            found.append(self.flow(update, s.WEB, MIRROR, 80, 21000, chance.randrange(9_000_000, 60_000_000), 48))
        sent = len(locked(story)) + 4200
        found.append(self.flow(story.login, story.relay, s.WEB, 22, 61000, 48000, 240))
        stay = int((story.left - story.second_login).total_seconds())
        found.append(self.flow(story.second_login, story.relay, s.WEB, 22, 214000, 301000, stay))
        found.append(self.flow(story.exfiltration, s.WEB, story.drop, 8080, sent, 611, 3))
        beacon = s.at(14, '03:27:02')
        while beacon < s.LAST:
            found.append(self.flow(beacon, s.WEB, s.SINKHOLE, int(story.values['c2_port']), 118, 96, 1))
            beacon += datetime.timedelta(seconds=60)
        return sorted(found, key=lambda flow: flow['ts'])

    def customer_talk(self, capture, when):
        chance = self.chance
        page = chance.choice(('/', '/san-pham.php?ma=GST-103', '/tim.php?q=chen', '/anh/sp/gst-105.png'))
        request = (
            f'GET {page} HTTP/1.1\r\nHost: {s.SHOP}\r\nUser-Agent: {chance.choice(s.BROWSERS)}\r\n\r\n'.encode()
        )
        text = f'<!doctype html><title>Gốm Sơn Trà</title><p>{"gốm " * chance.randrange(90, 500)}</p>'.encode()
        client = (s.carrier_address(chance), chance.randrange(32768, 61000))
        capture.conversation(when, client, (s.WEB, 80), ((True, request), (False, response(text))), chance)

    def upload(self, capture, when, target, host, path, body, agent):
        head = f'PUT {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {agent}\r\nAccept: */*\r\n'
        head += f'Content-Length: {len(body)}\r\n\r\n'
        turns = ((True, head.encode() + body), (False, response(b'', 'text/plain', '201 Created')))
        capture.conversation(when, (s.WEB, self.chance.randrange(32768, 61000)), target, turns, self.chance)

    def packets(self, path):
        story, chance = self.story, self.chance
        capture = Capture(s.WEB)
        start, end = s.at(14, '03:05:00').timestamp(), s.at(14, '03:20:00').timestamp()
        for _ in range(170):
            self.customer_talk(capture, chance.uniform(start, end - 5))
        for _ in range(25):
            when = chance.uniform(start, end - 5)
            capture.question(when, s.WEB, RESOLVER, 'thanh-toan.example', PAYMENT, chance)
            sealed = b'\x17\x03\x03\x02\x00' + chance.randbytes(512)
            talk = (
                (True, b'\x16\x03\x01\x00\xc8' + chance.randbytes(200)),
                (False, sealed),
                (True, sealed),
                (False, sealed),
            )
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
            capture, when, (story.drop, 8080), f'{story.drop}:8080', '/u/anh.bin', locked(story), 'curl/7.88.1'
        )
        capture.write(path)

    def write(self, folder):
        lines = [json.dumps(flow, separators=(',', ':')) for flow in self.flows()]
        (folder / 'gw01-flows.jsonl').write_text('\n'.join(lines) + '\n')
        self.packets(folder / 'gw01-0305-0320.pcap')

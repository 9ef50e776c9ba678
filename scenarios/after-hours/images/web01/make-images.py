"""Draws the product photos of the shop: small PNG files, a plain pot on a plain ground, one colour for each product."""

import pathlib
import struct
import zlib

FOLDER = pathlib.Path('/srv/gom/public/anh/sp')
SIZE = 160


def chunk(kind, data):
    return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))


def pot(colour):
    rows = b''
    for y in range(SIZE):
        half = 12 + int(44 * (1 - ((y - 95) / 58) ** 2)) if 40 < y < 150 else 0
        inside = [abs(x - SIZE // 2) < half for x in range(SIZE)]
        rows += b'\0' + b''.join(colour if hit else b'\xf4\xee\xe4' for hit in inside)
    head = struct.pack('>IIBBBBB', SIZE, SIZE, 8, 2, 0, 0, 0)
    return (
        b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', head) + chunk(b'IDAT', zlib.compress(rows, 9)) + chunk(b'IEND', b'')
    )


FOLDER.mkdir(parents=True, exist_ok=True)
for number in range(101, 109):
    tint = bytes((60 + number * 37 % 150, 50 + number * 53 % 120, 40 + number * 71 % 130))
    (FOLDER / f'gst-{number}.png').write_bytes(pot(tint))
for stem, number in (
    ('am-tra', 2190),
    ('binh-hoa', 1177),
    ('chum', 4402),
    ('dia-tron', 3056),
    ('men-lam', 2718),
    ('to-chen', 1603),
):
    for step in range(9):
        (FOLDER / f'{stem}-{number + step * 7}.png').write_bytes(pot(bytes((90 + step * 9, 70 + number % 90, 60))))

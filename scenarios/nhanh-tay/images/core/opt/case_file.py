"""The case file: what the desk was handed on the morning of 14 October 2026."""

import csv
import pathlib
import string
from datetime import timedelta

CALL_LOG = (
    ('2026-10-12 19:30', 'đi', 'Con gái Thu', '12 phút'),
    ('2026-10-13 08:48', 'đến', 'Con gái Thu', '2 phút'),
    ('2026-10-13 09:12', 'nhỡ', 'số lạ', '0'),
    ('2026-10-13 09:14', 'đến', '1900 0417 (NH Sen Việt)', '31 phút'),
    ('2026-10-13 09:47', 'đến', '080 00 417 (Bộ CA)', '{minutes} phút'),
    ('2026-10-13 11:02', 'đi', 'Con gái Thu', '10 phút'),
)
MESSAGES = (
    (
        '2026-10-02 09:00',
        'SEN VIET',
        'Sen Viet uu dai: hoan tien 5% hoa don dien. Xem https://uudai-senviet.example/t10',
    ),
    ('2026-10-05 08:31', 'SEN VIET', 'TK ...{tail} +9.800.000d luc 08:31. ND: luong huu T9'),
    ('2026-10-07 14:20', 'MAY XANH', 'Don MX55120 dang giao. Theo doi: https://giaohang-mayxanh.example/MX55120'),
    ('2026-10-09 20:15', 'Lan lớp 9A', 'Tâm ơi ảnh họp lớp đây nhé http://lop9a-1978.example/anh2026'),
    (
        '2026-10-12 08:05',
        'SEN VIET',
        'Sen Viet KHONG gui duong dan dang nhap qua tin nhan. Chi tiet: https://senviet-bank.example/an-toan',
    ),
    (
        '2026-10-13 09:21',
        'SEN VIET',
        'Tai khoan cua quy khach co giao dich la. Xac thuc ngay tai https://senvlet-bank.example de tranh bi khoa.',
    ),
    ('2026-10-13 09:29', 'SEN VIET', 'Ma OTP: 40****. Tuyet doi KHONG cung cap cho bat ky ai.'),
    ('2026-10-13 10:20', 'SEN VIET', 'TK ...{tail} da chuyen 2 lenh. Goi 1900 0417 neu khong phai quy khach.'),
)


def write_case_file(folder, texts, cast, ring, calls):
    """Lays the case file into `folder`; `texts` holds what people wrote, with $places for the team's own numbers."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    tam, values = cast.tam, statement_values(cast, ring)
    for source in sorted(pathlib.Path(texts).iterdir()):
        text = string.Template(source.read_text('utf-8')).substitute(values)
        (folder / source.name).write_text(text, 'utf-8')
    rows = [tuple(cell.format(minutes=values['police_minutes']) for cell in row) for row in CALL_LOG]
    write_rows(folder / '03-nhat-ky-cuoc-goi.csv', ('thoi_gian', 'loai', 'hien_thi', 'thoi_luong'), rows)
    rows = [tuple(cell.format(tail=tam.account[-4:]) for cell in row) for row in MESSAGES]
    write_rows(folder / '04-tin-nhan.csv', ('thoi_gian', 'nguoi_gui', 'noi_dung'), rows)
    calls.write(folder / '05-cdr-sao-mai.csv')


def statement_values(cast, ring):
    tam = cast.tam
    lure = next(one for one in ring.lures if one.victim is tam)
    paid = sorted((p for p in ring.payments if p.source == tam.account), key=lambda p: p.at)
    holders = {p.account: p.name for p in cast.people}
    values = {'tam_account': tam.account, 'tam_phone': tam.phone, 'police_minutes': lure.second_seconds // 60}
    for number, payment in enumerate(paid, start=1):
        values[f'account{number}'] = payment.target
        values[f'holder{number}'] = holders[payment.target].upper()
        values[f'time{number}'] = (payment.at + timedelta(seconds=20)).strftime('%H:%M')
    return values


def write_rows(path, head, rows):
    with open(path, 'w', encoding='utf-8', newline='') as file:
        writer = csv.writer(file, lineterminator='\n')
        writer.writerow(head)
        writer.writerows(rows)

"""What the intruder took: the shop's orders with the customers' data, packed and encrypted."""

import subprocess
import zlib

FAMILY = 'Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý'.split()
MIDDLE = 'Thị Văn Minh Thanh Ngọc Quốc Thu Kim Hữu Đức Xuân Bảo'.split()
GIVEN = 'An Anh Bình Châu Dung Giang Hà Hạnh Hiếu Hoa Khánh Lan Linh Long Mai Nam Nga Phúc Sơn Tâm Thảo Trang Tú Yến'.split()
STREETS = 'Trần Phú,Lê Duẩn,Ông Ích Khiêm,Hoàng Diệu,Nguyễn Văn Linh,Ngô Quyền,Phan Châu Trinh,Bạch Đằng'.split(',')
TOWNS = 'Đà Nẵng,Huế,Hội An,Quy Nhơn,Hà Nội,TP. Hồ Chí Minh,Cần Thơ,Nha Trang,Vinh'.split(',')


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

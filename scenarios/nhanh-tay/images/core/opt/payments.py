"""The payments of ordinary life: wages, bills, shopping, rent, gifts. Most of the warehouse is made of them."""

import random
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

START = datetime(2026, 9, 1)
SECONDS = 43 * 86_400
BANKS = ('Ngân hàng Trống Đồng', 'Ngân hàng Cánh Diều', 'Ví Chuồn Chuồn')
MEMOS = (
    'tien an trua',
    'ck',
    'tra tien',
    'tien nha thang nay',
    'mung cuoi',
    'gui me',
    'tien hoc cho con',
    'chia tien tiec',
    'tien ship',
    'gop quy lop',
    'tra no',
    'mua ho',
    'tien xe',
    'tien hang',
    'bieu ong ba',
    'cam on nhe',
)


@dataclass
class Payment:
    """One transfer. An empty bank is our own; amounts are in đồng."""

    at: datetime
    source: str
    source_bank: str
    target: str
    target_bank: str
    amount: int
    channel: str
    memo: str


def plain(text):
    """Without diacritics, as memos are written."""
    text = text.replace('đ', 'd').replace('Đ', 'D')
    return unicodedata.normalize('NFD', text).encode('ascii', 'ignore').decode()


def all_open(payment, opened):
    """True when those of its accounts that are ours had been opened."""
    day = payment.at.date()
    return all(opened.get(account, day) <= day for account in (payment.source, payment.target))


class Life:
    """`payments` of all customers from September to the evening before the case."""

    def __init__(self, cast):
        self.cast = cast
        self.draw = random.Random(f'life/{cast.team.seed}')
        self.payments = []
        new = {*cast.layer1, *cast.layer2, cast.collector}
        self.people = [p for p in cast.people if p.kind == 'cá nhân' and p not in new]
        self.lent = [cast.layer1[1], cast.layer2[2]]
        self.wages()
        self.bills()
        self.shopping()
        self.between_people()
        self.other_banks()
        self.firms()
        opened = {p.account: p.joined for p in cast.people}
        self.payments = [p for p in self.payments if all_open(p, opened)]

    def wages(self):
        draw = self.draw
        groups = {employer: draw.sample(self.people, 130) for employer in self.cast.employers}
        groups[self.cast.employers[0]] += [self.cast.hijacked, self.lent[1]]
        for employer, staff in groups.items():
            pay = {one: draw.randint(70, 165) * 100_000 for one in staff}
            for month in (9, 10):
                at = datetime(2026, month, 5, 8, 30)
                for one in staff:
                    at += timedelta(seconds=2)
                    self.add(at, employer.account, one.account, pay[one], 'BATCH', f'luong T{month - 1}/2026')

    def bills(self):
        draw = self.draw
        for one in [*self.people, *self.lent]:
            for month_start in (0, 30 * 86_400):
                at = START + timedelta(seconds=month_start + draw.randint(0, 12 * 86_400 - 1))
                code = f'PE{one.id:07}'
                self.add(
                    at,
                    one.account,
                    self.cast.power.account,
                    draw.randint(150, 1_900) * 1_000,
                    'BILL',
                    f'tien dien {code}',
                )
                if draw.random() < 0.6:
                    at += timedelta(seconds=draw.randint(30, 80_000))
                    self.add(
                        at,
                        one.account,
                        self.cast.water.account,
                        draw.randint(60, 320) * 1_000,
                        'BILL',
                        f'tien nuoc {code}',
                    )

    def shopping(self):
        draw, cast = self.draw, self.cast
        places = [*cast.shops, *cast.shops, *cast.new_shops, cast.phone_shop]
        for _ in range(6_600):
            buyer = draw.choice(self.people if draw.random() < 0.98 else self.lent)
            self.add(
                self.some_time(),
                buyer.account,
                draw.choice(places).account,
                draw.randint(20, 900) * 1_000,
                'POS',
                'thanh toan QR',
            )
        for _ in range(230):
            buyer = draw.choice(self.people)
            self.add(
                self.some_time(),
                buyer.account,
                cast.gold_shop.account,
                draw.randint(4, 42) * 1_000_000,
                'POS',
                'mua vang',
            )
        for _ in range(60):
            buyer = draw.choice(self.people)
            self.add(
                self.some_time(),
                buyer.account,
                cast.phone_shop.account,
                draw.randint(5, 32) * 1_000_000,
                'POS',
                'mua dien thoai',
            )

    def between_people(self):
        draw = self.draw
        for _ in range(7_400):
            source, target = draw.sample(self.people, 2)
            self.add(self.some_time(), source.account, target.account, self.small(), 'APP', draw.choice(MEMOS))
        for _ in range(150):
            source, target = draw.sample(self.cast.ordinary, 2)
            memo = draw.choice(['dat coc mua dat', 'ban xe', 'vay lam nha', 'tra goc vay', 'mua nha dot 2'])
            self.add(self.some_time(), source.account, target.account, draw.randint(60, 900) * 1_000_000, 'APP', memo)
        for _ in range(40):
            friend, mule = draw.choice(self.people), draw.choice(self.lent)
            pair = (friend, mule) if draw.random() < 0.5 else (mule, friend)
            self.add(self.some_time(), pair[0].account, pair[1].account, self.small(), 'APP', draw.choice(MEMOS))

    def other_banks(self):
        draw = self.draw
        for _ in range(2_400):
            own, foreign = draw.choice(self.people).account, f'9{draw.randint(10**8, 10**9 - 1)}'
            bank, amount, memo = draw.choice(BANKS), self.small() * 2, draw.choice(MEMOS)
            ends = (own, '', foreign, bank) if draw.random() < 0.5 else (foreign, bank, own, '')
            self.payments.append(Payment(self.some_time(), *ends, amount, 'NAPAS', memo))

    def firms(self):
        """Turnover, suppliers and taxes: sums that look odd beside a household's."""
        draw, cast = self.draw, self.cast
        for firm in [*cast.employers, *cast.new_shops[1:], cast.gold_shop, cast.power]:
            for _ in range(12):
                bank, foreign = draw.choice(BANKS[:2]), f'9{draw.randint(10**8, 10**9 - 1)}'
                amount = draw.randint(180, 1_400) * 1_000_000
                self.payments.append(
                    Payment(self.some_time(), foreign, bank, firm.account, '', amount, 'NAPAS', 'thanh toan HD')
                )
                self.payments.append(
                    Payment(self.some_time(), firm.account, '', foreign, bank, amount // 2, 'NAPAS', 'tra tien NCC')
                )

    def some_time(self):
        """A moment of a day, fewer at night."""
        day = self.draw.randint(0, 42)
        return START + timedelta(days=day, seconds=int(self.draw.triangular(18_000, 86_399, 45_000)))

    def small(self):
        """What people send one another: 300,000 đ in the middle, and at most 9 million."""
        return min(int(self.draw.lognormvariate(12.6, 1.0)) // 1_000 * 1_000 + 10_000, 9_000_000)

    def add(self, at, source, target, amount, channel, memo):
        self.payments.append(Payment(at, source, '', target, '', amount, channel, memo))

"""The money that the ring moved, hop by hop, and the calls that set it going."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from payments import Payment


@dataclass
class Lure:
    """One customer talked into paying: called first as by the bank, then as by the police."""

    victim: object
    first_call: datetime
    first_seconds: int
    second_call: datetime
    second_seconds: int


class Ring:
    """`lures` and `payments` of the whole affair, in no order."""

    def __init__(self, cast):
        self.cast = cast
        self.draw = random.Random(f'ring/{cast.team.seed}')
        self.lures, self.payments = [], []
        self.lent_accounts()
        self.before()
        for victim in cast.victims:
            self.rob(victim, self.lure(victim), self.losses(victim))
        self.hijack()
        self.cash_out()

    def losses(self, victim):
        draw, cast = self.draw, self.cast
        if victim is cast.tam:
            return [300_000_000, 180_000_000]
        if victim is cast.silent[0]:
            return [draw.randint(230, 260) * 1_000_000, draw.randint(170, 190) * 1_000_000]
        top = 210 if victim in cast.silent else 380
        return [draw.randint(45, top // 2) * 1_000_000 for _ in range(draw.randint(1, 2))]

    def lure(self, victim):
        draw = self.draw
        first = self.cast.called[victim]
        length = 1_880 if victim is self.cast.tam else draw.randint(900, 2_700)
        second = first + timedelta(seconds=length + draw.randint(90, 200))
        lure = Lure(victim, first, length, second, draw.randint(1_500, 3_600))
        self.lures.append(lure)
        return lure

    def rob(self, victim, lure, losses):
        draw = self.draw
        mules = self.cast.layer1[:2] if victim is self.cast.tam else draw.sample(self.cast.layer1, len(losses))
        at = lure.second_call + timedelta(seconds=draw.randint(300, 700))
        for mule, amount in zip(mules, losses):
            memo = draw.choice(['xac minh tai khoan', 'chuyen tien kiem tra', 'nop tien theo y/c', 'CK'])
            self.pay(at, victim, mule, amount, memo)
            self.layer(at, mule, amount, buys_gold=victim is self.cast.tam and mule is mules[0])
            at += timedelta(seconds=draw.randint(240, 700))

    def layer(self, at, mule, amount, buys_gold):
        draw = self.draw
        rest = round(amount * 0.99, -5)
        receivers = draw.sample(self.cast.layer2, 2 if rest < 150_000_000 else 3)
        for index, receiver in enumerate(receivers):
            left = len(receivers) - index
            part = rest if left == 1 else round(rest / left * draw.uniform(0.8, 1.2), -5)
            rest -= part
            sent = at + timedelta(seconds=draw.randint(150, 900))
            self.pay(sent, mule, receiver, part, draw.choice(['tra no', 'tien hang', 'gop von', 'ck']))
            self.gather(sent, receiver, part, buys_gold and index == 0)

    def gather(self, at, mule, amount, buys_gold):
        draw, cast = self.draw, self.cast
        if buys_gold or (draw.random() < 0.18 and amount > 40_000_000):
            shop = cast.gold_shop if buys_gold or draw.random() < 0.7 else cast.phone_shop
            spent = draw.randint(18, 38) * 1_000_000
            when = at + timedelta(seconds=draw.randint(2_000, 6_000))
            self.pay(when, mule, shop, spent, 'mua vang' if shop is cast.gold_shop else 'mua dien thoai')
            amount -= spent
        when = at + timedelta(seconds=draw.randint(300, 2_400))
        self.pay(
            when, mule, cast.collector, round(amount * 0.985, -5), draw.choice(['thanh toan HD', 'TT tien hang'])
        )

    def hijack(self):
        """An honest customer whose account the ring held for an hour, to pass money on and to take what was there."""
        draw, cast = self.draw, self.cast
        first = cast.called[cast.hijacked]
        self.lures.append(Lure(cast.hijacked, first, 1_310, first + timedelta(seconds=1_450), 2_200))
        at = first + timedelta(minutes=52)
        self.pay(at, cast.layer1[0], cast.hijacked, 96_000_000, 'ck')
        self.pay(at + timedelta(minutes=6), cast.hijacked, cast.collector, 95_500_000, 'TT tien hang')
        taken = draw.randint(52, 68) * 1_000_000
        self.pay(at + timedelta(minutes=9), cast.hijacked, cast.collector, taken, 'TT tien hang')

    def cash_out(self):
        """Night after night a part leaves for the wallet; most is still there."""
        draw = self.draw
        for day in range(7, 14):
            at = datetime(2026, 10, day, 23, 30) + timedelta(seconds=draw.randint(0, 400))
            for _ in range(draw.randint(1, 2)):
                self.leave(at, self.cast.collector, draw.randint(50, 95) * 1_000_000, 'Ví Chuồn Chuồn', 'nap vi')
                at += timedelta(seconds=draw.randint(60, 300))

    def lent_accounts(self):
        """A student's mother pays for land by way of her son: large, unreported, honest."""
        cast = self.cast
        mule = cast.layer1[1]
        at = datetime(2026, 10, 8, 10, 4, 33)
        self.pay(at, cast.mother, mule, 520_000_000, 'me gui tien dat coc cho Khoa')
        self.leave(
            at + timedelta(minutes=95), mule, 520_000_000, 'Ngân hàng Trống Đồng', 'dat coc lo 12 khu dan cu Ban Mai'
        )
        for month in (9, 10):
            self.pay(datetime(2026, month, 3, 20, 11), cast.mother, mule, 3_000_000, 'tien an thang')

    def before(self):
        """Tries of some thousands before the first victim, as rings do."""
        cast, at = self.cast, datetime(2026, 10, 5, 21, 2)
        for mule in cast.layer1:
            for receiver in cast.layer2[:2]:
                at += timedelta(seconds=94)
                self.pay(at, mule, receiver, 10_000, 'test')
        for receiver in cast.layer2:
            at += timedelta(seconds=71)
            self.pay(at, receiver, cast.collector, 10_000, 'test')

    def pay(self, at, source, target, amount, memo):
        self.payments.append(Payment(at, source.account, '', target.account, '', int(amount), 'APP', memo))

    def leave(self, at, source, amount, bank, memo):
        number = f'9{self.draw.randint(10**8, 10**9 - 1)}'
        self.payments.append(Payment(at, source.account, '', number, bank, int(amount), 'NAPAS', memo))

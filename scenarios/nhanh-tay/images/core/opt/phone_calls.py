"""The call records that the mobile network handed over: who called whom, for how long, from which handset."""

import csv
import random
from datetime import datetime, timedelta

START = datetime(2026, 10, 5)
CELLS = [f'SM-{place}-{number:03}' for place in ('ND', 'HN', 'SG', 'DN', 'HP') for number in range(1, 13)]
# The flat that the ring calls from.
RING_CELL = 'SM-HN-417'


class Calls:
    """`rows` of ten days, in order of time."""

    def __init__(self, cast, lures):
        self.cast = cast
        self.draw = draw = random.Random(f'calls/{cast.team.seed}')
        self.rows = []
        numbers = draw.sample(range(10_000_000, 99_999_999), 1_250)
        strangers = [f'01{number}' for number in numbers]
        self.fresh = [strangers.pop() for _ in range(40)]
        others = sorted({p.phone for p in cast.people} | set(strangers))
        self.handset = {phone: self.imei() for phone in others}
        self.numbers = others
        self.ring(lures)
        self.tam_at_home()
        self.busy_but_honest()
        self.everyday()
        self.rows.sort()

    def ring(self, lures):
        """One handset plays the bank, one the police, which also keeps in touch; cards change every few days."""
        draw, cast = self.draw, self.cast
        bank = Handset(cast.team.handset, [self.fresh.pop() for _ in range(5)])
        police = Handset(self.imei(), [self.fresh.pop() for _ in range(3)])
        for lure in lures:
            self.add(
                lure.first_call,
                bank.card(lure.first_call),
                lure.victim.phone,
                lure.first_seconds,
                bank.imei,
                RING_CELL,
            )
            self.add(
                lure.second_call,
                police.card(lure.second_call),
                lure.victim.phone,
                lure.second_seconds,
                police.imei,
                RING_CELL,
            )
        for one in cast.bait_only:
            at = cast.called[one]
            self.add(at, bank.card(at), one.phone, draw.randint(740, 1_500), bank.imei, RING_CELL)
        for _ in range(420):
            at = self.working_hour()
            self.add(
                at, bank.card(at), draw.choice(self.numbers), draw.choice((0, 0, 7, 12, 25, 48)), bank.imei, RING_CELL
            )
        for day in range(5, 14):
            at = datetime(2026, 10, day, 23, 4) + timedelta(seconds=draw.randint(0, 900))
            self.add(at, police.card(at), cast.collector.phone, draw.randint(60, 200), police.imei, RING_CELL)
            for mule in draw.sample(cast.layer2, 2):
                at -= timedelta(seconds=draw.randint(300, 900))
                self.add(at, police.card(at), mule.phone, draw.randint(20, 120), police.imei, RING_CELL)

    def tam_at_home(self):
        phone = self.cast.tam.phone
        daughter = self.fresh.pop()
        self.handset[daughter] = self.imei()
        for day in range(5, 14):
            at = datetime(2026, 10, day, 8, 47) + timedelta(seconds=self.draw.randint(0, 200))
            self.add(at, daughter, phone, self.draw.randint(100, 200), self.handset[daughter], 'SM-HN-009')
        self.add(datetime(2026, 10, 13, 9, 12, 3), self.fresh.pop(), phone, 0, self.imei(), 'SM-ND-004')
        self.add(datetime(2026, 10, 13, 11, 2, 40), phone, daughter, 611, self.handset[phone], 'SM-ND-004')

    def busy_but_honest(self):
        """Couriers with two cards, a clinic's reminders with six: many calls, many numbers, nothing wrong."""
        draw = self.draw
        for _ in range(3):
            courier = Handset(self.imei(), [self.fresh.pop(), self.fresh.pop()])
            for _ in range(170):
                at = self.working_hour()
                self.add(
                    at,
                    courier.card(at),
                    draw.choice(self.numbers),
                    draw.randint(0, 70),
                    courier.imei,
                    draw.choice(CELLS),
                )
        clinic = Handset(self.imei(), [self.fresh.pop() for _ in range(6)])
        for _ in range(700):
            at = self.working_hour()
            self.add(
                at,
                draw.choice(clinic.cards),
                draw.choice(self.numbers),
                draw.randint(15, 90),
                clinic.imei,
                'SM-HN-003',
            )

    def everyday(self):
        draw = self.draw
        for _ in range(9_800):
            caller, callee = draw.sample(self.numbers, 2)
            seconds = int(draw.lognormvariate(4.2, 1.1)) if draw.random() < 0.85 else 0
            at = START + timedelta(days=draw.randint(0, 8), seconds=int(draw.triangular(21_600, 82_800, 64_000)))
            self.add(at, caller, callee, seconds, self.handset[caller], draw.choice(CELLS))

    def working_hour(self):
        return START + timedelta(days=self.draw.randint(0, 8), seconds=self.draw.randint(28_800, 63_000))

    def imei(self):
        return f'35{self.draw.randint(10**11, 10**12 - 1)}'

    def add(self, at, caller, callee, seconds, imei, cell):
        self.rows.append((at, caller, callee, seconds, imei, cell))

    def write(self, path):
        with open(path, 'w', encoding='utf-8', newline='') as file:
            writer = csv.writer(file, lineterminator='\n')
            writer.writerow(('start', 'caller', 'callee', 'seconds', 'imei', 'cell'))
            writer.writerows((str(at), *rest) for at, *rest in self.rows)


class Handset:
    """One device with several cards, of which one is used for a few days at a time."""

    def __init__(self, imei, cards):
        self.imei = imei
        self.cards = cards

    def card(self, at):
        day = (at - START).days
        return self.cards[min(day * len(self.cards) // 9, len(self.cards) - 1)]

"""The kit's log of what visitors typed.

Customers of three banks, some typing twice or wrongly, and people who swear at it.
"""

import random
from datetime import datetime, timedelta

from cast import GIVEN_M, MIDDLE_M, SURNAMES

JUNK = ('lua dao', 'may la do lua dao', 'bo may biet het', 'aaaa', 'Cong An Day', 'test', 'asdf', 'khong co ten')


def drop_lines(cast):
    """All lines in order of time: luc|ip|nganhang|ten|tk|sdt|ma."""
    draw = random.Random(f'drop/{cast.team.seed}')
    own = {person.account for person in cast.people}
    rows = [row for one in cast.in_drop for row in typed_by(one, cast.called[one], draw)]
    rows += [other_bank(draw) for _ in range(130)]
    rows += [mistyped(draw, cast, own) for _ in range(14)]
    rows += [junk(draw) for _ in range(31)]
    rows += [owner_trying(draw, minute) for minute in range(9)]
    return ['|'.join((str(at), *rest)) for at, *rest in sorted(rows)]


def typed_by(one, called, draw):
    """Once to three times, each time written a little otherwise."""
    address, at = visitor(draw), called + timedelta(seconds=draw.randint(280, 600))
    for _ in range(draw.choice((1, 1, 1, 2, 2, 3))):
        number, name = one.account, one.name
        style = draw.random()
        if style < 0.25:
            number = f'{number[:4]} {number[4:8]} {number[8:]}'
        elif style < 0.35:
            number = f'{number[:4]}.{number[4:8]}.{number[8:]}'
        if draw.random() < 0.4:
            name = name.upper()
        yield at, address, 'sv', name, number, one.phone, code(draw)
        at += timedelta(seconds=draw.randint(25, 90))


def other_bank(draw):
    name = f'{draw.choice(SURNAMES)} {draw.choice(MIDDLE_M)} {draw.choice(GIVEN_M)}'
    number = str(draw.randint(10**9, 10**10 - 1))
    return some_time(draw), visitor(draw), draw.choice(('td', 'cd')), name, number, phone(draw), code(draw)


def mistyped(draw, cast, own):
    """Numbers that look like ours and belong to nobody."""
    while True:
        number = f'6600{draw.randint(10**7, 10**8 - 1)}'
        if number not in own:
            name = draw.choice(cast.ordinary).name
            return some_time(draw), visitor(draw), 'sv', name, number, phone(draw), code(draw)


def junk(draw):
    number = draw.choice(('123456', '000000000000', '113', 'khong', '6600'))
    return some_time(draw), visitor(draw), 'sv', draw.choice(JUNK), number, '0', draw.choice(('0', '111111', ''))


def owner_trying(draw, minute):
    at = datetime(2026, 9, 30, 1, 20 + minute, draw.randint(0, 59))
    return at, '198.51.100.23', 'sv', 'thien test', '660000000001', '0100000000', '123456'


def visitor(draw):
    return f'198.51.100.{draw.randint(30, 250)}'


def phone(draw):
    return f'01{draw.randint(10_000_000, 99_999_999)}'


def code(draw):
    return f'{draw.randint(0, 999_999):06}'


def some_time(draw):
    return datetime(2026, 10, 5) + timedelta(days=draw.randint(0, 8), seconds=draw.randint(28_000, 75_000))

"""Who is in the story: the bank's customers with their accounts, and which part each plays.

The same team.ini gives the same people on every machine that makes something of them.
"""

import configparser
import datetime
import random
from dataclasses import dataclass

SURNAMES = (
    'Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Mai'
).split()
MIDDLE_F = 'Thị Thị Thị Thu Ngọc Minh Phương Kim Bích Thanh Hồng Diệu'.split()
MIDDLE_M = 'Văn Văn Văn Đức Minh Quang Hữu Thành Xuân Công Đình Anh'.split()
GIVEN_F = (
    'An Anh Bình Chi Dung Giang Hà Hằng Hạnh Hiền Hoa Huệ Hương Lan Liên Linh Loan Mai My Nga Ngân Nhung Oanh '
    'Phượng Quỳnh Thảo Thoa Thủy Trang Tuyết Vân Xuân Yến'
).split()
GIVEN_M = (
    'An Bảo Bình Cường Dũng Duy Đạt Đông Hải Hiếu Hòa Hoàng Hùng Huy Khang Khoa Kiên Lâm Long Lộc Nam Nghĩa '
    'Phong Phúc Quân Sơn Tài Tâm Thắng Thịnh Toàn Trung Tuấn Việt Vinh'
).split()
PROVINCES = (
    'Hà Nội|Hải Phòng|Nam Định|Thái Bình|Nghệ An|Huế|Đà Nẵng|Quảng Nam|Khánh Hòa|Lâm Đồng|Đồng Nai|TP. Hồ Chí '
    'Minh|Cần Thơ|An Giang'
).split('|')
CUSTOMERS = 1200
EMPLOYERS = ('Công ty CP May Hoa Gạo', 'Trường THPT Sông Thương', 'Công ty TNHH Gốm Lò Chum')
SHOPS = (
    'Siêu thị Cây Khế',
    'Nhà thuốc Bình An Đường',
    'Quán cơm Bà Tư',
    'Cửa hàng xăng dầu Số 9',
    'Cà phê Hiên Nhà',
    'Nhà sách Trang Vở',
    'Vật liệu xây dựng Tám Lúa',
    'Thời trang Lụa Nắng',
)

NEW_SHOPS = ('Trà sữa Mưa Rào', 'Công ty TNHH Vận tải Đèo Gió', 'Công ty TNHH Thương mại An Phúc Khang')


@dataclass
class Person:
    """A customer and their one account. `joined` is the day on which the account was opened."""

    id: int
    name: str
    born: int
    phone: str
    province: str
    account: str
    joined: datetime.date
    kind: str = 'cá nhân'

    def __hash__(self):
        return self.id


@dataclass
class Team:
    """What differs per team; `exposed` is how many customers of the bank are in the kit's drop."""

    seed: int
    collector: str
    silent: str
    handset: str
    exposed: int


def read_team(path):
    """The team's values. Raises KeyError for one that is missing."""
    parser = configparser.ConfigParser(interpolation=None)
    with open(path, encoding='utf-8') as file:
        parser.read_file(file)
    case = parser['case']
    return Team(int(case['seed']), case['collector'], case['silent'], case['handset'], int(case['exposed']))


class Cast:
    """All customers, and the parts of those who are in the story."""

    def __init__(self, team):
        self.team = team
        draw = random.Random(f'cast/{team.seed}')
        taken = {team.collector, team.silent}
        self.people = []
        phones = draw.sample(range(10_000_000, 99_999_999), CUSTOMERS)
        for number, phone in enumerate(phones, start=1):
            self.people.append(person(draw, 20_000 + number, f'01{phone}', fresh_account(draw, taken)))
        free = list(self.people)
        draw.shuffle(free)

        def part(count):
            return [free.pop() for _ in range(count)]

        self.tam, self.hijacked, self.mother = part(3)
        self.reported = [self.tam, *part(8)]
        self.silent = part(5)
        self.bait_only = part(team.exposed - len(self.reported) - len(self.silent) - 1)
        self.layer1, self.layer2 = part(4), part(5)
        self.employers = [firm(one, name, 'tổ chức') for one, name in zip(part(3), EMPLOYERS)]
        self.shops = [firm(one, name, 'hộ kinh doanh') for one, name in zip(part(8), SHOPS)]
        self.phone_shop = firm(part(1)[0], 'Di động Mây Tím', 'hộ kinh doanh')
        self.gold_shop = firm(part(1)[0], 'Tiệm vàng Kim Ngân', 'hộ kinh doanh')
        self.power = firm(part(1)[0], 'Điện lực Đồng Xanh', 'tổ chức')
        self.water = firm(part(1)[0], 'Cấp nước Suối Trong', 'tổ chức')
        self.collector = firm(part(1)[0], 'Công ty TNHH Thương mại Phúc An Lành', 'tổ chức')
        self.new_shops = [firm(one, name, 'tổ chức') for one, name in zip(part(3), NEW_SHOPS)]
        self.ordinary = free
        self.dress()
        self.newcomers(draw)
        self.called = self.first_calls(draw)

    def dress(self):
        """Gives those in the story the marks that their part needs."""
        team, day = self.team, datetime.date
        self.tam.name, self.tam.born, self.tam.province = 'Nguyễn Thị Tâm', 1962, 'Nam Định'
        self.tam.joined = day(2012, 5, 8)
        self.hijacked.joined = day(2016, 2, 19)
        self.mother.born = 1965
        self.mother.name = 'Đặng Thị Huệ'
        self.layer1[1].name, self.layer1[1].born = 'Đặng Quốc Khoa', 2004
        self.silent[0].account = team.silent
        self.collector.account, self.collector.joined = team.collector, day(2026, 9, 21)
        for index, mule in enumerate([*self.layer1, *self.layer2]):
            mule.born = 1999 + index % 7
            # Two are no accounts opened for the ring: a student's and a worker's, lent for money.
            if index not in (1, 6):
                mule.joined = day(2026, 9, 8 + 2 * index)

    def newcomers(self, draw):
        """Honest customers who joined in these very weeks, so that a young account alone says nothing."""
        for one in [*self.new_shops, *self.ordinary[-60:]]:
            one.joined = datetime.date(2026, 9, 2) + datetime.timedelta(days=draw.randint(0, 32))

    def first_calls(self, draw):
        """When the ring first spoke to each whose data it got."""
        start, called = datetime.datetime(2026, 10, 6), {}
        for number, one in enumerate(self.in_drop):
            called[one] = start + datetime.timedelta(days=number % 7, seconds=draw.randint(29_000, 56_000))
        called[self.hijacked] = datetime.datetime(2026, 10, 12, 13, 22, 8)
        called[self.tam] = datetime.datetime(2026, 10, 13, 9, 13, 41)
        return called

    @property
    def ring(self):
        """Those whose accounts served the ring knowingly."""
        return [*self.layer1, *self.layer2, self.collector]

    @property
    def victims(self):
        """Those who lost money from their own account, without the hijacked one."""
        return [*self.reported, *self.silent]

    @property
    def in_drop(self):
        """The bank's customers who typed their data into the look-alike site."""
        return [*self.victims, self.hijacked, *self.bait_only]


def person(draw, number, phone, account):
    woman = draw.random() < 0.52
    middle, given = (MIDDLE_F, GIVEN_F) if woman else (MIDDLE_M, GIVEN_M)
    name = f'{draw.choice(SURNAMES)} {draw.choice(middle)} {draw.choice(given)}'
    joined = datetime.date(2008, 1, 1) + datetime.timedelta(days=int(draw.triangular(0, 6800, 5200)))
    return Person(number, name, draw.randint(1950, 2006), phone, draw.choice(PROVINCES), account, joined)


def firm(one, name, kind):
    one.name, one.kind, one.born = name, kind, 0
    return one


def fresh_account(draw, taken):
    while True:
        account = f'6600{draw.randint(10_000_000, 99_999_999)}'
        if account not in taken:
            taken.add(account)
            return account

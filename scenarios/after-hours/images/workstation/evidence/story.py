"""What happened, once: the people, machines, addresses and times of this team's night. All logs are written from it."""

import datetime
import json
import pathlib
import random

import team_keys

PEOPLE = {
    'hien': 'Phan Thi Dieu Hien',
    'khoa': 'Le Dang Khoa',
    'minhquan': 'Truong Minh Quan',
    'thuytrang': 'Ngo Thuy Trang',
    'baongoc': 'Doan Bao Ngoc',
    'hoangnam': 'Ho Hoang Nam',
    'thanhtam': 'Vo Thanh Tam',
    'vietanh': 'Mai Viet Anh',
}
# The machine in the warehouse is everybody's; it is where the password was given away.
SHARED = 'kho'
SHARED_MACHINES = (SHARED, 'quay', 'hop', 'du-phong')
PARTNERS = {'songhan': '203.0.113.140', 'giaonhanh': '203.0.113.151', 'xuongin': '203.0.113.162'}
# The photos that were uploaded that evening, nine of each kind, and where their numbers begin.
PHOTOS = {'am-tra': 2190, 'binh-hoa': 1177, 'chum': 4402, 'dia-tron': 3056, 'men-lam': 2718, 'to-chen': 1603}
WEB, MAIL, NAS, GATEWAY = '10.20.40.20', '10.20.40.25', '10.20.30.5', '10.20.30.1'
SHOP, DECOY_SITE = 'gomsontra.example', 'quantri-gomsontra.example'
SINKHOLE = '203.0.113.66'
HANOI = datetime.timezone(datetime.timedelta(hours=7))
FIRST = datetime.datetime(2026, 3, 10, 0, 0, tzinfo=HANOI)
LAST = datetime.datetime(2026, 3, 14, 8, 40, tzinfo=HANOI)
BROWSERS = (
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:123.0) Gecko/20100101 Firefox/123.0',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_3 like Mac OS X) AppleWebKit/605.1.15 Version/17.3 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/121.0.0.0 Mobile Safari/537.36',
    'Mozilla/5.0 (Linux; Android 13; 22111317G) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.3 Safari/605.1.15',
)


def at(day, clock):
    """A moment of March 2026 in Vietnam: at(14, '02:05:31')."""
    return datetime.datetime.combine(datetime.date(2026, 3, day), datetime.time.fromisoformat(clock), HANOI)


class Story:
    """This team's night."""

    def __init__(self, values):
        self.values = values
        self.intruder = f'198.51.100.{values["intruder_host"]}'
        self.scanner = f'198.51.100.{values["scanner_host"]}'
        self.relay = f'192.0.2.{values["relay_host"]}'
        self.drop = f'192.0.2.{values["drop_host"]}'
        self.decoy_server = f'198.51.100.{int(values["intruder_host"]) + 121}'
        self.photographer = f'100.64.{int(values["scanner_host"]) % 60 + 3}.{values["intruder_host"]}'
        self.victim, self.partner = values['victim'], values['partner']
        self.customers = int(values['customers'])
        self.shell = values['shell_name']
        self.upload = at(14, f'00:{int(values["upload_minute"]):02d}:{int(values["upload_second"]):02d}')
        self.login = at(14, f'02:{int(values["login_minute"]):02d}:{int(values["login_second"]):02d}')
        # The first visit is a short look; the second lasts until all is done.
        self.second_login = self.login + datetime.timedelta(seconds=432)
        self.became_root = self.second_login + datetime.timedelta(seconds=125)
        self.exfiltration, self.left = at(14, '03:11:20'), at(14, '03:34:10')
        self.mail_time = at(12, '09:14:22')
        self.typed = at(12, f'09:{36 + int(values["login_minute"]) % 20}:{values["login_second"]:0>2}')
        self.keys = {name: team_keys.fingerprint(values[name]) for name in ('nas_key', 'intruder_key')}
        self.keys |= {
            name: team_keys.fingerprint(values['partner_key'] + ('' if name == self.partner else f'/{name}'))
            for name in PARTNERS
        }
        self.machines = self._machines()
        # Who got the decoy mail and looked, but typed nothing.
        self.curious = next(name for name in ('baongoc', 'hoangnam', 'thanhtam') if name != self.victim)

    @classmethod
    def read(cls, path):
        return cls(json.loads(pathlib.Path(path).read_text()))

    def chance(self, name):
        """Randomness that is this team's alone, and the same at every start; one independent stream for each name."""
        return random.Random(f'{self.values["noise_seed"]}/{name}')

    def _machines(self):
        chance = self.chance('machines')
        own = int(self.values['victim_pc'])
        numbers = [number for number in range(11, 99) if number != own]
        chance.shuffle(numbers)
        machines = {}
        for owner in (*PEOPLE, *SHARED_MACHINES):
            number = own if owner == SHARED else numbers.pop()
            mac = 'b4:2e:99:' + ':'.join(f'{chance.randrange(256):02x}' for _ in range(3))
            machines[owner] = {'name': f'GST-{number}', 'mac': mac}
        return machines

    def address_of(self, owner, midnight):
        """The address that a machine had in the office on a working day."""
        chance = self.chance(f'leases/{midnight.day}')
        hosts = dict(zip(self.machines, chance.sample(range(101, 160), len(self.machines)), strict=True))
        # On the day of the mail, the warehouse's machine came by the address that the meeting room's had until then.
        if midnight.day == 12:
            hosts['hop'] = hosts[SHARED]
        return f'10.20.30.{hosts[owner]}'


def moments(chance, first, last, per_hour):
    """Moments of a day-like rhythm: busy in the evening, quiet at night. `per_hour` is the rate at the busiest hour."""
    rhythm = (0.12, 0.06, 0.04, 0.03, 0.04, 0.1, 0.25, 0.45, 0.65, 0.75, 0.8, 0.8)
    rhythm += (0.7, 0.65, 0.7, 0.75, 0.75, 0.7, 0.75, 0.9, 1.0, 1.0, 0.7, 0.35)
    now = first
    while now < last:
        now += datetime.timedelta(seconds=chance.expovariate(per_hour / 3600))
        if now < last and chance.random() < rhythm[now.hour]:
            yield now


def working_days():
    """Midnights of the working days that the evidence covers."""
    return [at(day, '00:00:00') for day in (10, 11, 12, 13)]


def carrier_address(chance):
    """A customer's address, out of what stands for the carriers' networks."""
    if chance.random() < 0.6:
        return f'100.{chance.randrange(64, 128)}.{chance.randrange(256)}.{chance.randrange(1, 255)}'
    return f'198.{chance.randrange(18, 20)}.{chance.randrange(256)}.{chance.randrange(1, 255)}'

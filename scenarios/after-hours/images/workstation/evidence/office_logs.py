"""What the office's gateway and mail server wrote: mail, names looked up, addresses leased, pages asked for."""

import datetime

import story as s

CORRESPONDENTS = (
    'donhang@qua-tang.example', 'hoadon@dien-luc.example', 'lienhe@thanh-ha.example', 'ban-hang@bat-trang.example',
    'nha-cung-cap@men-su.example', 'ketoan@song-han.example', 'thong-bao@ngan-hang.example', 'bao-gia@bao-bi.example',
)  # fmt: skip
SITES = (
    'bao-dien-tu.example', 'mang-xa-hoi.example', 'tim-kiem.example', 'thu-dien-tu.example', 'ban-do.example',
    'ngan-hang.example', 'van-phong.example', 'cap-nhat.example', 'thoi-tiet.example', 'am-nhac.example',
    'hoadon-dien-tu.example', 'quantri-hosting.example', 'gom-su-viet.example',
)  # fmt: skip
STEP = datetime.timedelta(seconds=1)


class OfficeLogs:
    def __init__(self, story):
        self.story = story
        self.chance = story.chance('office')
        self.mail, self.names, self.pages = [], [], []

    def letter(self, when, sender, recipients, client):
        queue = f'{self.chance.randrange(16**10):010X}'
        pid = self.chance.randrange(900, 9000)
        size = self.chance.randrange(1800, 90000)
        start = when.strftime('%b %d %H:%M:%S') + ' mail01 postfix'
        domain = sender.split('@')[1]
        self.mail.append((when, f'{start}/smtpd[{pid}]: {queue}: client={domain}[{client}]'))
        self.mail.append(
            (
                when,
                f'{start}/cleanup[{pid + 3}]: {queue}: message-id=<{self.chance.randrange(16**12):012x}@{domain}>',
            )
        )
        self.mail.append(
            (
                when,
                f'{start}/qmgr[802]: {queue}: from=<{sender}>, size={size}, nrcpt={len(recipients)} (queue active)',
            )
        )
        for recipient in recipients:
            self.mail.append(
                (
                    when,
                    f'{start}/local[{pid + 5}]: {queue}: to=<{recipient}@{s.SHOP}>, relay=local, delay=0.4, '
                    'dsn=2.0.0, status=sent (delivered to maildir)',
                )
            )
        self.mail.append((when, f'{start}/qmgr[802]: {queue}: removed'))

    def letters(self):
        for when in s.moments(self.chance, s.FIRST, s.LAST, 34):
            recipient = self.chance.choice(list(s.PEOPLE))
            self.letter(
                when,
                self.chance.choice(CORRESPONDENTS),
                [recipient],
                f'203.0.113.{self.chance.randrange(170, 250)}',
            )
        recipients = list(dict.fromkeys(['hien', self.story.victim, self.story.curious, 'khoa', 'vietanh']))
        self.letter(self.story.mail_time, f'ho-tro@{s.DECOY_SITE}', recipients, self.story.decoy_server)
        self.letter(s.at(12, '10:21:07'), 'canh-bao@thu-rac.example', ['hien', 'minhquan'], '198.51.100.252')

    def ask_name(self, when, address, name):
        self.names.append(
            (when, f'{when.strftime("%b %d %H:%M:%S")} gw01 dnsmasq[611]: query[A] {name} from {address}')
        )

    def lease(self, when, address, machine):
        start = f'{when.strftime("%b %d %H:%M:%S")} gw01 dnsmasq-dhcp[611]:'
        self.names.append((when, f'{start} DHCPREQUEST(eth1) {address} {machine["mac"]}'))
        self.names.append((when, f'{start} DHCPACK(eth1) {address} {machine["mac"]} {machine["name"]}'))

    def page(self, when, address, method, url, status, size):
        taken = self.chance.randrange(20, 900)
        stamp = f'{int(when.timestamp())}.{self.chance.randrange(1000):03d}'
        result = 'TCP_TUNNEL' if method == 'CONNECT' else 'TCP_MISS'
        kind = '-' if method == 'CONNECT' else 'text/html'
        site = (
            self.story.decoy_server
            if s.DECOY_SITE in url
            else f'203.0.113.{170 + sum(map(ord, url.split(":")[0])) % 80}'
        )
        self.pages.append(
            (
                when,
                f'{stamp} {taken:6d} {address} {result}/{status} {size} {method} {url} - HIER_DIRECT/{site} {kind}',
            )
        )

    def day(self, midnight):
        """One working day: who held which address, and what each machine asked for."""
        for owner, machine in self.story.machines.items():
            address = self.story.address_of(owner, midnight)
            begin = midnight + datetime.timedelta(hours=7, minutes=self.chance.randrange(20, 85))
            end = midnight + datetime.timedelta(hours=17, minutes=self.chance.randrange(90))
            if midnight.day == 12 and owner == 'hop':
                end = s.at(12, '09:11:00')
            if midnight.day == 12 and owner == s.SHARED:
                begin, end = s.at(12, '09:26:48'), s.at(12, '12:02:00')
            self.lease(begin, address, machine)
            for when in s.moments(self.chance, begin, end, 42):
                site = self.chance.choice(SITES)
                self.ask_name(when, address, site)
                self.page(when + STEP, address, 'CONNECT', f'{site}:443', 200, self.chance.randrange(900, 240000))
            renewal = begin + datetime.timedelta(hours=2)
            while renewal < end:
                self.lease(renewal, address, machine)
                renewal += datetime.timedelta(hours=2)

    def phishing_day(self):
        """Three look at the false page; two send its form: the victim, and the administrator, who types nonsense."""
        story, midnight = self.story, s.at(12, '00:00:00')
        warehouse = story.address_of(s.SHARED, midnight)
        # After lunch the address is a third machine's.
        for clock in ('13:05:12', '15:05:12'):
            self.lease(s.at(12, clock), warehouse, story.machines['du-phong'])
        curious, khoa = (story.address_of(owner, midnight) for owner in (story.curious, 'khoa'))
        looks = (
            (warehouse, story.typed - 74 * STEP, 'GET', '/dang-nhap', 200, 4127),
            (warehouse, story.typed, 'POST', '/dang-nhap', 302, 388),
            (curious, s.at(12, '09:58:31'), 'GET', '/dang-nhap', 200, 4127),
            (curious, s.at(12, '10:03:12'), 'GET', '/dang-nhap', 200, 4127),
            (khoa, s.at(12, '10:41:19'), 'GET', '/dang-nhap', 200, 4127),
            (khoa, s.at(12, '10:42:50'), 'POST', '/dang-nhap', 302, 388),
            (khoa, s.at(12, '10:43:33'), 'GET', '/', 403, 212),
        )
        for address, when, method, path, status, size in looks:
            self.ask_name(when - STEP, address, s.DECOY_SITE)
            self.page(when, address, method, f'http://{s.DECOY_SITE}{path}', status, size)
        for when in (story.mail_time, s.at(12, '10:40:02')):
            self.ask_name(when, s.MAIL, s.DECOY_SITE)

    def write(self, folder):
        self.letters()
        for midnight in s.working_days():
            self.day(midnight)
        self.phishing_day()
        for when in s.moments(self.chance, s.FIRST, s.LAST, 60):
            self.ask_name(
                when,
                self.chance.choice((s.WEB, s.MAIL, s.NAS)),
                self.chance.choice(('gio.example', 'goi-debian.example', 'song-han.example')),
            )
        for lines, name in (
            (self.mail, 'mail01-mail.log'),
            (self.names, 'gw01-dnsmasq.log'),
            (self.pages, 'gw01-squid-access.log'),
        ):
            lines.sort(key=lambda line: line[0])
            (folder / name).write_text('\n'.join(text for _, text in lines) + '\n')
        rows = [f'{machine["name"]},{machine["mac"]},{owner}' for owner, machine in self.story.machines.items()]
        (folder / 'may-tram.csv').write_text('may,mac,nguoi_dung\n' + '\n'.join(sorted(rows)) + '\n')

"""The shop's access and error logs, and the administration's own record of logins."""

import base64
import collections
import datetime
import sqlite3
import urllib.parse

import story as s

PRODUCTS = [f'GST-{number}' for number in range(101, 109)]
WORDS = ('trà', 'bình hoa', 'men lam', 'tô', 'chậu', 'đèn', 'chén', 'đĩa sen', 'ấm', 'nghê', 'quà tân gia')
REFERRERS = ('-', 'https://tim-kiem.example/', 'https://mang-xa-hoi.example/', f'https://{s.SHOP}/')
SCAN_PATHS = (
    '/wp-login.php /wp-admin/ /xmlrpc.php /.env /.git/config /phpmyadmin/ /pma/ /admin/ /administrator/ '
    '/cgi-bin/test.cgi /shell.php /c99.php /r57.php /cmd.php /wso.php /up.php /anh/sp/shell.php '
    '/anh/sp/cmd.php /backup.zip /db.sql /config.php.bak /server-status /actuator/health /solr/ '
    '/manager/html /boaform/admin/formLogin /vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php'
).split()
# These end in the shop's ordinary pages, which take no notice of them: status 200, and nothing happened.
SCAN_TRIES = (
    "/san-pham.php?ma=GST-101'%20OR%20'1'='1",
    '/san-pham.php?ma=GST-101%20UNION%20SELECT%201,2,3--',
    '/?x=cat%20/etc/passwd',
    '/index.php?cmd=id',
    '/tim.php?q=%3Cscript%3Ealert(1)%3C/script%3E',
    '/tim.php?q=../../../../etc/passwd',
    '/?x=aWQ=',
)


Hit = collections.namedtuple('Hit', 'when address request status size browser')


class WebLogs:
    def __init__(self, story):
        self.story = story
        self.chance = story.chance('web')
        self.hits, self.lines, self.errors, self.logins = [], [], [], []

    def hit(self, when, address, request, status, size, browser, referrer='-'):
        if when >= s.LAST:
            return
        self.hits.append(Hit(when, address, request, status, size, browser))
        stamp = when.strftime('%d/%b/%Y:%H:%M:%S +0700')
        text = f'{address} - - [{stamp}] "{request} HTTP/1.1" {status} {size} "{referrer}" "{browser}"'
        self.lines.append((when, text))

    def error(self, when, address, text):
        stamp = when.strftime('%a %b %d %H:%M:%S.') + f'{self.chance.randrange(10**6):06d} {when.year}'
        pid = self.chance.randrange(700, 4200)
        self.errors.append(
            (
                when,
                f'[{stamp}] [php:notice] [pid {pid}] [client {address}:{self.chance.randrange(30000, 60000)}] {text}',
            )
        )

    def login(self, when, account, address, good, browser):
        self.logins.append(
            (when.strftime('%Y-%m-%d %H:%M:%S'), account, address, 'dung' if good else 'sai', browser)
        )

    def visit(self, when, address, browser, steps):
        """A customer's way through the shop."""
        request, referrer = 'GET /', self.chance.choice(REFERRERS)
        for _ in range(steps):
            size = self.chance.randrange(1600, 4200)
            self.hit(when, address, request, 200, size, browser, referrer)
            if self.chance.random() < 0.5:
                self.hit(
                    when,
                    address,
                    'GET /gom.css',
                    self.chance.choice((200, 304)),
                    412,
                    browser,
                    f'https://{s.SHOP}/',
                )
            when += datetime.timedelta(seconds=self.chance.randrange(1, 3))
            if request.startswith('GET /san-pham'):
                image = request[-7:].lower()
                self.hit(when, address, f'GET /anh/sp/{image}.png', 200, self.chance.randrange(590, 780), browser)
            referrer = f'https://{s.SHOP}{request[4:]}'
            if self.chance.random() < 0.3:
                request = 'GET /tim.php?q=' + urllib.parse.quote(self.chance.choice(WORDS))
            else:
                request = f'GET /san-pham.php?ma={self.chance.choice(PRODUCTS)}'
            when += datetime.timedelta(seconds=self.chance.randrange(3, 70))

    def customers(self):
        for when in s.moments(self.chance, s.FIRST, s.LAST, 80):
            self.visit(
                when, s.carrier_address(self.chance), self.chance.choice(s.BROWSERS), self.chance.randrange(1, 9)
            )

    def robots(self):
        bot = 'Mozilla/5.0 (compatible; TimKiemBot/2.1)'
        # Besides its usual visits, a search engine's robot goes through the whole shop early on Saturday.
        crawl = [s.at(14, '02:58:30') + datetime.timedelta(seconds=6 * number) for number in range(280)]
        for when in (*s.moments(self.chance, s.FIRST, s.LAST, 30), *crawl):
            page = self.chance.choice(('/', '/robots.txt', f'/san-pham.php?ma={self.chance.choice(PRODUCTS)}'))
            found = (404, 274) if page == '/robots.txt' else (200, 1873)
            self.hit(when, f'198.18.7.{self.chance.randrange(8, 40)}', f'GET {page}', *found, bot)
        when = s.FIRST
        while when < s.LAST:
            self.hit(when, s.GATEWAY, 'GET /', 200, 2214, 'theo-doi/1.4')
            when += datetime.timedelta(minutes=5)

    def staff(self):
        for day in s.working_days():
            for account in s.PEOPLE:
                when = day + datetime.timedelta(hours=8, seconds=self.chance.randrange(2700, 7200))
                browser = s.BROWSERS[sum(map(ord, account)) % 2]
                self.staff_session(
                    when, account, self.story.address_of(account, day), browser, self.chance.randrange(0, 2)
                )

        # The false page sends on to the true one, where the victim then does get in, from the shared machine.
        victim, warehouse = self.story.victim, self.story.address_of(s.SHARED, s.at(12, '00:00:00'))
        self.staff_session(self.story.typed + datetime.timedelta(seconds=9), victim, warehouse, s.BROWSERS[0], 0)

    def staff_session(self, when, account, address, browser, mistakes):
        page = '/quan-tri/dang-nhap.php'
        self.hit(when, address, f'GET {page}', 200, 934, browser)
        for _ in range(mistakes):
            when += datetime.timedelta(seconds=self.chance.randrange(6, 30))
            self.hit(when, address, f'POST {page}', 401, 981, browser, f'https://{s.SHOP}{page}')
            self.login(when, account, address, False, browser)
        when += datetime.timedelta(seconds=self.chance.randrange(6, 30))
        self.hit(when, address, f'POST {page}', 303, 0, browser, f'https://{s.SHOP}{page}')
        self.login(when, account, address, True, browser)
        self.hit(when, address, 'GET /quan-tri/index.php', 200, 1744, browser, f'https://{s.SHOP}{page}')
        return when

    def send_image(self, when, address, browser, name, status=200):
        page = '/quan-tri/tai-anh.php'
        self.hit(when, address, f'POST {page}', status, 800 + len(name), browser, f'https://{s.SHOP}{page}')
        self.error(
            when, address, f'tai-anh: nhan tep "{name}"' if status == 200 else f'tai-anh: tu choi tep "{name}"'
        )

    def photographer(self):
        """Minh Quân, who works late, forgets his password and uploads a whole set of photos: all of it harmless."""
        address, browser = self.story.photographer, s.BROWSERS[5]
        when = self.staff_session(s.at(13, '22:51:09'), 'minhquan', address, browser, 7)
        for stem, number in s.PHOTOS.items():
            for step in range(9):
                when += datetime.timedelta(seconds=self.chance.randrange(25, 110))
                self.send_image(when, address, browser, f'{stem}-{number + step * 7}.png')
                self.hit(
                    when,
                    address,
                    f'GET /anh/sp/{stem}-{number + step * 7}.png',
                    200,
                    self.chance.randrange(590, 780),
                    browser,
                )

    def scan(self):
        """A noisy scanner that tries everything and gets nowhere."""
        when, address = s.at(13, '23:38:12'), self.story.scanner
        for _ in range(3600):
            when += datetime.timedelta(milliseconds=self.chance.randrange(300, 1100))
            if self.chance.random() < 0.12:
                self.hit(when, address, f'GET {self.chance.choice(SCAN_TRIES)}', 200, 2214, 'Mozilla/5.0 zgrab/0.x')
            elif self.chance.random() < 0.08:
                self.hit(when, address, 'POST /quan-tri/dang-nhap.php', 401, 981, 'Mozilla/5.0 zgrab/0.x')
                self.login(
                    when,
                    self.chance.choice(('admin', 'root', 'quantri', 'hien', 'test')),
                    address,
                    False,
                    'Mozilla/5.0 zgrab/0.x',
                )
            else:
                path = self.chance.choice(SCAN_PATHS)
                self.hit(when, address, f'GET {path}', 404, 274, 'Mozilla/5.0 zgrab/0.x')
                if path.endswith('.php'):
                    self.error(when, address, f"script '/srv/gom/public{path}' not found or unable to stat")

    def intruder(self):
        story, browser = self.story, s.BROWSERS[1]
        begin = story.upload - datetime.timedelta(seconds=421)
        self.hit(begin - datetime.timedelta(seconds=9), story.intruder, 'GET /', 200, 2214, browser)
        self.staff_session(begin, story.victim, story.intruder, browser, 0)
        for seconds, name, status in ((-212, story.shell.replace('.phtml', '.php'), 415), (0, story.shell, 200)):
            when = story.upload + datetime.timedelta(seconds=seconds)
            self.hit(
                when - datetime.timedelta(seconds=20),
                story.intruder,
                'GET /quan-tri/tai-anh.php',
                200,
                805,
                browser,
            )
            self.send_image(when, story.intruder, browser, name, status)
        commands = (
            (24, 'id'),
            (51, 'uname -a; cat /etc/os-release'),
            (96, 'ls -la /srv/gom /srv/gom/src /home'),
            (188, 'cat /srv/gom/src/cua-hang.php'),
            (262, 'cat /srv/gom/src/dong-bo.ini'),
            (331, 'grep -v nologin /etc/passwd'),
            (402, 'cat /etc/ssh/sshd_config.d/gom.conf; ls -l /etc/sudoers.d'),
        )
        for seconds, command in commands:
            query = urllib.parse.quote(base64.b64encode(command.encode()).decode())
            when = story.upload + datetime.timedelta(seconds=seconds)
            self.hit(
                when, story.intruder, f'GET /anh/sp/{story.shell}?x={query}', 200, 60 + 37 * len(command), browser
            )

    def write(self, folder):
        for part in (self.customers, self.robots, self.staff, self.photographer, self.scan, self.intruder):
            part()
        for lines, name in ((self.lines, 'access.log'), (self.errors, 'error.log')):
            lines.sort(key=lambda line: line[0])
            kept = [text for when, text in lines if when < s.LAST]
            (folder / name).write_text('\n'.join(kept) + '\n')
        database = sqlite3.connect(folder / 'nhat-ky-quan-tri.db')
        database.execute(
            'CREATE TABLE dang_nhap (thoi_diem TEXT, tai_khoan TEXT, dia_chi TEXT, ket_qua TEXT, trinh_duyet TEXT)'
        )
        database.executemany('INSERT INTO dang_nhap VALUES (?, ?, ?, ?, ?)', sorted(self.logins))
        database.commit()
        database.close()

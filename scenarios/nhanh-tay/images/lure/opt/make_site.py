"""Lays the kit with its history, as its owner left it on the server: pulled over http, cleaned too late."""

import os
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, '/etc/kit')

from cast import Cast, read_team  # noqa: E402
from make_drop import drop_lines  # noqa: E402

SOURCE = pathlib.Path('/usr/share/kit/site')
WEB_ROOT = pathlib.Path('/srv/kit')
# 5 October 2026, 18:30, and 13 October 2026, 21:07, in Hà Nội.
LAST_DEPLOYED, LAST_VISIT = 1_791_199_800, 1_791_900_420

FIRST_CONFIG = """<?php
date_default_timezone_set('Asia/Ho_Chi_Minh');
$HOTLINE = '1900 0417';
$BANKS = ['sv' => 'Sen Việt'];
$BOT_TOKEN = '{bot_id}:{bot_token}';
$BOT_CHAT = '-100{bot_id}';
$ADMIN_PASS = '{admin_password}';
$LOG = __DIR__ . '/luu-tam/nk_{drop_name}.csv';
"""


def read_secrets():
    lines = pathlib.Path('/etc/kit/kit.ini').read_text('utf-8').splitlines()
    return dict(line.split(' = ', 1) for line in lines if ' = ' in line)


def git(*arguments, at=None):
    who = {'NAME': 'thien', 'EMAIL': 'thien.kt@viec-tai-nha.example', 'DATE': at or '2026-09-29T22:00:00+07:00'}
    env = {'PATH': os.environ['PATH'], 'HOME': '/nonexistent', 'GIT_CONFIG_NOSYSTEM': '1'}
    env |= {f'GIT_{role}_{key}': value for role in ('AUTHOR', 'COMMITTER') for key, value in who.items()}
    subprocess.run(['git', '-C', WEB_ROOT, *arguments], check=True, env=env, stdout=subprocess.DEVNULL)


def commit(message, at):
    git('add', '--all')
    git('commit', '--quiet', '--message', message, at=at)


def copy(*names):
    for name in names:
        (WEB_ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SOURCE / name, WEB_ROOT / name)


def lay_history(secrets):
    git('init', '--quiet', '--initial-branch', 'main')
    copy('index.php', 'xacthuc.php', 'cho.html', 'assets/style.css')
    (WEB_ROOT / '.gitignore').write_text('luu-tam/nk_*\n', 'utf-8')
    (WEB_ROOT / 'config.php').write_text(FIRST_CONFIG.format(**secrets), 'utf-8')
    commit('ban dau', '2026-09-29T23:41:07+07:00')
    style = WEB_ROOT / 'assets/style.css'
    style.write_text(style.read_text('utf-8').replace('#b3265e', '#b4245c'), 'utf-8')
    commit('chinh mau cho giong', '2026-09-30T01:12:55+07:00')
    copy('config.php', 'assets/style.css', 'quan-tri/index.php', 'robots.txt')
    commit('them trang quan tri, bo token ra khoi code cho an toan', '2026-10-02T20:05:31+07:00')
    copy('luu-tam/ghi-chu.txt')
    commit('them 2 ngan hang', '2026-10-05T18:30:02+07:00')
    git('update-server-info')


def date_files(drop):
    """Directory listings show the story's dates."""
    for path in WEB_ROOT.rglob('*'):
        os.utime(path, (LAST_DEPLOYED, LAST_DEPLOYED))
    os.utime(drop, (LAST_VISIT, LAST_VISIT))


def main():
    if WEB_ROOT.exists():
        shutil.rmtree(WEB_ROOT)
    WEB_ROOT.mkdir(parents=True)
    secrets = read_secrets()
    lay_history(secrets)
    drop = WEB_ROOT / f'luu-tam/nk_{secrets["drop_name"]}.csv'
    drop.write_text('\n'.join(drop_lines(Cast(read_team('/etc/kit/team.ini')))) + '\n', 'utf-8')
    date_files(drop)
    shutil.chown(drop, 'www-data', 'www-data')


if __name__ == '__main__':
    main()

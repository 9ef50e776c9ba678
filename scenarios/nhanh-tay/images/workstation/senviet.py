#!/usr/bin/python3
"""The desk's command: fetches the case file, looks at accounts and live orders, freezes and unfreezes."""

import argparse
import configparser
import json
import pathlib
import sys
import urllib.error
import urllib.parse
import urllib.request

SETTINGS = '/etc/senviet/desk.ini'


class Bank:
    """The bank's internal API, as the signed-in analyst."""

    def __init__(self):
        parser = configparser.ConfigParser(interpolation=None)
        with open(SETTINGS, encoding='utf-8') as file:
            parser.read_string('[desk]\n' + file.read())
        self.base = parser['desk']['api']
        self.case = parser['desk']['case']
        self.token = parser['desk']['token']

    def ask(self, method, path, body=None):
        """The body of the answer. Exits with the bank's own words when it refuses."""
        request = urllib.request.Request(
            self.base + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={'Authorization': f'Bearer {self.token}', 'Content-Type': 'application/json'},
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as reply:
                return reply.read()
        except urllib.error.HTTPError as problem:
            sys.exit(f'Ngân hàng từ chối (refused), {problem.code}: {words_of(problem)}')
        except OSError as problem:
            sys.exit(f'Không nối được tới {self.base} (cannot reach it): {problem}')

    def json(self, method, path, body=None):
        return json.loads(self.ask(method, path, body))


def words_of(problem):
    """What the bank said, or its status where it said nothing that we know."""
    try:
        return json.loads(problem.read())['error']
    except (ValueError, KeyError):
        return problem.reason


def fetch_case(bank, _):
    folder = pathlib.Path('ho-so')
    folder.mkdir(exist_ok=True)
    for name in bank.json('GET', f'/v1/cases/{bank.case}/files'):
        content = bank.ask('GET', f'/v1/cases/{bank.case}/files/{urllib.parse.quote(name)}')
        (folder / name).write_bytes(content)
        print(f'{len(content):>9}  {folder / name}')


def show_account(bank, given):
    for key, value in bank.json('GET', f'/v1/accounts/{urllib.parse.quote(given.account)}').items():
        print(f'{key:<10}{value}')


def show_orders(bank, given):
    query = f'?account={urllib.parse.quote(given.account)}' if given.account else ''
    for order in bank.json('GET', f'/v1/orders{query}'):
        print('{at}  {source} -> {target:<24} {amount:>14,}  {result:<9} {memo}'.format(**order))


def freeze(bank, given):
    body = {'account': given.account, 'reason': given.reason, 'case': bank.case}
    done = bank.json('POST', '/v1/freezes', body)
    print(f'Đã phong tỏa (frozen): {done["account"]} · {done["holder"]}')


def unfreeze(bank, given):
    bank.ask('DELETE', f'/v1/freezes/{urllib.parse.quote(given.account)}')
    print(f'Đã gỡ phong tỏa (unfrozen): {given.account}')


def show_freezes(bank, _):
    frozen = bank.json('GET', '/v1/freezes')
    for row in frozen:
        print('{account}  {holder}  ·  {reason}'.format(**row))
    if not frozen:
        print('Chưa phong tỏa tài khoản nào (nothing is frozen).')


def arguments():
    parser = argparse.ArgumentParser(prog='senviet', description='Bàn chống lừa đảo (the anti-fraud desk)')
    commands = parser.add_subparsers(required=True, metavar='LỆNH')

    def command(name, run, text):
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        return added

    command('case', fetch_case, 'tải hồ sơ vụ việc vào ./ho-so (fetch the case file)')
    command('account', show_account, 'chủ tài khoản, ngày mở, số dư (look at an account)').add_argument('account')
    orders = command('orders', show_orders, 'các lệnh chuyển tiền đang chạy (live orders, the newest first)')
    orders.add_argument('account', nargs='?', help='chỉ của tài khoản này (of this account only)')
    adding = command('freeze', freeze, 'phong tỏa một tài khoản (freeze an account)')
    adding.add_argument('account')
    adding.add_argument('reason', help='căn cứ, ít nhất 20 ký tự (grounds, at least 20 characters)')
    command('unfreeze', unfreeze, 'gỡ phong tỏa (unfreeze)').add_argument('account')
    command('freezes', show_freezes, 'các tài khoản đang bị phong tỏa (what is frozen)')
    return parser.parse_args()


if __name__ == '__main__':
    given = arguments()
    given.run(Bank(), given)

"""Makes the team's case at start: the warehouse and the live books as SQL, the case file, who is who for the check."""

import configparser
import json
import sys

sys.path.insert(0, '/etc/senviet')

from case_file import write_case_file  # noqa: E402
from cast import Cast, read_team  # noqa: E402
from payments import Life  # noqa: E402
from phone_calls import Calls  # noqa: E402
from ring_payments import Ring  # noqa: E402


def literal(value):
    """A value as SQL writes it."""
    if isinstance(value, int):
        return str(value)
    return "'" + str(value).replace('\\', '\\\\').replace("'", "''") + "'"


def insert(file, table, rows):
    for start in range(0, len(rows), 500):
        values = ',\n'.join('(' + ','.join(map(literal, row)) + ')' for row in rows[start : start + 500])
        file.write(f'INSERT INTO {table} VALUES\n{values};\n')


def write_sql(path, cast, payments, settings):
    with open(path, 'w', encoding='utf-8') as file:
        file.write('SET NAMES utf8mb4;\n')
        for table in ('kho.customers', 'kho.accounts', 'kho.payments', 'kho.reports', 'live.books'):
            file.write(f'TRUNCATE {table};\n')
        people = cast.people
        insert(file, 'kho.customers', [(p.id, p.name, p.born, p.phone, p.province, p.kind) for p in people])
        insert(file, 'kho.accounts', [(p.account, p.id, p.joined, 'hoạt động') for p in people])
        in_order = sorted(payments, key=lambda p: (p.at, p.source))
        rows = [
            (8_100_000 + 3 * n, p.at, p.source, p.source_bank, p.target, p.target_bank, p.amount, p.channel, p.memo)
            for n, p in enumerate(in_order)
        ]
        insert(file, 'kho.payments', rows)
        insert(file, 'kho.reports', reports(cast, payments))
        insert(file, 'live.books', [(p.account, p.name, p.joined, balance(p, cast, payments)) for p in people])
        file.write(accounts_of_the_database(settings))


def reports(cast, payments):
    last = {p.source: p.at for p in payments if p.amount >= 20_000_000}
    return [
        (
            one.account,
            max(last[one.account].date().isoformat(), '2026-10-07'),
            'trình báo bị giả danh ngân hàng, công an',
        )
        for one in cast.reported
    ]


def balance(person, cast, payments):
    """What is in an account this morning: the collecting one's by its payments, others' by a rule of thumb."""
    if person is cast.collector:
        account = person.account
        return sum(p.amount * ((p.target == account) - (p.source == account)) for p in payments)
    return 18_000_000_000 if person.kind != 'cá nhân' else 5_000_000 + person.id * 7_919 % 90_000_000


def accounts_of_the_database(settings):
    """Who may do what. Users are made anew at every start."""
    desk = literal(settings['desk']['database_password'])
    api = literal(settings['database']['password'])
    return f"""
DROP USER IF EXISTS 'phantich'@'10.20.0.%', 'api'@'localhost';
CREATE USER 'phantich'@'10.20.0.%' IDENTIFIED BY {desk} WITH MAX_USER_CONNECTIONS 6;
GRANT SELECT ON kho.* TO 'phantich'@'10.20.0.%';
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, INDEX, ALTER, CREATE TEMPORARY TABLES, CREATE VIEW, SHOW VIEW
  ON nhap.* TO 'phantich'@'10.20.0.%';
CREATE USER 'api'@'localhost' IDENTIFIED BY {api};
GRANT SELECT, INSERT, UPDATE, DELETE ON live.* TO 'api'@'localhost';
"""


def parts(cast):
    """For the bank's own payment run and for the check of the freeze."""
    return {
        'collector': cast.collector.account,
        'ring': [one.account for one in cast.ring],
        'payroll': cast.employers[0].account,
        'staff': [one.account for one in (cast.layer2[2], cast.hijacked, cast.ordinary[0], cast.ordinary[1])],
        'hijacked': cast.hijacked.account,
        'mother': cast.mother.account,
        'gold_shop': cast.gold_shop.account,
        'phone_shop': cast.phone_shop.account,
        'power': cast.power.account,
        'ordinary': [one.account for one in cast.ordinary[:40]],
    }


def main(sql, parts_file, case_folder):
    settings = configparser.ConfigParser(interpolation=None)
    with open('/etc/senviet/core.ini', encoding='utf-8') as file:
        settings.read_file(file)
    cast = Cast(read_team('/etc/senviet/team.ini'))
    ring = Ring(cast)
    write_sql(sql, cast, Life(cast).payments + ring.payments, settings)
    with open(parts_file, 'w', encoding='utf-8') as file:
        json.dump(parts(cast), file)
    write_case_file(case_folder, '/usr/share/senviet/case-file', cast, ring, Calls(cast, ring.lures))


if __name__ == '__main__':
    main(*sys.argv[1:])

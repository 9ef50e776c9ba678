"""Tries, on the live books and without leaving a trace, what the freeze must and must not have changed.

One argument says what; ends with 0 when it holds, else with 1 and what does not.
"""

import json
import sys

import live_books

WALLET = 'Ví Chuồn Chuồn 9••••7731'


def blocked(connection, parts):
    result = live_books.pay(connection, parts['collector'], WALLET, 1_000_000, 'kiem tra')
    return [] if result == live_books.FROZEN else [f'the next withdrawal: {result}']


def payroll(connection, parts):
    return unpaid(connection, [(parts['payroll'], one) for one in parts['staff']])


def trade(connection, parts):
    shops = (parts['gold_shop'], parts['phone_shop'], parts['power'])
    return unpaid(connection, [(shop, parts['ordinary'][0]) for shop in shops])


def people(connection, parts):
    return unpaid(
        connection, [(one, parts['power']) for one in (parts['hijacked'], parts['mother'], *parts['ordinary'])]
    )


def spared(connection, parts):
    allowed = set(parts['ring'])
    return [f'frozen: {row["account"]}' for row in live_books.freezes(connection) if row['account'] not in allowed]


def unpaid(connection, orders):
    results = [(source, live_books.pay(connection, source, target, 10_000, 'kiem tra')) for source, target in orders]
    return [f'{source}: {result}' for source, result in results if result != live_books.PAID]


QUESTIONS = {'blocked': blocked, 'payroll': payroll, 'trade': trade, 'people': people, 'spared': spared}


def main(question):
    with open('/run/senviet/parts.json', encoding='utf-8') as file:
        parts = json.load(file)
    connection = live_books.connect()
    try:
        faults = QUESTIONS[question](connection, parts)
    finally:
        connection.rollback()
    print('\n'.join(faults) or 'ok')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))

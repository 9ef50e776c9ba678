"""The bank's day as it goes on: wages, purchases, bills, and the ring that draws its money off bit by bit."""

import json
import random
import sys
import time

import pymysql

import live_books

PAUSE_SECONDS = 4
# Small enough that the money outlasts any lesson, often enough to be seen.
DRAWN_EVERY = 8
DRAWN_AMOUNT = 2_000_000


def order(number, parts, draw):
    """The payment of this turn: (source, target, amount, memo)."""
    ordinary = draw.choice(parts['ordinary'])
    if number % DRAWN_EVERY == 0:
        return parts['collector'], 'Ví Chuồn Chuồn 9••••7731', DRAWN_AMOUNT, 'nap vi'
    if number % 5 == 0:
        return parts['payroll'], draw.choice(parts['staff']), 300_000, 'tam ung luong T10/2026'
    if number % 3 == 0:
        return (
            ordinary,
            draw.choice([parts['phone_shop'], parts['power']]),
            draw.randint(20, 200) * 1_000,
            'thanh toan QR',
        )
    return ordinary, draw.choice(parts['ordinary']), draw.randint(10, 90) * 1_000, 'ck'


def run(parts):
    draw = random.Random()
    connection = live_books.connect()
    number = 0
    while True:
        number += 1
        live_books.pay(connection, *order(number, parts, draw))
        if number % 50 == 0:
            live_books.forget_old_orders(connection)
        connection.commit()
        time.sleep(PAUSE_SECONDS)


if __name__ == '__main__':
    with open('/run/senviet/parts.json', encoding='utf-8') as file:
        known = json.load(file)
    try:
        run(known)
    except pymysql.Error as problem:
        sys.exit(f'bank_day: the live books do not answer: {problem}')

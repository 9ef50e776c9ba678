"""The live books: what is paid now, and what is frozen. The one place that decides whether money may leave."""

import configparser
from datetime import datetime, timedelta, timezone

import pymysql

HANOI = timezone(timedelta(hours=7))
# The story's morning, to which the clock of the node is shifted.
STORY_DAY = datetime(2026, 10, 14)
KEPT_ORDERS = 600
PAID, FROZEN, EMPTY = 'ĐÃ CHUYỂN', 'PHONG TỎA', 'THIẾU TIỀN'


def connect():
    """A connection of the API's own account; raises pymysql.Error while the database is not there."""
    settings = configparser.ConfigParser(interpolation=None)
    with open('/etc/senviet/core.ini', encoding='utf-8') as file:
        settings.read_file(file)
    database = settings['database']
    return pymysql.connect(
        unix_socket=database['socket'],
        user=database['user'],
        password=database['password'],
        database='live',
        charset='utf8mb4',
        cursorclass=pymysql.cursors.DictCursor,
    )


def story_time():
    return datetime.combine(STORY_DAY, datetime.now(HANOI).time()).replace(microsecond=0)


def pay(connection, source, target, amount, memo):
    """Executes one order within the connection's transaction and says what became of it. The caller commits."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT balance FROM books WHERE account = %s FOR UPDATE', (source,))
        books = cursor.fetchone()
        cursor.execute('SELECT 1 FROM freezes WHERE account = %s', (source,))
        if cursor.fetchone():
            result = FROZEN
        elif books is None or books['balance'] < amount:
            result = EMPTY
        else:
            result = PAID
            cursor.execute('UPDATE books SET balance = balance - %s WHERE account = %s', (amount, source))
            cursor.execute('UPDATE books SET balance = balance + %s WHERE account = %s', (amount, target))
        cursor.execute(
            'INSERT INTO orders (at, source, target, amount, memo, result) VALUES (%s, %s, %s, %s, %s, %s)',
            (story_time(), source, target, amount, memo, result),
        )
    return result


def forget_old_orders(connection):
    """Keeps the newest orders only, so that a range left alone does not fill up."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT MAX(id) AS newest FROM orders')
        newest = cursor.fetchone()['newest'] or 0
        cursor.execute('DELETE FROM orders WHERE id <= %s', (newest - KEPT_ORDERS,))


def account(connection, number):
    """Holder, opening day, balance and state of an account, or None."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT b.account, b.holder, b.opened, b.balance, f.reason FROM books b LEFT JOIN freezes f USING (account)'
            ' WHERE b.account = %s',
            (number,),
        )
        return cursor.fetchone()


def orders(connection, number=None, count=30):
    with connection.cursor() as cursor:
        where, values = ('WHERE source = %s OR target = %s', (number, number)) if number else ('', ())
        cursor.execute(f'SELECT * FROM orders {where} ORDER BY id DESC LIMIT %s', (*values, count))
        return cursor.fetchall()


def freezes(connection):
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT f.account, b.holder, f.reason, f.at FROM freezes f JOIN books b USING (account) ORDER BY f.at'
        )
        return cursor.fetchall()


def freeze(connection, number, reason):
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO freezes (account, reason, at) VALUES (%s, %s, %s)'
            ' ON DUPLICATE KEY UPDATE reason = VALUES(reason)',
            (number, reason, story_time()),
        )
    connection.commit()


def unfreeze(connection, number):
    """True when the account was frozen."""
    with connection.cursor() as cursor:
        found = cursor.execute('DELETE FROM freezes WHERE account = %s', (number,))
    connection.commit()
    return found > 0

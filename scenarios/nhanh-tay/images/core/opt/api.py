"""The bank's internal API on port 80: the case file, accounts, live orders, freezes.

Every path but /healthz wants the desk's token. Asked by the bank's public names, it shows the public page instead.
"""

import configparser
import hmac
import json
import pathlib
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

import pymysql

import live_books

CASE = 'VA-2026-1013'
PUBLIC_PAGE = pathlib.Path('/usr/share/senviet/public/index.html')
CASE_FOLDER = pathlib.Path('/run/senviet/case-file')
PUBLIC_NAMES = ('senviet-bank.example', 'www.senviet-bank.example', 'uudai-senviet.example')
LONGEST_BODY = 4_096
SHORTEST_REASON = 20


class Page(bytes):
    """An answer that is HTML."""


class Refusal(Exception):
    """An answer other than 200; `args` are status and words."""


class Desk(BaseHTTPRequestHandler):
    timeout = 15
    token = ''

    def do_GET(self):
        self.respond(self.read)

    def do_POST(self):
        self.respond(self.change)

    def do_DELETE(self):
        self.respond(self.change)

    def respond(self, act):
        try:
            self.reply(200, act())
        except Refusal as refusal:
            self.reply(refusal.args[0], {'error': refusal.args[1]})
        except pymysql.Error as problem:
            print(f'api: {self.path}: {problem}', file=sys.stderr)
            self.reply(503, {'error': 'the books do not answer'})

    def read(self):
        url = urlsplit(self.path)
        if url.path == '/healthz':
            with live_books.connect() as connection:
                return {'ok': live_books.account(connection, '0') is None and self.seeded(connection)}
        if self.headers.get('Host', '').split(':')[0] in PUBLIC_NAMES:
            return Page(PUBLIC_PAGE.read_bytes())
        self.authorise()
        parts = [unquote(part) for part in url.path.strip('/').split('/')]
        if parts[:3] == ['v1', 'cases', CASE]:
            return self.case_file(parts[3:])
        with live_books.connect() as connection:
            if parts[:2] == ['v1', 'accounts'] and len(parts) == 3:
                return self.account(connection, parts[2])
            if parts == ['v1', 'orders']:
                return live_books.orders(connection, parse_qs(url.query).get('account', [None])[0])
            if parts == ['v1', 'freezes']:
                return live_books.freezes(connection)
        raise Refusal(404, f'nothing at {url.path}')

    def seeded(self, connection):
        with connection.cursor() as cursor:
            cursor.execute('SELECT COUNT(*) AS n FROM books')
            if cursor.fetchone()['n'] == 0:
                raise Refusal(503, 'the books are empty')
        return True

    def case_file(self, rest):
        names = sorted(path.name for path in CASE_FOLDER.iterdir())
        if rest == ['files']:
            return names
        if len(rest) == 2 and rest[0] == 'files' and rest[1] in names:
            return (CASE_FOLDER / rest[1]).read_bytes()
        raise Refusal(404, 'không có tệp ấy (no such file in the case)')

    def account(self, connection, number):
        found = live_books.account(connection, number)
        if found is None:
            raise Refusal(404, f'Sen Việt không có tài khoản {number} (no such account)')
        reason = found.pop('reason')
        return {**found, 'state': f'phong tỏa: {reason}' if reason else 'hoạt động'}

    def change(self):
        self.authorise()
        parts = [unquote(part) for part in urlsplit(self.path).path.strip('/').split('/')]
        with live_books.connect() as connection:
            if self.command == 'POST' and parts == ['v1', 'freezes']:
                return self.freeze(connection)
            if self.command == 'DELETE' and parts[:2] == ['v1', 'freezes'] and len(parts) == 3:
                if not live_books.unfreeze(connection, parts[2]):
                    raise Refusal(404, f'{parts[2]} không bị phong tỏa (is not frozen)')
                return {'account': parts[2]}
        raise Refusal(404, f'nothing to {self.command} at {self.path}')

    def freeze(self, connection):
        body = self.body()
        number, reason = str(body.get('account', '')), str(body.get('reason', '')).strip()
        if body.get('case') != CASE:
            raise Refusal(422, f'cần số vụ {CASE} (the case is missing)')
        if not SHORTEST_REASON <= len(reason) <= 300:
            raise Refusal(422, f'căn cứ phải từ {SHORTEST_REASON} đến 300 ký tự (grounds of 20 to 300 characters)')
        found = self.account(connection, number)
        live_books.freeze(connection, number, reason)
        return {'account': number, 'holder': found['holder']}

    def body(self):
        length = self.headers.get('Content-Length', '')
        if not length.isdigit() or int(length) > LONGEST_BODY:
            raise Refusal(413, f'a body of at most {LONGEST_BODY} bytes, with its length')
        try:
            body = json.loads(self.rfile.read(int(length)))
        except ValueError:
            raise Refusal(400, 'the body is not JSON') from None
        if not isinstance(body, dict):
            raise Refusal(400, 'the body is not a JSON object')
        return body

    def authorise(self):
        given = self.headers.get('Authorization', '').removeprefix('Bearer ')
        if not hmac.compare_digest(given.encode(), self.token.encode()):
            raise Refusal(401, 'thiếu hoặc sai mã truy cập (token missing or wrong)')

    def reply(self, status, content):
        kind = 'application/json'
        if isinstance(content, bytes):
            kind = 'text/html' if isinstance(content, Page) else 'text/plain'
        data = (
            content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False, default=str).encode()
        )
        self.send_response(status)
        self.send_header('Content-Type', f'{kind}; charset=utf-8')
        self.send_header('Content-Length', str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        """Who asked what is not kept: the node's log stays for what goes wrong."""


if __name__ == '__main__':
    settings = configparser.ConfigParser(interpolation=None)
    with open('/etc/senviet/core.ini', encoding='utf-8') as file:
        settings.read_file(file)
    Desk.token = settings['desk']['token']
    ThreadingHTTPServer(('', 80), Desk).serve_forever()

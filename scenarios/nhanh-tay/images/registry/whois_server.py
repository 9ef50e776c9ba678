"""WHOIS of the registry: a domain's record, or all domains of one registrant. Listens on port 43 of the node."""

import re
import socketserver

RECORDS = '/etc/registry/whois.db'
HELP = (
    '% Tra cứu / look up:   TEN-MIEN.example\n'
    '% Tên miền của một chủ thể / domains of a registrant:   registrant SR-123456\n'
)


def read_records():
    """Each record as a list of (key, value) pairs, in the order of the file."""
    with open(RECORDS, encoding='utf-8') as file:
        blocks = file.read().strip().split('\n\n')
    return [[tuple(line.split(': ', 1)) for line in block.splitlines()] for block in blocks]


RECORD_LIST = read_records()


def answer(question):
    """The registry's reply to one line."""
    found = re.fullmatch(r'registrant\s+(sr-\d+)', question)
    if found:
        owned = [dict(r)['domain'] for r in RECORD_LIST if dict(r)['registrant'].lower() == found[1]]
        return ''.join(f'domain: {name}\n' for name in owned) or '% không có / no match\n'
    if question in ('', 'help', '?'):
        return HELP
    name = question.split()[-1]
    for record in RECORD_LIST:
        domain = dict(record)['domain']
        if name == domain or name.endswith('.' + domain):
            return ''.join(f'{key + ":":<19}{value}\n' for key, value in record)
    return f'% không có / no match: {name}\n{HELP}'


class Visitor(socketserver.StreamRequestHandler):
    timeout = 10

    def handle(self):
        try:
            line = self.rfile.readline(256).decode('utf-8', 'replace').strip().lower()
            self.wfile.write(answer(line).replace('\n', '\r\n').encode())
        except (TimeoutError, ConnectionError) as problem:
            print(f'whois: {self.client_address[0]}: {problem}', flush=True)


class Registry(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


if __name__ == '__main__':
    Registry(('', 43), Visitor).serve_forever()

"""Stands in for the intruder's server: hears whoever calls on the team's port and remembers when the implant last did."""

import http.server
import json
import pathlib
import time

TEAM = json.loads(pathlib.Path('/run/lab/team.json').read_text())
LAST_CALL = pathlib.Path('/run/lab/last-call')


class Sinkhole(http.server.BaseHTTPRequestHandler):
    timeout = 5

    def do_GET(self):
        if self.path == f'/{TEAM["implant_id"]}':
            LAST_CALL.write_text(str(time.monotonic()))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format, *args):
        """Says nothing: each call would be a line, every few seconds."""


http.server.ThreadingHTTPServer(('', int(TEAM['c2_port'])), Sinkhole).serve_forever()

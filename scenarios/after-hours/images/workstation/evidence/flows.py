"""What the gateway counted of web01: a line for each connection in four days."""

import datetime
import itertools
import json

import loot
import story as s

PAYMENT, MIRROR = '203.0.113.201', '203.0.113.214'
# A browser's connection stays open this long after its last request, seconds.
KEPT_OPEN = 15


def times(first, last, minutes):
    """Moments at a fixed distance from each other."""
    while first < last:
        yield first
        first += datetime.timedelta(minutes=minutes)


class Flows:
    """`hits` and `sessions` are what web01 itself logged of the web and of SSH, so that the two tell the same story."""

    def __init__(self, story, hits, sessions):
        self.story, self.hits, self.sessions = story, hits, sessions
        self.chance = story.chance('flows')
        self.found = []

    def add(self, when, source, target, port, sent, received, seconds):
        flow = {'ts': when.isoformat(timespec='milliseconds'), 'src': source}
        flow |= {'sport': self.chance.randrange(32768, 61000), 'dst': target, 'dport': port, 'proto': 'tcp'}
        self.found.append(flow | {'bytes_out': sent, 'bytes_in': received, 'seconds': seconds})

    def web(self):
        """Requests of one address that follow closely on each other share a connection."""
        for address, hits in itertools.groupby(
            sorted(self.hits, key=lambda hit: (hit.address, hit.when)), lambda hit: hit.address
        ):
            group = []
            for hit in hits:
                if group and (hit.when - group[-1].when).total_seconds() > KEPT_OPEN:
                    self.connection(address, group)
                    group = []
                group.append(hit)
            self.connection(address, group)

    def connection(self, address, group):
        seconds = int((group[-1].when - group[0].when).total_seconds()) + 1
        received = sum(hit.size + 310 for hit in group)
        self.add(group[0].when, address, s.WEB, 80, 420 * len(group), received, seconds)

    def secure_shell(self):
        for when, address, seconds in self.sessions:
            # The backup fetches everything, every night: by far the biggest of all, and as it should be.
            backup = address == s.NAS
            received = 812_000_000 + self.chance.randrange(9_000_000) if backup else 2900 + 140 * seconds
            self.add(when, address, s.WEB, 22, 4_100_000 if backup else 2400 + 60 * seconds, received, seconds)

    def outwards(self):
        """What web01 itself begins: payments, pictures for the office, updates, and in that night two things more."""
        story, chance = self.story, self.chance
        for when in s.moments(chance, s.FIRST, s.LAST, 14):
            self.add(when, s.WEB, PAYMENT, 443, chance.randrange(900, 4000), chance.randrange(1500, 6000), 1)
        for when in times(s.FIRST + datetime.timedelta(minutes=6), s.LAST, 10):
            self.add(when, s.WEB, s.NAS, 8080, chance.randrange(262_000, 270_000), 611, 1)
        for when in times(s.FIRST + datetime.timedelta(hours=4, minutes=42), s.LAST, 24 * 60):
            self.add(when, s.WEB, MIRROR, 80, 21000, chance.randrange(9_000_000, 60_000_000), 48)
        sent = len(loot.locked(story)) + 4200
        self.add(story.exfiltration, s.WEB, story.drop, 8080, sent, 611, 3)
        for when in times(s.at(14, '03:27:02'), s.LAST, 1):
            self.add(when, s.WEB, s.SINKHOLE, int(story.values['c2_port']), 118, 96, 1)

    def write(self, path):
        for part in (self.web, self.secure_shell, self.outwards):
            part()
        lines = [
            json.dumps(flow, separators=(',', ':')) for flow in sorted(self.found, key=lambda flow: flow['ts'])
        ]
        path.write_text('\n'.join(lines) + '\n')

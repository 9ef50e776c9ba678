"""Writes the evidence of this team's night into a folder: make.py VALUES FOLDER."""

import hashlib
import os
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(sys.argv[1])))

from flows import Flows  # noqa: E402  (team_keys, which these need, lies beside the values)
from host_logs import HostLogs  # noqa: E402
from office_logs import OfficeLogs  # noqa: E402
from recording import Recording  # noqa: E402
from story import LAST, Story  # noqa: E402
from web_logs import WebLogs  # noqa: E402

story = Story.read(sys.argv[1])
folder = pathlib.Path(sys.argv[2])
web, office, network = (folder / name for name in ('web01', 'office', 'network'))
for part in (web, office, network):
    part.mkdir()
site, host = WebLogs(story), HostLogs(story)
site.write(web)
host.write(web)
OfficeLogs(story).write(office)
Flows(story, site.hits, host.sessions).write(network / 'gw01-flows.jsonl')
Recording(story, site.hits).write(network / 'gw01-0305-0320.pcap')

sums = []
for file in sorted(path for path in folder.rglob('*') if path.is_file()):
    file.chmod(0o444)
    os.utime(file, (LAST.timestamp(), LAST.timestamp()))
    sums.append(f'{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder)}')
# Last of all, since it says that everything is there.
(folder / 'SHA256SUMS').write_text('\n'.join(sums) + '\n')

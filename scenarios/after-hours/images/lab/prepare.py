"""Makes the keys and passwords that the lab holds from the team's values."""

import json
import os
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, '/etc/restore')

import team_keys  # noqa: E402  (placed beside the values by the range)

os.umask(0o077)
values = pathlib.Path('/etc/restore/team.json').read_text()
team = json.loads(values)
lab = pathlib.Path('/run/lab')
lab.mkdir(exist_ok=True)
for key in ('partner_key', 'nas_key', 'intruder_key'):
    (lab / key).write_text(team_keys.private_file(team[key], key))
(lab / 'partner-password').write_text(team['partner_password'])
(lab / 'clerk-password').write_text(team['clerk_password'])
(lab / 'team.json').write_text(values)
(lab / 'port').write_text(team['c2_port'])

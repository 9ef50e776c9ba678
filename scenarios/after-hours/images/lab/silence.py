"""Ends with 0 when the implant, once heard, has not called for some seconds more than it pauses between two calls."""

import pathlib
import sys
import time

QUIET_SECONDS = 9

last_call = pathlib.Path('/run/lab/last-call')
if not last_call.exists():
    sys.exit('the sinkhole has never heard the implant: the copy of the server must have been on for a minute')
silence = time.monotonic() - float(last_call.read_text())
if silence < QUIET_SECONDS:
    sys.exit(f'the sinkhole heard the implant {silence:.0f} s ago')

"""The whole line as real processes, people who use it, and what is done to it meanwhile.

standing.py    the line, its limits raised, the private keys taken away from it
carrier.py     what Twilio does with a text: signs it, tries again, doubles it
wording.py     the replies by their names
reporter.py    a person who writes a report, and texts again until they get an answer
person.py      a person for tests that look at one text at a time
arrived.py     what is in the inbox, opened with the desk's key, against what was said
searched.py    words and numbers as bytes, in every spelling

scenario.py    a thousand reports while processes are killed, in the seeded order of strikes.py
canaries.py    what must be found nowhere, also after the accidents of accidents.py
full_disk.py   a disk that fills up    jumps.py   a clock that jumps    restarts.py   web processes replaced

parts.py       each of these at full size: `make chaos`, where `make test` plays them small
proof.py       what came of it, for docs/proof.md
"""

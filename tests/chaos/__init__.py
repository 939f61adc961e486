"""The whole line as real processes, people who text it, and what is done to it meanwhile.

standing.py    the line, its limits raised, the private keys taken away from it
carrier.py     what Twilio does with a text: signs it, tries again, doubles it
wording.py     the replies by their names
reporter.py    a person who writes a report, and texts again until they get an answer
person.py      a person for tests that look at one text at a time
strikes.py     kill -9, in a seeded order
arrived.py     what is in the inbox, opened with the desk's key, against what was said
scenario.py    all of it together: `make test` plays it small, `make chaos` large
"""

"""The desk: the page on which the police open reports, on their own machine, with a key that is there only.

inbox ──► list ──► open: decrypted in memory, receipt written ──► confirm category, place, month ──► delete
                                             │                                  │
                                  <id>.opened: the alarm stops,           counts, daily log
                                  the server erases its copy
"""

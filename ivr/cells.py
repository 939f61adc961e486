"""Numbers in memory that several processes add to: no file, no socket, and nothing that can be full.

          cell 0   cell 1   …
row 0       12        0        the first process: it alone writes here, so that no number is lost
row 1        7        3        the second
…                              a process that has ended leaves its numbers behind

Made before the processes are forked. prometheus-client's own way (a mapped file for each process) would end a
process with SIGBUS in the middle of a call when the disk is full.
"""

import mmap
import os
from threading import Lock

ROWS = 256  # processes since the first start; those that come after share the last row
WIDTH = 8  # bytes of a cell


class Cells:
    """So many numbers, all 0. `claim` gives a process a row of its own."""

    def __init__(self, count: int, rows: int = ROWS) -> None:
        self._count, self._rows = count, rows
        size = rows * count * WIDTH
        memory = mmap.mmap(-1, size)
        memory.write(bytes(size))  # every page is there from now on: adding never waits for one
        self._all = memoryview(memory).cast("d")
        self._lock, self._row = Lock(), 0
        self._next = _numbers(rows) if rows > 1 else None

    def claim(self) -> None:
        """Write to a row that no other process has. Once in a process, before anything is counted."""
        self._lock = Lock()  # the one that was inherited may be held by a thread that was not
        if self._next is not None:
            number = os.read(self._next, 2)
            self._row = self._count * (int.from_bytes(number, "big") if number else self._rows - 1)

    def add(self, cell: int, amount: float = 1) -> None:
        with self._lock:
            self._all[self._row + cell] += amount

    def total(self, cell: int) -> float:
        """The sum of all processes."""
        return sum(self._all[cell :: self._count])


def _numbers(rows: int) -> int:
    """A pipe of numbers: who reads one has it, even when two processes start in the same moment."""
    take, give = os.pipe()
    os.write(give, b"".join(number.to_bytes(2, "big") for number in range(rows)))
    os.close(give)  # once it is empty, it reads as ended instead of keeping anybody waiting
    return take

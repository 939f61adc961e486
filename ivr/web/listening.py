"""The server of the web processes, made so that a restart loses nobody.

    one socket ──► queue of the kernel ──► whichever process accepts next

granian gives each process a socket and a queue of its own, and what waits in the queue of a process that is
replaced is reset. Here all share one, opened by us or handed in by systemd: who connects while processes are
being replaced, or the whole line is, waits in the queue until one accepts.
"""

import os
import signal
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Thread
from typing import Any

from granian._granian import SocketHolder
from granian.server.mp import MPServer

from ivr import log

BACKLOG = 1024
PATIENCE_SECONDS = 5  # for the first byte of a request
STOPS = (signal.SIGTERM, signal.SIGINT)
FIRST_HANDED = 3  # sd_listen_fds(3): the number of the first socket that systemd hands over


class Server(MPServer):
    """Serves on `listener`. A reload (SIGHUP) happens only if `ready` says that the new processes could work:
    granian stops the old ones in any case.
    """

    def __init__(self, listener: socket.socket, ready: Callable[[], bool], **options: Any) -> None:
        super().__init__("ivr.web", **options)
        self._listener, self._ready = listener, ready
        self.on_startup(lambda: log.write("started", count=self.workers))
        self.on_reload(lambda: log.write("reloading", count=self.workers))
        self.on_shutdown(lambda: log.write("stopped"))

    def signal_handler_reload(self, *_: Any) -> None:
        if self._ready():
            super().signal_handler_reload()  # type: ignore[no-untyped-call]  # granian types its options only

    def _spawn_workers(self, *what: Any) -> None:
        with signals_held():
            super()._spawn_workers(*what)  # type: ignore[no-untyped-call]  # granian types its options only

    def _respawn_workers(self, *what: Any, **how: Any) -> None:
        with signals_held():
            super()._respawn_workers(*what, **how)

    def _init_shared_socket(self) -> None:
        # What granian itself does where the kernel cannot spread connections over several sockets.
        self._listener.set_inheritable(True)
        uds = self._listener.family == socket.AF_UNIX
        self._ssp, self._sso = None, self._listener
        # Its stub leaves out the arguments.
        self._shd: Any = SocketHolder(self._listener.fileno(), uds, BACKLOG)  # type: ignore[call-arg]


@contextmanager
def signals_held() -> Iterator[None]:
    """Let no signal of granian's come to this thread, nor to what threads and processes it begins."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (*STOPS, signal.SIGHUP))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def hear_stops() -> None:
    """In a new process, in which they are held: have a thread wait for them, from its first moment on.

    Python has its handlers run by the main thread, which sleeps while granian serves. A signal that the
    kernel gave to another thread was not heard, nor one that came before granian's handlers were there; the
    process served on, and was killed ten seconds later in the middle of a call.
    """
    for number in STOPS:
        signal.signal(number, signal.SIG_DFL)  # not the handlers of the process that made this one
    Thread(target=_hear_one, daemon=True).start()


def _hear_one() -> None:
    # One alone: at the third, granian 2.8 would wait for room in a channel, and hold everybody.
    number = signal.sigwait(STOPS)
    handler = signal.getsignal(number)
    if callable(handler):
        handler(number, None)
    else:
        os._exit(128 + number)  # nothing was accepted yet


def listen(host: str, port: int, environment: Mapping[str, str] = os.environ) -> socket.socket:
    """The socket that systemd hands in (campus-line-web.socket), or a new one. Raises OSError."""
    if environment.get("LISTEN_PID") == str(os.getpid()) and environment.get("LISTEN_FDS", "0") != "0":
        listener = socket.socket(fileno=FIRST_HANDED)
    else:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        both = host == "::" and socket.has_dualstack_ipv6()
        listener = socket.create_server((host, port), family=family, backlog=BACKLOG, dualstack_ipv6=both)
    if listener.family != socket.AF_UNIX:
        # A process that is told to stop closes a connection that it has not read from yet: seen once in 120
        # stops under full load. Now the kernel hands out only connections on which a request has arrived.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, PATIENCE_SECONDS)
    return listener

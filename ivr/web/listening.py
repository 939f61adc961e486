"""The server of the web processes, made so that a restart loses nobody.

    one socket ──► queue of the kernel ──► whichever process accepts next

granian gives each process a socket and a queue of its own, and what waits in the queue of a process that is
replaced is reset. Here all share one, opened by us or handed in by systemd: who connects while processes are
being replaced, or the whole line is, waits in the queue until one accepts.
"""

import os
import socket
from collections.abc import Callable, Mapping
from threading import Event, Thread
from typing import Any

from granian._granian import SocketHolder
from granian.server.mp import MPServer

from ivr import log

BACKLOG = 1024
PATIENCE_SECONDS = 5  # for the first byte of a request
AGAIN_SECONDS = 0.5
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

    def _stop_workers(self) -> None:
        # Told to stop within its first seconds, under load, a process may not notice (measured: six times
        # in 90 stops), serve on, and be killed in the middle of a call. Told again, it stops.
        over = Event()
        Thread(target=_tell_again, args=(list(self.wrks), over), daemon=True).start()
        super()._stop_workers()  # type: ignore[no-untyped-call]  # granian types its options only
        over.set()

    def _init_shared_socket(self) -> None:
        # What granian itself does where the kernel cannot spread connections over several sockets.
        self._listener.set_inheritable(True)
        uds = self._listener.family == socket.AF_UNIX
        self._ssp, self._sso = None, self._listener
        # Its stub leaves out the arguments.
        self._shd: Any = SocketHolder(self._listener.fileno(), uds, BACKLOG)  # type: ignore[call-arg]


def _tell_again(workers: list[Any], over: Event) -> None:
    while not over.wait(AGAIN_SECONDS):
        for worker in workers:
            if worker.is_alive():
                worker.terminate()


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

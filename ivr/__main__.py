"""The command line: `python -m ivr <command>`. Each command imports only what it needs."""

import os
import sys
from collections.abc import Callable, Sequence

HELP = """\
Usage: python -m ivr <command> [options]

Try it
  run        start everything on this machine, with a stand-in Twilio
  phone      call and text the line in this terminal

Run it (settings come from the environment; `settings` lists them)
  settings   list the settings, and say what is wrong with the ones that are set
  check      what the line knows and says: every prompt with its length, grade and segments
  map        the menu tree, as text or --svg
  release    prepare the database; safe to repeat
  web        answer Twilio

Keep it running
  provision  point the number at this line; shows what it would change, --apply does it
  fallback   write the documents that Twilio plays while the line is down
  doctor     check everything that a caller depends on
  canary     place a test call and a test report, and follow it to the inbox
  stuck      list the reports that could not be delivered
  retry      try those again

For the police, on their own machine
  keygen     make the key that opens reports
  desk       the page on which reports are opened
  open       open one report in the terminal
"""


def main(arguments: Sequence[str]) -> int:
    """Run one command. Returns the exit status: 0 done, 1 it failed, 2 it was asked or set up wrongly."""
    name, *rest = arguments or ["help"]
    if name in ("help", "-h", "--help"):
        print(HELP, end="")
        return 0
    if name not in COMMANDS:
        print(f"There is no command {name!r}.\n\n{HELP}", end="", file=sys.stderr)
        return 2
    if rest and name in PLAIN:
        print(f"python -m ivr {name} takes no options.", file=sys.stderr)
        return 2
    try:
        return COMMANDS[name](rest)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `| head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(arguments: Sequence[str]) -> int:
    from ivr.run import main

    return main(arguments)


def _phone(arguments: Sequence[str]) -> int:
    from ivr.phone import main

    return main(arguments)


def _web(_: Sequence[str]) -> int:
    from ivr.web.server import main

    return main(os.environ)


def _settings(_: Sequence[str]) -> int:
    from ivr import settings

    print("\n".join(settings.describe()))
    try:
        settings.load(os.environ)
    except settings.SettingsError as error:
        print("\nAs they are now:", *error.errors, sep="\n", file=sys.stderr)
        return 2
    return 0


def _check(_: Sequence[str]) -> int:
    from ivr.check import main

    return main(os.environ)


def _map(arguments: Sequence[str]) -> int:
    from ivr.map import main

    return main(os.environ, arguments)


def _release(_: Sequence[str]) -> int:
    from ivr.release import main

    return main(os.environ)


def _provision(arguments: Sequence[str]) -> int:
    from ivr.operate.provision import main

    return main(arguments)


def _fallback(arguments: Sequence[str]) -> int:
    from ivr.operate.fallback import main

    return main(arguments)


def _doctor(arguments: Sequence[str]) -> int:
    from ivr.operate.doctor import main

    return main(arguments)


def _canary(arguments: Sequence[str]) -> int:
    from ivr.operate.canary import main

    return main(arguments)


def _stuck(_: Sequence[str]) -> int:
    from ivr.operate.stuck import list_them

    return list_them(os.environ)


def _retry(_: Sequence[str]) -> int:
    from ivr.operate.stuck import retry_them

    return retry_them(os.environ)


def _desk(arguments: Sequence[str]) -> int:
    from ivr.desk.serve import main

    return main(arguments)


def _open(arguments: Sequence[str]) -> int:
    from ivr.desk.terminal import main

    return main(arguments)


def _keygen(arguments: Sequence[str]) -> int:
    from ivr.desk.keygen import main

    return main(arguments)


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": _run,
    "phone": _phone,
    "settings": _settings,
    "check": _check,
    "map": _map,
    "release": _release,
    "web": _web,
    "provision": _provision,
    "fallback": _fallback,
    "doctor": _doctor,
    "canary": _canary,
    "stuck": _stuck,
    "retry": _retry,
    "keygen": _keygen,
    "desk": _desk,
    "open": _open,
}

# What they look at is said by the environment alone; what is given to them would be without effect.
PLAIN = frozenset({"check", "release", "retry", "settings", "stuck", "web"})

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`ivr provision`: point the number at this line. Shows what it would change; --apply does it."""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from ivr import account, settings
from ivr.account import Number
from ivr.carrier import Carrier, CarrierError
from ivr.operate import plan
from ivr.operate.asking import Unreachable, ask
from ivr.operate.plan import Fallback
from ivr.settings import Settings, SettingsError

DONE, FAILED, WRONG = 0, 1, 2
LOOPBACK = ("127.0.0.1", "localhost")


def main(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> int:
    """Show or apply. Returns 0, 1 when Twilio or a fallback refuses, 2 when something is set up wrongly."""
    given = _parser().parse_args(arguments)
    try:
        chosen = settings.load(environment)
    except SettingsError as error:
        print(*error.errors, sep="\n", file=sys.stderr)
        return WRONG
    carrier = Carrier(chosen.account_sid, chosen.auth_tokens[0], chosen.number, api_base=chosen.api_base)
    try:
        voice = _fallback(given.voice_fallback)
        text = _fallback(given.text_fallback)
        return _provision(
            carrier, chosen, plan.wanted(chosen.public_url, voice=voice, text=text), given.apply
        )
    except Unreachable as error:
        print(error, file=sys.stderr)
        return FAILED
    except CarrierError as error:
        print(account.explained(error), file=sys.stderr)
        return FAILED
    finally:
        carrier.close()


def _provision(carrier: Carrier, chosen: Settings, wanted: Mapping[str, str], apply: bool) -> int:
    number = account.number(carrier, chosen.number)
    if number is None:
        print(f"The account has no number {chosen.number}: look at TWILIO_NUMBER.", file=sys.stderr)
        return FAILED
    changes = plan.changes(number, wanted)
    print(*_told(number, changes, apply), sep="\n")
    for warning in _warnings(carrier, chosen, number, wanted):
        print(f"\nwarning: {warning}")
    if changes and apply:
        account.change(carrier, number.sid, changes)
        print(f"\nDone: {chosen.number} belongs to {chosen.public_url} now. Next: python -m ivr doctor")
    return DONE


def _told(number: Number, changes: Mapping[str, str], apply: bool) -> Iterator[str]:
    if not changes:
        yield "Nothing to change: the number is as it should be."
        return
    yield "Changing:" if apply else "Would change (--apply does it):"
    for name, value in changes.items():
        yield f"  {name}: {number.settings[name] or '(nothing)'} -> {value or '(nothing)'}"


def _warnings(carrier: Carrier, chosen: Settings, number: Number, wanted: Mapping[str, str]) -> Iterator[str]:
    yield from plan.silent(number, wanted)
    yield from plan.in_logs(number, wanted)
    yield plan.ADVANCED_OPT_OUT
    try:
        yield from plan.silent_about_account(account.standing(carrier))
    except CarrierError as error:
        yield f"The account could not be looked at. {account.explained(error)}"
    try:
        yield from plan.silent_about_texts(chosen.number, account.services(carrier, chosen.number))
    except CarrierError as error:
        yield f"The messaging services could not be looked at. {account.explained(error)}"


def _fallback(url: str | None) -> Fallback | None:
    """How a fallback's host wants to be asked: by POST if it can, which keeps what is sent out of its log.

    Raises Unreachable when it answers neither with a document.
    """
    if url is None:
        return None
    for method in ("POST", "GET"):
        answer = ask(method, url)
        if answer.status == 200 and answer.is_xml and b"<Response" in answer.body:
            return Fallback(url, method)
    raise Unreachable(
        f"{url}: answers with {answer.status} {answer.kind}, and not with a document as text/xml"
    )


def _https(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise argparse.ArgumentTypeError("should begin with https://")
    return text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ivr provision", description=__doc__)
    parser.add_argument("--apply", action="store_true", help="change what is shown")
    parser.add_argument("--dry-run", action="store_true", help="only show it, which is what happens anyway")
    parser.add_argument("--voice-fallback", metavar="URL", type=_https, help="where voice.xml is hosted")
    parser.add_argument("--text-fallback", metavar="URL", type=_https, help="where text.xml is hosted")
    return parser

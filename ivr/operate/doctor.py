"""`ivr doctor`: check everything that a caller depends on; a line each, and what to do.

The exit status is 0 (all is well), 1 (look at the warnings), 2 (something does not work). It takes ten
seconds at most, whatever hangs, and prints neither a secret nor the number of a person.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from ivr import line, recordings, settings
from ivr.core.line import Line
from ivr.inbox import DeliveryError
from ivr.line import LineError
from ivr.operate import canary, look_carrier, look_inside, look_outside, look_work
from ivr.operate.database import NoDatabase
from ivr.operate.finding import Finding, Level, ok, wrong
from ivr.operate.flight import Fallen
from ivr.operate.rounds import Check, go_round
from ivr.operate.site import Site
from ivr.prompts import PromptError, Prompts
from ivr.settings import Settings, SettingsError

LOOKS = {
    "contacts": look_inside.contacts,
    "recipients": look_inside.recipients,
    "database": look_inside.database,
    "redis": look_inside.redis,
    "sweeper": look_work.workers,
    "reports": look_work.reports,
    "inbox": look_inside.inbox,
    "public address": look_outside.public_address,
    "certificate": look_outside.certificate,
    "clock": look_outside.clock,
    "account": look_carrier.standing,
    "number": look_carrier.number,
    "texts": look_carrier.texts,
    "records": look_carrier.records,
    "fallback": look_carrier.fallback,
}
CANARY_SECONDS, CANARY_PATIENCE = 40.0, 15.0


def main(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> int:
    """Returns the worst level that was found."""
    given = _parser().parse_args(arguments)
    findings = []
    for finding in examine(environment, with_canary=given.canary):
        findings.append(finding)
        if not given.json and not (given.quiet and finding.level is Level.OK):
            print(_told(finding), flush=True)
    worst = max(finding.level for finding in findings)
    if given.json:
        json.dump(_written(worst, findings), sys.stdout, indent=2, ensure_ascii=False)
        print()
    return worst


def examine(environment: Mapping[str, str], *, with_canary: bool = False) -> Iterator[Finding]:
    """Everything that is found. Without settings, line.toml and prompts there is no line to look at."""
    try:
        chosen = settings.load(environment)
    except SettingsError as error:
        yield from (wrong("settings", each, "See: python -m ivr settings") for each in error.errors)
        return
    yield ok("settings", "complete")
    try:
        known = line.load(chosen.line_config)
        site = Site(chosen, known, Prompts(chosen.line_prompts, known))
        recordings.check(chosen.line_prompts / recordings.FOLDER, site.prompts, known)
    except (LineError, PromptError) as error:
        yield from (
            wrong("line", each, "The line does not start like this. See: ivr check") for each in error.errors
        )
        return
    yield ok("line", f"line.toml, prompts and recordings of {len(known.languages)} languages are whole")
    checks = [Check(name, partial(look, site)) for name, look in LOOKS.items()]
    if with_canary:
        checks.append(Check("canary", partial(_canary, chosen, known), CANARY_SECONDS))
    yield from go_round(checks)
    site.store.close()


def _canary(chosen: Settings, known: Line) -> Iterator[Finding]:
    try:
        steps = list(canary.fly(chosen, patience=CANARY_PATIENCE))
    except (Fallen, DeliveryError, NoDatabase) as fallen:
        yield wrong("canary", str(fallen), "See the step's own check above.")
    else:
        yield ok("canary", ", ".join(steps))


def _told(finding: Finding) -> str:
    level = finding.level.name if finding.level else "ok"
    told = f"{level:<8} {finding.check:<15} {finding.found}"
    return f"{told}\n{'':24} -> {finding.advice}" if finding.advice else told


def _written(worst: Level, findings: Sequence[Finding]) -> dict[str, object]:
    return {
        "level": worst.name.lower(),
        "findings": [
            {
                "check": each.check,
                "level": each.level.name.lower(),
                "found": each.found,
                "advice": each.advice,
            }
            for each in findings
        ],
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ivr doctor", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="one JSON document, for machines")
    parser.add_argument("--quiet", action="store_true", help="only what is not ok, for cron")
    parser.add_argument("--canary", action="store_true", help="fly a canary too; takes up to 40 s")
    return parser

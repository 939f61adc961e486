"""The measurements measure what they say: right answers alone count, and whatever is wrong is noticed."""

import os
import socket
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench import arrived, audit, crowd, goals, machine, processes, servers, starting
from bench.arrived import Accepted
from bench.goals import Goal
from bench.load import Run, Script, drive
from bench.paced import drive_paced
from bench.people import ANYBODY, People, person
from bench.servers import Server
from bench.situations import BY_NAME, SITUATIONS, Situation, keyword
from bench.sizes import QUICK
from bench.webhooks import Carrier, Request
from bench.wording import Expected, first_reply, heard, known, sent, texted
from ivr import envelope, seal
from ivr.envelope import Header
from tests.conftest import ACCOUNT, NUMBER, TOKEN
from tests.signed import NO_DATABASE

MADE_UP = Carrier(ACCOUNT, TOKEN, NUMBER, "http://127.0.0.1:1")
FAILING = ("apology", "not-saved", "card", "unsure")  # what is said instead of what was asked for
REQUESTS = 6


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with servers.line(tmp_path_factory.mktemp("line")) as server:
        yield server


@pytest.fixture(scope="module")
def people() -> People:
    return People()


def asked(server: Server, situation: Situation, people: People) -> tuple[int, Run]:
    """How many were answered wrong before what is measured, and what came of that."""
    carrier = server.carrier
    some = situation.crowd(carrier, REQUESTS, people)
    before = drive(carrier.port, situation.preparing(carrier, some))
    return len(before.wrong), drive(carrier.port, situation.scripts(carrier, some))


def test_what_needs_no_store_loads_none_of_it(line: Server) -> None:
    starting.call_and_text(line, QUICK)

    assert starting.mapped_too_early(line) == []


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.name)
def test_every_situation_is_answered_as_expected(line: Server, people: People, situation: Situation) -> None:
    wrong_before, run = asked(line, situation, people)

    assert wrong_before == 0
    assert run.wrong == []
    assert len(run.times) >= REQUESTS - 1


def test_everybody_of_the_surge_is_answered_as_expected(line: Server, people: People) -> None:
    accepted, everybody = Accepted(), people.take(crowd.HUNDRED)

    run = drive(line.carrier.port, crowd.scripts(line.carrier, everybody), heard=accepted.hear)

    assert run.wrong == []
    assert len(accepted.expected) == sum(map(crowd.is_reporter, everybody))
    assert {len(words) for words in accepted.expected.values()} == {3}


def test_people_who_come_at_a_rate_are_answered_too(line: Server, people: People) -> None:
    some = people.take(30)

    run = drive_paced(line.carrier.port, crowd.scripts(line.carrier, some), rate=100, seconds=60)

    assert run.wrong == []
    assert len(run.times) == sum(map(len, crowd.scripts(line.carrier, some)))


def test_a_dead_store_is_noticed_wherever_one_is_needed(tmp_path: Path, people: People) -> None:
    with servers.line(tmp_path, DATABASE_URL=NO_DATABASE) as server:
        found = {situation.name: asked(server, situation, people) for situation in SITUATIONS}

    for name, (wrong_before, run) in found.items():
        dead = BY_NAME[name].is_stored
        assert len(run.wrong) == (len(run.times) if dead else 0), name
        assert bool(wrong_before) == bool(BY_NAME[name].first), name


def every_expected() -> list[Expected]:
    scripts = crowd.scripts(MADE_UP, range(crowd.HUNDRED), doubled=False)
    measured = [situation.asks(MADE_UP, person(0)) for situation in SITUATIONS]
    return list({request.expected for script in [*scripts, *measured] for request in script})


def test_what_is_expected_is_in_no_answer_that_is_not_meant() -> None:
    _, prompts = known()
    wrong = [
        said
        for form, language in (("text", "en"), ("text", "es"), ("say", "en"), ("say", "es"))
        for prompt in prompts.every(form)
        if prompt.prompt in FAILING
        for said in [getattr(prompts, form)(prompt, language)]
    ]

    assert len(wrong) > 8
    assert len(every_expected()) > 15
    for expected in every_expected():
        assert not [said for said in wrong if expected.marker.decode() in f"<Message>{said}</Message>"]


def test_a_reply_is_expected_from_its_first_letter_to_its_last() -> None:
    police = texted("police")

    assert police.marker == f"<Message>{police.replies[0]}</Message>".encode()
    assert len(first_reply().replies) == 2
    assert sent().marker.startswith(b"<Message>Saved")
    assert b"911" not in heard("transfer-ringing", contact="vpr").marker


def test_nobody_is_asked_by_two_situations() -> None:
    people = People()

    stored = [situation.crowd(MADE_UP, 100, people) for situation in SITUATIONS if situation.is_stored]

    numbers = [place for taken in stored for place in taken]
    assert len(set(numbers)) == len(numbers)
    assert not set(numbers) & set(ANYBODY)


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.mark.parametrize("paced", [False, True], ids=["as fast as it can", "paced"])
def test_a_refused_connection_is_a_wrong_answer_and_the_run_goes_on(paced: bool) -> None:
    scripts: Sequence[Script] = [keyword(MADE_UP, person(place)) for place in range(50)]
    port = closed_port()

    run = drive_paced(port, scripts, rate=1000, seconds=9) if paced else drive(port, scripts)

    assert len(run.wrong) == len(run.times) == 50


def test_a_goal_that_is_not_met_or_not_measured_fails(capsys: pytest.CaptureFixture[str]) -> None:
    met, missed, unknown = Goal("fast", 2, 1.5), Goal("small", 70, 71), Goal("there", 1, None, "it is away")

    codes = [goals.judge([met, *more], only_measured=False) for more in ([], [missed], [unknown])]
    only_measured = goals.judge([missed], only_measured=True)

    assert codes == [0, 1, 1]
    assert only_measured == 0
    assert "small: 71.00, at most 70" in capsys.readouterr().out


def put(inbox: Path, report: str, texts: Sequence[str], recipients: Sequence[str]) -> None:
    sealed = {"what": [seal.Sealer(recipients).seal(text) for text in texts]}
    packed = envelope.pack(Header(report, datetime(2026, 11, 23, 17, tzinfo=UTC)), sealed)
    (inbox / f"{report}.zip").write_bytes(packed)


def accepted_as(words: Sequence[str], code: str) -> Accepted:
    accepted = Accepted()
    for text in words:
        accepted.hear(Request(b"", texted("report-kept"), "Cleo", text), b"", True)
    answer = f"<Message>Your code: {code[:3]}-{code[3:]}.".upper().encode()
    accepted.hear(Request(b"", sent(), "Cleo"), answer, True)
    return accepted


def test_a_report_that_did_not_arrive_as_promised_is_noticed(tmp_path: Path) -> None:
    identity, recipient = seal.make_identity()
    recipients = [recipient, seal.make_identity()[1]]
    accepted = accepted_as(["one", "two"], "abcdef")

    lost = list(arrived.wrong(accepted, tmp_path, identity))
    put(tmp_path, "abcdef23456789abcdef", ["one"], recipients)
    short = list(arrived.wrong(accepted, tmp_path, identity))
    put(tmp_path, "abcdef23456789abcdef", ["one", "two"], recipients)
    right = list(arrived.wrong(accepted, tmp_path, identity))
    put(tmp_path, "abcdef98765432abcdef", ["one", "two"], recipients)
    doubled = list(arrived.wrong(accepted, tmp_path, identity))
    put(tmp_path, "uvwxyz23456789abcdef", ["of nobody"], recipients)
    foreign = list(arrived.wrong(accepted, tmp_path, identity))

    assert [len(found) for found in (lost, short, right, doubled, foreign)] == [1, 1, 0, 1, 2]


def test_cpu_is_counted_finer_than_in_hundredths_of_a_second() -> None:
    me = os.getpid()
    before, until = processes.cpu_seconds(me), time.process_time() + 0.003

    while time.process_time() < until:
        pass

    assert 0.003 <= processes.cpu_seconds(me) - before < 0.5


def test_a_folder_in_memory_is_told_from_one_on_a_disk() -> None:
    in_memory = Path("/dev/shm")  # noqa: S108  # looked at, never written
    if not in_memory.is_mount():
        pytest.skip("there is no /dev/shm")

    assert machine.is_in_memory(in_memory)
    assert not machine.is_in_memory(Path("/proc"))


def test_an_audit_that_finds_no_hole_in_what_has_some_is_not_a_clean_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "pip-audit"
    program.write_text('#!/bin/sh\necho "No known vulnerabilities found"\n', "utf-8")
    program.chmod(0o700)

    ended = audit.main(program)

    assert ended == 2
    assert audit.UNREACHABLE in capsys.readouterr().err


def test_an_audit_that_is_answered_looks_at_every_lock_file(tmp_path: Path) -> None:
    program, asked = tmp_path / "pip-audit", tmp_path / "asked"
    found = '{"dependencies": [{"name": "jinja2", "version": "2.4.1", "vulns": [{"id": "X"}]}]}'
    program.write_text(
        f"""#!/bin/sh
echo "$@" >> {asked}
case "$*" in *--no-deps*) echo '{found}'; exit 1;; *dev*) exit 1;; esac
""",
        "utf-8",
    )
    program.chmod(0o700)

    assert audit.main(program) == 1  # one of them has a hole
    assert [line.split()[-1] for line in asked.read_text("utf-8").splitlines()[1:]] == list(audit.LOCKS)

"""Nobody is lost while the line is restarted: real processes, and calls and texts that keep coming meanwhile.

`make chaos` restarts and reloads forty times; tests/chaos/restarts.py has both.
"""

import json
import os
import re
import shutil
import signal
from pathlib import Path

import pytest

from ivr.settings import HOUSE
from tests.chaos.restarts import PATIENCE, Web, reload, restart, running, until
from tests.recorded import record

# `ivr web`, whose first process is told to stop before it has done anything.
TOLD_AT_ONCE = """
import os, runpy, signal, sys
forks = []
def tell():
    if len(forks) == 1:
        os.kill(os.getpid(), signal.SIGTERM)
os.register_at_fork(before=lambda: forks.append(1), after_in_child=tell)
sys.argv = ["ivr", "web"]
runpy.run_module("ivr", run_name="__main__")
"""


@pytest.fixture
def web(tmp_path: Path) -> Web:
    return Web.of(tmp_path)


def test_a_reload_answers_all_that_it_has_read_and_loses_no_count(web: Web) -> None:
    stream, wrong = reload(web, times=1)

    assert wrong == []
    assert stream.codes


def test_a_new_version_on_the_socket_of_systemd_answers_all_that_was_read(web: Web) -> None:
    stream, wrong = restart(web, times=1)

    assert wrong == []
    assert stream.codes


def test_a_reload_with_a_mistake_in_the_configuration_is_refused(web: Web) -> None:
    config = web.folder / "line.toml"
    config.write_text((HOUSE / "config" / "line.toml").read_text("utf-8"), "utf-8")
    web.environment["LINE_CONFIG"] = str(config)
    with running(web.start()) as process:
        until(lambda: web.said("Started worker-") == 2)

        config.write_text("[line]\nemergency = 'nobody'\n", "utf-8")
        process.send_signal(signal.SIGHUP)
        until(lambda: web.said("not reloaded") == 1)

        assert web.call() == "200"
        assert web.said("Stopping") == 0


def test_a_process_that_dies_while_somebody_edits_comes_back_as_it_was(web: Web) -> None:
    config = web.folder / "line.toml"
    shutil.copyfile(HOUSE / "config" / "line.toml", config)
    web.environment["LINE_CONFIG"] = str(config)
    with running(web.start()):
        until(lambda: web.said("Started worker-") == 2)
        [second] = re.findall(r"Spawning worker-2 with PID: (\d+)", web.log.read_text("utf-8"))

        config.write_text("[line]\nemergency = ", "utf-8")
        os.kill(int(second), signal.SIGKILL)
        until(lambda: web.said("Started worker-2") == 2)

        assert web.call() == "200"
        assert web.said("crash loop") == 0


def test_a_reload_with_a_misspelt_recording_is_refused(web: Web) -> None:
    prompts = web.folder / "prompts"
    shutil.copytree(HOUSE / "prompts", prompts)
    web.environment["LINE_PROMPTS"] = str(prompts)
    with running(web.start()) as process:
        until(lambda: web.said("Started worker-") == 2)

        record(web.folder, "welcom.mp3")
        process.send_signal(signal.SIGHUP)
        until(lambda: web.said("not reloaded") == 1)

        assert web.call() == "200"
        assert web.said("Stopping") == 0


def test_a_process_that_is_told_to_stop_while_it_begins_does_not_serve_on(web: Web) -> None:
    """Else it would take calls, and be killed in the middle of one after ten seconds."""
    process = web.start("-c", TOLD_AT_ONCE)
    with running(process):
        until(lambda: web.said("Started worker-1") == 1 and web.said("Started worker-2") == 1)

        assert web.said("Respawning worker-1") == 1  # nobody had told its parent to stop
        assert web.call() == "200"
        process.terminate()
        assert process.wait(PATIENCE) == 0


def test_no_thread_but_the_one_that_waits_for_it_is_given_the_signal_to_stop(web: Web) -> None:
    """The kernel gives it to any thread that takes it, and Python hears it in one alone."""
    with running(web.start()) as process:
        until(lambda: web.said("Started worker-") == 2)
        assert web.call() == "200"

        parent = process.pid
        workers = [int(pid) for pid in re.findall(r"with PID: (\d+)", web.log.read_text("utf-8"))]
        for number in (signal.SIGTERM, signal.SIGHUP):
            assert threads_that_take(number, parent) == [parent]
        for pid in workers:
            [waiting] = threads_that_take(signal.SIGTERM, pid)
            assert waiting != pid  # which is the main thread's number as well
    assert len(workers) == 2


def threads_that_take(number: int, pid: int) -> list[int]:
    """The threads of a process that do not block a signal; sigwait takes one meanwhile."""
    taking = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        [blocked] = re.findall(r"SigBlk:\s*([0-9a-f]+)", (task / "status").read_text("utf-8"))
        if not int(blocked, 16) >> number - 1 & 1:
            taking.append(int(task.name))
    return taking


def test_every_line_of_the_log_is_json(web: Web) -> None:
    with running(web.start()):
        until(lambda: web.said("Started worker-") == 2)
        assert web.call() == "200"

    lines = web.log.read_text("utf-8").splitlines()
    assert {json.loads(line)["event"] for line in lines} >= {"started", "stopped"}
    assert not any("voice" in line or "subject" in line for line in lines)

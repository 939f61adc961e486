"""docs/capacity.md says what the prompts and the formula say."""

from typing import Any

from bench import page
from bench.capacity import Costs, a_person, machines, numbers, segments, sorts
from bench.wording import texted

MEASURED: dict[str, Any] = {
    "people": 1_000,
    "as_fast_as_it_can": {"requests": 5_000},
    "commits": {"texts_that_wait": 900, "texts_that_do_not": 50, "deliveries": 100},
    "processes": {
        "web": {"cpu_seconds": 5.0},
        "postgres": {"cpu_seconds": 1.0},
        "worker": {"cpu_seconds": 0.25},
    },
}


def test_the_page_is_in_step_with_the_prompts() -> None:
    written = page.written(page.FILE.read_text("utf-8"))

    assert set(written) == {"carrier", "machines", "surge"}
    assert written["carrier"] == page.all_blocks({})["carrier"], (
        "a reply has another number of segments now: python -m bench capacity --write"
    )


def test_everybody_who_texts_gets_the_replies_of_the_prompts() -> None:
    by_name = {sort.name: sort for sort in sorts()}

    assert by_name["keywords, English"].segments == 2 * segments(texted("police"))
    assert by_name["report, English"].texts == 7
    assert by_name["report, English"].replies == 8  # REPORT has two
    assert sum(sort.of_hundred for sort in by_name.values()) == 40


def test_a_number_sends_what_its_rate_allows() -> None:
    long_code, toll_free, slow, fast = numbers(2.0, people=30_000)

    assert [one.last_reply for one in (long_code, toll_free, slow, fast)] == [60_000, 20_000, 6_000, 600]
    assert [one.people for one in (long_code, fast)] == [150, 15_000]
    assert [one.numbers for one in (long_code, fast)] == [200, 2]
    assert [one.lost for one in (long_code, toll_free)] == [60_000 - 36_300, 0]


def test_nobody_waits_less_than_people_take_to_ask() -> None:
    assert {one.last_reply for one in numbers(0.001)} == {300}


def test_the_page_counts_what_the_mix_sends() -> None:
    each = a_person(sorts())

    assert f"**{25_000 * each:,.0f} segments**" in page.FILE.read_text("utf-8")


def test_the_web_scales_with_machines_and_the_database_does_not() -> None:
    one, three, ten = machines(Costs.of(MEASURED, fsync_us=500.0), cores=2)

    assert round(one.requests) == 1120  # 2 × 0.7 / 1.25 ms
    assert round(three.web) == 2800
    assert round(ten.web) == 12_600
    assert round(three.database) == round(ten.database) == 5600  # 2 × 0.7 / 0.25 ms
    assert round(ten.disk) == 10_000  # 1 / (0.5 ms × 0.2)
    assert (three.limit, ten.limit) == ("web", "database's cores")
    assert one.people == int(one.requests * 300 / 5)

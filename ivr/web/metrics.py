"""GET /metrics for Prometheus: what tally.py counted, and what the store knows, behind a token.

Without METRICS_TOKEN there is no such page. "From this machine only" would not protect it: behind a proxy on
the same machine every request of the world comes from this machine.
"""

import hmac
import re
from collections.abc import Iterator

from flask import Blueprint, Response, abort, request
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from ivr.keeping import Keeping
from ivr.tally import BOUNDS, COUNTED, KINDS, SECONDS, SUM, Series, Tally
from ivr.turns import Clock
from ivr.web.watching import Watcher

DUTY = re.compile(r"[a-z]{1,20}")  # how our workers name what they do
LEFT = re.compile(r"(\d{1,9}) left")  # workers/erase.py


def blueprint(token: str, tally: Tally, keeping: Keeping, now: Clock) -> Blueprint:
    metrics = Blueprint("metrics", __name__)
    registry = CollectorRegistry()
    registry.register(Metrics(tally, Watcher(lambda: keeping.store.figures(now())), now))

    @metrics.get("/metrics")
    def read() -> Response:
        given = request.headers.get("Authorization", "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, f"Bearer {token}".encode()):
            abort(401)
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)

    return metrics


class Metrics(Collector):
    """Everything that is told, made anew at each request."""

    def __init__(self, tally: Tally, watcher: Watcher, now: Clock) -> None:
        self._tally, self._watcher, self._now = tally, watcher, now

    def collect(self) -> Iterator[Metric]:
        totals = self._tally.totals()
        for family in COUNTED:
            counter = CounterMetricFamily(family.name, family.help, labels=family.labels)
            for series, value in totals.items():
                if series[0] == family.name:
                    counter.add_metric(series[1:], value)
            yield counter
        yield _seconds(totals)
        yield from self._stored()

    def _stored(self) -> Iterator[Metric]:
        """What the store knows, or that it does not answer; the rest of the page is told all the same."""
        figures = self._watcher.look()
        yield GaugeMetricFamily("line_store_up", "1 when the store answered.", float(figures is not None))
        if figures is None:
            return
        yield _gauge("line_reports", "Reports by stage.", "stage", figures.reports)
        yield _gauge("line_reports_oldest_seconds", "Age of the oldest report.", "stage", figures.oldest)
        yield GaugeMetricFamily("line_alarm_ringing", "Reports the alarm rings for.", figures.ringing)
        yield GaugeMetricFamily("line_alarm_rings", "Rings since somebody confirmed.", figures.rings)
        pulses = [pulse for pulse in figures.pulses if DUTY.fullmatch(pulse.duty)]
        ages = {pulse.duty: (self._now() - pulse.at).total_seconds() for pulse in pulses}
        failing = {pulse.duty: float(pulse.note.startswith("failed")) for pulse in pulses}
        yield _gauge("line_duty_age_seconds", "Seconds since a duty told of itself.", "duty", ages)
        yield _gauge("line_duty_failing", "1 while a duty fails.", "duty", failing)
        left = [found[1] for pulse in pulses if (found := LEFT.fullmatch(pulse.note))]
        yield GaugeMetricFamily(
            "line_carrier_records",
            "Records the carrier still keeps.",
            float(left[0]) if left else None,
        )


def _gauge(name: str, told: str, label: str, values: "dict[str, float] | dict[str, int]") -> Metric:
    gauge = GaugeMetricFamily(name, told, labels=[label])
    for value, number in values.items():
        gauge.add_metric([value], number)
    return gauge


def _seconds(totals: dict[Series, float]) -> Metric:
    histogram = HistogramMetricFamily(SECONDS.name, SECONDS.help, labels=SECONDS.labels)
    for kind in KINDS:
        buckets, below = [], 0.0
        for bound in (*map(str, BOUNDS), "+Inf"):
            below += totals[SECONDS.name, kind, bound]
            buckets.append((bound, below))
        histogram.add_metric([kind], buckets, totals[SUM, kind])
    return histogram

"""What Twilio's REST API answers in general: errors, dates, telephone numbers, pages of a list."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from email.utils import format_datetime
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode

from flask import request

from ivr.simulator.network import API_VERSION, Network

Json = dict[str, Any]
DEFAULT_PAGE, LARGEST_PAGE = 50, 1000


class RestError(Exception):
    """An answer that is an error: `status` is HTTP's, `code` Twilio's."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code

    def json(self) -> Json:
        more = f"https://www.twilio.com/docs/errors/{self.code}"
        return {"code": self.code, "message": str(self), "more_info": more, "status": self.status}


class Ordered(Protocol):
    @property
    def order(self) -> int: ...


Record = TypeVar("Record", bound=Ordered)


def missing() -> RestError:
    return RestError(404, 20404, f"The requested resource {request.path} was not found")


def account_path(network: Network) -> str:
    return f"/{API_VERSION}/Accounts/{network.account_sid}"


def rfc_2822(moment: datetime | None) -> str | None:
    return None if moment is None else format_datetime(moment)


def formatted(number: str) -> str:
    """(617) 555-0101 for a number of the North American plan, any other as it is."""
    if number.startswith("+1") and len(number) == 12:
        return f"({number[2:5]}) {number[5:8]}-{number[8:]}"
    return number


def wanted(name: str, moment: datetime | None) -> bool:
    """Does the moment pass the filters `name`, `name<`, `name>` of this request (dates, or times in UTC)?"""
    for suffix in ("", "<", ">"):
        asked = request.args.get(name + suffix)
        if asked is None:
            continue
        first, last = _span(asked)
        if moment is None:
            return False
        early, late = moment < first, moment > last
        if (suffix == "" and (early or late)) or (suffix == "<" and late) or (suffix == ">" and early):
            return False
    return True


def page(network: Network, name: str, records: Iterable[Record], show: Callable[[Record], Json]) -> Json:
    """One page, newest first. The token names a record, no offset: deleting while reading skips none."""
    size = min(request.args.get("PageSize", DEFAULT_PAGE, type=int), LARGEST_PAGE)
    number = request.args.get("Page", 0, type=int)
    token = request.args.get("PageToken", "").removeprefix("PA")
    newest_first = sorted(records, key=lambda record: -record.order)
    rest = [record for record in newest_first if not token or record.order < int(token)]
    shown, more = rest[:size], rest[size:]

    def link(to: int, anchor: int | None = None) -> str:
        filters = {key: value for key, value in request.args.items() if not key.startswith("Page")}
        anchored = {"PageToken": f"PA{anchor}"} if anchor is not None else {}
        return f"{request.path}?{urlencode({**filters, 'PageSize': size, 'Page': to, **anchored})}"

    return {
        name: [show(record) for record in shown],
        "page": number,
        "page_size": size,
        "start": number * size,
        "end": max(number * size + len(shown) - 1, 0),
        "uri": link(number, int(token) if token else None),
        "first_page_uri": link(0),
        "next_page_uri": link(number + 1, shown[-1].order) if more else None,
        "previous_page_uri": link(number - 1) if number else None,
    }


def _span(asked: str) -> tuple[datetime, datetime]:
    """The moments that a date or a time means: a date is a whole day."""
    try:
        if len(asked) == len("2030-01-07"):
            day = datetime.fromisoformat(f"{date.fromisoformat(asked)}T00:00:00+00:00")
            return day, day + timedelta(days=1, microseconds=-1)
        moment = datetime.fromisoformat(asked.replace("Z", "+00:00"))
    except ValueError as error:
        raise RestError(400, 20001, f"{asked!r} is not a date") from error
    return moment, moment

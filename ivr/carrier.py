"""Twilio's REST API, as far as we need it: ring a contact, list what is kept of us, delete it; or `ask`.

Nothing that answers a caller or a texter comes here: Twilio's API may be dead while the line works.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

API = "https://api.twilio.com"
ANSWER_SECONDS = 10
PAGE = 200  # records a request; the API allows 1,000
UNFINISHED = 20009  # "Cannot delete this resource before it is complete"
MISSING = 20404  # somebody else deleted it meanwhile
# The other statuses of a call are queued, ringing and in-progress: https://www.twilio.com/docs/voice/api/call-resource
OVER = ("completed", "busy", "failed", "no-answer", "canceled")

Answer = TypeVar("Answer")


class CarrierError(Exception):
    """What the carrier said no with. `code` is Twilio's, or HTTP's (0: it could not be reached), never
    its sentence, which may quote a number. Permanent: the same request will not work later either.
    """

    def __init__(self, code: int, *, permanent: bool) -> None:
        super().__init__(f"the carrier refused ({code})" if code else "the carrier does not answer")
        self.code, self.permanent = code, permanent


@dataclass(frozen=True)
class Record:
    """A text or a call that the carrier keeps. `ended` is UTC; None while it goes on."""

    kind: Literal["text", "call"]
    sid: str
    ended: datetime | None
    pictures: int = 0


class Carrier:
    """The account at Twilio, and `number` (E.164) in it: no other number's records are ever touched."""

    def __init__(self, account_sid: str, token: str, number: str, *, api_base: str = API) -> None:
        self._account, self._token, self._number, self._base = account_sid, token, number, api_base

    def call(self, to: str, url: str, *, ring_seconds: int) -> None:
        """Ring somebody (E.164); who answers hears what `url` says. Raises CarrierError."""
        with _errors_of_ours():
            self._client.calls.create(to=to, from_=self._number, url=url, method="POST", timeout=ring_seconds)

    def records(self) -> Iterator[Record]:
        """All texts and calls of the line's number, both directions, newest first. Raises CarrierError.

        No filter by date: what is old is deleted all the time, so the list is short; and whether Twilio takes
        these filters for days or for instants is not documented alike for texts and calls.
        """
        with _errors_of_ours():
            for side in ({"to": self._number}, {"from_": self._number}):
                for text in self._client.messages.stream(page_size=PAGE, **side):
                    yield Record("text", text.sid, _utc(text.date_sent or text.date_updated), _count(text))
                # The legs of a transfer are listed too: their caller ID is the line's number.
                for call in self._client.calls.stream(page_size=PAGE, **side):
                    yield Record("call", call.sid, _call_ended(call))

    def delete(self, record: Record) -> bool:
        """Delete one record, pictures first; False when the carrier says that it is not finished yet.

        One that is gone already counts as deleted. Raises CarrierError.
        """
        try:
            with _errors_of_ours():
                if record.kind == "call":
                    self._client.calls(record.sid).delete()
                else:
                    self._delete_text(record)
        except CarrierError as error:
            if error.code not in (UNFINISHED, MISSING):
                raise
            return error.code == MISSING
        return True

    def ask(self, act: Callable[[Any], Answer]) -> Answer:
        """What `act` makes of Twilio's client (twilio.rest.Client). Raises CarrierError."""
        with _errors_of_ours():
            return act(self._client)

    def close(self) -> None:
        if "_client" in self.__dict__:
            self._client.http_client.session.close()

    def _delete_text(self, record: Record) -> None:
        text = self._client.messages(record.sid)
        if record.pictures:  # they live on after the text, and no list would lead to them any more
            for picture in text.media.stream(page_size=PAGE):
                text.media(picture.sid).delete()
        text.delete()

    @cached_property
    def _client(self) -> Any:
        # Imported at the first use: it takes about a second, and only the workers need it.
        from twilio.rest import Client

        for name in ("twilio.http_client", "urllib3"):  # they log addresses with numbers in them
            logging.getLogger(name).setLevel(logging.CRITICAL)
        return Client(self._account, self._token, http_client=_http_client(self._base))


def _http_client(base: str) -> Any:
    from twilio.http.http_client import TwilioHttpClient

    class Redirected(TwilioHttpClient):  # type: ignore[misc]  # the library has no types
        """Asks another address in place of Twilio's hosts: the library only knows Twilio's own regions."""

        def request(self, method: str, url: str, *args: Any, **parts: Any) -> Any:
            path = url.removeprefix(f"https://{urlsplit(url).netloc}")
            return super().request(method, url if base == API else base + path, *args, **parts)

    return Redirected(timeout=ANSWER_SECONDS)


@contextmanager
def _errors_of_ours() -> Iterator[None]:
    from requests.exceptions import RequestException
    from twilio.base.exceptions import TwilioException, TwilioRestException

    try:
        yield
    except TwilioRestException as error:
        raise _refusal(error.status, error.code) from None
    except TwilioException as error:
        # For a list the library raises its plain kind, and puts the answer beside the sentence.
        raise _refusal(getattr(error.args[-1], "status_code", 0)) from None
    except RequestException:
        raise CarrierError(0, permanent=False) from None


def _refusal(status: int, code: int | None = None) -> CarrierError:
    return CarrierError(code or status, permanent=400 <= status < 500 and status not in (408, 429))


def _call_ended(call: Any) -> datetime | None:
    """When a call was over. end_time alone is "Empty if the call did not complete successfully"."""
    if call.status not in OVER:
        return None
    return _utc(call.end_time or call.date_updated or call.date_created)


def _utc(at: datetime | None) -> datetime | None:
    return None if at is None else at.astimezone(UTC)


def _count(text: Any) -> int:
    return int(text.num_media or 0)

"""What no decent client writes to a socket: each way of being wrong is a small function of chance."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from urllib.parse import urlencode

from ivr.simulator.signature import sign
from tests import hostile_bytes as odd
from tests.conftest import TOKEN
from tests.hostile import FORM
from tests.signed import MENU

SIGNABLE = ("/voice", MENU, "/voice/whisper?desk=vpr&language=en", "/voice/alarm")
ADDRESSES = (*SIGNABLE, "/sms", "/status", "/nothing")
FIELDS = [("From", "+16175550101"), ("Body", "REPORT"), ("MessageSid", "SM1"), ("Digits", "2")]
BODY = urlencode(FIELDS).encode()


@dataclass(frozen=True)
class Raw:
    """What is written. `more`: the server waits for more of it; `signed`: how many of the requests are."""

    way: str
    data: bytes
    more: bool = False
    signed: int = 0
    hasty: str = ""  # "close" or "reset" without reading the answer


def request(
    target: bytes,
    *headers: bytes,
    line: tuple[bytes, bytes] = (b"POST", b"HTTP/1.1"),
    host: bytes | None = b"127.0.0.1",
    body: bytes = BODY,
    length: bytes | None = None,
) -> bytes:
    """A request that is right unless it is told otherwise; an empty length is none."""
    size = str(len(body)).encode() if length is None else length
    rows = [b" ".join([line[0], target, line[1]])]
    rows += [] if host is None else [b"Host: " + host]
    rows += [b"Content-Length: " + size] if size else []
    return b"\r\n".join([*rows, b"Content-Type: " + FORM.encode(), *headers]) + b"\r\n\r\n" + body


def signed(address: str, url: str) -> bytes:
    return request(address.encode(), b"X-Twilio-Signature: " + sign(TOKEN, url + address, FIELDS).encode())


def somewhere(dice: Random) -> bytes:
    return dice.choice(ADDRESSES).encode()


def length(dice: Random, url: str) -> Raw:
    more = dice.random() < 0.2
    wrong = str(len(BODY) + dice.randrange(1, 99)).encode() if more else dice.choice(odd.LENGTHS)
    again = dice.choice([(), (b"Content-Length: 9",), (b"content-length: " + wrong,)])
    return Raw("length", request(somewhere(dice), *again, length=wrong), more=more)


def chunks(dice: Random, url: str) -> Raw:
    pieces = [*(BODY[place : place + 7] for place in range(0, len(BODY), 7)), b""]
    sizes = [f"{len(piece):x}".encode() for piece in pieces]
    coding = dice.choice([b"chunked"] * 8 + [*odd.CODINGS])
    if broken := dice.random() < 0.6:
        sizes[dice.randrange(len(sizes))] = dice.choice(odd.SIZES)
    body = b"".join(size + b"\r\n" + piece + b"\r\n" for size, piece in zip(sizes, pieces, strict=True))
    both = dice.choice([b"", b"", str(len(BODY)).encode(), b"0"])
    data = request(somewhere(dice), b"Transfer-Encoding: " + coding, body=body, length=both)
    return Raw("chunks", data, more=broken or coding != b"chunked")


def target(dice: Random, url: str) -> Raw:
    strange = dice.choice([*odd.ODD, *odd.FORBIDDEN])
    spoilt = [
        somewhere(dice) + strange,
        b"/" + strange + somewhere(dice),
        b"/sms?" + strange + b"=" + strange,
    ]
    return Raw("target", request(dice.choice([*spoilt, dice.choice(odd.TARGETS)])))


def header(dice: Random, url: str) -> Raw:
    strange = dice.choice([*odd.ODD, *odd.FORBIDDEN])
    signature = b"X-Twilio-Signature: " + dice.choice(odd.SIGNATURES)
    one = dice.choice([b"X-Any: " + strange, b"X" + strange + b": y", signature, *odd.HEADERS])
    return Raw("header", request(somewhere(dice), one, *dice.choice([(), (), (one,)])))


def host(dice: Random, url: str) -> Raw:
    again = dice.choice([(), (b"Host: other",)])
    return Raw("host", request(somewhere(dice), *again, host=dice.choice(odd.HOSTS)))


def huge(dice: Random, url: str) -> Raw:
    many = tuple(b"X-%d: y" % number for number in range(dice.choice([50, 99, 150, 3_000])))
    long = (b"X: " + b"y" * dice.choice([9_000, 60_000, 900_000]),)
    headers = dice.choice([(), many, long, (b"Y" * 70_000 + b": y",)])
    return Raw(
        "huge", request(somewhere(dice), *headers, body=dice.choice([BODY, b"a" * 70_000, b"a=b&" * 200_000]))
    )


def line(dice: Random, url: str) -> Raw:
    either = [(dice.choice(odd.METHODS), b"HTTP/1.1"), (b"POST", dice.choice(odd.VERSIONS))]
    return Raw("line", request(somewhere(dice), line=dice.choice(either)))


def noise(dice: Random, url: str) -> Raw:
    return Raw("noise", dice.choice([*odd.NOISE, dice.randbytes(dice.randrange(1, 400))]), more=True)


def pipeline(dice: Random, url: str) -> Raw:
    """One after the other, some signed: none may borrow the signature of another."""
    good = [dice.random() < 0.4 for _ in range(dice.randrange(2, 9))]
    parts = [signed(dice.choice(SIGNABLE), url) if one else request(somewhere(dice)) for one in good]
    return Raw("pipeline", b"".join(parts), signed=sum(good))


def early(dice: Random, url: str) -> Raw:
    """Cut somewhere."""
    whole = dice.choice([request(b"/sms"), signed("/voice", url), request(b"/voice", body=b"a" * 60_000)])
    hasty = dice.choice(["", "close", "reset"])
    return Raw("early", whole[: dice.randrange(len(whole))], more=True, hasty=hasty)


def whole(dice: Random, url: str) -> Raw:
    """Nothing is wrong with it, beside who sends it."""
    return Raw("whole", request(somewhere(dice)))


WAYS: tuple[Callable[[Random, str], Raw], ...] = (
    *(length, chunks, target, header, host, huge),
    *(line, noise, pipeline, early, whole),
)


def raw(seed: str, url: str) -> Raw:
    """What this seed stands for, to the server at this address."""
    dice = Random(seed)
    return dice.choice(WAYS)(dice, url)

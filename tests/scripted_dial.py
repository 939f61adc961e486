"""A line that connects every caller to a desk at once, with a whisper."""

from ivr.simulator import Call, Phone, Twilio
from tests.scripted import NUMBER, VPR, Page, ScriptedLine, scripted

WHISPER = '<Gather numDigits="1" timeout="3" action="accept"><Say>A caller. Press 1.</Say></Gather><Hangup/>'


def accept(form: object) -> str:
    return "" if isinstance(form, dict) and form.get("Digits") == "1" else "<Hangup/>"


def dial(attributes: str = 'action="after"', **pages: Page) -> tuple[Twilio, ScriptedLine, Call, Phone]:
    """A line that connects every caller to VPR at once, with a whisper; the caller hears it ring."""
    number = f'<Number url="whisper">{VPR}</Number>'
    twilio, line = scripted(
        {
            "voice": f'<Dial callerId="{NUMBER}" {attributes}>{number}</Dial><Say>Next verb.</Say>',
            "whisper": WHISPER,
            "accept": accept,
            "after": "<Say>Back.</Say><Pause length='60'/>",
            **pages,
        }
    )
    return twilio, line, twilio.call(), twilio.phone(VPR)


def outcome(line: ScriptedLine) -> tuple[str | None, ...]:
    (form,) = line.forms("after")
    return tuple(form.get(name) for name in ("DialCallStatus", "DialBridged", "DialCallDuration"))

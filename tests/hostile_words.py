"""What goes into requests: what the line understands, and what Unicode and attackers have."""

from ivr.core.keywords import CARRIER
from ivr.core.session import STATES

SENDERS = (*(f"+161755501{place}" for place in (41, 42, 43, 44)), "+442071838750", "+34600000001")
WITHHELD = ("anonymous", "Restricted", "+266696687", "+17378742833", "")
SAID = (
    *("police", "talk to somebody at vpr", "my rights", "Spanish", "gun", "seven", "7"),
    *("polcie", "hm hm hm", "警察"),
)
REPORTS = ("REPORT", "REPORT", "report please", "DENUNCIA")
STEPS = ("NEXT", "NEXT", "skip", "Back!", "SEND", "SEND", "ERASE", "siguiente", "下一个")
ANSWERS = (
    *("Somebody followed me home", "no", "near the library, at night", "he has a gun", "nadie"),
    *("👍", "á" * 200, "ЖЖЖ", "x"),
)
KEYWORDS = (
    *("POLICE", "VPR please", "Rights", "polcie", "rigths", "MENU", "911", "español", "权利"),
    *sorted(CARRIER),
)
# The last is no word of Twilio's.
DIALLED = (
    *("completed", "completed", "answered", "busy", "busy", "no-answer"),
    *("failed", "failed", "failed", "canceled", "abandoned"),
)

OPEN = ("/livez", "/readyz")
NAMES = (
    *("Body", "From", "To", "MessageSid", "NumMedia", "OptOutType", "Digits", "SpeechResult", "Caller"),
    *("DialCallStatus", "DialBridged", "msg", "CallSid", "CallStatus", "FinishedOnKey", "Confidence"),
)
QUERY = ("desk", "language", "misses", "outcome", "rounds", "subject", "state", "token", "zzz")
HEADERS = ("Authorization", "Host", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Original-Url", "Cookie")
PATHS = (
    *(f"/voice/{state}" for state in STATES),
    *("/voice/../sms", "//voice", "/voice/", "/voice//menu", "/voice/%2e%2e", "/voice/\x00", "/sms/..;/", ""),
    *("/SMS", "/voice/menu/extra", "/audio/en/../../line.toml.mp3", "/audio/../x.mp3", "/\u202e", "/sms\n"),
    *("/", "/static/x.css", "/voice/" + "a" * 5000, "/voice/gone", "/status;x=1"),
)
WORDS = (
    *("REPORT", "send", "ERASE", "next", "STOP", "yes", "police", "polcie", "gun", "911", "ayuda"),
    *("%00", "<Say>", "&amp;", "]]>", "{$vpr}", "../../x", "'; DROP TABLE drafts; --"),
    *("ß", "٣", "ＰＯＬＩＣＥ", "a\u0301" * 9, "\U0001f4a9", "\x00", "\ufeff", "\ud7ff", "\u202e", "\u2066"),
    *("\n\n\n", "0" * 5000, "word " * 3000),
)
SHORT = (
    *("", "1", "0", "*", "#", "99", "-1", "1e9", "completed", "busy", "true", "en", "main", "mit-police"),
    *("+16175550101", "anonymous"),
)
KINDS = ("", "application/json", "multipart/form-data; boundary=x", "text/xml", "\xff")
METHODS = ("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW", "post", "")

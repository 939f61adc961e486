"""What goes into hostile requests: words of the line, names of fields, what Unicode and attackers have."""

ROUTES = (
    *("/voice", "/voice/menu", "/voice/ring", "/voice/whisper", "/voice/bye", "/voice/alarm"),
    *("/sms", "/sms", "/status"),
)
OPEN = ("/livez", "/readyz", "/audio/en/greeting.mp3", "/metrics", "/")
NAMES = (
    *("Body", "From", "To", "MessageSid", "NumMedia", "OptOutType", "Digits", "SpeechResult", "Caller"),
    *("DialCallStatus", "DialBridged", "msg", "CallSid", "CallStatus", "FinishedOnKey", "Confidence"),
)
QUERY = ("desk", "language", "misses", "outcome", "rounds", "subject", "state", "token", "zzz")
TRICKS = (
    *("/voice/../sms", "//voice", "/voice/", "/voice//menu", "/voice/%2e%2e", "/voice/\x00", "/sms/..;/", ""),
    *("/SMS", "/voice/menu/extra", "/audio/en/../../line.toml.mp3", "/audio/../x.mp3", "/\u202e"),
    "/voice/" + "a" * 5000,
)
WORDS = (
    *("REPORT", "send", "ERASE", "next", "STOP", "yes", "police", "polcie", "gun", "911", "ayuda"),
    *("%00", "<Say>", "&amp;", "]]>", "{$vpr}", "../../x", "'; DROP TABLE drafts; --"),
    *("ß", "٣", "ＰＯＬＩＣＥ", "a\u0301" * 9, "\U0001f4a9", "\x00", "\ufeff", "\ud7ff", "\u202e", "\u2066"),
    *("\n\n\n", "0" * 5000, "word " * 3000),
)
SHORT = (
    *("", "1", "0", "*", "#", "99", "-1", "1e9", "completed", "busy", "true"),
    *("+16175550101", "anonymous"),
)
KINDS = ("", "application/json", "multipart/form-data; boundary=x", "text/xml")
METHODS = ("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW")

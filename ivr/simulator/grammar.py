"""The TwiML that the stand-in reads: which element may stand where, with which attributes and words.

From https://www.twilio.com/docs/voice/twiml and https://www.twilio.com/docs/messaging/twiml.
"""

import re
from dataclasses import dataclass, field

Rule = re.Pattern[str]

TEXT: Rule = re.compile(r".*", re.DOTALL)
BOOLEAN: Rule = re.compile(r"true|false")
NUMBER: Rule = re.compile(r"\d+")
METHOD: Rule = re.compile(r"GET|POST", re.IGNORECASE)
LANGUAGE: Rule = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,5}){0,3}")
VOICE: Rule = re.compile(r"man|woman|alice|(Polly|Google)\.[A-Za-z0-9-]+")
KEYS: Rule = re.compile(r"[0-9*#]*")
RATE: Rule = re.compile(r"x-slow|slow|medium|fast|x-fast|default|\d+(\.\d+)?%")
SECONDS: Rule = re.compile(r"\d+(\.\d+)?m?s")


def one_of(words: str) -> Rule:
    return re.compile("|".join(map(re.escape, words.split())))


def some_of(words: str) -> Rule:
    choice = one_of(words).pattern
    return re.compile(rf"({choice})([ ,]+({choice}))*")


def texts(names: str) -> dict[str, Rule]:
    return dict.fromkeys(names.split(), TEXT)


@dataclass(frozen=True)
class Shape:
    """What one element may have: `words` is whether it may hold text."""

    attributes: dict[str, Rule] = field(default_factory=dict)
    children: frozenset[str] = frozenset()
    words: bool = False


def shape(children: str = "", words: bool = False, **attributes: Rule) -> Shape:
    return Shape(attributes, frozenset(children.split()), words)


_CALL_EVENTS = some_of("initiated ringing answered completed")
_CALLBACK = {"statusCallback": TEXT, "statusCallbackMethod": METHOD}
_ACTION = {"action": TEXT, "method": METHOD}
_TRIM = one_of("trim-silence do-not-trim")
_RECORDING = {
    "recordingConfigurationId": TEXT,
    "recordingStatusCallback": TEXT,
    "recordingStatusCallbackMethod": METHOD,
    "recordingStatusCallbackEvent": some_of("in-progress completed absent"),
    "trim": _TRIM,
}
_DETECTION = {
    **texts("machineDetection amdStatusCallback"),
    "amdStatusCallbackMethod": METHOD,
    "machineDetectionTimeout": NUMBER,
    "machineDetectionSpeechThreshold": NUMBER,
    "machineDetectionSpeechEndThreshold": NUMBER,
    "machineDetectionSilenceTimeout": NUMBER,
}
_NOUN = {"url": TEXT, "method": METHOD, **_CALLBACK, "statusCallbackEvent": _CALL_EVENTS}
_INLINE = "break emphasis lang phoneme prosody say-as sub w"
_SMS = {**texts("to from statusCallback"), **_ACTION}
_RECORD_DIAL = one_of(
    "do-not-record record-from-answer record-from-ringing record-from-answer-dual record-from-ringing-dual"
)
_COUNTRIES = (
    "at au bg br be ch cl cn cz de dk ee es fi fr gr hu il in it lt jp mx my nl no nz ph pl pt ru se sg th "
    "uk us us-old tw ve za"
)
_SAY_AS = (
    "characters spell-out cardinal number ordinal digits fraction unit date time address expletive telephone"
)

SPEECH: dict[str, Shape] = {
    "break": shape(strength=one_of("none x-weak weak medium strong x-strong"), time=SECONDS),
    "emphasis": shape(_INLINE, True, level=one_of("strong moderate reduced")),
    "lang": Shape({"xml:lang": LANGUAGE}, frozenset(f"{_INLINE} p s".split()), True),
    "p": shape(f"{_INLINE} s", True),
    "phoneme": shape(
        "",
        True,
        alphabet=one_of("ipa x-sampa x-amazon-jyutping x-amazon-pinyin x-amazon-pron-kana x-amazon-yomigana"),
        ph=TEXT,
    ),
    "prosody": shape(f"{_INLINE} p s", True, pitch=TEXT, rate=RATE, volume=TEXT),
    "s": shape(_INLINE, True),
    "say-as": Shape(
        {
            "interpret-as": one_of(_SAY_AS),
            "format": one_of("mdy dmy ymd md dm ym my d m y yyyymmdd"),
        },
        words=True,
    ),
    "sub": shape("", True, alias=TEXT),
    "w": shape("break emphasis phoneme prosody say-as sub", True, role=TEXT),
}

VOICE_ELEMENTS: dict[str, Shape] = SPEECH | {
    "Say": shape(f"{_INLINE} p s", True, language=LANGUAGE, voice=VOICE, loop=NUMBER),
    "Play": shape("", True, loop=NUMBER, digits=re.compile(r"[0-9*#w]*")),
    "Pause": shape(length=NUMBER),
    "Gather": Shape(
        {
            **_ACTION,
            **dict.fromkeys(
                ("actionOnEmptyResult", "bargeIn", "debug", "enhanced", "profanityFilter"), BOOLEAN
            ),
            **dict.fromkeys(("maxSpeechTime", "numDigits", "timeout"), NUMBER),
            "finishOnKey": KEYS,
            "hints": TEXT,
            "input": some_of("dtmf speech"),
            "language": LANGUAGE,
            "partialResultCallback": TEXT,
            "partialResultCallbackMethod": METHOD,
            "speechModel": TEXT,
            "speechTimeout": re.compile(r"auto|\d+"),
        },
        frozenset({"Say", "Play", "Pause"}),
    ),
    "Dial": Shape(
        {
            **_ACTION,
            **_RECORDING,
            **dict.fromkeys(("answerOnBridge", "hangupOnStar", "sequential"), BOOLEAN),
            "callerId": TEXT,
            "events": one_of("call-progress-event"),
            "record": _RECORD_DIAL,
            "recordingTrack": one_of("both inbound outbound"),
            "referMethod": METHOD,
            "referUrl": TEXT,
            "ringTone": one_of(_COUNTRIES),
            "timeLimit": NUMBER,
            "timeout": NUMBER,
        },
        frozenset({"Number", "Client", "Conference", "Queue", "Sip"}),
        words=True,
    ),
    "Number": Shape({**_NOUN, **_DETECTION, **texts("byoc sendDigits")}, words=True),
    "Client": Shape(_NOUN, words=True),
    "Sip": Shape({**_NOUN, **_DETECTION, **texts("username password")}, words=True),
    "Conference": Shape(
        {
            **_RECORDING,
            **_CALLBACK,
            **dict.fromkeys(("endConferenceOnExit", "muted", "startConferenceOnEnter"), BOOLEAN),
            **texts("coach eventCallbackUrl participantLabel waitUrl"),
            "beep": one_of("true false onEnter onExit"),
            "jitterBufferSize": one_of("large medium small off"),
            "maxParticipants": NUMBER,
            "record": one_of("do-not-record record-from-start"),
            "region": one_of("us1 us2 ie1 sg1 br1 au1 jp1 de1"),
            "statusCallbackEvent": some_of("start end join leave mute hold modify speaker announcement"),
            "waitMethod": METHOD,
        },
        words=True,
    ),
    "Queue": Shape({**texts("postWorkActivitySid reservationSid url"), "method": METHOD}, words=True),
    "Enqueue": Shape(
        {
            **_ACTION,
            "maxQueueSize": NUMBER,
            "waitUrl": TEXT,
            "waitUrlMethod": METHOD,
            "workflowSid": TEXT,
        },
        words=True,
    ),
    "Record": Shape(
        {
            **_ACTION,
            **_RECORDING,
            "finishOnKey": KEYS,
            "maxLength": NUMBER,
            "playBeep": BOOLEAN,
            "timeout": NUMBER,
            "transcribe": BOOLEAN,
            "transcribeCallback": TEXT,
        }
    ),
    "Redirect": shape("", True, method=METHOD),
    "Hangup": shape(),
    "Leave": shape(),
    "Reject": shape(reason=one_of("rejected busy")),
    "Sms": Shape(_SMS, words=True),
    "Message": Shape(_SMS, frozenset({"Body", "Media"}), words=True),
    "Body": shape("", True),
    "Media": shape("", True),
    "Response": shape(
        "Say Play Pause Gather Dial Enqueue Record Redirect Hangup Leave Reject Sms Message Queue"
    ),
}

MESSAGE_ELEMENTS: dict[str, Shape] = {
    "Message": VOICE_ELEMENTS["Message"],
    "Body": shape("", True),
    "Media": shape("", True),
    "Redirect": VOICE_ELEMENTS["Redirect"],
    "Response": shape("Message Redirect"),
}
# Read, and not simulated: a document that uses one must not look as if it worked.
NOT_SIMULATED = frozenset(
    {
        *(("Gather", name) for name in ("bargeIn", "debug", "partialResultCallback")),
        *(("Dial", name) for name in ("record", "referUrl", "sequential")),
        *(("Number", name) for name in ("amdStatusCallback", "byoc", "machineDetection", "sendDigits")),
    }
)
# What a whisper may do before the legs are bridged: https://www.twilio.com/docs/voice/twiml/number#url
WHISPER_VERBS = frozenset({"Say", "Play", "Pause", "Gather", "Redirect", "Hangup"})

"""`ivr phone`: call and text the line in this terminal, and answer as the desks it rings.

What a person does is typed in the words of the conversation files, and can be saved as one.
"""

import contextlib
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from ivr import line, trial
from ivr.settings import HOUSE, line_config
from ivr.simulator import Twilio, TwimlError, http_transport
from ivr.simulator.acts import read_act
from ivr.simulator.events import Event
from ivr.simulator.narration import narrate
from ivr.simulator.recorder import Recorder
from ivr.simulator.rest import rest_app
from ivr.simulator.serving import serve
from ivr.simulator.stage import Stage
from ivr.stack import NUMBER, Ports, Stack, StackError

HELP = """\
  call                     dial the line             call as anonymous     with the number withheld
  2   0   *   #            press keys                "an advocate"         speak
  silence                  say and press nothing     hang up               wait 20 s
  vpr answers              the desk picks up; then: vpr 1, vpr 2, vpr 3, vpr silence, vpr hangs up
  vpr voicemail answers    also: vpr busy, vpr lets it ring, vpr declines, vpr unreachable
  text POLICE              send a text               again                 Twilio sends its last request again
  save NAME                keep what happened as tests/conversations/NAME.txt
  help   quit
"""
CONVERSATIONS = HOUSE / "tests" / "conversations"


def main(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> int:
    """Start a line of its own, quietly, and play with it until `quit`.

    Returns 0, 1 when it could not start, 2 when it was asked wrongly, or for a line that is set up wrongly.
    """
    if arguments:
        print("ivr phone takes no options.", file=sys.stderr)
        return 2
    try:
        trial.read_campus(environment)
    except trial.CAMPUS_ERRORS as error:
        print(*error.errors, sep="\n", file=sys.stderr)
        return 2
    print("Starting a line of its own …", flush=True)
    with tempfile.TemporaryDirectory(prefix="campus-line-") as folder:
        stack = Stack(Path(folder), Ports.free())
        try:
            stack.start()
            _play(stack)
        except StackError as error:
            print(error, file=sys.stderr)
            return 1
        finally:
            stack.stop()
    return 0


def _play(stack: Stack) -> None:
    twilio = stand_in(stack.environment)
    with serve(rest_app(twilio), stack.ports.twilio):
        print(f"This is a stand-in: nobody is called. Type `call`, `text POLICE` or `help`.\n\n{HELP}")
        Session(twilio, desks_of(stack.environment)).run()


def stand_in(environment: Mapping[str, str]) -> Twilio:
    """A Twilio for a line that runs with these settings."""
    url = environment["PUBLIC_URL"]
    return Twilio(
        account_sid=environment["TWILIO_ACCOUNT_SID"],
        auth_token=environment["TWILIO_AUTH_TOKEN"],
        number=NUMBER,
        voice_url=f"{url}/voice",
        sms_url=f"{url}/sms",
        status_callback=f"{url}/status",
        transport=http_transport(),
    )


def desks_of(environment: Mapping[str, str]) -> dict[str, str]:
    """The desks of the line that runs with these settings, by name: their numbers."""
    known = line.load(line_config(environment))
    return {contact.id: contact.number for contact in known.contacts.values() if contact.desk}


class Session:
    """One person at a terminal, with a phone, a thread of texts and every desk's telephone."""

    def __init__(self, twilio: Twilio, desks: Mapping[str, str]) -> None:
        self._twilio, self._desks = twilio, desks
        self._stage, self._texting = Stage(twilio, desks), False
        self._recorder = Recorder(twilio, desks)
        twilio.listeners.append(self._show)

    def run(self) -> None:
        _complete([*self._desks, "call", "text ", "silence", "hang up", "again", "save ", "help", "quit"])
        while True:
            try:
                typed = input("> ").strip()
            except (EOFError, KeyboardInterrupt):
                return
            if typed in ("quit", "exit"):
                return
            try:
                self.do(typed)
            except (LookupError, ValueError, OSError, TwimlError) as mistake:
                print(f"  {mistake}")

    def do(self, typed: str) -> None:
        """Do what was typed, and let time pass until the line waits for somebody. LookupError, ValueError."""
        word, _, rest = typed.partition(" ")
        if word in ("help", "?"):
            print(HELP)
        elif word == "save":
            self._save(rest.strip())
        elif typed:
            self._act(typed)
            self._twilio.settle()

    def _act(self, typed: str) -> None:
        spoken = in_conversation_words(typed, self._desks)
        if spoken.startswith("(texts)"):
            self._stage.perform(read_act(spoken.removeprefix("(texts) "), texting=True))
        else:
            print(
                *(f"  {note}" for note in self._stage.perform(read_act(spoken, texting=False))),
                sep="\n",
                end="",
            )

    def _show(self, event: Event) -> None:
        if told := narrate(event, {number: name for name, number in self._desks.items()}):
            print(f"  {told}", flush=True)

    def _save(self, name: str) -> None:
        if not name.replace("-", "").isalnum():
            raise ValueError("save under a name of letters, digits and hyphens, like transfer-busy")
        file = CONVERSATIONS / f"{name}.txt"
        if file.exists():
            raise ValueError(f"{file} is there already; choose another name")
        file.write_text(f"# {name.replace('-', ' ')}\n{self._recorder.text}", encoding="utf-8")
        print(f"  Saved as {file.relative_to(HOUSE)}; `make test` plays it from now on.")


def in_conversation_words(typed: str, desks: Mapping[str, str]) -> str:
    """What is quick to type, as a conversation file writes it: `vpr answers` is `(vpr: answers)`."""
    word, _, rest = typed.partition(" ")
    if word == "call":
        return f"(calls {rest})" if rest else "(calls)"
    if word == "text":
        return f"(texts) {rest or '()'}"
    if word in desks:
        return f"({word}: {rest})"
    short = {"silence": "(silence)", "hang up": "(hangs up)", "again": "(webhook comes again)"}
    return f"(waits {rest})" if word == "wait" else short.get(typed, typed)


def _complete(words: Sequence[str]) -> None:
    """Line editing, history and completion where the terminal has them."""
    with contextlib.suppress(ImportError):
        import readline

        readline.parse_and_bind("tab: complete")
        readline.set_completer(
            lambda typed, place: [word for word in [*words, None] if not word or word.startswith(typed)][
                place
            ]
        )

"""The webhooks: check the signature, read, take the turn, render."""

import os
from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask

from ivr import line, settings
from ivr.core.keywords import Vocabulary
from ivr.keeping import Keeping, new_id
from ivr.prompts import Prompts
from ivr.settings import Settings
from ivr.tally import Tally
from ivr.turns import Clock, Turns
from ivr.twiml import Renderer
from ivr.web import alarm, health, voice
from ivr.web.audio import Audio
from ivr.web.errors import apologise
from ivr.web.measuring import measure
from ivr.web.signature import Signature
from ivr.web.webhook import LONGEST_FORM, NoSession, Webhooks


def utc_now() -> datetime:
    return datetime.now(UTC)


def create_app(
    given: Settings | None = None,
    *,
    now: Clock = utc_now,
    new_id: Callable[[], str] = new_id,
    tally: Tally | None = None,
) -> Flask:
    """The web process. `tally` is where it counts, with the other web processes if it was made for that.

    Raises SettingsError, LineError or PromptError where the line could not work.
    """
    chosen = given or settings.load(os.environ)
    known = line.load(chosen.line_config)
    prompts = Prompts(chosen.line_prompts, known)
    audio = Audio(
        chosen.line_prompts / "audio", prompts, known, url=chosen.public_url, secret=chosen.secret_key
    )
    renderer = Renderer(known, prompts, url=chosen.public_url, number=chosen.number, audio=audio.address)
    vocabulary = Vocabulary(known)
    keeping = Keeping(chosen, new_id)
    tally = tally or Tally(known)
    tally.claim()
    turns = Turns(known, vocabulary, renderer, now, keeping, tally)

    app = Webhooks("ivr", static_folder=None)
    # An address with a slash too many is not sent elsewhere: a redirect would lose the key that was pressed.
    app.url_map.merge_slashes = app.url_map.strict_slashes = False
    app.session_interface = NoSession()
    app.config["MAX_CONTENT_LENGTH"] = LONGEST_FORM
    signature = Signature(chosen.auth_tokens, chosen.public_url)
    app.register_blueprint(voice.blueprint(turns, signature))
    app.register_blueprint(alarm.blueprint(known, keeping, renderer, signature, now))
    app.register_blueprint(audio.blueprint())
    app.register_blueprint(health.blueprint(turns))
    if chosen.metrics_token:
        from ivr.web import metrics  # a megabyte of prometheus-client, for who asks for it

        app.register_blueprint(metrics.blueprint(chosen.metrics_token, tally, keeping, now))
    apologise(app, turns, tally)
    measure(app, tally)
    return app

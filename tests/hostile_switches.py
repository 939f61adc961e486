"""A line with every usual switch on, in a process of its own: prints what webhooks answer, signed and not.

python -m tests.hostile_switches        {"unsigned": [403, …], "signed": [200, …]}
"""

import json
import os
import re
from collections.abc import Iterator

from flask import Flask
from werkzeug.test import TestResponse

from ivr.simulator.signature import sign
from ivr.web import create_app
from tests.conftest import TOKEN

# What turns a check off in this or that program.
NAMES = (
    *("DEV", "DEBUG", "DEVELOPMENT", "ENV", "ENVIRONMENT", "TEST", "TESTING", "CI", "LOCAL", "STAGE", "DEMO"),
    *("FLASK_DEBUG", "FLASK_ENV", "FLASK_TESTING", "APP_ENV", "APP_DEBUG", "NODE_ENV", "RAILS_ENV"),
    *("SKIP_SIGNATURE", "NO_SIGNATURE", "DISABLE_SIGNATURE", "IGNORE_SIGNATURE", "INSECURE", "UNSAFE"),
    *("CHECK_SIGNATURE", "VERIFY_SIGNATURE", "VALIDATE_SIGNATURE", "SKIP_VALIDATION", "DISABLE_VALIDATION"),
    *("TWILIO_SKIP_VALIDATION", "TWILIO_VALIDATE", "TWILIO_DEBUG", "SKIP_AUTH", "NO_AUTH", "DISABLE_AUTH"),
    *("BYPASS", "BYPASS_AUTH", "UNSIGNED", "MAINTENANCE", "MOCK", "MOCK_TWILIO", "FAKE_TWILIO", "SIMULATOR"),
    *("SANDBOX", "STAGING", "TRIAL", "VERBOSE", "IVR_DEBUG", "IVR_DEV", "IVR_TESTING", "IVR_ENV"),
    *("LINE_DEBUG", "LINE_DEV", "LINE_ENV", "PYTEST_CURRENT_TEST", "FUZZ"),
)
VALUES = ("1", "0", "true", "false", "yes", "development", "test")
HEADERS = {"X-Debug": "1", "X-Forwarded-For": "127.0.0.1", "User-Agent": "TwilioProxy/1.1"}
QUERY = "debug=1&dev=1&skip_signature=1&test=1&testing=1"


def main() -> None:
    apps = list(map(switched, VALUES))
    refused = [answer.status_code for app in apps for answer in unsigned(app)]
    taken = [answer.status_code for app in apps for answer in signed(app)]
    print(json.dumps({"unsigned": refused, "signed": taken}))


def switched(value: str) -> Flask:
    os.environ.update(dict.fromkeys(NAMES, value))
    app = create_app()
    app.debug = app.testing = True
    app.config.update(dict.fromkeys(NAMES, value))
    return app


def webhooks(app: Flask) -> list[str]:
    posted = [str(rule) for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    return [re.sub("<[^>]+>", "menu", path) for path in sorted(posted)]


def unsigned(app: Flask) -> Iterator[TestResponse]:
    """From this very machine, as the test client is."""
    client = app.test_client()
    for path in webhooks(app):
        yield client.post(path)
        yield client.post(path, headers=HEADERS)
        yield client.post(f"{path}?{QUERY}", data={"debug": "1", "AccountSid": "AC" + "0" * 32})
        yield client.post(path, headers={"X-Twilio-Signature": "test"})


def signed(app: Flask) -> Iterator[TestResponse]:
    for path in ("/voice", "/sms"):
        signature = sign(TOKEN, f"http://127.0.0.1:8000{path}")
        yield app.test_client().post(path, headers={"X-Twilio-Signature": signature})


if __name__ == "__main__":
    main()

"""X-Twilio-Signature: HMAC-SHA1 over the URL as Twilio was given it and the form fields sorted by name.

https://www.twilio.com/docs/usage/security#validating-requests
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence


def sign(auth_token: str, url: str, form: Sequence[tuple[str, str]] = ()) -> str:
    # A name that comes twice counts once for each different value, in sorted order.
    fields = "".join(name + value for name, value in sorted(set(form)))
    digest = hmac.new(auth_token.encode(), (url + fields).encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()

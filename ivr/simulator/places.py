"""Where Twilio believes a number to be: the geographic fields of a webhook, empty where it does not know."""

AREAS = {
    "617": ("BOSTON", "MA", "02139"),
    "212": ("NEW YORK", "NY", "10004"),
    "510": ("OAKLAND", "CA", "94601"),
}
# Withheld callers come with made-up numbers (+266696687 spells ANONYMOUS): the country follows the prefix.
COUNTRIES = {
    "1": "US",
    "7": "RU",
    "33": "FR",
    "34": "ES",
    "44": "GB",
    "46": "SE",
    "49": "DE",
    "52": "MX",
    "55": "BR",
    "86": "CN",
    "91": "IN",
    "256": "UG",
    "266": "LS",
}


def place_fields(role: str, number: str) -> list[tuple[str, str]]:
    """`FromCity`, `FromState`, `FromZip`, `FromCountry` for the role `From`; always all four."""
    digits = number.removeprefix("+") if number.startswith("+") else ""
    country = next((COUNTRIES[digits[:n]] for n in (3, 2, 1) if digits[:n] in COUNTRIES), "")
    city, state, code = AREAS.get(digits[1:4], ("", "", "")) if country == "US" else ("", "", "")
    return [
        (f"{role}City", city),
        (f"{role}State", state),
        (f"{role}Zip", code),
        (f"{role}Country", country),
    ]

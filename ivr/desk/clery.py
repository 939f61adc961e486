"""What a person confirms about a report, in the words of the Clery Act: 34 CFR 668.46(a) and (c).

Daily log, 34 CFR 668.46(f): date reported, nature, date and time occurred, general location, disposition.
The reporter's own words only suggest any of it; nothing is filled in from them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

UNDECIDED = "undecided"
UNFOUNDED = "unfounded"
CATEGORIES = {
    "Not counted": {UNDECIDED: "Not decided", "not-clery": "Not a Clery crime"},
    "Criminal offenses": {
        "murder": "Murder or non-negligent manslaughter",
        "manslaughter": "Manslaughter by negligence",
        "rape": "Rape",
        "fondling": "Fondling",
        "incest": "Incest",
        "statutory-rape": "Statutory rape",
        "robbery": "Robbery",
        "aggravated-assault": "Aggravated assault",
        "burglary": "Burglary",
        "motor-vehicle-theft": "Motor vehicle theft",
        "arson": "Arson",
    },
    "Violence Against Women Act": {
        "domestic-violence": "Domestic violence",
        "dating-violence": "Dating violence",
        "stalking": "Stalking",
    },
    "Counted only as a hate crime": {
        "larceny": "Larceny-theft",
        "simple-assault": "Simple assault",
        "intimidation": "Intimidation",
        "vandalism": "Destruction, damage or vandalism of property",
    },
    "Hazing": {"hazing": "Hazing"},
    "Arrests and disciplinary referrals": {
        "weapons": "Weapons law violation",
        "drugs": "Drug abuse violation",
        "liquor": "Liquor law violation",
    },
}
BIASES = {
    "none": "No evidence of bias",
    "race": "Race",
    "gender": "Gender",
    "gender-identity": "Gender identity",
    "religion": "Religion",
    "orientation": "Sexual orientation",
    "ethnicity": "Ethnicity",
    "national-origin": "National origin",
    "disability": "Disability",
}
GEOGRAPHIES = {
    UNDECIDED: "Not decided",
    "on-campus": "On campus, not in a residence",
    "residence": "On campus, in a student residence",
    "noncampus": "Noncampus building or property",
    "public": "Public property",
    "elsewhere": "Elsewhere",
}
DISPOSITIONS = {
    "open": "Open",
    "referred": "Referred to another agency",
    "closed": "Closed",
    UNFOUNDED: "Unfounded by sworn officers",
}
NAMES = {key: name for group in CATEGORIES.values() for key, name in group.items()}
MONTH = re.compile(r"(\d{4}-(0[1-9]|1[0-2]))?")
LONGEST = {"place": 120, "occurred": 60, "nature": 80}  # characters


class DecisionError(Exception):
    """Which field of a decision cannot be kept, and why, in a sentence."""


@dataclass(frozen=True)
class Decision:
    """What an officer confirmed: keys of the tables above, `month` as "2026-11" or empty, short texts."""

    category: str = UNDECIDED
    bias: str = "none"
    geography: str = UNDECIDED
    place: str = ""
    month: str = ""
    occurred: str = ""
    nature: str = ""
    disposition: str = "open"


def read_decision(form: Mapping[str, str]) -> Decision:
    """The decision in a submitted form. Raises DecisionError for what no form of ours can send."""
    return Decision(
        category=_choice(form, "category", NAMES),
        bias=_choice(form, "bias", BIASES),
        geography=_choice(form, "geography", GEOGRAPHIES),
        place=_words(form, "place"),
        month=_month(form),
        occurred=_words(form, "occurred"),
        nature=_words(form, "nature"),
        disposition=_choice(form, "disposition", DISPOSITIONS),
    )


def _choice(form: Mapping[str, str], field: str, choices: Mapping[str, str]) -> str:
    if (chosen := form.get(field, "")) not in choices:
        raise DecisionError(f"Choose a {field} from the list.")
    return chosen


def _words(form: Mapping[str, str], field: str) -> str:
    words = " ".join(form.get(field, "").split())
    if len(words) > LONGEST[field]:
        raise DecisionError(f"The {field} is longer than {LONGEST[field]} characters.")
    return words


def _month(form: Mapping[str, str]) -> str:
    month = form.get("month", "").strip()
    if not MONTH.fullmatch(month):
        raise DecisionError("Write the month as year and month, like 2026-11, or leave it empty.")
    return month

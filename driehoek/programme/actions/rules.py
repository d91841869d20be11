"""The values of an action: tidy, whole, and as JSON for the timeline. Pure but for the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from driehoek.common.process import Step
from driehoek.documents.text import canonical, clean
from driehoek.programme.process import ACTION

type Values = Mapping[str, Any]

# What an action says: the same names in forms, sheets and events. `measure` is its key as text, `owner` (code, name).
FIELDS: Final = (
    "title", "measure", "safety_field", "state", "reason", "starts_on", "ends_on", "lead", "political_owner", "owner",
    "partners", "target_groups", "description", "how_noticed", "minutes", "cents", "result", "anchored_in", "handed_over_to",
)  # fmt: skip
EMPTY: Final[dict[str, Any]] = {
    "title": "", "measure": None, "safety_field": "", "state": ACTION.start, "reason": "", "starts_on": None, "ends_on": None,
    "lead": "", "political_owner": "", "owner": ("", ""), "partners": (), "target_groups": (), "description": "",
    "how_noticed": "", "minutes": None, "cents": None, "result": "", "anchored_in": "", "handed_over_to": "",
}  # fmt: skip
_DATES: Final = ("starts_on", "ends_on")
_LISTS: Final = ("owner", "partners", "target_groups")
_LINES: Final = ("title", "political_owner", "anchored_in", "handed_over_to")
_TEXTS: Final = ("reason", "how_noticed", "result")
LONGEST: Final = {
    "title": 200, "political_owner": 120, "anchored_in": 500, "handed_over_to": 200, "reason": 2000, "how_noticed": 1000,
    "result": 2000, "description": 10_000,
}  # fmt: skip


def tidy(values: Values) -> dict[str, Any]:
    """The values as they are stored: texts clean and without loose spaces, lists as tuples without doubles."""
    return {name: _tidy(name, value) for name, value in values.items()}


def _tidy(name: str, value: Any) -> Any:
    if name in _LINES:
        return " ".join(clean(value or "").split())
    if name in _TEXTS:
        return clean(value or "").strip()
    if name == "description":
        return canonical(value or "")
    if name == "owner":
        code, person = value or ("", "")
        return (str(code), " ".join(clean(person).split()))
    if name in _LISTS:
        names = (" ".join(clean(each).replace(";", ",").split()) for each in value or ())
        return tuple(dict.fromkeys(each for each in names if each))
    if name == "measure":
        return str(value) if value else None
    return value


def as_json(values: Values) -> dict[str, Any]:
    return {name: _jsonable(value) for name, value in values.items()}


def _jsonable(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def from_json(values: Values) -> dict[str, Any]:
    """The inverse of `as_json`."""
    found = {}
    for name, value in values.items():
        if name in _DATES and value:
            value = date.fromisoformat(value)
        found[name] = tuple(value) if name in _LISTS else value
    return found


def faults(values: Values) -> dict[str, str]:
    """What is wrong with an action as a whole, by field, in a sentence that says what to do. The database holds the same."""
    wrong: dict[str, str] = {}
    state = values["state"]
    if not values["title"]:
        wrong["title"] = _("Geef de actie een titel, bijvoorbeeld ‘Toezicht bij het station’.")
    if bool(values["measure"]) == bool(values["safety_field"]):
        wrong["measure"] = _("Kies een maatregel uit het plan, óf een veld als het regulier werk is.")
    if values["starts_on"] and values["ends_on"] and values["ends_on"] < values["starts_on"]:
        wrong["ends_on"] = _("De einddatum ligt vóór de begindatum. Kies een latere einddatum.")
    if not values["ends_on"] and state not in ("proposed", "stopped"):
        wrong["ends_on"] = _("Vul in wanneer de actie klaar moet zijn.")
    if not values["result"] and state in ("done", "embedded"):
        wrong["result"] = _("Schrijf op wat het resultaat is.")
    if not values["anchored_in"] and state == "embedded":
        wrong["anchored_in"] = _("Schrijf op waar het nu geborgd is.")
    if not values["reason"] and state in ("on_hold", "stopped"):
        wrong["reason"] = _("Schrijf op waarom de actie stilligt of stopt.")
    if not values["handed_over_to"] and state == "handed_over":
        wrong["handed_over_to"] = _("Schrijf op aan wie de actie is overgedragen.")
    return wrong | _too_long(values)


def _too_long(values: Values) -> dict[str, str]:
    sentence = _("Dit is te lang. Maak er hoogstens %(count)s tekens van.")
    return {name: sentence % {"count": most} for name, most in LONGEST.items() if len(values[name]) > most}


def step_between(source: str, target: str) -> Step | None:
    """The one step that leads from a state to another, for who changes the state in a sheet."""
    return next((step for step in ACTION.steps_from(source) if step.target == target), None)


def values_before(after: Values, changes: Iterable[Values]) -> dict[str, Any]:
    """What an action said before a row of changes, newest first; each change is the `before` of the fields it touched."""
    before = dict(after)
    for change in changes:
        before.update(change)
    return before

"""Areas over time, as pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _


def heirs(steps: Mapping[str, Iterable[tuple[date, str, bool]]], day: date) -> dict[str, str]:
    """Code → the code in which it wholly lies on `day`, for every code that ended on or before that day.

    steps  code → (day of the change, code it went to, whether it went there wholly); a split has no heir, nor has what
           went into something that was split afterwards.
    """
    return {code: heir for code in steps if (heir := _heir(steps, code, day)) not in (None, code)}


def _heir(steps: Mapping[str, Iterable[tuple[date, str, bool]]], code: str, day: date) -> str | None:
    seen = {code}
    while taken := [step for step in steps.get(code, ()) if step[0] <= day]:
        targets = {new for _on, new, _whole in taken}
        if not all(whole for _on, _new, whole in taken) or len(targets) > 1:
            return None
        code = targets.pop()
        if code in seen:
            raise ValueError(f"the changes of {code} run in a circle")
        seen.add(code)
    return code


def in_words(names: Sequence[str]) -> str:
    """`A`, `A en B`, `A, B en C`."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s en %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def team_code(name: str) -> str:
    """`Land van Cuijk` → `BT-land-van-cuijk`. Empty when the name holds no letter or digit."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:36].strip("-")
    return f"BT-{slug}" if slug else ""


def overlaps(start: date | None, end: date | None, other_start: date | None, other_end: date | None) -> bool:
    """Whether two terms share a day; ends are the first day outside, None is open."""
    return (start is None or other_end is None or start < other_end) and (other_start is None or end is None or other_start < end)

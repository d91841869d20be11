"""Municipalities over time, their changes, police areas and who lies in what."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from open_data import tables

# Changes that CBS's notes of today's municipalities do not mention, because only a part of another came in.
NOT_IN_NOTES = {("2010-01-01", "GM0984"), ("2010-03-18", "GM0599"), ("2014-01-01", "GM1900")}
# The notes go back to 1830; our changes to 2009, when the oldest plans and figures begin.
SINCE = date(2009, 1, 1)
UNITS_SINCE = "2013-01-01"  # Politiewet 2012, in force on that day
_NOTE = re.compile(
    r"(Gemeentelijke herindeling|Naamswijziging|Ontstaan|Provinciale wijziging) per (\d\d)-(\d\d)-(\d{4})"
    r"|Begindatum (\d\d)-(\d\d)-(\d{4})"
)


def slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def events_of(note: str) -> list[tuple[str, date]]:
    """What a CBS history note says, newest first: (what, day). "Begindatum voor 1830" gives nothing."""
    found = []
    for kind, day, month, year, day0, month0, year0 in _NOTE.findall(note):
        if kind:
            found.append((kind, date(int(year), int(month), int(day))))
        else:
            found.append(("Begindatum", date(int(year0), int(month0), int(day0))))
    return found


def begin_of(note: str) -> str:
    """The day on which this code came into being, or "" when that lies before 1830."""
    if "Begindatum voor 1830" in note:
        return ""
    begins = [day for kind, day in events_of(note) if kind in ("Ontstaan", "Begindatum", "Naamswijziging")]
    return min(begins).isoformat() if begins else ""


def write(source: Path, out: Path) -> list[Path]:
    today = tables.read(source / "municipalities_2024.csv")
    changes = tables.read(tables.FACTS / "municipal_changes.csv")
    _check_notes(today, changes)
    _check_codes(source, today, changes)
    return [
        tables.write(
            out / "municipalities.csv",
            ("code", "name", "province", "valid_from", "valid_until"),
            sorted(_municipalities(today, changes), key=lambda row: row["code"]),
        ),
        tables.write(
            out / "area_changes.csv",
            ("date", "kind", "from_code", "from_name", "to_code", "to_name"),
            sorted(changes, key=lambda row: (row["date"], row["to_code"], row["from_code"])),
        ),
        *_police_areas(source, out, today),
    ]


def _municipalities(today: list[dict[str, str]], changes: list[dict[str, str]]) -> list[dict[str, str]]:
    """Today's municipalities and every code that our changes name; `valid_until` is the first day it is no more."""
    province = {row["municipality_code"]: row["province"] for row in today}
    rows = [
        {
            "code": row["municipality_code"],
            "name": row["name"],
            "province": row["province"],
            "valid_from": begin_of(row["history"]),
            "valid_until": "",
        }
        for row in today
    ]
    started = {change["to_code"]: change["date"] for change in changes}
    successor = {change["from_code"]: change for change in changes}
    for code in sorted(successor):
        last = successor[code]
        heir = last["to_code"]
        while heir not in province:  # a name between two mergers, as De Friese Meren was
            heir = successor[heir]["to_code"]
        begin = started.get(code, "") if code in ("GM1908", "GM1921", "GM1927") else ""
        rows.append(
            {
                "code": code,
                "name": last["from_name"],
                "province": province[heir],
                "valid_from": begin,
                "valid_until": last["date"],
            }
        )
    for row in rows:  # Leerdam and Zederik lay in Zuid-Holland until they merged into a municipality of Utrecht
        if row["code"] in ("GM0545", "GM0707"):
            row["province"] = "Zuid-Holland"
    return rows


def _check_notes(today: list[dict[str, str]], changes: list[dict[str, str]]) -> None:
    """Every change in CBS's notes since 2009 has its row, and every row of a municipality of today is in a note."""
    codes = {row["municipality_code"] for row in today}
    noted = {
        (day.isoformat(), row["municipality_code"])
        for row in today
        for kind, day in events_of(row["history"])
        if day >= SINCE and kind != "Provinciale wijziging"
    }
    ours = {(change["date"], change["to_code"]) for change in changes if change["to_code"] in codes}
    if noted - ours or ours - noted - NOT_IN_NOTES:
        raise ValueError(f"changes and notes differ: missing {noted - ours}, unknown {ours - noted - NOT_IN_NOTES}")


def _check_codes(source: Path, today: list[dict[str, str]], changes: list[dict[str, str]]) -> None:
    """A code that ends in CBS's population table ends in our changes in that same year, and the other way round."""
    codes = {row["municipality_code"] for row in today}
    last: dict[str, int] = {}
    for row in pq.read_table(source / "population_municipality_year_average.parquet").to_pylist():
        last[row["municipality_code"]] = max(row["year"], last.get(row["municipality_code"], 0))
    ended = {code: year for code, year in last.items() if code not in codes}
    ours = {}
    for change in changes:
        day = date.fromisoformat(change["date"])
        if day > date(2012, 1, 1):
            ours[change["from_code"]] = day.year - 1 if (day.month, day.day) == (1, 1) else day.year
    # The extract lacks two regions, so ours may name more codes, never other years.
    wrong = {code for code in ended if ours.get(code) != ended[code]} | {
        code for code in ours if code in last and code not in ended
    }
    if wrong:
        raise ValueError(f"changes and population table differ for {sorted(wrong)}")


def _police_areas(source: Path, out: Path, today: list[dict[str, str]]) -> list[Path]:
    units = sorted({row["police_unit"] for row in today})
    districts = tables.read(tables.FACTS / "police_districts.csv")
    teams = tables.read(tables.FACTS / "basisteams.csv")
    members = tables.read(source / "basisteam_municipalities.csv")
    published = {row["name"] for row in tables.read(source / "police_area_names.csv") if row["level"] == "district"}
    if published != {row["name_in_source"] for row in districts}:
        raise ValueError("the districts differ from the published names")
    areas = [_area("NL", "country", "Nederland", "")]
    areas += [_area(f"RE-{slug(unit)}", "unit", unit) for unit in units]
    areas += [_area(f"PD-{slug(row['name'])}", "district", row["name"]) for row in districts]
    areas += [_area(f"BT-{slug(row['team'])}", "base_team", row["team"]) for row in teams]
    begin = {row["municipality_code"]: max(begin_of(row["history"]), UNITS_SINCE) for row in today}
    held = [_member("NL", f"RE-{slug(unit)}", UNITS_SINCE, "Politiewet 2012") for unit in units]
    for row in districts:
        held.append(_member(f"RE-{slug(row['unit'])}", f"PD-{slug(row['name'])}", UNITS_SINCE, "districts of the unit"))
    for row in teams:
        held.append(_member(f"PD-{slug(row['district'])}", f"BT-{slug(row['team'])}", UNITS_SINCE, "teams of the district"))
    for row in today:
        code = row["municipality_code"]
        held.append(_member(f"RE-{slug(row['police_unit'])}", code, begin[code], "CBS areas 2024"))
    for row in members:
        code = row["municipality_code"]
        held.append(_member(f"BT-{slug(row['basisteam'])}", code, begin[code], row["source"]))
    if len({row["child"] for row in held if row["parent"].startswith("BT-")}) != len(members):
        raise ValueError("a municipality lies in two teams")
    return [
        tables.write(out / "areas.csv", ("code", "level", "name", "valid_from", "valid_until"), areas),
        tables.write(out / "area_memberships.csv", ("parent", "child", "valid_from", "valid_until", "basis"), held),
    ]


def _area(code: str, level: str, name: str, begin: str = UNITS_SINCE) -> dict[str, str]:
    return {"code": code, "level": level, "name": name, "valid_from": begin, "valid_until": ""}


def _member(parent: str, child: str, begin: str, basis: str) -> dict[str, str]:
    return {"parent": parent, "child": child, "valid_from": begin, "valid_until": "", "basis": basis}

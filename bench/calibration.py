"""Does the verdict keep its word? Made years in which nothing changed, and years in which something did. Always the same.

    python -m bench.calibration             the figures (some minutes)
    python -m bench.calibration --write     the same, and into docs/methode.md
    python -m bench.calibration --years 50  fewer

Series are made per month: a season, and more than chance as registered crime has it. How much more was estimated from CBS
table 47018NED (342 municipalities × 12 kinds of crime, 2012-2024): one k per kind, φ = 1 + k√μ. A nation of 342
municipalities × 58 kinds gives k as on a page; its teams of seven are judged by `judge`, as a page does. A team's own series
is drawn with the φ of a series of its size: real series of a team vary as much as that, and municipalities that differ
independently would vary less.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from statistics import NormalDist

import numpy as np

from driehoek.engine import tails
from driehoek.engine.counts import Count
from driehoek.engine.dispersion import Dispersion, dispersion_by_phenomenon
from driehoek.engine.results import ALPHA, Verdict
from driehoek.engine.verdict import judge

SEED = 20260104
KINDS, MEMBERS, YEARS, AREAS = 58, 7, 6, 342
REAL_K = (0.279, 0.334, 0.423, 0.151, 0.306, 0.121, 0.070, 0.066, 0.161, 0.187, 0.193, 0.077)
RATE, RATE_SPREAD = -9.35, 2.9  # ln of crimes per inhabitant and year over 58 kinds: mean and spread of the country in 2023
PEOPLE, PEOPLE_SPREAD = 10.5, 0.84  # ln of inhabitants of a municipality
PAGE = Path(__file__).resolve().parent.parent / "docs" / "methode.md"
BEGIN, END = "<!-- bench/calibration.py schrijft dit -->", "<!-- tot hier -->"
COLOURED = (Verdict.RISES, Verdict.FALLS)


def draw(rng, mean, dispersion):
    """Counts with this mean and variance dispersion × mean; sums over months keep the dispersion."""
    extra = np.maximum(dispersion - 1, 1e-9)
    return rng.negative_binomial(np.maximum(mean, 1e-12) / extra, 1 / (1 + extra))


def made_kinds(rng):
    """Rate per inhabitant, k, and the share of a year in each month, per kind."""
    order = [NormalDist().inv_cdf((n + 0.5) / KINDS) for n in range(KINDS)]
    season = 1 + rng.uniform(0, 0.4, (KINDS, 1)) * np.sin(2 * np.pi * np.arange(12) / 12 + rng.uniform(0, 6.3, (KINDS, 1)))
    return np.exp(RATE + RATE_SPREAD * np.array(order)), rng.permutation(np.resize(REAL_K, KINDS)), season / 12


def months(rng, people, kinds):
    """Counts, areas × kinds × months, of years in which nothing changes."""
    rate, k, season = kinds
    of_year = people[:, None] * rate
    return draw(rng, of_year[:, :, None] * np.tile(season, YEARS), (1 + k * np.sqrt(of_year))[:, :, None])


def by_year(counts):
    return counts.reshape(*counts.shape[:-1], -1, 12).sum(axis=-1)


def rows(counts, people, first=0):
    """Of yearly counts, areas × kinds × years."""
    return [
        Count(f"A{first + area}", f"k{kind}", str(2019 + year), int(counts[area, kind, year]), float(people[area]))
        for area, kind, year in np.ndindex(counts.shape)
    ]


def coloured(judgement) -> int:
    return sum(one.verdict in COLOURED for one in judgement.series)


def quiet_years(years: int, seed: int = SEED):
    """Share of pages with any colour: of a team's own figures, and of those of its seven municipalities."""
    rng = np.random.default_rng(seed)
    own, members, done = 0, 0, 0
    while done < years:
        kinds = made_kinds(rng)
        people = np.exp(rng.normal(PEOPLE, PEOPLE_SPREAD, AREAS)).round()
        nation = by_year(months(rng, people, kinds))
        k = dispersion_by_phenomenon(rows(nation, people))
        for begin in range(0, AREAS - MEMBERS, MEMBERS):
            if done == years:
                break
            part = slice(begin, begin + MEMBERS)
            members += coloured(judge(rows(nation[part], people[part]), dispersion=k)) > 0
            together = people[part].sum(keepdims=True)
            own += coloured(judge(rows(by_year(months(rng, together, kinds)), together), dispersion=k)) > 0
            done += 1
    return own / years, members / years


def by_quarter(counts, name):
    """One series by quarter, as it is known after so many quarters."""
    return [Count("team", name, f"{2019 + q // 4}-KW{q % 4 + 1}", int(count), 1.0) for q, count in enumerate(counts)]


def change(years: int, *, level=60.0, dispersion=1.5, times=2.0, seed: int = SEED):
    """Share in which a change that begins after five years is seen: within four quarters, and at the fourth; and by a test
    that knows level and dispersion, at the same corrected level, at the fourth.

    The series stands on a page with 57 others in which nothing changes.
    """
    rng = np.random.default_rng(seed + round(100 * times) + round(level))
    kinds = made_kinds(rng)
    others = rng.permutation(KINDS)[: KINDS - 1]
    k = {f"k{kind}": Dispersion(float(kinds[1][kind]), 2900, 50.0) for kind in others}
    k["this"] = Dispersion((dispersion - 1) / np.sqrt(level), 2900, 50.0)
    team = np.array([MEMBERS * np.exp(PEOPLE)])
    within, fourth, known = 0, 0, 0
    for _ in range(years):
        before, after = (draw(rng, np.full(n, level * by / 4), dispersion) for n, by in ((20, 1.0), (4, times)))
        page = months(rng, team, (kinds[0][others], kinds[1][others], kinds[2][others]))[0]
        quiet = page.reshape(len(others), -1, 3).sum(axis=2)
        seen = [sees(np.concatenate([before, after[: n + 1]]), quiet[:, : 21 + n], others, k, times) for n in range(4)]
        within += any(seen)
        fourth += seen[-1]
        total, spread = np.array([float(after.sum())]), np.array([dispersion])
        tail = (tails.at_least if times > 1 else tails.at_most)(total, np.array([level]), spread)[0]
        known += 2 * tail <= ALPHA / KINDS
    return within / years, fourth / years, known / years


def sees(series, quiet, others, k, times):
    counts = by_quarter(series, "this")
    for kind, one in zip(others, quiet, strict=True):
        counts += by_quarter(one, f"k{kind}")
    wanted = Verdict.RISES if times > 1 else Verdict.FALLS
    return judge(counts, dispersion=k).series[0].verdict is wanted


def shuffled_pages(years: int, seed: int = SEED):
    """Share of pages without any colour, of twelve kinds whose years, without trend, are put in a random order."""
    rng = np.random.default_rng(seed + 1)
    people = np.exp(rng.normal(PEOPLE, PEOPLE_SPREAD, years)).round()
    kinds = made_kinds(rng)
    common = rng.permutation(np.argsort(kinds[0])[-30:])[:12]
    counts = by_year(months(rng, people, tuple(one[common] for one in kinds)))
    counts = rng.permuted(counts, axis=2)
    k = dispersion_by_phenomenon(rows(counts, people))
    return sum(coloured(judge(rows(counts[n : n + 1], people[n : n + 1], n), dispersion=k)) == 0 for n in range(years)) / years


CHANGES = ((60, 1.5, 2.0), (60, 1.5, 0.5), (60, 1.5, 1.6), (250, 2.0, 1.5), (250, 2.0, 1.3), (20, 1.2, 2.5), (20, 1.2, 2.0))


def percent(share: float) -> str:
    return f"{100 * share:.1f} %".replace(".", ",")


def figures(years: int) -> str:
    own, members = quiet_years(years)
    grey = shuffled_pages(years)
    lines = [
        f"- **Stille jaren**, {years} keer nagemaakt: in jaren waarin niets verandert staat bij een team (58 cijfers) in",
        f"  {percent(own)} van de keren ten onrechte ergens ‘stijgt’ of ‘daalt’; bij de cijfers van zijn zeven gemeenten",
        f"  samen (406) in {percent(members)}. De eis is ten hoogste 5 %.",
        f"- **Reeksen zonder trend, door elkaar gehusseld**: {percent(grey)} van de bladzijden blijft grijs (eis: 95 %).",
        "- **Wat we zien** op een bladzijde van 58 cijfers. ‘Toets die alles weet’ kent niveau en spreiding en hoeft niets te",
        "  schatten; ‘deel’ is hoeveel wij daarvan zien na vier kwartalen. De eis is de eerste rij: 80 %, en een deel van 0,9.",
        "",
        "| per jaar | φ | verandert × | binnen vier kwartalen | na vier kwartalen | toets die alles weet | deel |",
        "|---|---|---|---|---|---|---|",
    ]
    for level, dispersion, times in CHANGES:
        within, fourth, known = change(years, level=level, dispersion=dispersion, times=times)
        cells = (level, dispersion, times, percent(within), percent(fourth), percent(known), f"{fourth / max(known, 1e-9):.2f}")
        lines.append("| " + " | ".join(str(cell).replace(".", ",") for cell in cells) + " |")
    return "\n".join(lines)


def write(text: str) -> None:
    """Between the two marks of the page of method."""
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.split(END)[1]}", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--years", type=int, default=1000)
    parser.add_argument("--write", action="store_true", help="into docs/methode.md")
    asked = parser.parse_args()
    text = figures(asked.years)
    print(text)
    if asked.write:
        write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())

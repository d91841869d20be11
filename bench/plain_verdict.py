"""The verdict as one would write it first: series by series, `scipy.stats`, root finding. The peer of `bench/verdicts.py`.

It follows the same definition and shares no line with `driehoek.engine`, so the tests hold the engine against it too.
"""

import math
from collections import defaultdict

from scipy.optimize import brentq
from scipy.stats import beta, norm, t

ALPHA = 0.05


def tail_above(y, s, q):
    return 1.0 if y == 0 else float(beta.cdf(q, y, s + 1))


def tail_below(y, s, q):
    return 1.0 if s == 0 else float(beta.sf(q, y + 1, s))


def p_of(latest, base, q, phi, df):
    y, s = latest / phi, base / phi
    p = min(1.0, 2 * min(tail_above(y, s, q), tail_below(y, s, q)))
    return p if math.isinf(df) else float(2 * t.cdf(norm.ppf(p / 2), df))


def first_where(holds, start):
    """Smallest whole number from `start` at which `holds`: doubling, then halving."""
    if holds(start):
        return start
    step = 1
    while not holds(start + step):
        step *= 2
    low, high = start + step // 2, start + step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def dispersion(series):
    """k, number of triples and degrees of freedom per phenomenon. `series`: (area, phenomenon) → [(count, exposure)]."""
    triples = defaultdict(list)
    for (_, phenomenon), blocks in series.items():
        usable = blocks if len(blocks) == 3 else blocks[:-1]
        for (a, ea), (b, eb), (c, ec) in zip(usable, usable[1:], usable[2:], strict=False):
            if a + b + c > 0:
                m, r = (a + b + c) / 3, (a + b + c) / (ea + eb + ec)
                triples[phenomenon].append((m, (a / ea - 2 * b / eb + c / ec) ** 2 / (r * (1 / ea + 4 / eb + 1 / ec))))
    out = {}
    for phenomenon, found in triples.items():
        n = len(found)

        def excess(k, found=found, n=n):
            return sum(g / (1 + k * math.sqrt(m)) for m, g in found) / n - 1

        k = brentq(excess, 0, 1e9, xtol=1e-15, rtol=1e-14, maxiter=500) if excess(0) > 0 else 0.0
        out[phenomenon] = ((n * k + 10 * 0.15) / (n + 10), n, min(50.0, (n + 10) / 2))
    return out


def judge_one(blocks, k, df):
    """Everything about one series that does not need the family."""
    (latest, exposure), before = blocks[-1], blocks[:-1][-5:]
    base, base_exposure = sum(c for c, _ in before), sum(e for _, e in before)
    q, mu = exposure / (exposure + base_exposure), base * exposure / base_exposure
    phi = 1 + k * math.sqrt(mu)
    out = {"mu": mu, "latest": latest, "q": q, "base": base, "phi": phi, "df": df}
    middle = math.floor(mu)
    out["high"] = first_where(lambda y: p_of(y, base, q, phi, df) < ALPHA, middle + 1) - 1
    out["low"] = middle + 1 - first_where(lambda d: d > middle + 1 or p_of(middle + 1 - d, base, q, phi, df) < ALPHA, 1) + 1
    if base + latest == 0:
        return out
    out["p"] = p_of(latest, base, q, phi, df)
    alpha = ALPHA if math.isinf(df) else float(2 * norm.cdf(t.ppf(ALPHA / 2, df)))
    y, s, scale = latest / phi, base / phi, base_exposure / exposure
    low = float(beta.ppf(alpha / 2, y, s + 1)) if latest else 0.0
    high = float(beta.ppf(1 - alpha / 2, y + 1, s)) if base else 1.0
    out["ratio_low"], out["ratio_high"] = low / (1 - low) * scale, high / (1 - high) * scale if high < 1 else math.inf
    return out


def holm_rejects(p):
    """Which of these p Holm rejects at ALPHA, as a set of places."""
    rejected = set()
    for rank, place in enumerate(sorted(range(len(p)), key=lambda i: p[i])):
        if p[place] > ALPHA / (len(p) - rank):
            break
        rejected.add(place)
    return rejected


def judge(series):
    """Verdict per series: dicts with mu, low, high, p, ratio_low, ratio_high, detectable, verdict."""
    known = dispersion(series)
    out = {}
    for key, blocks in series.items():
        k, _, df = known.get(key[1], (0.0, 0, math.inf))
        out[key] = judge_one(blocks, k, df) if len(blocks) > 1 else {"latest": blocks[-1][0]}
    family = [key for key, one in out.items() if "p" in one]
    p = [out[key]["p"] for key in family]
    coloured = holm_rejects(p)
    ordered = sorted(p)
    for place, key in enumerate(family):
        one = out[key]
        others = _rejected_without(ordered, p[place])
        level = ALPHA / (len(p) - others)
        rest = (one["base"], one["q"], one["phi"], one["df"])
        one["detectable"] = first_where(lambda y, rest=rest, level=level: p_of(y, *rest) <= level, math.floor(one["mu"]) + 1)
        one["verdict"] = _word(one, place in coloured)
    return out


def _rejected_without(ordered, p):
    """How many others Holm rejects once this p is set to 1: the sorted p's with this one taken out."""
    rejected, skipped = 0, False
    for other in ordered:
        if other == p and not skipped:
            skipped = True
        elif other <= ALPHA / (len(ordered) - rejected):
            rejected += 1
        else:
            break
    return rejected


def _word(one, coloured):
    if coloured:
        return "stijgt" if one["latest"] > one["mu"] else "daalt"
    same = one["p"] >= ALPHA and one["ratio_low"] >= 0.5 and one["ratio_high"] <= 2
    return "als gewoonlijk" if same else "niet te zeggen"

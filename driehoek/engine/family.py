"""Many comparisons on one page: which of them may have a colour, and in which order a long list stands."""

import numpy as np
from numpy.typing import NDArray

from driehoek.engine.special import Floats

type Ints = NDArray[np.int64]


def members(families: Ints) -> list[Ints]:
    """Per family the places of its members, in their order. families: (n,), one number each; a family has at least one."""
    if not len(families):
        return []
    order = np.argsort(families, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(families[order])) + 1)


def holm(p: Floats) -> Floats:
    """p adjusted so that the chance of even one false colour in the family is at most the level (Holm 1979).

    Shape (n,) in, (n,) out; ties get the same value, so order makes no difference.
    """
    order = np.argsort(p, kind="stable")
    steps = p[order] * np.arange(len(p), 0, -1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(steps)) if len(p) else steps
    return adjusted


def benjamini_hochberg(p: Floats) -> Floats:
    """p adjusted for the share of false finds (Benjamini & Hochberg 1995). Only to put a long list in order."""
    order = np.argsort(p, kind="stable")
    steps = p[order] * len(p) / np.arange(1, len(p) + 1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(1.0, np.minimum.accumulate(steps[::-1])[::-1]) if len(p) else steps
    return adjusted


def others_rejected(p: Floats, alpha: float) -> Floats:
    """Per member: how many of the others Holm rejects when this one's p is set to 1. Shape (n,) in and out.

    A member is itself rejected by Holm where its p ≤ alpha/(n − that number). Without member r the others keep their
    order, and the j-th of them is held against alpha/(n − j + 1). Those before r stay where they were; those after it
    move up one place, so their first failure is looked up from r on.
    """
    n = len(p)
    if n == 0:
        return np.zeros(0)
    order = np.argsort(p, kind="stable")
    allowed = alpha / np.arange(n, 0, -1)
    first_failure = int(np.argmax(np.append(p[order] > allowed, True)))
    moved_fails = np.append(p[order][1:] > allowed[:-1], True)
    places = np.where(moved_fails, np.arange(n), n)
    next_failure = np.minimum.accumulate(places[::-1])[::-1]
    rejected = np.empty(n)
    rejected[order] = np.where(np.arange(n) <= first_failure, next_failure, first_failure)
    return rejected

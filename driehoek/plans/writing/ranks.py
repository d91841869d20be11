"""Places of siblings: keys between which there is always room, in the order of their bytes.

A key of the joint text ends on an even digit, one of a municipality on an odd digit. So a joint part and a local part never
have the same key, whoever comes first, and neither has to know of the other.
"""

from __future__ import annotations

from typing import Final

DIGITS: Final = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"  # 64, in the order of their bytes
_VALUE: Final = {digit: value for value, digit in enumerate(DIGITS)}
_TOP: Final = len(DIGITS)


def is_odd(key: str) -> bool:
    return _VALUE[key[-1]] % 2 == 1


def between(low: str | None, high: str | None, *, odd: bool) -> str:
    """A short key with low < key < high (None: no limit) that ends odd or even; about half-way, so that room is left.

    A key never ends on the lowest digit: nothing would fit before it. Raises ValueError unless low < high.
    """
    if low is not None and high is not None and low >= high:
        raise ValueError(f"nothing fits between {low!r} and {high!r}")
    below, key, at = low or "", "", 0
    while True:
        floor = _VALUE[below[at]] if at < len(below) else 0
        ceiling = _VALUE[high[at]] if high is not None and at < len(high) else _TOP
        digit = _middle(floor, ceiling, odd)
        if digit is not None:
            return key + DIGITS[digit]
        key += DIGITS[floor]
        if floor < ceiling:
            high = None  # from here on every key is below it
        at += 1


def _middle(floor: int, ceiling: int, odd: bool) -> int | None:
    """The middle one of the digits of that parity in the open interval: each side keeps half of them."""
    first = floor + 1 if (floor + 1) % 2 == odd else floor + 2
    choices = range(first, ceiling, 2)
    return choices[len(choices) // 2] if choices else None


def spread(count: int, low: str | None, high: str | None, *, odd: bool) -> list[str]:
    """`count` keys in order between the two, as short as they can be: for many at once."""
    if count <= 0:
        return []
    middle = between(low, high, odd=odd)
    before = (count - 1) // 2
    return [
        *spread(before, low, middle, odd=odd),
        middle,
        *spread(count - 1 - before, middle, high, odd=odd),
    ]

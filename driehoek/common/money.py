"""Money is whole cents, in euros; never a float."""

from __future__ import annotations

from collections.abc import Mapping


def divide_by_inhabitants(cents: int, inhabitants: Mapping[str, int]) -> dict[str, int]:
    """Divide an amount over municipalities by inhabitants: to the cent, nothing left over.

    Odd cents go to the largest remainders (Hamilton); ties to the first code, so input order never matters.
    Units: euro cents; inhabitants on the reference date. Raises ValueError when there is nobody to divide over.
    """
    everyone = sum(inhabitants.values())
    if everyone <= 0:
        raise ValueError("there is nobody to divide the amount over")
    shares = {code: cents * count // everyone for code, count in inhabitants.items()}
    by_remainder = sorted(inhabitants, key=lambda code: (-(cents * inhabitants[code] % everyone), code))
    for code in by_remainder[: cents - sum(shares.values())]:
        shares[code] += 1
    return shares


def euros(cents: int) -> str:
    """`-123456` → `€ -1.234,56`, as Dutch readers write it."""
    whole, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    return f"€ {sign}{whole:,}".replace(",", ".") + f",{rest:02d}"

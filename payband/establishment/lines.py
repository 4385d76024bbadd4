"""The lines of a structure that an establishment list gives: which posts make one line, and what it is called."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

__all__ = ["LineKey", "line_names", "share_text"]


class LineKey(NamedTuple):
    """What the posts of one line have in common."""

    title: str
    grade: str
    department: str
    fte: Fraction

    def folded(self) -> tuple[str, str, str, Fraction]:
        """The same whatever the capitals."""
        return self.title.casefold(), self.grade.casefold(), self.department.casefold(), self.fte


def line_names(keys: Iterable[LineKey]) -> dict[LineKey, str]:
    """A name of its own for each line: the post title, and what tells lines of one title apart.

    >>> names = line_names([LineKey("Clerk", "G2", "", Fraction(1)), LineKey("Clerk", "G3", "", Fraction(1)),
    ...                     LineKey("Cook", "G1", "", Fraction(1)), LineKey("Cook", "G1", "", Fraction(3, 5))])
    >>> list(names.values())
    ['Clerk (G2)', 'Clerk (G3)', 'Cook', 'Cook (0.6 FTE)']
    """
    once: dict[tuple[str, str, str, Fraction], LineKey] = {}
    distinct = list(dict.fromkeys(keys))
    for key in distinct:
        once.setdefault(key.folded(), key)
    departments: dict[str, set[str]] = {}
    grades: dict[tuple[str, str], set[str]] = {}
    shares: dict[tuple[str, str, str], set[Fraction]] = {}
    for title, grade, department, fte in once:
        departments.setdefault(title, set()).add(department)
        grades.setdefault((title, department), set()).add(grade)
        shares.setdefault((title, grade, department), set()).add(fte)
    names: dict[tuple[str, str, str, Fraction], str] = {}
    used: set[str] = set()
    for folded, key in once.items():
        title, grade, department, fte = folded
        apart = []
        if len(departments[title]) > 1:
            apart.append(key.department or "no department")
        if len(grades[title, department]) > 1:
            apart.append(key.grade or "no grade")
        if len(shares[title, grade, department]) > 1 and fte != 1:
            apart.append(f"{share_text(fte)} FTE")
        name = wanted = f"{key.title} ({', '.join(apart)})" if apart else key.title
        count = 1
        while name.casefold() in used:
            count += 1
            name = f"{wanted} [{count}]"
        used.add(name.casefold())
        names[folded] = name
    return {key: names[key.folded()] for key in distinct}


def share_text(share: Fraction) -> str:
    """A share of full time as a decimal where it is one, else as a fraction.

    >>> share_text(Fraction(3, 5)), share_text(Fraction(30, 37)), share_text(Fraction("0.1706295"))
    ('0.6', '30/37', '0.1706295')
    """
    shown = f"{float(share):.7f}".rstrip("0").rstrip(".")
    return shown if Fraction(shown) == share else str(share)

"""Where the costs of a list fall: its cost centres, and a row for each line and for each person who is elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from payband.units import counted

__all__ = ["where_costs_fall", "where_remarks"]

Rows = list[dict[str, Any]]


def where_costs_fall(falls: Sequence[tuple[str, str, Mapping[str, str]]]) -> tuple[Rows, Rows]:
    """The rows of tables CostCentres and CostAllocations from the line, the person and the codes of each post.

    A line has one row where all its posts have the same codes; else each person has one, and the line that of its
    vacant posts, or else of most of its people.

    >>> centres, rows = where_costs_fall([("Clerk", "1", {"cost centre": "A"}), ("Clerk", "2", {"cost centre": "A"})])
    >>> centres, [(row["line_or_person"], row["cost_centre"]) for row in rows]
    ([{'cost_centre': 'A', 'fund': ''}], [('Clerk', 'A')])
    """
    of_line: dict[str, list[tuple[str, tuple[str, str, str]]]] = {}
    for line, person, said in falls:
        if said.get("cost centre"):
            codes = said["cost centre"], said.get("fund", ""), said.get("subjective", "")
            of_line.setdefault(line, []).append((person, codes))
    rows: Rows = []
    for line, posts in of_line.items():
        counts: dict[tuple[str, str, str], int] = {}
        for person, codes in posts:
            counts[codes] = counts.get(codes, 0) + (1 if person else len(posts))  # a vacant post decides
        usual = max(counts, key=lambda codes: counts[codes])
        rows.append(_row(line, usual))
        rows += [_row(person, codes) for person, codes in posts if person and codes != usual]
    funds: dict[str, set[str]] = {}
    for row in rows:
        funds.setdefault(row["cost_centre"], set()).add(row["fund"])
    centres = [
        {"cost_centre": centre, "fund": next(iter(named)) if len(named) == 1 else ""} for centre, named in funds.items()
    ]
    of_centre = {centre["cost_centre"]: centre["fund"] for centre in centres}
    for row in rows:
        row["fund"] = "" if row["fund"] == of_centre[row["cost_centre"]] else row["fund"]
    return centres, rows


def _row(name: str, codes: tuple[str, str, str]) -> dict[str, Any]:
    centre, fund, subjective = codes
    return {"line_or_person": name, "cost_centre": centre, "fund": fund, "subjective": subjective, "share": Fraction(1)}


def where_remarks(falls: Sequence[tuple[str, str, Mapping[str, str]]]) -> Iterator[str]:
    """What to know of where the costs of a list fall: what it does not say, and what may be two cost centres in one.

    >>> list(where_remarks([("Clerk", "1", {"cost centre": "A", "fund": "F"}), ("Clerk", "2", {})]))
    ['1 post has no cost centre in the list: it falls where its line does (Clerk)']
    """
    with_centre = [(line, said) for line, _, said in falls if said.get("cost centre")]
    if not with_centre:
        yield "the list says nowhere where costs fall: fill in the sheets Cost centres and Cost allocations"
        return
    known = {line for line, _ in with_centre}
    without = [line for line, _, said in falls if not said.get("cost centre")]
    for lines, then in (
        ([line for line in without if line in known], "it falls where its line does"),
        ([line for line in without if line not in known], "add a row for its line to Cost allocations"),
    ):
        if lines:
            has = "post has" if len(lines) == 1 else "posts have"
            then = then if len(lines) == 1 else then.replace("it falls", "they fall").replace("its line", "their lines")
            then = then if len(lines) == 1 else then.replace("lines does", "lines do")
            yield f"{len(lines):,} {has} no cost centre in the list: {then} ({_shown(lines)})"
    centres = {said["cost centre"]: said.get("fund", "") for _, said in with_centre}
    for name in centres:
        if any(mark in name for mark in ("/", ";", "&", "+", ",")):
            yield f"the cost centre '{name}' may be two: give each its share in Cost allocations"
    without_fund = [name for name, fund in centres.items() if not fund]
    if without_fund:
        yield f"{counted(len(without_fund), 'cost centre has', 'cost centres have')} no fund: give it in Cost centres"


def _shown(lines: Sequence[str]) -> str:
    named = list(dict.fromkeys(lines))
    return ", ".join(named[:5]) + (", ..." if len(named) > 5 else "")

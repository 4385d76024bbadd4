"""Where the costs of a list fall: its cost centres, and a row for each line and for each person who is elsewhere."""

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["where_costs_fall"]

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
    return {"line_or_person": name, "cost_centre": centre, "fund": fund, "subjective": subjective, "share": 1}

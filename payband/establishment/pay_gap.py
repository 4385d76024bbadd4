"""What a list says of the people of the gender pay gap: sex, ethnicity, disability, hours, and ordinary pay."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from payband.errors import PaybandError
from payband.establishment.headings import plain_heading
from payband.establishment.result import Establishment
from payband.review.parts.tables.gender_pay_gap import sex_of
from payband.units import pence_from

__all__ = ["pay_gap_rows"]

_CALLED = {
    "sex": ("gender", "sex"),
    "ethnicity": ("ethnicity", "ethnic origin", "ethnic group"),
    "disability": ("disability", "disabled"),
}


def pay_gap_rows(placed: Establishment) -> Iterator[Mapping[str, Any]]:
    """A row of table PayGapPay for each person, once also in several posts, whose hours and pay are added up.

    A sex that is neither men nor women is left empty, and so are hours or pay that are missing of one of the posts.
    What the list does not say, the review asks for.
    """
    posts: dict[str, list[Mapping[str, Any]]] = {}
    for row in placed.people:
        posts.setdefault(row["reference"].casefold(), []).append(row)
    for rows in posts.values():
        said = {plain_heading(name): group for row in rows for name, group in row["characteristics"]}
        groups = {field: next((said[name] for name in names if name in said), "") for field, names in _CALLED.items()}
        yield {
            "person": rows[0]["reference"],
            **groups,
            "sex": sex_of(groups["sex"]) or "",
            "weekly_hours": _sum([row["weekly_hours"] for row in rows]),
            "ordinary_pay": _sum([_pence(dict(row["falls"]).get("ordinary pay")) for row in rows]),
        }


def _pence(text: str | None) -> int | None:
    try:
        return None if text is None else pence_from(text, "the ordinary pay")
    except PaybandError:
        return None


def _sum(values: list[Any]) -> Any:
    """What the posts of a person add up to; None where one of them is not given."""
    if None in values:
        return None
    total = sum(values)
    return float(total) if isinstance(total, Fraction) else total

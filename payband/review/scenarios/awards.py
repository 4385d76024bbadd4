"""A pay award in words, as a scenario gives it: "3.2%", "£1,290 up to £51,515, then 2.5%", "3% or £1,000 if more".

An award of the library is under its name, such as "NJC 2025".
"""

import re
from datetime import date
from typing import Any

from payband.errors import WrongInput
from payband.kinds import point_text
from payband.library import rows_of
from payband.review.inputs.tables import PayAwardRow
from payband.units import ROUNDINGS, basis_points_from, pence_from, percent_text, pounds_text, rounding_pence

__all__ = ["award_rows"]

FORMS = "'3.2%', '£1,290', '3% + £250', '3% or £1,000 if more', '£1,290 up to £51,515, then 2.5%', 'none'"
_LEAST_POUNDS = 100  # who types the number 2 may well mean 2%: smaller amounts need their £
_ROUNDING = re.compile(r"[,;]?\s*(?:to the )?(nearest £\d+|no rounding)\s*$", re.I)
_BANDS = re.compile(r"\s*[,;]?\s*then\s+", re.I)
_UP_TO = re.compile(r"(.+?)\s+up to\s+(£?[\d,.]+)$", re.I)
_AT_LEAST = re.compile(r"(.+?)\s*(?:,\s*at least|\bor)\s+(£?[\d,.]+)(?:\s+if more)?$", re.I)


def _of_library(name: str) -> tuple[str, str] | None:
    """What an award of the library comes to, in words that are read below, and its source; None for no such name.

    Raises WrongInput for one that is not the same for all salaries.
    """
    for row in rows_of("awards/awards.csv"):
        values = row.values
        if values["award"].casefold() != name.casefold():
            continue
        if values["basis_points"]:
            return percent_text(int(values["basis_points"])), f"{values['award']}: {row.source}"
        if values["flat"]:
            return f"£{values['flat']}", f"{values['award']}: {row.source}"
        raise WrongInput(
            f"the award {values['award']} is not the same for all salaries ({values['terms']}): write it as one of "
            f"{FORMS}"
        )
    return None


def award_rows(effective_from: date, value: Any, row: int) -> tuple[PayAwardRow, ...]:
    """The rows of table PayAwards that an award in words stands for; none for "none".

    The new salary goes to the nearest £1 where nothing else is said. Raises WrongInput for words that are not an award.

    >>> rows = award_rows(date(2024, 4, 1), "£1,290 up to £51,515, then 2.5%", 5)
    >>> [(each.flat, each.percent, each.up_to) for each in rows]
    [(129000, 0, 5151500), (0, 250, None)]
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if 1 <= value < _LEAST_POUNDS:
            raise WrongInput(f"the award is {point_text(value)}: write {point_text(value)}% or £{point_text(value)}")
        value = percent_text(basis_points_from(value, "the award")) if value < 1 else f"£{value}"
    text = " ".join(str(value).split())
    if text.casefold() in ("none", "0", "0%", "£0"):
        return ()
    source = "scenario"
    if named_award := _of_library(text):
        text, source = named_award
    wrong = WrongInput(f"'{value}' is not a pay award that payband can read: write it as one of {FORMS}")
    rounding = "nearest £1"
    if found := _ROUNDING.search(text):
        text = text[: found.start()]
        named = {each.casefold(): each for each in ROUNDINGS}
        rounding = "none" if found[1].casefold() == "no rounding" else named.get(found[1].casefold(), "")
        if not rounding:
            rounding_pence(found[1])  # which says the roundings there are
            raise wrong
    rows: list[PayAwardRow] = []
    bands = _BANDS.split(text)
    for number, band in enumerate(bands, start=1):
        up_to = None
        if limited := _UP_TO.match(band):
            band, up_to = limited[1], pence_from(limited[2], "the salary")
            before = rows[-1].up_to if rows else None
            if before is not None and up_to <= before:
                raise WrongInput(
                    f"'{value}' goes up to {pounds_text(before)} and then up to {pounds_text(up_to)}: give each part a "
                    "higher salary than the part before it"
                )
        if (up_to is None) != (number == len(bands)) and number < len(bands):
            raise wrong
        at_least = 0
        if least := _AT_LEAST.match(band):
            band, at_least = least[1], pence_from(least[2], "the amount")
        percent = flat = 0
        for part in band.split("+"):
            part = part.strip()
            if re.fullmatch(r"[\d.]+\s*%", part):
                percent += basis_points_from(part, "the award")
            elif re.fullmatch(r"£[\d,]+(\.\d\d?)?", part):
                flat += pence_from(part, "the flat sum")
            else:
                raise wrong
        rows.append(
            PayAwardRow.model_construct(
                row=row, effective_from=effective_from, percent=percent, flat=flat, rounding=rounding,
                at_least=at_least, up_to=up_to, source=source,
            )
        )  # fmt: skip
    return tuple(rows)

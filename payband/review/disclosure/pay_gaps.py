"""The gender pay gap and the equal pay audit as they are published: percentages alone, and none of few people.

Nothing is said in pounds, since an amount times a number of people is a sum from which others could be taken. A gap is
said to one decimal of a percent only where both groups have a hundred people or more, and else in whole percents:
whoever knows what all but one are paid, this year and last, then still knows that one's pay no closer than to several
points of a spine. Gaps between groups in one grade are said as what they are looked into for, and no closer.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from payband.review.answers import PERCENT, TEXT, WHOLE
from payband.review.disclosure.published import HIDDEN, PublishedTable, published_column, unless
from payband.review.parts.equal_pay.audit import GRADE, Audit, audit_of, gaps
from payband.review.parts.equal_pay.workers import BASIC, TOTAL
from payband.review.parts.gender_pay_gap.groups import LEAST_BY_PROPOSAL, Comparison, comparisons, six_figures
from payband.review.parts.gender_pay_gap.people import employees, the_report
from payband.review.parts.tables.equal_pay import EQUAL_PAY, RULES
from payband.review.parts.tables.gender_pay_gap import REPORT
from payband.review.results import Results
from payband.rules.measures.gender_pay_gap import QUARTERS

__all__ = ["ENOUGH_FOR_DECIMALS", "equal_pay", "gender_pay_gap"]

ENOUGH_FOR_DECIMALS = 100
"""From how many people of each group on a gap is said to a decimal of a percent."""


# --- the gender pay gap --------------------------------------------------------------------------------------------


def gender_pay_gap(results: Results, least: int) -> PublishedTable | None:
    """The six figures of each comparison; None where the review has none."""
    inputs = results.inputs
    report = the_report(inputs) if inputs.rows_of(REPORT.name) else None
    if report is None:
        return None
    fewest = 1 if least == 1 else max(least, LEAST_BY_PROPOSAL)
    rows = [
        row
        for each in comparisons(list(employees(inputs, report)))
        for row in _figures(each, fewest, least, report.decimals)
    ]
    columns = (
        published_column("Figure", TEXT),
        published_column("Groups", TEXT),
        published_column("Percent", PERCENT),
    )
    notes = [
        "A gap is how far the group's hourly pay or bonus lies below that of the group compared with. Below 0% the "
        "group is paid more.",
        f"Gaps are in whole percents where a group has fewer than {ENOUGH_FOR_DECIMALS} people, and withheld where one "
        f"has fewer than {fewest}.",
    ]
    caption = "Gender pay gap, and the same by ethnicity and disability where given"
    return PublishedTable("GenderPayGap", "Gender pay gap", caption, columns, rows, notes) if rows else None


def _figures(each: Comparison, fewest: int, least: int, decimals: int) -> Iterator[tuple[Any, ...]]:
    def exact(people: int) -> int:
        return decimals if people >= ENOUGH_FOR_DECIMALS else 0

    name = f"{each.group[:1].upper()}{each.group[1:]} compared with {each.base}"
    with_bonus = [len(each.groups.bonuses(group)) for group in (each.base, each.group)]
    few = each.fewest < fewest
    few_bonuses = few or any(0 < count < fewest for count in with_bonus)
    found = six_figures(each, exact(each.fewest))
    of_bonus = six_figures(each, exact(each.fewest_with_bonus))
    yield "mean gap in hourly pay", name, unless(few, found.mean_gap)
    yield "median gap in hourly pay", name, unless(few, found.median_gap)
    yield "mean gap in bonus pay", name, unless(few_bonuses, of_bonus.mean_bonus_gap)
    yield "median gap in bonus pay", name, unless(few_bonuses, of_bonus.median_bonus_gap)
    for group, share in zip((each.base, each.group), found.with_bonus, strict=True):
        yield f"paid a bonus, of {group}", name, unless(few_bonuses, share)
    hidden = few or _few_in_quarters(each, least)
    for quarter, shares in zip(QUARTERS, found.of_quarters, strict=True):
        for group, share in zip((each.base, each.group), shares, strict=True):
            yield f"{group} in the {quarter} quarter of hourly pay", name, unless(hidden, share)


def _few_in_quarters(each: Comparison, least: int) -> bool:
    """Whether a quarter has so few people of a group that they are not to be counted."""
    counts = [*each.groups.in_quarters(each.group), *each.groups.in_quarters(each.base)]
    return any(0 < count < least for count in counts)


# --- equal pay -----------------------------------------------------------------------------------------------------


def equal_pay(results: Results, least: int) -> PublishedTable | None:
    """What is looked into of each group in each grade; None where the review has no equal pay audit.

    Bands of points are left out: they group the same people once more, and the two could be taken from each other.
    """
    inputs = results.inputs
    rows = [row for rule in inputs.rows_of(RULES.name) for row in _grades(audit_of(inputs, rule, least))]
    columns = (
        published_column("Grade", TEXT),
        published_column("Groups", TEXT),
        published_column("People of the group", WHOLE),
        published_column("People compared with", WHOLE),
        published_column("Look into basic pay", TEXT),
        published_column("Look into total pay", TEXT),
    )
    notes = [
        "A gap of 5% or more is looked into, and so is one of 3% or more that recurs in another grade, unless the body "
        "has limits of its own.",
        "A difference does not prove discrimination, and the lack of one does not prove equal pay.",
    ]
    caption = "Equal pay: gaps to look into, by grade"
    return PublishedTable("EqualPay", "Equal pay", caption, columns, rows, notes) if rows else None


def _grades(audit: Audit) -> Iterator[tuple[Any, ...]]:
    place = {column.heading: at for at, column in enumerate(EQUAL_PAY.columns)}

    def of(row: Sequence[Any], heading: str) -> Any:
        return row[place[heading]]

    found: dict[tuple[str, str], dict[str, Sequence[Any]]] = {}
    for row in gaps(audit):
        if of(row, "equal work by") == GRADE and of(row, "pay") in (BASIC, TOTAL):
            found.setdefault((of(row, "group"), of(row, "equal work")), {})[of(row, "pay")] = row
    for (group, grade), kinds in found.items():
        basic, total = kinds[BASIC], kinds.get(TOTAL, kinds[BASIC])
        counts = [of(basic, heading) for heading in ("people", "people compared with")]
        flags = [HIDDEN if of(row, "look into") is None else of(row, "look into") for row in (basic, total)]
        nobody = 0 in counts
        yield (
            grade,
            f"{group[:1].upper()}{group[1:]} compared with {audit.base}",
            *(unless(count is None, count) for count in counts),
            *(["one group only"] * 2 if nobody else flags),
        )

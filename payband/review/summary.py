"""The headlines of a review: what fits on one screen."""

from collections import Counter
from collections.abc import Callable
from typing import TypeAlias

from payband.calendar import date_text
from payband.review.results import Results
from payband.review.slotting_list import DISPLACED
from payband.units import counted, pounds_text, to_multiple

__all__ = ["headlines"]

Money: TypeAlias = Callable[[int | None], str]


def headlines(results: Results) -> list[tuple[str, list[str]]]:
    """The headlines by section, each a sentence or two; amounts rounded as the settings ask."""
    settings = results.inputs.settings

    def money(pence: int | None) -> str:
        if pence is None:
            return "not known"
        return pounds_text(to_multiple(pence, settings.report_rounding), pence_shown=False)

    name = ", ".join(part for part in (settings.body, settings.review_name) if part) or "Review"
    sections = [
        ("Review", [f"{name}; from {date_text(settings.implementation_date)}, in prices of {settings.price_base}"]),
        ("Structure", _structure(results, money)),
    ]
    if results.inputs.people:
        sections += [("Slotting", _slotting(results)), ("Protection", _protection(results, money))]
    sections.append(("Approvals", _approvals(results)))
    failed, count = results.failed, len(results.tables["Checks"])
    lines = [f"{count - len(failed)} of {count} passed"]
    details = {record["check"]: record for record in results.tables["Checks"].records()}
    lines += [f"FAILED: {each} ({details[each]['found']}) {details[each]['detail']}".rstrip() for each in failed]
    sections.append(("Checks", lines))
    if results.warnings:
        sections.append(("Notes", results.warnings))
    return sections


def _structure(results: Results, money: Money) -> list[str]:
    total = results.structure_cost.total
    lines = [
        f"{total.now.posts} posts to {total.proposed.posts}; {money(total.now.cost)} to "
        f"{money(total.proposed.cost)} a year: "
        f"saving {money(total.saving)} in a full year"
    ]
    stated = any(line.proposed.stated is not None for line in results.structure_cost.lines)
    if stated and total.variance is not None:
        lines.append(f"modelled {money(total.proposed.modelled)}, {money(total.variance)} against the stated cost")
    if any(line.now.estimated or line.proposed.estimated for line in results.structure_cost.lines):
        lines.append("ESTIMATED: costs rest on points that were never published")
    return lines


def _slotting(results: Results) -> list[str]:
    records = results.tables["SlottingList"].records()
    outcomes = Counter(record["outcome"].partition(",")[0] for record in records)
    words = [
        f"{outcomes[each]} {each}"
        for each in ("rise", "same", "fall", DISPLACED, "leaves", "unknown")
        if outcomes[each]
    ]
    estimated = sum(bool(record["estimated"]) for record in records)
    mark = f"; {estimated} ESTIMATED" if estimated else ""
    return [f"{counted(len(records), 'person', 'people')}: {', '.join(words)}{mark}"]


def _protection(results: Results, money: Money) -> list[str]:
    cost = results.protection_cost
    years = ", ".join(f"{year} {money(each)}" for year, each in (cost.total_by_year or {}).items())
    text = f"{money(cost.total)} for {counted(cost.people, 'person', 'people')}" + (f" ({years})" if years else "")
    if results.inputs.settings.protection_on_costs:
        text += f"; on-costs of it {money(cost.on_costs)}"
    if cost.estimated:
        text += "; ESTIMATED"
    return [text]


def _approvals(results: Results) -> list[str]:
    records = results.tables["ApprovalsNeeded"].records()
    needed = [record for record in records if record["needed"]]
    if not records:
        return ["no rule to test against"]
    if not needed:
        return [f"none needed, {len(records)} tested"]
    return [f"{record['what']} ({record['posts']}): {record['body']}, as {record['reason']}" for record in needed]

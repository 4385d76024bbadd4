"""The headlines of a review: what fits on a screen, or on two where it has further parts."""

from collections.abc import Callable, Mapping, Sequence
from textwrap import shorten, wrap
from typing import TYPE_CHECKING, Protocol, TypeAlias

from payband.calendar import date_text
from payband.review.fixed_sums import fixed_sums
from payband.review.inputs.settings import Settings
from payband.review.slotting_list import DISPLACED, outcomes_counted
from payband.units import counted, pounds_text, to_multiple

if TYPE_CHECKING:
    from payband.review.answers import AnswerRows
    from payband.review.inputs.inputs import Inputs
    from payband.review.parts.answering import PartAnswer
    from payband.review.protection_cost import ProtectionCost
    from payband.review.structure_cost import StructureCost

__all__ = [
    "MOST_NOTES",
    "PAID_TO_DISPLACED",
    "PROTECTION_IN_ALL",
    "full_year_saving",
    "headlines",
    "headlines_text",
    "net_saving_to",
]

PAID_TO_DISPLACED = "Paid to displaced people until their last day"
"""What the Summary calls the cost of displaced people from the start of the new structure on."""

PROTECTION_IN_ALL = "Protection in all, basic pay"
"""What the Summary calls the cost of protection over its whole term."""

MOST_NOTES = 4
"""How many notes the headlines and the Summary give in full; the Run log has them all."""

SCREEN_WIDTH = 110

MOST_LETTERS = 170
"""How long the headlines of a part may be: two lines of a terminal."""


class Answers(Protocol):
    """What the headlines are made from: the answers of a review."""

    inputs: "Inputs"
    structure_cost: "StructureCost"
    protection_cost: "ProtectionCost"
    tables: "dict[str, AnswerRows]"
    parts: "Sequence[PartAnswer]"
    warnings: list[str]

    @property
    def failed(self) -> list[str]:
        """The names of the checks that failed."""

    @property
    def untold(self) -> list[str]:
        """The names of the checks that cannot be told."""

    @property
    def not_passed(self) -> list[str]:
        """Both."""


Money: TypeAlias = Callable[[int | None], str]


def headlines(results: Answers) -> list[tuple[str, list[str]]]:
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
    sections += _parts(results, money)
    count = len(results.tables["Checks"])
    lines = [f"{count - len(results.not_passed)} of {count} passed"]
    details = {record["check"]: record for record in results.tables["Checks"].records()}
    for outcome, names in (("FAILED", results.failed), ("CANNOT BE TOLD", results.untold)):
        lines += [f"{outcome}: {each} ({details[each]['found']}) {details[each]['detail']}".rstrip() for each in names]
    sections.append(("Checks", lines))
    if results.warnings:
        notes, more = results.warnings[:MOST_NOTES], len(results.warnings) - MOST_NOTES
        if more > 0:
            notes = [*notes, f"{counted(more, 'more note')} on the sheet Run log"]
        sections.append(("Notes", notes))
    return sections


def headlines_text(sections: Mapping[str, Sequence[str]]) -> str:
    """The headlines for a screen: the sections next to their sentences, in lines of up to 110 letters."""
    lines = []
    width = max(map(len, sections)) + 2
    for section, texts in sections.items():
        head = f"{section:<{width}}"
        for text in texts:
            for part in wrap(text, SCREEN_WIDTH - width):
                lines.append(f"{head}{part}")
                head = " " * width
    return "\n".join(lines)


def full_year_saving(settings: Settings) -> str:
    """What the saving of a full year is called where the savings of each year are next to it."""
    return f"Saving, a full year at {settings.price_base} prices"


def net_saving_to(year: str) -> str:
    """What the saving less protection of all years to a last one is called."""
    return f"Net saving to {year}, before one-off costs"


def _structure(results: Answers, money: Money) -> list[str]:
    total = results.structure_cost.total
    posts = f"{counted(total.now.posts, 'post')} to {total.proposed.posts}"
    lines = [
        f"{posts}; {money(total.now.cost)} to {money(total.proposed.cost)} a year: "
        f"saving {money(total.saving)} in a full year"
    ]
    if total.now.cost is None or total.proposed.cost is None:
        unknown = [line.name for line in results.structure_cost.lines if line.saving is None]
        lines = [f"{posts}; the cost is not known: {'; '.join(unknown)}"]
    if results.structure_cost.has_stated and total.variance is not None:
        lines.append(f"modelled {money(total.proposed.modelled)}, {money(total.variance)} against the stated cost")
    fixed = fixed_sums(results.inputs)
    if fixed.profiles:
        with_fixed = (money(fixed.with_cost(each.cost)) for each in (total.now, total.proposed))
        lines.append(f"with fixed on-costs of {money(fixed.total)} a year: {' to '.join(with_fixed)} a year")
    if any(line.now.estimated or line.proposed.estimated for line in results.structure_cost.lines):
        lines.append("ESTIMATED: costs rest on points that were never published")
    return lines


def _slotting(results: Answers) -> list[str]:
    slotting = results.tables["SlottingList"]
    outcomes = outcomes_counted(slotting)
    words = [
        f"{outcomes[each]} {each}"
        for each in ("rise", "same", "fall", DISPLACED, "leaves", "unknown")
        if outcomes[each]
    ]
    estimated = sum(slotting.column("estimated"))
    mark = f"; {estimated} ESTIMATED" if estimated else ""
    return [f"{counted(len(slotting), 'person', 'people')}: {', '.join(words)}{mark}"]


def _protection(results: Answers, money: Money) -> list[str]:
    cost = results.protection_cost
    years = ", ".join(f"{year} {money(each)}" for year, each in (cost.total_by_year or {}).items())
    text = f"{money(cost.total)} for {counted(cost.people, 'person', 'people')}" + (f" ({years})" if years else "")
    if results.inputs.settings.protection_on_costs:
        text += f"; plus on-costs of {money(cost.on_costs)}"
    if cost.estimated:
        text += "; ESTIMATED"
    return [text]


def _approvals(results: Answers) -> list[str]:
    records = results.tables["ApprovalsNeeded"].records()
    needed = [record for record in records if record["needed"]]
    if not records:
        return [
            "no rule to test against: name your body's own in table ApprovalRules, or one of the library in Settings"
        ]
    if not needed:
        return [f"none needed, {len(records)} tested"]
    return [f"{record['what']} ({record['posts']}): {record['body']}, as {record['reason']}" for record in needed]


def _parts(results: Answers, money: Money) -> list[tuple[str, list[str]]]:
    """The first lines of each further part, as many as two lines of a terminal hold."""
    said: dict[str, list[str]] = {}
    for part in results.parts:
        for section, label, value, form in part.summary:
            known = value is not None
            shown = money(int(value * 100) if known else None) if form == "money" else value if known else "not known"
            said.setdefault(section, []).append(f"{label}: {shown}")
    return [(section, [_shortened(texts)]) for section, texts in said.items()]


def _shortened(texts: Sequence[str]) -> str:
    for count in range(len(texts), 0, -1):
        more = f"; {len(texts) - count} more on the sheet Summary" if count < len(texts) else ""
        text = "; ".join(texts[:count])
        if len(text) + len(more) <= MOST_LETTERS:
            return text + more
    return shorten(text, MOST_LETTERS - len(more), placeholder=" ...") + more

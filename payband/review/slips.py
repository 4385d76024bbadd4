"""Slips of the keyboard that are possible as they stand and hardly ever meant: noted, with what may be meant."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from payband import library
from payband.calendar import FinancialYear, date_text
from payband.errors import did_you_mean, nearest
from payband.library import FORM_NOT_SAID
from payband.library.duties import OFFICES
from payband.review.inputs.cross_checks.alike import nearly_the_same
from payband.review.inputs.cross_checks.references import tables_with_rows
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.rates import AFTER_THE_LAST
from payband.review.inputs.settings import Settings
from payband.review.parts.tables.compression import REPORTING_LINES
from payband.review.parts.tables.one_off_costs import ONE_OFF_COSTS
from payband.review.parts.tables.statutory_duties import DUTIES
from payband.review.years.money import DISCOUNT_RATE
from payband.rules.protection import TAPERS
from payband.units import counted, percent_text, pounds_text

__all__ = ["slips"]

MOST_AWARD = 1_000  # basis points
MOST_OTHER_RATE = 2_500  # basis points
MOST_YEARS_AFTER = 10  # the start of the structure
FEWEST_MONTHS = 6
LEAST_ONE_OFF = 100_00  # pence: paid in thousands, perhaps
MOST_A_WEEK = 5_000_00  # pence
LEAST_OF_A_YEAR = 10_000_00  # pence
_OTHER_DUTIES = ("Returning Officer", "Electoral Registration Officer")
_BASIC = ("basic pay", "basic pay, pro rata")


def _awards(inputs: Inputs) -> Iterator[str]:
    for award in inputs.pay_awards:
        if award.percent > MOST_AWARD:
            yield (
                f"The pay award of {date_text(award.effective_from)} is {percent_text(award.percent)}, over "
                f"{percent_text(MOST_AWARD)}: check it"
            )


def _other_rates(inputs: Inputs) -> Iterator[str]:
    for profile in inputs.on_costs:
        if profile.other_rate > MOST_OTHER_RATE:
            yield (
                f"On-cost profile {profile.profile} has another rate of {percent_text(profile.other_rate)}, over "
                f"{percent_text(MOST_OTHER_RATE)}: check it"
            )


def _far_days(inputs: Inputs) -> Iterator[str]:
    """Days of any table that are long after the start, as those of a wrong century are."""
    start = inputs.settings.implementation_date
    last_year = start.year + max(inputs.settings.horizon, MOST_YEARS_AFTER)
    for table, rows in tables_with_rows(inputs):
        for column in table.columns:
            if column.unit == "date" and column.name != "agreed on":  # which may well be today
                for row in rows:
                    day = getattr(row, column.field)
                    if isinstance(day, date) and day.year > last_year:
                        yield (
                            f"Table {table.name}, row {row.row}, column '{column.name}': {date_text(day)} is "
                            f"{day.year - start.year} years after the start on {date_text(start)}: check the year"
                        )


def _started_later(inputs: Inputs) -> Iterator[str]:
    start = inputs.settings.implementation_date
    for person in inputs.people:
        if person.started_on is not None and person.started_on > start:
            yield (
                f"{person.person} started in the grade on {date_text(person.started_on)}, after the start on "
                f"{date_text(start)} (table People, row {person.row}): check the day"
            )


def _protection(inputs: Inputs) -> Iterator[str]:
    settings = inputs.settings
    months, shares = settings.protection_months, settings.protection_shares
    if settings.protection_policy:
        yield from _of_policy(settings)
        return
    if inputs.people and 0 < months < FEWEST_MONTHS:
        yield (
            f"Pay is protected for {counted(months, 'month')} (setting 'protection months'): if years are meant, write "
            f"{12 * months}"
        )
    if shares and settings.protection_form not in TAPERS:
        yield (
            f"The setting 'protection shares' is used by a tapered protection alone, and this one is "
            f"{settings.protection_form}: change the form, or empty the shares"
        )
    elif list(shares) != sorted(shares, reverse=True):
        said = ", ".join(map(percent_text, shares))
        yield f"The protection shares rise ({said}): a taper falls from one to the next, check their order"


def _of_policy(settings: Settings) -> Iterator[str]:
    """What a policy that is named says and the review does not hold: what is protected, and what ends it early."""
    first = library.protection_lengths(settings.protection_policy, settings.implementation_date)[0]
    if first.base not in (FORM_NOT_SAID, *_BASIC):
        yield f"The policy {first.name} protects {first.base}: the review protects the salary alone"
    if first.ends_early:
        yield (
            f"The policy {first.name} ends protection early where {first.ends_early}: give the day in column "
            "'protection ends on' of table People"
        )


def _price_base(inputs: Inputs) -> Iterator[str]:
    settings = inputs.settings
    later = settings.price_base.start - FinancialYear.containing(settings.implementation_date).start
    if later > 1:
        yield (
            f"The price base {settings.price_base} is {later} years after the start on "
            f"{date_text(settings.implementation_date)}: check both"
        )


def _assumptions(inputs: Inputs) -> Iterator[str]:
    """Assumptions that are spelt nearly like those that payband reads, and so are passed over."""
    known = (AFTER_THE_LAST, DISCOUNT_RATE)
    for row in inputs.assumptions:
        name = " ".join(row.assumption.split())
        meant = nearest(name, known)
        if meant is not None and name.casefold() != meant:
            yield (
                f"The assumption '{name}' (table Assumptions, row {row.row}) is none that payband reads, and changes "
                f"no figure; {did_you_mean(meant)}"
            )


def _package(inputs: Inputs) -> Iterator[str]:
    """One pay element of one post or person in two rows: paid twice, or typed twice."""
    first: dict[tuple[str, str], int] = {}
    for row in inputs.package:
        key = (row.line_or_person.casefold(), row.element.casefold())
        if first.setdefault(key, row.row) != row.row:
            yield (
                f"Table Package, row {row.row}: '{row.element}' of {row.line_or_person} is already in row {first[key]}"
                ", and both are counted: delete one if it was typed twice"
            )


def _one_off(inputs: Inputs) -> Iterator[str]:
    for row in inputs.rows_of(ONE_OFF_COSTS.name):
        if row.amount is not None and 0 < row.amount < LEAST_ONE_OFF:
            yield (
                f"Table OneOffCosts, row {row.row}: '{row.item}' costs {pounds_text(row.amount)}: if that is "
                f"thousands, write {pounds_text(row.amount * 1_000, pence_shown=False)}"
            )
        if row.week_pay is not None and row.week_pay > MOST_A_WEEK:
            yield (
                f"Table OneOffCosts, row {row.row}: a week's pay of {pounds_text(row.week_pay)} looks like a month's "
                "or a year's: check it"
            )


def _paid_early(inputs: Inputs) -> Iterator[str]:
    """One-off costs of a day before the start."""
    start = inputs.settings.implementation_date
    for row in inputs.rows_of(ONE_OFF_COSTS.name):
        if row.paid_on < start:
            yield (
                f"Table OneOffCosts, row {row.row}: '{row.item}' is paid on {date_text(row.paid_on)}, before the start "
                f"on {date_text(start)}: check the day"
            )


def _duties(inputs: Inputs) -> Iterator[str]:
    """Posts and duties that are spelt nearly like another: the duty would seem to move, or be one of its own."""
    known = {office.casefold(): office for office in (*OFFICES, *_OTHER_DUTIES)}
    for row in inputs.rows_of(DUTIES.name):
        now, proposed = row.post_now, row.post_proposed
        where = f"Table {DUTIES.name}, row {row.row}"
        if nearly_the_same(now.casefold(), proposed.casefold()):
            yield f"{where}: '{now}' holds it now and '{proposed}' as proposed, which are two: is one misspelt?"
        duty = row.duty.casefold()
        meant = next((known[each] for each in known if duty not in known and nearly_the_same(duty, each)), None)
        if meant is not None:
            yield f"{where}: '{row.duty}' is spelt nearly like '{meant}', and counts as another duty: is it misspelt?"


def _reporting(inputs: Inputs) -> Iterator[str]:
    """Salaries of those who report that are too low for a year."""
    for row in inputs.rows_of(REPORTING_LINES.name):
        low = next((pay for pay in (row.bottom_salary, row.top_salary) if pay is not None and pay < LEAST_OF_A_YEAR), 0)
        if low:
            yield (
                f"Table {REPORTING_LINES.name}, row {row.row}: {pounds_text(low)} is low for a full-time year: if it "
                f"is by month, write {pounds_text(low * 12)}"
            )


_EACH: Iterable[Callable[[Inputs], Iterator[Any]]] = (
    _awards, _other_rates, _far_days, _started_later, _protection, _price_base, _assumptions, _package, _one_off,
    _paid_early, _duties, _reporting,
)  # fmt: skip


def slips(inputs: Inputs) -> Iterator[str]:
    """Every note on what is possible and hardly ever meant."""
    for each in _EACH:
        yield from each(inputs)

"""The wage floor: who and what falls under it from each day on, and what lifting them and keeping the gaps costs.

**Days.** The first day of each financial year of the horizon (of the first year, the implementation date), and each day
within it on which the floor changes or a pay award takes effect. Costs are of a whole year at the pay and the floor of
the day, and at the rates of its financial year.

**Lifting** brings every salary under the floor up to the lowest one that pays it, to the penny, and no further. Posts
without a holder cost nothing to lift: they are filled at the floor.

**Keeping the gaps** is a flat rise: everybody on a spine (in a grade without points, in the grade) rises by what the
lowest paid of them lacks, up to the salary that the policy names, so that nobody comes nearer to those below. Its cost
is what that is more than lifting alone. Who is displaced is lifted and keeps no gap.

The age of nobody is known: the statutory floor is that of adults. The Real Living Wage counts from the day on which it
is announced. Salary sacrifice is taken off pay before it is compared with the floor; on-costs are those of the salary.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from payband import library
from payband.calendar import FinancialYear, date_text
from payband.errors import PaybandError, Problem, UnknownFigure
from payband.library import STATUTORY
from payband.review.answers import AnswerRows
from payband.review.check import Check, passed
from payband.review.core.paid_between import paid_between
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.on_cost_terms import ON_COSTS_NOT_STATED, terms_of_person
from payband.review.inputs.rates import Rates
from payband.review.parts.answering import Calculated, PartAnswer
from payband.review.parts.tables.wage_floor import BY_YEAR, PEOPLE, POINTS, WAGE_FLOORS, WageFloorRow
from payband.review.parts.wage_floors.wage_floor_days import Held, days_of, weeks_of
from payband.review.parts.wage_floors.wage_floor_pay import PaidPerson, PaidPoint, PayOnDays
from payband.review.slotting_list import full_time_share
from payband.rules.cost.on_costs import OnCostTerms
from payband.rules.pay.wage_floor import lifted, rise_that_keeps_gaps
from payband.units import counted, pounds_text

__all__ = ["PROBLEMS", "answer"]

NOT_KNOWN = "the pay of somebody is not known"


# --- what must hold ------------------------------------------------------------------------------------------------


def _problem(row: WageFloorRow, column: str, message: str) -> Problem:
    return Problem(message, sheet=WAGE_FLOORS.sheet, table=WAGE_FLOORS.name, row=row.row, column=column)


def _figures(inputs: Inputs) -> Iterator[Problem]:
    """The floor and the divisor are known on the day on which the structure starts."""
    day = inputs.settings.implementation_date
    for row in inputs.readable_rows(WAGE_FLOORS.name):
        try:
            library.wage_floor(row.floor, day)
        except PaybandError as error:
            yield _problem(row, "floor", str(error))
        try:
            weeks_of(row, day)
        except PaybandError as error:
            yield _problem(row, "divisor", str(error))


def _sacrifices(inputs: Inputs) -> Iterator[Problem]:
    """Nobody gives up the whole salary."""
    lowest = min((person.salary_now for person in inputs.people), default=None)
    for row in inputs.readable_rows(WAGE_FLOORS.name):
        if lowest is not None and row.salary_sacrifice >= lowest:
            message = (
                f"{pounds_text(row.salary_sacrifice)} is a whole salary of table People: give what a year gives up"
            )
            yield _problem(row, "salary sacrifice", message)


def _gaps(inputs: Inputs) -> Iterator[Problem]:
    """A highest salary is named only where gaps are kept."""
    for row in inputs.readable_rows(WAGE_FLOORS.name):
        if row.gaps_up_to is not None and not row.keep_gaps:
            yield _problem(row, "gaps up to salary", "is given, and no gaps are kept: write yes there, or empty this")


PROBLEMS = (_figures, _sacrifices, _gaps)


# --- people and costs ----------------------------------------------------------------------------------------------


class _Cost(NamedTuple):
    """Pence a year of salaries and of on-costs; None where these are not known."""

    salary: int
    on_costs: int | None

    @property
    def total(self) -> int | None:
        """Both together."""
        return None if self.on_costs is None else self.salary + self.on_costs


class _Costs:
    """What a higher salary costs more in a financial year, by the person's on-costs."""

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self.rates = Rates(inputs.assumptions)
        self._known: dict[object, _Cost] = {}
        self._lines_now = {line.line.casefold(): line for line in inputs.lines("now")}
        self.why = ""

    def more(self, each: PaidPerson, before: int, after: int, year: FinancialYear) -> _Cost:
        """What a person costs more, for the time worked, who is paid one full-time salary in place of another."""
        if before == after:
            return _Cost(0, 0)
        line = each.line or self._lines_now.get(each.person.post_now.casefold())  # who is displaced has no other
        terms = terms_of_person(self._inputs, each.person, line)
        old, new = (self._of(full_time_share(pence, each.person), terms, year) for pence in (before, after))
        unknown = old.on_costs is None or new.on_costs is None
        return _Cost(new.salary - old.salary, None if unknown else (new.on_costs or 0) - (old.on_costs or 0))

    def _of(self, annual: int, terms: OnCostTerms | None, year: FinancialYear) -> _Cost:
        key = (annual, terms, year)
        if terms is None:
            self.why = ON_COSTS_NOT_STATED
        if key not in self._known:
            by = self._inputs.settings.part_months
            try:
                found = _Cost(*paid_between(annual, year.starts_on, year.ends_on, terms, self.rates, by))
            except UnknownFigure as error:
                self.why = str(error)
                found = _Cost(annual, None)
            self._known[key] = found
        return self._known[key]


class _Person(NamedTuple):
    """A person against a floor on a day: the full-time salary to lift to, and what lifting and gaps cost."""

    of: PaidPerson
    under: bool | None
    lifted: int
    lifting: _Cost
    rises: bool
    gaps: _Cost


def _people(
    paid: Sequence[PaidPerson], row: WageFloorRow, held: Held, costs: _Costs, year: FinancialYear
) -> list[_Person]:
    """Everybody against a floor."""
    rises = _rises(paid, held) if row.keep_gaps else {}
    found = []
    for each in paid:
        if each.pay is None:
            found.append(_Person(each, None, 0, _Cost(0, None), False, _Cost(0, None)))
            continue
        to_floor = int(lifted(each.pay, held.least))
        kept = to_floor
        if row.gaps_up_to is None or each.unprotected <= row.gaps_up_to:
            kept = max(to_floor, each.unprotected + rises.get(each.spine.casefold(), 0))
        found.append(
            _Person(
                each,
                held.is_under(each.pay),
                to_floor,
                costs.more(each, each.pay, to_floor, year),
                kept > each.pay and to_floor == each.pay,
                costs.more(each, to_floor, kept, year),
            )
        )
    return found


def _rises(paid: Sequence[PaidPerson], held: Held) -> Mapping[str, int]:
    """By how much everybody on a spine rises, so that gaps are kept."""
    lowest: dict[str, int] = {}
    for each in paid:
        if each.pay is not None and each.spine:
            key = each.spine.casefold()
            lowest[key] = min(each.pay, lowest.get(key, each.pay))
    return {spine: int(rise_that_keeps_gaps(pay, held.least)) for spine, pay in lowest.items()}


# --- the answers ---------------------------------------------------------------------------------------------------


class _Day(NamedTuple):
    """What a policy comes to on a day; None where it is not known."""

    row: WageFloorRow
    day: date
    held: Held
    points: Sequence[PaidPoint]
    people: Sequence[_Person]
    why: str

    @property
    def points_under(self) -> int:
        """How many points fall under the floor."""
        return sum(each.salary is not None and self.held.is_under(each.salary) for each in self.points)

    @property
    def under(self) -> int | None:
        """How many people fall under the floor."""
        found = [each.under for each in self.people]
        return None if None in found else sum(map(bool, found))

    @property
    def lifting(self) -> tuple[int | None, int | None, int | None]:
        """Salaries, on-costs and both, to lift them."""
        return _together([each.lifting for each in self.people], known=self.under is not None)

    @property
    def estimated(self) -> bool:
        """Whether a point or somebody's salary rests on an estimated one."""
        return any(each.estimated for each in self.points) or any(each.of.estimated for each in self.people)

    @property
    def others(self) -> int | None:
        """How many others rise where gaps are kept."""
        return None if self.under is None else sum(each.rises for each in self.people)

    @property
    def gaps(self) -> int | None:
        """What keeping the gaps costs more, with on-costs."""
        return _together([each.gaps for each in self.people], known=self.under is not None)[2]


def _together(costs: Sequence[_Cost], *, known: bool) -> tuple[int | None, int | None, int | None]:
    if not known:
        return None, None, None
    salaries = sum(each.salary for each in costs)
    on_costs = [each.on_costs for each in costs]
    if None in on_costs:
        return salaries, None, None
    more = sum(each or 0 for each in on_costs)
    return salaries, more, salaries + more


def answer(calculated: Calculated) -> PartAnswer:
    """The floor by year and day, the points and people under it, what lifting and keeping the gaps costs."""
    inputs = calculated.inputs
    pay = PayOnDays(inputs, calculated.ranges, calculated.placed)
    costs = _Costs(inputs)
    by_year: list[tuple[Any, ...]] = []
    points: list[tuple[Any, ...]] = []
    people: list[tuple[Any, ...]] = []
    warnings: list[str] = []
    checks: list[Check] = []
    summary: list[tuple[str, str, Any, str]] = []
    for row in inputs.rows_of(WAGE_FLOORS.name):
        known: list[_Day] = []
        untold = ""
        for day, held in days_of(row, inputs):
            if isinstance(held, str):
                by_year.append(_unknown(row, day, held))
                untold = untold or f"{date_text(day)}: {held}"
                continue
            found = _day(row, day, held, pay, costs)
            known.append(found)
            by_year.append(_year(found))
            points += [_point(found, each) for each in found.points]
            people += [_person(found, each) for each in found.people]
        warnings += _warnings(row, known, untold)
        checks += _lawful(row, known)
        summary += [_headline(each) for each in known]
    tables = (AnswerRows(BY_YEAR, by_year), AnswerRows(POINTS, points), AnswerRows(PEOPLE, people))
    return PartAnswer(tables, checks=checks, warnings=warnings, summary=summary)


def _day(row: WageFloorRow, day: date, held: Held, pay: PayOnDays, costs: _Costs) -> _Day:
    year = FinancialYear.containing(day)
    costs.why = ""
    people = _people(list(pay.people(day)), row, held, costs, year)
    unknown = [each.of.why for each in people if each.under is None]
    reasons = [f"{NOT_KNOWN}: {unknown[0]}"] if unknown else []
    reasons += [each for each in (costs.why, costs.rates.assumed.get(year, "")) if each]
    return _Day(row, day, held, pay.points(day), people, "; ".join(reasons))


def _unknown(row: WageFloorRow, day: date, why: str) -> tuple[Any, ...]:
    return (row.policy, day, str(FinancialYear.containing(day)), row.floor, *[None] * 10, why)


def _year(found: _Day) -> tuple[Any, ...]:
    held = found.held
    return (
        found.row.policy, found.day, str(FinancialYear.containing(found.day)), held.name, held.floor, held.least,
        found.points_under, found.under, *found.lifting, found.others, found.gaps,
        found.estimated, found.why or None,
    )  # fmt: skip


def _point(found: _Day, each: PaidPoint) -> tuple[Any, ...]:
    held, salary = found.held, each.salary
    start = (found.row.policy, found.day, each.spine, each.point, salary)
    if salary is None:
        return (*start, None, None, held.floor, None, None, False)
    lacks = int(rise_that_keeps_gaps(salary, held.least))
    return (*start, held.counts(salary), held.hourly(salary), held.floor, held.is_under(salary), lacks, each.estimated)


def _person(found: _Day, each: _Person) -> tuple[Any, ...]:
    held, paid = found.held, each.of
    start = (paid.person.person, found.row.policy, found.day, paid.line.line if paid.line else None, paid.pay)
    if paid.pay is None:
        return (*start, None, None, held.floor, None, None, None, None, False, paid.why)
    return (
        *start, held.counts(paid.pay), held.hourly(paid.pay), held.floor, each.under, each.lifted - paid.pay,
        each.lifting.total, each.gaps.total, paid.estimated, None,
    )  # fmt: skip


def _lawful(row: WageFloorRow, known: Sequence[_Day]) -> Iterator[Check]:
    """The structure starts with nobody below the statutory floor; of how many that holds, the check does not tell."""
    if row.floor == STATUTORY:
        start = known[0]
        under, untold = _somebody_under(start), start.under is None
        found = "somebody" if under else "not known" if untold else "nobody"
        name = f"{row.policy}: nobody is paid less than the statutory floor when the structure starts"
        detail = "" if not under else f"see sheet {BY_YEAR.sheet}"
        yield Check(name, "nobody", found, passed([1] * under, [1] * untold), detail)


def _somebody_under(each: _Day) -> bool:
    return any(one.under for one in each.people)


def _warnings(row: WageFloorRow, known: Sequence[_Day], untold: str) -> Iterator[str]:
    """From when on somebody falls under the floor, and the first day on which that is not known."""
    under = next((each for each in known if _somebody_under(each)), None)
    if under is not None:
        yield f"Wage floor, {row.policy}: somebody is under it on {date_text(under.day)}: see sheet {BY_YEAR.sheet}"
    if untold:
        yield f"Wage floor, {row.policy}: not known on {untold}"


def _headline(found: _Day) -> tuple[str, str, Any, str]:
    held = found.held
    text = f"{pounds_text(held.floor)} an hour is {pounds_text(held.least)} a year: "
    text += f"{counted(found.points_under, 'point')} and "
    if found.under is None:
        text += f"people not known to lie under it ({found.why})"
    else:
        text += f"{counted(found.under, 'person', 'people')} under it"
        if found.under:
            text += f"; lifting them costs {_money(found.lifting[2])} a year"
            if found.row.keep_gaps:
                text += f", keeping the gaps {_money(found.gaps)} more"
    return "Wage floor", f"{found.row.policy} from {date_text(found.day)}", text, "text"


def _money(pence: int | None) -> str:
    return "what is not known" if pence is None else pounds_text(pence)

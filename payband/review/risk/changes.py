"""What a sensitivity or a simulation may change in a review: how it is read, shown, and made to the inputs."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple

from payband.calendar import FinancialYear, date_text
from payband.errors import InputProblems, UnknownFigure, UnknownName, WrongInput, did_you_mean, nearest
from payband.kinds import point_text
from payband.review.fewer_posts import overfilled
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.pay_awards import horizon_years
from payband.review.inputs.rates import Rates, ni_rate_year
from payband.review.inputs.settings import SETTINGS
from payband.review.inputs.tables import INPUTS, Assumption, PayAwardRow
from payband.review.parts.tables.scenarios import SCENARIOS, ScenarioChange
from payband.review.ranges import Ranges
from payband.review.scenarios.scenarios import Scenarios, rows_of_table
from payband.review.scenarios.targets import AwardTarget, CellTarget, Keys, RateTarget, SettingTarget, target_of
from payband.review.slotting_list import placements
from payband.rules.cost.on_costs import OnCostTerms
from payband.units import basis_points_from, counted, pence_from, percent_text, pounds, pounds_text

__all__ = [
    "AWARD",
    "NAMED",
    "NI_RATE",
    "PENSION_RATE",
    "TURNOVER",
    "VACANCIES",
    "Change",
    "awards_that_vary",
    "changed",
    "changes_of",
]

AWARD, PENSION_RATE, NI_RATE = "award", "pension rate", "employer NI rate"
TURNOVER, VACANCIES = "turnover", "vacancies"
NAMED: Mapping[str, str] = {
    AWARD: "percentage points on each pay award of the horizon; without any, on 0% each 1 April of its later years",
    PENSION_RATE: "percentage points on the pension rate of every on-cost profile",
    NI_RATE: "percentage points on the rate of employer NI in every year of the horizon",
    TURNOVER: "share of the people protected who leave each year after the first, so that their protection ends",
    VACANCIES: "share of the cost of the structure, now and proposed, that vacant posts save on average",
}
"""The changes that have a name of their own, and what their value is."""

_RELATIVE = (AWARD, PENSION_RATE, NI_RATE)
_MOST_POINTS = 2_500  # basis points: who types 1 for one point means 1% and not 100%
_PERCENT, _POUNDS, _COUNT = "%", "£", "number"
_COUNTS = ("number", "months")
_NOT_VARIED = ("horizon", "implementation date", "price base")
_SCENARIO = "what is varied"


class Change(NamedTuple):
    """One thing that is varied: its name as given, and what its value is, in basis points, pence or whole numbers."""

    name: str
    unit: str
    meaning: str
    standing: str
    """What it is in the review as it stands, in words; empty where that is no single figure."""

    @property
    def is_named(self) -> bool:
        """Whether it has a name of its own, and is not named as a scenario would."""
        return self.name in NAMED

    @property
    def is_added(self) -> bool:
        """Whether its values are points that are added to a rate, and not the rate itself."""
        return self.name in _RELATIVE

    def read(self, value: Any, what: str) -> int:
        """A cell of it as basis points, pence or a whole number. Raises WrongInput."""
        if self.unit == _PERCENT:
            found = basis_points_from(value, what)
        elif self.unit == _POUNDS:
            found = pence_from(value, what)
        else:
            text = point_text(value)
            if not text.lstrip("-").isdecimal():
                raise WrongInput(f"{what} is '{value}': give a whole number")
            found = int(text)
        if self.name in (TURNOVER, VACANCIES) and not 0 <= found <= 10_000:
            raise WrongInput(f"{what} is {self.shown(found)}: give {self.name} from 0% to 100%")
        if self.name in _RELATIVE and abs(found) > _MOST_POINTS:
            raise WrongInput(
                f"{what} is {self.shown(found)}, which looks like a slip of the keyboard: write 1% for one point"
            )
        return found

    def shown(self, value: int) -> str:
        """A value of it in words; what is added has its sign."""
        if self.unit == _PERCENT:
            sign = "+" if self.name in _RELATIVE and value > 0 else ""
            return f"{sign}{percent_text(value)}"
        return pounds_text(value) if self.unit == _POUNDS else str(value)

    def given(self, value: int) -> Any:
        """A value of it as a row of table Scenarios would give it."""
        if self.unit == _PERCENT:
            return percent_text(value)
        return str(pounds(value)) if self.unit == _POUNDS else value


def changes_of(whats: Iterable[str], inputs: Inputs) -> list[Change]:
    """What each of some names varies. Raises UnknownName, with the nearest, or WrongInput for what is no number."""
    keys = Keys(partial(rows_of_table, inputs))
    return [_change_of(what, keys, inputs) for what in whats]


def _change_of(what: str, keys: Keys, inputs: Inputs) -> Change:
    for name, meaning in NAMED.items():
        if name.casefold() == what.casefold():
            return Change(name, _PERCENT, meaning, "0%")
    try:
        target = target_of(what, keys)
    except UnknownName as error:
        names = [*NAMED, *(setting.name for setting in SETTINGS)]
        meant = nearest(what, names)
        if meant is not None:
            raise UnknownName(f"'{what}' is nothing that can be varied; {did_you_mean(meant)}") from None
        raise UnknownName(f"{error}; or {', '.join(NAMED)}") from None
    if isinstance(target, AwardTarget):
        return Change(what, _PERCENT, f"the pay award of {date_text(target.effective_from)}", "")
    if isinstance(target, RateTarget):
        return Change(what, _PERCENT, f"the rate of employer NI from {target.first_year}", "")
    column = target.setting if isinstance(target, SettingTarget) else target.column
    unit = _unit(column.unit)
    if unit is None or column.name in _NOT_VARIED:
        raise WrongInput(f"'{what}' is not a number that can be varied: give a rate, an amount, months or posts")
    if isinstance(target, SettingTarget):
        value = inputs.settings.in_force(column)
    else:
        value = getattr(_row_of(target, keys, inputs), column.field)
    return Change(what, unit, column.help or column.unit, _standing(unit, value))


def _unit(unit: str) -> str | None:
    if unit.startswith(_PERCENT) or unit == "share of full time":
        return _PERCENT
    return _POUNDS if unit.startswith(_POUNDS) else _COUNT if unit in _COUNTS else None


def _row_of(target: CellTarget, keys: Keys, inputs: Inputs) -> Any:
    place, table = next((place, table) for place, table in enumerate(INPUTS) if table.name == target.table)
    rows: Any = inputs[place]
    return rows[keys.of(table)[target.key]]


def _standing(unit: str, value: Any) -> str:
    if value is None or isinstance(value, tuple):
        return ""
    if isinstance(value, Fraction):
        value = round(value * 10_000)
    return Change("", unit, "", "").shown(value)


# --- making the changes --------------------------------------------------------------------------------------------


def changed(inputs: Inputs, values: Mapping[Change, int]) -> Inputs:
    """The inputs with each change made; turnover and vacancies change what is measured and not the inputs.

    Raises WrongInput for a value that something cannot have, such as an award below nothing.
    """
    of_scenario = [
        ScenarioChange.model_construct(row=0, scenario=_SCENARIO, what=each.name, value=each.given(value))
        for each, value in values.items()
        if not each.is_named
    ]
    if of_scenario:
        try:
            varied = Scenarios(inputs._replace(parts={SCENARIOS.name: tuple(of_scenario)})).inputs_of(_SCENARIO)
        except InputProblems as error:
            raise WrongInput("; ".join(problem.message for problem in error.problems)) from None
        if varied.structure is not inputs.structure:
            _check_posts(varied, inputs)
        inputs = varied._replace(parts=inputs.parts)
    by_name = {each.name: value for each, value in values.items()}
    if by_name.get(AWARD):
        inputs = inputs._replace(pay_awards=_awards(inputs, by_name[AWARD]))
    if by_name.get(PENSION_RATE):
        inputs = inputs._replace(on_costs=_on_costs(inputs, by_name[PENSION_RATE]))
    if by_name.get(NI_RATE):
        inputs = inputs._replace(assumptions=_assumptions(inputs, by_name[NI_RATE]))
    return inputs


def _check_posts(varied: Inputs, before: Inputs) -> None:
    """Raises WrongInput where fewer posts leave people without one: what that saves depends on who goes."""
    for each in overfilled(varied, placements(varied, Ranges(varied))):
        if each.line not in before.structure:
            raise WrongInput(
                f"{counted(each.line.posts, 'post')} of '{each.line.line}' for "
                f"{counted(len(each.people), 'person', 'people')}: what that saves depends on who goes. Give it as "
                "a scenario, which payband compare works out with the lowest and the highest paid displaced, or take "
                "people out of the line first"
            )


def awards_that_vary(inputs: Inputs) -> Sequence[PayAwardRow]:
    """The pay awards of the horizon; where there are none, one of 0% each 1 April of its later years."""
    years = horizon_years(inputs.settings)
    starts_on, ends_on = inputs.settings.implementation_date, years[-1].ends_on
    given = [row for row in inputs.pay_awards if starts_on < row.effective_from <= ends_on]
    return given or [
        PayAwardRow.model_construct(
            row=0, effective_from=year.starts_on, percent=0, flat=0, rounding="nearest £1", at_least=0, up_to=None,
            source="varied",
        )
        for year in years[1:]
    ]  # fmt: skip


def _awards(inputs: Inputs, points: int) -> tuple[PayAwardRow, ...]:
    varied = awards_that_vary(inputs)
    lowest = min((row.percent for row in varied), default=0)
    if lowest + points < 0:
        raise WrongInput(
            f"an award of {percent_text(lowest)} with {percent_text(points)} on it would be below zero: give "
            f"{percent_text(-lowest)} or more"
        )
    before = [row for row in inputs.pay_awards if row not in varied]
    return (*before, *(row.model_copy(update={"percent": row.percent + points}) for row in varied))


def _on_costs(inputs: Inputs, points: int) -> tuple[Any, ...]:
    for row in inputs.on_costs:
        if not 0 <= row.pension_rate + points <= 10_000:
            raise WrongInput(
                f"the pension rate of profile '{row.profile}', {percent_text(row.pension_rate)}, with "
                f"{percent_text(points)} on it would not lie between 0% and 100%: give less of a change"
            )
    return tuple(row.model_copy(update={"pension_rate": row.pension_rate + points}) for row in inputs.on_costs)


def _assumptions(inputs: Inputs, points: int) -> tuple[Assumption, ...]:
    """The rate of every year of the horizon, changed, in place of those that are assumed."""
    kept = [row for row in inputs.assumptions if ni_rate_year(row.assumption) is None]
    rows = []
    for year in horizon_years(inputs.settings):
        rate = _ni_rate(inputs, year)
        if rate is None:
            break
        if not 0 <= rate + points <= 10_000:
            raise WrongInput(
                f"an employer NI rate of {percent_text(rate)} with {percent_text(points)} on it would not lie between "
                "0% and 100%: give less of a change"
            )
        name = f"employer NI rate from {year}"
        rows.append(
            Assumption.model_construct(row=0, assumption=name, value=percent_text(rate + points), basis="varied")
        )
    return (*kept, *rows)


def _ni_rate(inputs: Inputs, year: FinancialYear) -> int | None:
    """The rate of employer NI at the end of a year; None past the published and assumed ones."""
    try:
        return Rates(inputs.assumptions)(year.months[-1], OnCostTerms(0))[0].rate
    except UnknownFigure:
        return None

"""What the structure costs in each financial year of the horizon, and in the steady state: the outlook of a review."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from payband import library
from payband.calendar import FinancialYear, date_text, last_day_after
from payband.errors import UnknownFigure
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.on_cost_terms import terms_of_profile
from payband.review.inputs.pay_awards import awards_of, awards_until, horizon_years
from payband.review.inputs.rates import Rates
from payband.review.inputs.tables import StructureLine
from payband.review.memo import Memo
from payband.review.ranges import Ranges
from payband.review.years.columns import SHOWN, YearColumns
from payband.review.years.outlook_table import PROTECTION, STATES, STEADY_STATE, LineYear, Outlook, StateCost
from payband.review.years.posts import Posts, posts_of, posts_of_displaced
from payband.review.years.protection import protection_by_line
from payband.review.years.staff import slotted_people, staff_of
from payband.review.years.windows import Window
from payband.rules.cost.on_costs import OnCostTerms

if TYPE_CHECKING:
    import numpy as np

    Column: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"

__all__ = ["PROTECTION", "STATES", "STEADY_STATE", "LineYear", "Memo", "Outlook", "OutlookWork", "StateCost", "outlook"]


def outlook(inputs: Inputs, memo: Memo | None = None) -> Outlook:
    """What the structure now and the proposed one cost in each financial year of the horizon.

    The years are `horizon` of them from the financial year of the implementation date. Salaries are those of the
    implementation date; pay awards and increments after it are added from their day on. Whole months are paid as
    twelfths, part months as the settings count their days, and so are their on-costs. Others pay their share for whole
    months only. A year whose rates were never published is not known, unless table Assumptions carries the last ones
    on. `memo` keeps what several outlooks share.
    """
    return OutlookWork(inputs, memo or Memo()).outlook()


class _Lines(NamedTuple):
    """The lines of a structure: their names and numbers, and those of each state that need a look of their own."""

    names: tuple[str, ...]
    at: Mapping[str, int]
    stated: Mapping[str, Sequence[StructureLine]]
    profiles: tuple[str, ...]


def _lines_of(structure: Sequence[StructureLine]) -> _Lines:
    names = list({line.line.casefold(): line.line for line in structure}.values())
    by_state = {state: [line for line in structure if line.state == state] for state in ("now", "proposed")}
    return _Lines(
        tuple(names),
        {name.casefold(): number for number, name in enumerate(names)},
        {state: [line for line in lines if line.stated_cost is not None] for state, lines in by_state.items()},
        tuple(dict.fromkeys(line.on_cost_profile for line in structure)),
    )


class OutlookWork:
    """The steps of one outlook, each kept in the memo under what it depends on."""

    columns = YearColumns
    shown: Sequence[Any] = SHOWN

    def __init__(self, inputs: Inputs, memo: Memo) -> None:
        self._inputs = inputs
        self._memo = memo
        settings = inputs.settings
        self._years = horizon_years(settings)
        self._ends_on = self._years[-1].ends_on
        self._lines = memo.get("lines", (inputs.structure,), (), lambda: _lines_of(inputs.structure))
        grades = (settings.implementation_date, settings.unpublished_points, library.folders())
        self._ranges = memo.get("ranges", (inputs.grades, inputs.spines), grades, lambda: Ranges(inputs))
        self._rates = self._shared(Rates(inputs.assumptions))
        self._base_rates = self._shared(Rates(inputs.assumptions, settings.price_base))
        costed, service = settings.elements_costed, (settings.protection, settings.implementation_date)
        by_staff = (costed, *(service if settings.protection.by_service else ()))
        self._staff = memo.get("staff", (inputs.people, inputs.package), by_staff, lambda: staff_of(inputs))
        rules = (settings.slotting_rule, settings.tie, settings.implementation_date)
        self._slotted = memo.get(
            "slotted", (self._staff, self._ranges, inputs.structure), rules,
            lambda: slotted_people(self._staff, inputs, self._ranges, self._lines.at),
        )  # fmt: skip
        self._posts = {state: self._posts_of(state) for state in ("now", "proposed")}
        by = (settings.on_cost_profile, settings.implementation_date, self._ends_on, settings.increments, costed)
        self._posts["displaced"] = memo.get(
            "posts of displaced people", (inputs.structure, self._ranges, self._staff, inputs.package), by,
            lambda: posts_of_displaced(inputs, self._ranges, self._lines.at, self._staff),
        )  # fmt: skip
        self._awards = awards_until(inputs, self._ends_on)
        self._terms: dict[str, OnCostTerms] = {}
        self._profiles = tuple((each.profile, terms_of_profile(inputs, each.profile)) for each in inputs.on_costs)
        self._rates_by = (settings.on_cost_profile, self._rates.key, self._base_rates.key)
        self._rated_by = (self._profiles, *self._rates_by)

    def _shared(self, rates: Rates) -> Rates:
        """Rates that have been asked before, where the same ones have."""
        return self._memo.get("rates", (), (rates.key, library.is_collecting()), lambda: rates)

    def _posts_of(self, state: str) -> Posts:
        inputs, settings = self._inputs, self._inputs.settings
        slotted = self._slotted if state == "proposed" else None
        by = (
            state, settings.costed_at, settings.on_cost_profile, settings.implementation_date, self._ends_on,
            settings.increments, settings.vacancies_costed, settings.elements_costed,
        )  # fmt: skip
        return self._memo.get(
            "posts", (inputs.structure, self._ranges, self._staff, slotted, inputs.package), by,
            lambda: posts_of(state, inputs, self._ranges, self._lines.at, self._staff, self._slotted),
        )  # fmt: skip

    def _terms_of(self, profile: str) -> OnCostTerms:
        """The on-cost terms of a profile that lines have."""
        if profile not in self._terms:
            found = terms_of_profile(self._inputs, profile)
            assert found is not None  # the inputs are checked for it
            self._terms[profile] = found
        return self._terms[profile]

    # --- the cost of a state in the years ----------------------------------------------------------------------------

    def _windows(self, state: str, rated: int) -> list[Window]:
        """The years that have rates, the steady state if all have, and the days of year one that are paid otherwise."""
        found = [Window(year.starts_on, year.ends_on) for year in self._years[:rated]]
        if rated == len(self._years):
            found.append(found[-1]._replace(settled=True))
        first, starts_on = self._years[0], self._inputs.settings.implementation_date
        if rated and first.starts_on != starts_on and state != "displaced":
            before, after = (first.starts_on, starts_on - timedelta(days=1)), (starts_on, first.ends_on)
            found.append(Window(*(before if state == "now" else after)))
        return found

    def _in_windows(self, state: str, rated: int) -> "Column":
        """A state of the structure in each window: the fields of StateCost, windows and lines, pence."""
        settings = self._inputs.settings
        windows = self._windows(state, rated)

        posts, lines = self._posts[state], self._lines
        same = (state, self._awards, settings.increments, settings.part_months, tuple(windows))

        def columns() -> YearColumns:
            there = self._inputs.lines("proposed" if state == "proposed" else "now")
            if state == "displaced":  # what people are paid: no cost is stated for that
                there = [line.model_copy(update={"stated_cost": None}) for line in there]
            of_state = {lines.at[line.line.casefold()]: line for line in there}
            return self.columns(self._inputs, posts, of_state, windows, self._ends_on, self._rates, self._base_rates)

        def work() -> "Column":
            terms = tuple(
                (name, terms and terms._replace(pension_rate=0, other_rate=0)) for name, terms in self._profiles
            )
            by = (*same, terms, *self._rates_by)
            found = self._memo.rows.get("rows of a state", (posts, self._inputs.structure), by, columns)
            return found.costs(self._inputs, len(lines.names), self.shown)

        return self._memo.get("years of a state", (posts, self._inputs.structure), (*same, *self._rated_by), work)

    def _amounts(self, rated: int) -> "tuple[Column, ...]":
        """The structure now, what is paid, the proposed one for full years, and what of it displaced people are paid.

        Each for the years, then the steady state. What is paid in year one is the structure now until the new one
        starts, and the proposed one from then on.
        """
        import numpy as np

        now, proposed = (self._in_windows(state, rated) for state in ("now", "proposed"))
        anybody = self._posts["displaced"].blocks
        displaced = self._in_windows("displaced", rated) if anybody else None
        fields, _, lines = now.shape
        count = len(self._years) + 1
        whole = rated + (rated == len(self._years))

        def years(found: "Column") -> "Column":
            if found.shape[1] == whole == count:
                return found
            answer = np.zeros((fields, count, lines), dtype=np.int64)
            answer[:, :whole] = found[:, :whole]
            return answer

        def work() -> "tuple[Column, ...]":
            full_year = paid = years(proposed)
            if proposed.shape[1] > whole:
                paid = full_year.copy()
                paid[:, 0] = now[:, -1] + proposed[:, -1]
            to_displaced = np.zeros_like(full_year) if displaced is None else years(displaced)
            return years(now), paid if displaced is None else paid + to_displaced, full_year, to_displaced

        return self._memo.get("amounts", (now, proposed, displaced), (count, rated), work)

    # --- the years ---------------------------------------------------------------------------------------------------

    def outlook(self) -> Outlook:
        """Every year and the steady state, as far as they are known."""
        import numpy as np

        names = self._lines.names
        rated, unrated, assumed = self._rated_years()
        known = np.ones((len(self._years) + 1, len(names)), dtype=bool)
        why = self._unknown_lines()
        known[:, [self._lines.at[name.casefold()] for name in why]] = False
        for number, reason in self._posts["displaced"].unknown.items():  # in the years that they are paid in
            last = self._posts["displaced"].until[number]
            known[[year.starts_on <= last for year in self._years] + [False], number] = False
            why.setdefault(names[number], f"displaced: {reason}")
        if rated < len(self._years):
            known[rated:] = False
        amounts = self._amounts(rated)
        estimated = {names[number] for posts in self._posts.values() for number in posts.estimated}
        of_rates = (*unrated, *_assumed_years(self._years, assumed))
        return Outlook(
            self._years, names, amounts, self._protection(rated), known, (*assumed, assumed[-1]), why,
            frozenset(estimated), (*of_rates, *self._warnings()), of_rates,
        )  # fmt: skip

    def _unknown_lines(self) -> dict[str, str]:
        """Why a line is not known: one of its states has neither a model nor a stated cost, or a person no salary."""
        names = self._lines.names
        stated = {(line.line.casefold(), line.state) for lines in self._lines.stated.values() for line in lines}
        why = {names[number]: reason for number, reason in self._slotted.unknown.items()}
        for state in ("now", "proposed"):  # of two reasons the last is said
            for number, reason in self._posts[state].unknown.items():
                name = names[number]
                if (name.casefold(), state) not in stated:
                    why[name] = f"{state}: {reason}"
        return why

    def _rated_years(self) -> tuple[int, Sequence[str], Sequence[str]]:
        """How many years have rates, what is said of the first without, and the assumption that each year rests on."""
        settings = self._inputs.settings

        def work() -> tuple[int, Sequence[str], Sequence[str]]:
            # In their order: the first without rates ends the search, and what was looked up by then is noted as used.
            terms = dict.fromkeys(
                self._terms_of(block.profile) for posts in self._posts.values() for block in posts.blocks
            )
            if settings.protection_on_costs:
                for own, category in self._staff.profiles:
                    found = [terms_of_profile(self._inputs, own or each, category) for each in self._lines.profiles]
                    terms |= dict.fromkeys(each for each in found if each is not None)
            said: list[str] = []
            rated = len(self._years)
            for number, year in enumerate(self._years):
                try:
                    for month in year.months:
                        for each in terms:
                            self._rates(month, each)
                except UnknownFigure as error:
                    said.append(f"{year} and later years are not known: {error}")
                    rated = number
                    break
            return rated, said, [self._rates.assumed.get(year, "") for year in self._years]

        if library.is_collecting():  # each figure is to be noted as used
            return work()
        posts = (self._posts["now"], self._posts["proposed"], self._staff, self._inputs.structure)
        return self._memo.get("rated", posts, (self._years, settings.protection_on_costs, *self._rated_by), work)

    def _protection(self, rated: int) -> "Column":
        inputs, settings = self._inputs, self._inputs.settings
        by = (
            settings.implementation_date, settings.protection if self._inputs.people else None,
            settings.protection_on_costs, settings.increments, settings.part_months,
            awards_of(inputs.pay_awards), self._years, rated, *self._rated_by,
        )  # fmt: skip
        return self._memo.get(
            "protection", (self._staff, self._slotted, inputs.structure, self._ranges), by,
            lambda: protection_by_line(
                self._staff, self._slotted, inputs, self._ranges, self._lines.names, self._years, rated, self._rates,
                self._memo,
            ),
        )  # fmt: skip

    def _warnings(self) -> Iterator[str]:
        settings = self._inputs.settings
        for day in dict.fromkeys(row.effective_from for row in self._inputs.pay_awards):
            if day <= settings.implementation_date:
                yield (
                    f"the pay award of {date_text(day)} adds nothing: it is not after the implementation date, "
                    f"{date_text(settings.implementation_date)}, whose salaries hold it already"
                )
            elif day > self._ends_on:
                yield (
                    f"the pay award of {date_text(day)} adds nothing in any of these years: it is past the horizon, "
                    f"which ends on {date_text(self._ends_on)}"
                )
        moves = self._awards or settings.increments != "none"
        for state, lines in self._lines.stated.items():
            posts = self._posts[state]
            stated = [self._lines.at[line.line.casefold()] for line in lines]
            flat = [self._lines.names[number] for number in stated if number in posts.unknown]
            if flat and moves:
                yield (
                    f"{state}: the stated cost of {', '.join(flat)} stays the same in every year, because nothing says "
                    "what awards and increments add to it"
                )
        if self._inputs.people and settings.protection.months:
            ends_on = last_day_after(settings.implementation_date, settings.protection.months)
            if ends_on > self._ends_on:
                yield f"protection lasts until {date_text(ends_on)}, past the horizon"


def _assumed_years(years: Sequence[FinancialYear], assumed: Sequence[str]) -> Iterator[str]:
    """Which years rest on which assumption."""
    for assumption in dict.fromkeys(each for each in assumed if each):
        named = [str(year) for year, each in zip(years, assumed, strict=True) if each == assumption]
        yield f"{', '.join(named)}: ASSUMED, {assumption}"

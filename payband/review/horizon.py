"""What the structure costs in each financial year of the horizon, and in the steady state: the outlook of a review."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from payband import library
from payband.calendar import FinancialYear, date_text, days_in_month, last_day_after
from payband.errors import UnknownFigure
from payband.review.core.structure_rows import months_funded_in
from payband.review.horizon_cost import Course, cost_by_line
from payband.review.horizon_memo import Memo
from payband.review.horizon_people import slotted_people, staff_of
from payband.review.horizon_posts import Posts, posts_of
from payband.review.horizon_protection import protection_by_line
from payband.review.horizon_rates import Rates
from payband.review.horizon_table import PROTECTION, STATES, STEADY_STATE, LineYear, Outlook, StateCost
from payband.review.inputs import Inputs
from payband.review.on_cost_terms import terms_of_profile
from payband.review.pay_awards import awards_of, awards_until, horizon_years
from payband.review.ranges import Ranges
from payband.review.tables import StructureLine
from payband.rules.on_costs import OnCostTerms
from payband.rules.salary_months import pay_between
from payband.rules.shares import paid_by_others

if TYPE_CHECKING:
    import numpy as np

    Column: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"

__all__ = ["PROTECTION", "STATES", "STEADY_STATE", "LineYear", "Memo", "Outlook", "StateCost", "outlook"]


def outlook(inputs: Inputs, memo: Memo | None = None) -> Outlook:
    """What the structure now and the proposed one cost in each financial year of the horizon.

    The years are `horizon` of them from the financial year of the implementation date. Salaries are those of the
    implementation date; pay awards and increments after it are added from their day on. Whole months are paid as
    twelfths, part months as the settings count their days, and so are their on-costs. Others pay their share for whole
    months only. A year whose rates were never published is not known, unless table Assumptions carries the last ones
    on. `memo` keeps what several outlooks share.
    """
    return _Work(inputs, memo or Memo()).outlook()


class _Lines(NamedTuple):
    """The lines of a structure: their names and numbers, and those of each state that need a look of their own."""

    names: tuple[str, ...]
    at: Mapping[str, int]
    external: Mapping[str, Sequence[StructureLine]]
    stated: Mapping[str, Sequence[StructureLine]]
    profiles: frozenset[str]


def _lines_of(structure: Sequence[StructureLine]) -> _Lines:
    names = list({line.line.casefold(): line.line for line in structure}.values())
    by_state = {state: [line for line in structure if line.state == state] for state in ("now", "proposed")}
    return _Lines(
        tuple(names),
        {name.casefold(): number for number, name in enumerate(names)},
        {state: [line for line in lines if line.external_share] for state, lines in by_state.items()},
        {state: [line for line in lines if line.stated_cost is not None] for state, lines in by_state.items()},
        frozenset(line.on_cost_profile for line in structure),
    )


class _Work:
    """The steps of one outlook, each kept in the memo under what it depends on."""

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
        self._staff = memo.get("staff", (inputs.people,), (), lambda: staff_of(inputs.people))
        rules = (settings.slotting_rule, settings.tie, settings.implementation_date)
        self._slotted = memo.get(
            "slotted", (self._staff, self._ranges, inputs.structure), rules,
            lambda: slotted_people(self._staff, inputs, self._ranges, self._lines.at),
        )  # fmt: skip
        self._posts = {state: self._posts_of(state) for state in ("now", "proposed")}
        self._awards = awards_until(inputs, self._ends_on)
        self._terms: dict[str, OnCostTerms] = {}
        profiles = tuple((each.profile, terms_of_profile(inputs, each.profile)) for each in inputs.on_costs)
        self._rated_by = (profiles, settings.on_cost_profile, self._rates.key, self._base_rates.key)

    def _shared(self, rates: Rates) -> Rates:
        """Rates that have been asked before, where the same ones have."""
        return self._memo.get("rates", (), (rates.key, library.is_collecting()), lambda: rates)

    def _posts_of(self, state: str) -> Posts:
        inputs, settings = self._inputs, self._inputs.settings
        slotted = self._slotted if state == "proposed" else None
        by = (
            state, settings.costed_at, settings.on_cost_profile, settings.implementation_date, self._ends_on,
            settings.increments, settings.vacancies_costed,
        )  # fmt: skip
        return self._memo.get(
            "posts", (inputs.structure, self._ranges, self._staff, slotted), by,
            lambda: posts_of(state, inputs, self._ranges, self._lines.at, self._staff, self._slotted),
        )  # fmt: skip

    def _terms_of(self, profile: str) -> OnCostTerms:
        """The on-cost terms of a profile that lines have."""
        if profile not in self._terms:
            found = terms_of_profile(self._inputs, profile)
            assert found is not None  # the inputs are checked for it
            self._terms[profile] = found
        return self._terms[profile]

    # --- the cost of a state from one day to another -----------------------------------------------------------------

    def _cost(self, posts: Posts, course: Course, first: date, last: date, rates: Rates) -> "Column":
        return cost_by_line(posts, self._terms_of, len(self._lines.names), course, first, last, rates, self._memo)

    def _years_of(self, state: str, rated: int) -> "Column":
        """A state in every year that has rates, and in the steady state: the fields of StateCost, years and lines."""
        import numpy as np

        def work() -> "Column":
            found = np.zeros((len(StateCost._fields), len(self._years) + 1, len(self._lines.names)), dtype=np.int64)
            for number, year in enumerate(self._years[:rated]):
                found[:, number] = self._window(state, year.starts_on, year.ends_on)
            if rated == len(self._years):
                last = self._years[-1]
                found[:, -1] = self._window(state, last.starts_on, last.ends_on, settled=True)
            return found

        by = (state, self._awards, self._inputs.settings.increments, self._years, rated, *self._rated_by)
        return self._memo.get("years of a state", (self._posts[state], self._inputs.structure), by, work)

    def _paid(self, now: "Column", full_year: "Column", rated: int) -> "Column":
        """What is paid: the structure now until the new one starts in year one, and the proposed one from then on."""
        first, starts_on = self._years[0].starts_on, self._inputs.settings.implementation_date
        if first == starts_on or not rated:
            return full_year

        def work() -> "Column":
            found = full_year.copy()
            found[:, 0] = self._window("now", first, starts_on - timedelta(days=1))
            found[:, 0] += self._window("proposed", starts_on, self._years[0].ends_on)
            return found

        return self._memo.get("paid", (now, full_year), (), work)

    def _window(self, state: str, first: date, last: date, *, settled: bool = False) -> "Column":
        """A state from one day to another: the fields of StateCost, a column a line."""
        import numpy as np

        posts = self._posts[state]
        awards = tuple(each for each in self._awards if settled or each.effective_from <= last)
        increments = self._inputs.settings.increments != "none"
        leavers = any(block.first or block.last or not block.base for block in posts.blocks)
        unmoved = Course(part_months=self._inputs.settings.part_months)
        final = unmoved._replace(awards=awards, increments=increments, leavers=leavers, settled=settled)

        def work() -> "Column":
            year = FinancialYear.containing(first)
            plain = self._cost(posts, unmoved, first, last, self._rates)
            same_rates = year == self._inputs.settings.price_base
            base = plain if same_rates else self._in_base_rates(posts, first, last)
            without_leavers, before_awards, at_end = plain, plain, plain
            if leavers or settled:
                gone = unmoved._replace(leavers=leavers, settled=settled)
                without_leavers = self._cost(posts, gone, first, last, self._rates)
                before_awards = at_end = without_leavers
            if increments:
                before_awards = at_end = self._cost(posts, final._replace(awards=()), first, last, self._rates)
            if awards:
                at_end = self._cost(posts, final, first, last, self._rates)
            gross = [each.sum(axis=0) for each in (base, plain, without_leavers, before_awards, at_end)]
            none = np.zeros_like(gross[0])
            effects = [later - earlier for earlier, later in pairwise(gross)]
            found = np.array([*at_end, none, none, *effects, none])
            self._external(found, state, posts, final, first, last)
            found[:, list(posts.unknown)] = 0
            for number, difference in self._stated_differences(state).items():
                found[_STATED, number] = pay_between(difference, first, last, unmoved.part_months)
            return found

        by = (state, final, first, last, *self._rated_by)
        return self._memo.get("window", (posts, self._inputs.structure), by, work)

    def _in_base_rates(self, posts: Posts, first: date, last: date) -> "Column":
        """What the posts cost at the rates of the price base; a whole year of it is the same in every year."""
        if (first.month, first.day, last.month, last.day) == (4, 1, 3, 31):
            base = self._inputs.settings.price_base
            first, last = base.starts_on, base.ends_on
        unmoved = Course(part_months=self._inputs.settings.part_months)
        by = (first, last, unmoved, *self._rated_by)
        return self._memo.get(
            "in base rates", (posts,), by, lambda: self._cost(posts, unmoved, first, last, self._base_rates)
        )

    def _external(self, found: "Column", state: str, posts: Posts, course: Course, first: date, last: date) -> None:
        """What others pay of each line, by whole months, and what the body pays because they do so no longer."""
        gross = found[0] + found[1]
        for line in self._lines.external[state]:
            share, number = line.external_share, self._lines.at[line.line.casefold()]
            promised = paid_by_others(int(gross[number]), share.numerator, share.denominator, 12)
            paid = promised
            if line.externally_funded_until is not None:
                until = _end_of_whole_months(line.externally_funded_until)
                paid = 0
                if not course.settled and until >= first:
                    funded = self._cost(posts, course, first, min(last, until), self._rates)[:, number].sum()
                    paid = paid_by_others(int(funded), share.numerator, share.denominator, 12)
            found[_EXTERNAL, number], found[_EXTERNAL_ENDED, number] = paid, promised - paid

    def _stated_differences(self, state: str) -> dict[int, int]:
        """By line, the stated cost less the modelled one, or the stated cost where there is no model, pence a year."""
        lines = self._lines.stated[state]
        if not lines:
            return {}
        posts, year = self._posts[state], self._inputs.settings.price_base
        modelled = self._in_base_rates(posts, year.starts_on, year.ends_on).sum(axis=0)
        differences = {}
        for line in lines:
            number, share = self._lines.at[line.line.casefold()], line.external_share
            gross = 0 if number in posts.unknown else int(modelled[number])
            external = paid_by_others(gross, share.numerator, share.denominator, months_funded_in(line, year))
            differences[number] = (line.stated_cost or 0) - (gross - external)
        return differences

    # --- the years ---------------------------------------------------------------------------------------------------

    def outlook(self) -> Outlook:
        """Every year and the steady state, as far as they are known."""
        import numpy as np

        names = self._lines.names
        rated, unrated, assumed = self._rated_years()
        known = np.ones((len(self._years) + 1, len(names)), dtype=bool)
        why = self._unknown_lines()
        known[:, [self._lines.at[name.casefold()] for name in why]] = False
        if rated < len(self._years):
            known[rated:] = False
        now, full_year = (self._years_of(state, rated) for state in ("now", "proposed"))
        amounts = (now, self._paid(now, full_year, rated), full_year)
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
        for state, posts in self._posts.items():
            for number, reason in posts.unknown.items():
                name = names[number]
                if (name.casefold(), state) not in stated:
                    why[name] = f"{state}: {reason}"
        return why

    def _rated_years(self) -> tuple[int, Sequence[str], Sequence[str]]:
        """How many years have rates, what is said of the first without, and the assumption that each year rests on."""
        settings = self._inputs.settings

        def work() -> tuple[int, Sequence[str], Sequence[str]]:
            terms = {self._terms_of(block.profile) for posts in self._posts.values() for block in posts.blocks}
            if settings.protection_on_costs:
                for own, category in self._staff.profiles:
                    found = [terms_of_profile(self._inputs, own or each, category) for each in self._lines.profiles]
                    terms |= {each for each in found if each is not None}
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
            settings.implementation_date, settings.protection_months, settings.protection_form,
            settings.protection_shares, settings.protection_on_costs, settings.increments, settings.part_months,
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
        for state, posts in self._posts.items():
            stated = [self._lines.at[line.line.casefold()] for line in self._lines.stated[state]]
            flat = [self._lines.names[number] for number in stated if number in posts.unknown]
            if flat and moves:
                yield (
                    f"{state}: {', '.join(flat)} stand at their stated cost in every year, since no model of them says "
                    "what awards and increments add"
                )
        if self._inputs.people and settings.protection_months:
            ends_on = last_day_after(settings.implementation_date, settings.protection_months)
            if ends_on > self._ends_on:
                yield f"protection lasts until {date_text(ends_on)}, past the horizon"


_EXTERNAL, _STATED, _EXTERNAL_ENDED = (
    StateCost._fields.index(name) for name in ("external", "stated_difference", "external_ended")
)


def _assumed_years(years: Sequence[FinancialYear], assumed: Sequence[str]) -> Iterator[str]:
    """Which years rest on which assumption."""
    for assumption in dict.fromkeys(each for each in assumed if each):
        named = [str(year) for year, each in zip(years, assumed, strict=True) if each == assumption]
        yield f"{', '.join(named)}: ASSUMED, {assumption}"


def _end_of_whole_months(until: date) -> date:
    """The last day of the last month that is over on a day."""
    month_end = until.replace(day=days_in_month(until))
    return until if until == month_end else until.replace(day=1) - timedelta(days=1)

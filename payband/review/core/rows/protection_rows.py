"""Which rows the protection of a review has: who is protected, the spells, and the months and years they fall in."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from payband.calendar import FinancialYear, Month, month_number
from payband.errors import UnknownFigure
from payband.forms import Form
from payband.review.core.on_costs import PAID_AT
from payband.review.core.one_person.beside import Besides
from payband.review.core.pay_elements import CostedElements, Elements
from payband.review.core.people import Person
from payband.review.core.protection import (
    Protected,
    ProtectedMonth,
    ProtectedWith,
    ProtectedYear,
    SpellDays,
    SpellOfPay,
)
from payband.review.core.rows.on_cost_rows import OnCostRows
from payband.review.core.rows.raise_rows import Place, RaiseRows, picked
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.on_cost_terms import ON_COSTS_NOT_STATED, profile_of, terms_of_person
from payband.review.inputs.several_posts import added_up
from payband.review.inputs.tables import StructureLine
from payband.review.ranges import Ranges
from payband.review.slotting_list import DISPLACED, LEAVES, Placement, is_protected, stays_until, terms_of
from payband.rules.pay.salary_months import CALENDAR_DAYS, part_of
from payband.rules.protection import Protection, periods, share_on, spell_days
from payband.sheets.collected import columns_of
from payband.sheets.rows import NO_ROW, Rows
from payband.sheets.unknown import Unknown

__all__ = ["Kind", "ProtectionRows", "protectable"]

_NOW, _NEW = (PAID_AT.index((Person, which)) for which in ("salary_now", "salary_new"))


class Kind(NamedTuple):
    """Somebody who is protected, or all who are protected alike: whose place it is, and the terms."""

    place: int
    terms: Protection
    days: tuple[tuple[date, date], ...]
    """The first and the last day of each spell."""
    on_costs: int
    """The row of the on-cost terms; no row where on-costs are not asked for."""
    elements: Elements = ()


class _Months(NamedTuple):
    """The months of a kind's protection and what lies in each, counted from the first of the kind's own rows."""

    months: tuple[Sequence[Any], ...]
    """Of each month its name, first and last day, place in the year, which year, the rows of its rates, missing."""
    years: Sequence[str]
    starts_of_years: Sequence[int]
    parts: tuple[Sequence[Any], ...]
    """Of the days of a month in a spell: which month, which spell and the next one in the month (or no row); the first
    and last day; the months that it is a part of, how many days, and of how many."""

    @property
    def size(self) -> int:
        """How many months there are."""
        return len(self.months[0])


def protectable(inputs: Inputs, placed: Sequence[Placement]) -> list[int]:
    """The places of those whom a fall in salary would protect: who is in the new structure and has not waived it."""
    settings = inputs.settings
    if not settings.protection.months:
        return []
    return [
        place
        for place, each in enumerate(placed)
        if is_protected(each.person, settings) and each.outcome not in (DISPLACED, LEAVES)
    ]


def _lines_of_new(inputs: Inputs, placed: Sequence[Placement]) -> dict[int, tuple[StructureLine, bool]]:
    """By the places of people with several posts the line in the new structure; or one now, if they are displaced."""
    now = {line.line.casefold(): line for line in inputs.lines("now")}
    found = {}
    for place in (place for places in added_up(inputs) for place in places):
        each = placed[place]
        line = each.line if each.outcome not in (DISPLACED, LEAVES) else None
        stays = line is None and stays_until(each, inputs.settings) is not None
        line = now.get(each.person.post_now.casefold()) if stays else line
        if line is not None:
            found[place] = (line, stays)
    return found


class ProtectionRows:
    """Collects the rows of protection.

    `kinds` are those who are protected; a month whose rates are not known is refused where the review is `strict`, and
    unknown where it is not.
    """

    def __init__(
        self,
        inputs: Inputs,
        ranges: Ranges,
        placed: Sequence[Placement],
        on_costs: OnCostRows,
        raises: RaiseRows,
        *,
        strict: bool,
    ) -> None:
        self._inputs = inputs
        self._ranges = ranges
        self._placed = placed
        self._on_costs = on_costs
        self._raises = raises
        self._strict = strict
        self._elements = CostedElements(inputs)
        self._besides = Besides(inputs, ranges, _lines_of_new(inputs, placed), on_costs, raises)
        self.kinds: list[Kind] = []
        self._alike: dict[object, int] = {}
        self._bears: dict[tuple[str, str], int] = {}
        self._months_alike: dict[object, _Months] = {}
        self._rows_of: list[_Months] = []
        self.spells: list[tuple[int, int, Place, Place]] = []
        """Each spell: its kind, which of its spells, and where the protected and the new salary are from."""
        self._first_spell: list[int] = []
        self._ends: list[tuple[int, int, int, int]] = []

    # --- who is protected --------------------------------------------------------------------------------------------

    def add(self, place: int, days: Sequence[tuple[date, date]], *, together: bool) -> int:
        """The kind of somebody who is protected on the days of some spells; one for all alike, taken `together`."""
        each = self._placed[place]
        person, line = each.person, each.line
        assert line is not None  # who goes nowhere is not protected
        terms = each.protection or terms_of(person, self._inputs, self._ranges.of(line.grade))
        bears = self._terms(each)
        elements = self._elements.of_holder(person.person, line.line, "proposed") if bears != NO_ROW else ()
        if together and place not in self._besides:
            assert each.slot is not None  # a salary that is not known is not protected
            key = (person.salary_now, each.slot.salary, person.fte, terms, tuple(days), bears, elements)
            if key in self._alike:
                return self._alike[key]
            self._alike[key] = len(self.kinds)
        self._add(Kind(place, terms, tuple(days), bears, elements))
        return len(self.kinds) - 1

    def _terms(self, each: Placement) -> int:
        """The row of the on-cost terms that somebody's protection bears."""
        if not self._inputs.settings.protection_on_costs:
            return NO_ROW
        person, line = each.person, each.line
        name = person.on_cost_profile or (line.on_cost_profile if line else "")
        key = (name, person.ni_category)
        if key not in self._bears:
            terms = terms_of_person(self._inputs, person, line)
            profile = profile_of(self._inputs, name)
            self._bears[key] = NO_ROW if terms is None else self._on_costs.terms(terms, profile)
        return self._bears[key]

    def _add(self, kind: Kind) -> None:
        number = len(self.kinds)
        self.kinds.append(kind)
        key = (kind.days, kind.on_costs, kind.terms.part_months)
        if key not in self._months_alike:
            self._months_alike[key] = self._months_of(kind)
        found = self._months_alike[key]
        self._rows_of.append(found)
        self._first_spell.append(len(self.spells))
        self._add_spells(number, kind)
        months, years = self._ends[-1][1::2] if self._ends else (0, 0)
        self._ends.append((months, months + found.size, years, years + len(found.years)))
        if kind.place in self._besides and kind.on_costs != NO_ROW:
            names, first_days, *_ = found.months
            of_kind = [
                (months + at, name, date.fromordinal(day))
                for at, (name, day) in enumerate(zip(names, first_days, strict=True))
            ]
            self._besides.add(kind.place, of_kind, kind.days[-1][1])

    def _add_spells(self, number: int, kind: Kind) -> None:
        """The spells one after the other: awards change the salaries, and increments the new one."""
        terms, raises = kind.terms, self._raises
        before, after = (_NOW, kind.place), (_NEW, kind.place)
        ladder = self._ladder(kind)
        for which, (first, _) in enumerate(kind.days):
            if first > terms.starts_on:
                moves = ladder if first in terms.increments else ()
                if first in raises.award_days or moves:
                    after = raises.after(after, first, moves)
                if first in raises.award_days and terms.form == "uplifted":
                    before = raises.after(before, first)
            self.spells.append((number, which, before, after))

    def _ladder(self, kind: Kind) -> tuple[int, ...]:
        line = self._placed[kind.place].line
        if not kind.terms.increments or line is None:
            return ()
        return self._raises.ladder(self._ranges.of(line.grade), 0)  # formulas follow a salary that is at the top today

    def _months_of(self, kind: Kind) -> _Months:
        first_day, last_day = kind.days[0][0], kind.days[-1][1]
        found = periods(first_day, last_day, "year")
        years = [name for name, _, _ in found]
        months: list[tuple[Any, ...]] = []
        parts: list[tuple[Any, ...]] = []
        for at, (name, first, last) in enumerate(periods(first_day, last_day, "month")):
            year = years.index(str(FinancialYear.containing(first)))
            months.append(
                (
                    name,
                    first.toordinal(),
                    last.toordinal(),
                    month_number(first),
                    year,
                    *self._rates(Month(first, last), kind),
                )
            )
            inside = [
                (spell, Month(max(first, starts), min(last, until)))
                for spell, (starts, until) in enumerate(kind.days)
                if starts <= last and until >= first
            ]
            following = [spell for spell, _ in inside[1:]] + [NO_ROW]
            for (spell, days), then in zip(inside, following, strict=True):
                ends = days.first.toordinal(), days.last.toordinal()
                part = part_of(days, kind.terms.part_months if days.days < days.of_days else CALENDAR_DAYS)
                of_months = part.months[0].number, part.months[-1].number
                parts.append((at, spell, then, *ends, *of_months, part.days, part.of_days))
        starts_of_years = [first.toordinal() for _, first, _ in found]
        return _Months(tuple(zip(*months, strict=True)), years, starts_of_years, tuple(zip(*parts, strict=True)))

    def _rates(self, month: Month, kind: Kind) -> tuple[int, int, Form]:
        """The rows of the rates of NI and of the levy of a month, and 0 or why they are not known."""
        if kind.on_costs == NO_ROW:
            asked_for = self._inputs.settings.protection_on_costs
            return NO_ROW, NO_ROW, Unknown(ON_COSTS_NOT_STATED) if asked_for else 0
        try:
            return *self._on_costs.month_rates(month, kind.on_costs), 0
        except UnknownFigure as error:
            if self._strict:
                raise
            return NO_ROW, NO_ROW, Unknown(str(error))

    def whole_term(self, place: int) -> int:
        """The kind of somebody whose pay would be protected, until the last day of the term: for formulas to follow."""
        each = self._placed[place]
        assert each.line is not None  # who goes nowhere is not protected
        terms = terms_of(each.person, self._inputs, self._ranges.of(each.line.grade))
        return self.add(place, spell_days(terms), together=False)

    # --- where the rows of a kind are --------------------------------------------------------------------------------

    def months(self, kind: int) -> range:
        """The rows of the months of a kind."""
        return range(*self._ends[kind][:2])

    def years(self, kind: int) -> range:
        """The rows of the financial years of a kind."""
        return range(*self._ends[kind][2:])

    def names_of_years(self, kind: int) -> Sequence[str]:
        """The financial years of a kind, as 2026-27."""
        return self._rows_of[kind].years

    def spells_of(self, kind: int) -> range:
        """The rows of the spells of a kind."""
        first = self._first_spell[kind]
        return range(first, first + len(self.kinds[kind].days))

    # --- rows --------------------------------------------------------------------------------------------------------

    def rows(self, *, at_once: bool = False) -> list[Rows]:
        """The rows of every sheet except those of on-costs, pay awards and people; as columns to evaluate at once."""
        kinds, placed, settings = self.kinds, self._placed, self._inputs.settings
        people = [placed[kind.place].person for kind in kinds]
        of_kind, which, before, after = _columns(self.spells, 4)
        on_costs = int(settings.protection_on_costs)
        days = [kinds[kind].days[spell] for kind, spell in zip(of_kind, which, strict=True)]
        shares = [share_on(kinds[kind].terms, first) for kind, (first, _) in zip(of_kind, days, strict=True)]
        of_month, of_year, of_part = (_Below(self._rows_of, at_once=at_once) for _ in range(3))
        month_names, starts, ends, place, year, ni, levy, missing = of_month.columns(8, lambda each: each.months)
        names, starts_of_years = of_year.columns(2, lambda each: (each.years, each.starts_of_years))
        month, spell, following, first, last, from_month, to_month, length, of_days = of_part.columns(
            9, lambda each: each.parts
        )
        references = [person.person for person in people]
        first_month, first_year = ([ends[place] for ends in self._ends] for place in (0, 2))
        return [
            Rows(Protected, len(kinds), {
                "person": [kind.place for kind in kinds],
                "parts": [person.fte.numerator for person in people],
                "of_parts": [person.fte.denominator for person in people],
                "terms": [kind.on_costs for kind in kinds],
                "with_on_costs": [on_costs] * len(kinds),
            }, people),
            self._element_rows(at_once=at_once),
            *self._besides.rows(),
            Rows(SpellOfPay, len(self.spells), {
                "of": of_kind, "before": picked(before), "after": picked(after), "share": shares,
                "first": [first.toordinal() for first, _ in days], "last": [last.toordinal() for _, last in days],
            }),
            Rows(ProtectedYear, len(names), {
                "person": of_year.each_of(references),
                "financial_year": names, "first": starts_of_years, "of": of_year.kinds,
            }),
            Rows(ProtectedMonth, len(starts), {
                "person": of_month.each_of(references),
                "month": month_names, "first": starts, "last": ends, "place": place,
                "of": of_month.kinds, "year": of_month.counted_from(first_year, year),
                "ni": ni, "levy_rate": levy, "missing": missing,
            }),
            Rows(SpellDays, len(first), {
                "month": of_part.counted_from(first_month, month),
                "spell": of_part.counted_from(self._first_spell, spell),
                "following": of_part.counted_from(self._first_spell, following),
                "first": first, "last": last, "first_month": from_month, "last_month": to_month,
                "days": length, "of_days": of_days,
            }),
        ]  # fmt: skip

    def _element_rows(self, *, at_once: bool) -> Rows:
        """The rows of the pay elements next to new salaries."""
        pairs = [(number, element) for number, kind in enumerate(self.kinds) for element in kind.elements]
        of, element = columns_of(pairs, 2, at_once=at_once)
        return Rows(ProtectedWith, len(pairs), {"of": of, "element": element})


class _Below:
    """The rows of every kind one below the other. Many kinds have the same rows, which are taken once."""

    def __init__(self, pieces: Sequence[_Months], *, at_once: bool) -> None:
        self._pieces = pieces
        self._at_once = at_once
        self.kinds: Any = ()
        """The kind that each row is of."""
        self._at: Any = None

    def columns(self, width: int, of: Callable[[_Months], tuple[Sequence[Any], ...]]) -> list[Any]:
        """The columns of all kinds, each of which has a piece of them."""
        if not self._pieces:
            return [[] for _ in range(width)]
        pieces = [of(each) for each in self._pieces]
        sizes = [len(piece[0]) for piece in pieces]
        if not self._at_once:
            self.kinds = [kind for kind, size in enumerate(sizes) for _ in range(size)]
            return [[value for piece in pieces for value in piece[column]] for column in range(len(pieces[0]))]
        import numpy as np

        distinct = {id(each): each for each in self._pieces}
        starts: dict[int, int] = {}
        count = 0
        for key, each in distinct.items():
            starts[key] = count
            count += len(of(each)[0])
        first = np.array([starts[id(each)] for each in self._pieces])
        self.kinds = np.repeat(np.arange(len(pieces)), sizes)
        place = np.arange(len(self.kinds)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        self._at = first[self.kinds] + place
        columns = zip(*(of(each) for each in distinct.values()), strict=True)
        return [self._of_all([value for piece in column for value in piece]) for column in columns]

    def _of_all(self, values: list[Any]) -> Any:
        """A column of every kind, from that of the distinct ones."""
        import numpy as np

        if all(type(value) is int for value in values):
            return np.array(values, dtype=np.int64)[self._at]
        return np.array(values, dtype=object)[self._at].tolist()

    def each_of(self, values: Sequence[str]) -> list[str]:
        """What each row's kind has."""
        if not self._at_once:
            return [values[kind] for kind in self.kinds]
        import numpy as np

        found: list[str] = np.array(values, dtype=object)[self.kinds].tolist() if len(values) else []
        return found

    def counted_from(self, first: Sequence[int], places: Any) -> Any:
        """Rows of another sheet by the kind that each belongs to: its first row there, and places counted from it."""
        if not self._at_once or not len(self.kinds):
            return [NO_ROW if at == NO_ROW else first[kind] + at for kind, at in zip(self.kinds, places, strict=True)]
        import numpy as np

        return np.where(places == NO_ROW, NO_ROW, np.array(first)[self.kinds] + places)


def _columns(rows: Sequence[tuple[Any, ...]], width: int) -> list[Any]:
    return list(zip(*rows, strict=True)) if rows else [()] * width

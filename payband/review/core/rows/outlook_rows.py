"""Which rows the outlook of a few posts has: each line in each year, and once everything has settled, with the causes.

The same columns are worked out on the rows of many posts (`payband.review.years.columns`), in columns.
"""

from collections.abc import Mapping, Sequence

from payband.calendar import FinancialYear
from payband.review.core.courses import Course
from payband.review.core.outlook import LineOutlook
from payband.review.core.rows.protection_rows import ProtectionRows
from payband.review.core.rows.year_rows import AS_IT_GOES, LineDays, YearRows
from payband.review.core.years import Causes, LineWhole, LineYear, NewHolder, NewHolders, ProtectedIn
from payband.review.inputs.inputs import Inputs
from payband.review.slotting_list import Placement
from payband.sheets.rows import NO_ROW, Picked, Rows

__all__ = ["OutlookRows"]

_OF_YEAR = ("cost_now", "cost_proposed", "displaced")
_PICKED = tuple((LineYear, name) for name in _OF_YEAR) + tuple(
    (LineWhole, name) for name in LineWhole.columns if name in LineOutlook.givens
)


class OutlookRows:
    """Collects the rows of the outlook, next to those of the years and of protection.

    `protected` are the rows of protection by the place of anyone who is protected.
    """

    def __init__(
        self,
        inputs: Inputs,
        years: YearRows,
        protection: ProtectionRows,
        protected: Mapping[int, int],
        placed: Sequence[Placement],
    ) -> None:
        self._inputs, self._years, self._protection = inputs, years, protection
        self._causes: list[tuple[int, ...]] = []
        self._whole: list[tuple[int, int, int]] = []
        self._protected_in: list[tuple[int, int]] = []
        self.lines = tuple(years.line_numbers)
        """The lines by their names in small letters; a row of the outlook is one of them in a year, line after line."""
        for number, year in enumerate(years.years[: years.rated]):
            for line, states in enumerate(years.line_numbers.values()):
                self._add(number * len(self.lines) + line, states.get("proposed"), year)
        if years.rated == len(years.years):
            self._add_settled(years.years[-1])
        line_of = [None if each.line is None else self.lines.index(each.line.line.casefold()) for each in placed]
        self._new_holders = [(line, place) for place, line in enumerate(line_of) if line is not None]
        for place, kind in protected.items():
            goes_to = line_of[place]
            assert goes_to is not None  # who is protected goes somewhere
            self._add_protected(goes_to, kind)

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self._whole)

    def _add(self, line_year: int, proposed: int | None, year: FinancialYear, *, settled: bool = False) -> None:
        """The row of a line for the whole of a year, and of what makes it cost what it does."""
        if proposed is None:
            self._whole.append((line_year, NO_ROW, NO_ROW))
            return
        years = self._years
        days = LineDays(proposed, year.starts_on, year.ends_on, course=AS_IT_GOES._replace(settled=settled))
        in_price_base = year == self._inputs.settings.price_base
        courses = {
            "of": days.course,
            "in_base_rates": Course(base_rates=not in_price_base),
            "in_own_rates": Course(),
            "without_leavers": years.course(days, leavers=True),
            "before_awards": years.course(days, increments=True, leavers=True),
        }
        if years.course(days) == days.course:  # nothing changes: these days are as they go
            courses["in_own_rates"] = days.course
            if in_price_base:
                courses["in_base_rates"] = days.course
        self._causes.append(tuple(years.line_in(days._replace(course=courses[name])) for name in Causes.links))
        self._whole.append((line_year, self._causes[-1][0], len(self._causes) - 1))

    def _add_settled(self, year: FinancialYear) -> None:
        """The rows of the lines once everything has settled, at the salaries and rates of the last year."""
        for states in self._years.line_numbers.values():
            of = {
                state: self._years.line_in(
                    LineDays(row, year.starts_on, year.ends_on, course=AS_IT_GOES._replace(settled=True))
                )
                for state, row in states.items()
            }
            line_year = self._years.add_line_year(of.get("now", NO_ROW), of.get("proposed", NO_ROW))
            self._add(line_year, states.get("proposed"), year, settled=True)

    def _add_protected(self, line: int, kind: int) -> None:
        """The years of somebody's protection that lie in the horizon."""
        names = [str(year) for year in self._years.years[: self._years.rated]]
        rows = self._protection.years(kind)
        for row, name in zip(rows, self._protection.names_of_years(kind), strict=True):
            if name in names:
                self._protected_in.append((names.index(name) * len(self.lines) + line, row))

    def rows(self) -> list[Rows]:
        """The rows of every sheet, next to those of the years."""
        of, full, causes = zip(*self._whole, strict=True) if self._whole else ((), (), ())
        protected, year = zip(*self._protected_in, strict=True) if self._protected_in else ((), ())
        by_name = dict(zip(Causes.links, zip(*self._causes, strict=True), strict=True)) if self._causes else {}
        given = {
            name: Picked(_PICKED, [at] * self.size, of if sheet is LineYear else range(self.size))
            for at, (sheet, name) in enumerate(_PICKED)
        }
        line_of = [row % len(self.lines) for row in range(self.size)]
        holders_of, holders = zip(*self._new_holders, strict=True) if self._new_holders else ((), ())
        words: dict[str, Sequence[object]] = dict.fromkeys(set(LineOutlook.givens) - set(given), [""] * self.size)
        words["fixed"] = [0] * self.size  # which is of no line
        return [
            Rows(Causes, len(self._causes), {name: by_name.get(name, ()) for name in Causes.links}),
            Rows(NewHolders, len(self.lines), {}),
            Rows(NewHolder, len(holders), {"of": holders_of, "person": holders}),
            Rows(LineWhole, self.size, {
                "of": of, "full": full, "causes": causes, "holders": line_of,
            }),
            Rows(ProtectedIn, len(protected), {"of": protected, "year": year}),
            Rows(LineOutlook, self.size, {**given, **words}),
        ]  # fmt: skip

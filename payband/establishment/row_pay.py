"""What one row of an establishment list is paid: a salary, an end of a pay range, or that of a spinal point."""

from fractions import Fraction

from payband.errors import PaybandError
from payband.establishment.amounts import Pay, finer_than_a_penny, of_range, pay, salary
from payband.establishment.candidates import Recognised
from payband.establishment.cells import counts_weeks, hours, point, text, weeks_a_year
from payband.establishment.content import shown
from payband.establishment.figures import salary_of_point, spine_asked
from payband.establishment.headings import Grid
from payband.establishment.lines import share_text
from payband.establishment.questions import Terms
from payband.establishment.row_cells import RowCells
from payband.establishment.rows_asked import ALL_YEAR
from payband.establishment.words import nothing_there
from payband.rules.pay.full_time import full_time_salary
from payband.units import pounds_text

__all__ = ["RowPay"]

_SALARIES = ("full-time salary", "actual salary")


class RowPay(RowCells):
    """Reads what the row that is being looked at is paid."""

    def __init__(self, grid: Grid, columns: Recognised, terms: Terms) -> None:
        super().__init__(grid, columns, terms)
        self.spine, self.spine_on = spine_asked(terms.said("spine"))
        self.pay_kind = next((kind for kind in _SALARIES if kind in self.at), "")
        asked_hours = terms.said("full_time_hours")
        self._full_time_hours = hours(asked_hours) if asked_hours.strip("0. ") else None
        self.points: dict[tuple[str, str], int | str] = {}

    def _counts_weeks(self, share: Fraction) -> bool:
        """Whether the row's hours a week show that its FTE counts the weeks of the year too."""
        worked, full_time = (self._answer(kind, hours, None)[0] for kind in ("hours", "full-time hours"))
        return counts_weeks(share, worked, full_time or self._full_time_hours)

    def _weeks_unsaid(self, share: Fraction) -> bool:
        """Whether an FTE was given for part of the year, and nobody has said whether it counts the weeks."""
        if self._terms.said("term_time_fte") or self._terms.said("term_time") or self._counts_weeks(share):
            return False
        weeks = self._read("weeks", weeks_a_year, None)
        return weeks is not None and weeks < ALL_YEAR

    def _read_pay(self) -> tuple[Pay | None, str]:
        """What the columns of pay say, or why they cannot be read."""
        end = self._terms.said("pay_ranges")
        if self.pay_kind:
            found, wrong = self._answer(self.pay_kind, lambda value: pay(value, end), None)
            return found, f"column '{self.heading[self.pay_kind]}': {wrong}" if wrong else ""
        floor, wrong_floor = self._answer("pay floor", pay, None)
        ceiling, wrong_ceiling = self._answer("pay ceiling", pay, None)
        if end != "top" and wrong_floor:
            return None, f"column '{self.heading['pay floor']}': {wrong_floor}"
        if end != "bottom" and wrong_ceiling:
            return None, f"column '{self.heading['pay ceiling']}': {wrong_ceiling}"
        ends = {"bottom": (floor, floor), "top": (ceiling, ceiling)}.get(end, (floor, ceiling))
        if ends[0] is None or ends[1] is None:
            return None, ""
        if ends[0].pence > ends[1].pence:
            return None, f"the pay range ends at {pounds_text(ends[1].pence)}, below where it begins"
        return Pay(of_range(ends[0].pence, ends[1].pence, end), True), ""

    def _loose_amount(self) -> int:
        """What stands in the salary column, for the totals; nothing where it is no amount."""
        found = self._read_pay()[0]
        return found.pence if found else 0

    def _full_time(self, read: int, share: Fraction | None) -> int:
        """Pence of the full-time post by the list's own figures, where nobody is in it."""
        if self.pay_kind != "actual salary" or not share:
            return read
        full_time: int = full_time_salary(read, share.numerator, share.denominator)
        return full_time

    def amount_of(self, index: int) -> int:
        """What stands in the salary column of a row, in pence; 0 where it is no amount."""
        self._row = self._rows[index]
        return self._loose_amount()

    def _pay(self, fte: Fraction | None) -> tuple[int, Pay | None]:
        """What the salary column has (0 for nothing), and the full-time salary.

        Neither a salary nor a reason: the list itself prices the post at £0, and does not say that anybody is in it.
        """
        found, wrong = self._read_pay()
        if wrong:
            self._why.append(wrong)
            return 0, None
        if found and found.pence:
            self._say_parts_of_pennies()
        if not found and "point" in self.at and not nothing_there(self._cell("point")):
            return 0, self._of_point()
        if found and not found.pence and "person" not in self.at and not self._names:
            return 0, None
        if not found or not found.pence:
            heading = self.heading.get(self._missing_pay(), "")
            self._why.append(f"column '{heading}' has no salary" if heading else "it has neither salary nor point")
            return 0, None
        full_time = found.pence
        if self.pay_kind == "actual salary" and fte is not None and self._weeks_unsaid(fte):
            self._why.append(
                f"it is paid for fewer than {ALL_YEAR} weeks a year: actual pay and FTE do not tell its full-time "
                "salary"
            )
            return found.pence, None
        if self.pay_kind == "actual salary" and fte is not None and fte != 1:
            full_time = full_time_salary(found.pence, fte.numerator, fte.denominator)
            self._said.append(
                f"full-time salary {pounds_text(full_time)} worked out from actual pay of {pounds_text(found.pence)} "
                f"and FTE {share_text(fte)}, to the nearest penny: not exact"
            )
        if fte is None and self.pay_kind == "actual salary":
            return found.pence, None
        try:
            return found.pence, Pay(salary(full_time), found.estimated)
        except PaybandError as error:
            self._why.append(str(error))
            return found.pence, None

    def _say_parts_of_pennies(self) -> None:
        """Says where a salary was taken to the nearest penny; a reason not to place the row unless that was asked."""
        kinds = [self.pay_kind] if self.pay_kind else ["pay floor", "pay ceiling"]
        for kind in kinds:
            value = self._cell(kind)
            if not finer_than_a_penny(value):
                continue
            if self._terms.said("parts_of_pennies") == "nearest penny":
                self._said.append(f"{shown(value)} in column '{self.heading[kind]}' is taken to the nearest penny")
            else:
                self._why.append(
                    f"column '{self.heading[kind]}': {shown(value)} has parts of a penny: give whole pence"
                )

    def _missing_pay(self) -> str:
        """The kind of the column of pay that has nothing in the row."""
        if self.pay_kind:
            return self.pay_kind
        ends = [kind for kind in ("pay floor", "pay ceiling") if kind in self.at]
        return next((kind for kind in ends if nothing_there(self._cell(kind))), next(iter(ends), ""))

    def _of_point(self) -> Pay | None:
        """The salary of a spinal point of the spine that was named."""
        step, own = self._read("point", point, ""), self._read("spine", text, "")
        name = self.spine or own
        if not name:
            self._why.append(f"only point {step} is given: say of which spine, such as --spine NJC@2025-04-01")
            return None
        key = (name, step)
        if key not in self.points:
            self.points[key] = salary_of_point(name, self.spine_on, step)
        found = self.points[key]
        if isinstance(found, str):
            self._why.append(found)
            return None
        return Pay(found)

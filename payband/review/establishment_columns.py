"""Which column of an establishment list holds what: by a map, by its heading, by its values; asked where unclear."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from statistics import median_low
from typing import Any, NamedTuple

from payband.errors import PaybandError, UnknownName, WrongInput, nearest_name
from payband.kinds import blank
from payband.review.establishment_cells import (
    LEAST_OF_A_YEAR,
    amount,
    full_time_share,
    hours,
    ni_letter,
    percent_reader,
)
from payband.review.establishment_content import Content, content_of, sample
from payband.review.establishment_headings import (
    Grid,
    Headings,
    column_kinds,
    kind_of_heading,
    no_salary_of_a_year,
)
from payband.review.fields import LEAST_SALARY
from payband.units import counted, pounds_text

__all__ = ["ASKED", "LEFT_OUT", "Recognised", "TakenColumn", "Terms", "recognise"]

LEFT_OUT, ASKED = "", "?"
SALARIES = ("full-time salary", "actual salary", "salary")
_ASK_WHEN_SEVERAL = (*SALARIES, "FTE", "FTE %")  # a figure: the order of headings must not decide which one is true
_TIME = ("FTE", "FTE %", "hours")
_FIGURES = (*SALARIES, *_TIME)
_READERS: dict[str, Callable[[Any], Any]] = {
    "FTE": full_time_share,
    "hours": hours,
    "NI category": ni_letter,
}
_BY_CONTENT = {"FTE": "FTE", "hours": "hours", "NI category": "NI category", "grade": "grade", "person": "reference"}


class Terms(NamedTuple):
    """What the user says beside the columns; empty where nothing was said."""

    line: str = "post title"
    full_time_hours: str = ""
    spine: str = ""


class TakenColumn(NamedTuple):
    """A column of the list, what it is taken as (nothing for one left out, '?' where the user must say), and why."""

    at: int
    heading: str
    taken: str
    why: str
    examples: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


class Recognised(NamedTuple):
    """The columns of a list as they are taken, and what must be asked before anything is written."""

    columns: Sequence[TakenColumn]
    questions: Sequence[str]
    names: Sequence[int] = ()
    """The columns of names: they are left out, but say whether somebody is in post."""

    def place(self, kind: str) -> int | None:
        """The column that is taken as a kind, counted from 0."""
        return next((column.at for column in self.columns if column.taken == kind), None)

    def heading(self, kind: str) -> str:
        """The heading of the column that is taken as a kind."""
        return next((column.heading for column in self.columns if column.taken == kind), "")


class _Candidate:
    __slots__ = (
        "choices", "content", "heading", "index", "is_name", "kind", "not_of_a_year", "personal", "rank", "unknown",
        "why",
    )  # fmt: skip

    def __init__(self, index: int, heading: str, content: Content) -> None:
        self.index, self.heading, self.content = index, heading, content
        self.kind, self.rank, self.why = LEFT_OUT, 0, ""
        self.personal = self.is_name = self.unknown = self.not_of_a_year = False
        self.choices: tuple[str, ...] = ()


def recognise(
    grid: Grid, headings: Headings, data: Sequence[int], terms: Terms, given: Mapping[str, str] | None = None
) -> Recognised:
    """Says of each column what it is taken as.

    `data` are the indices of the rows of data; `given` is a map from headings to kinds, which decides for the columns
    that it names. Raises UnknownName for a kind or a needed heading that there is not.
    """
    return _Recogniser(grid, headings, data, terms, given or {}).answer()


class _Recogniser:
    def __init__(
        self, grid: Grid, headings: Headings, data: Sequence[int], terms: Terms, given: Mapping[str, str]
    ) -> None:
        self._grid, self._data, self._terms = grid, data, terms
        self.questions: list[str] = []
        self.columns: list[_Candidate] = []
        for index, heading in enumerate(headings.names):
            content = content_of(self._values(index))
            if headings.readings[index] or content.filled:
                self.columns.append(_Candidate(index, heading, content))
        self._check_map(given)
        for column in self.columns:
            if column.heading in given:
                column.kind, column.why = given[column.heading], "by the map"
            else:
                self._by_name(column, headings.readings[column.index])

    def _values(self, index: int) -> list[Any]:
        rows = self._grid.rows
        return [rows[row][index] if index < len(rows[row]) else None for row in self._data]

    def _check_map(self, given: Mapping[str, str]) -> None:
        present = [column.heading for column in self.columns]
        kinds = [kind.name for kind in column_kinds().values() if kind.used]
        taken: dict[str, str] = {}
        for heading, kind in given.items():
            if kind and kind != ASKED and kind not in kinds:
                raise UnknownName(
                    f"the map takes '{heading}' as '{kind}', which is no kind; {nearest_name(kind, kinds)}"
                )
            if kind and heading not in present:
                raise UnknownName(
                    f"the map takes a column '{heading}' which the list does not have; {nearest_name(heading, present)}"
                )
            if kind and kind != ASKED and kind in taken:
                raise WrongInput(f"the map takes both '{taken[kind]}' and '{heading}' as {kind}: leave one of them out")
            taken[kind] = heading

    def _by_name(self, column: _Candidate, readings: tuple[str, ...]) -> None:
        """Takes a column for what its heading says, unless its values say otherwise."""
        content, found = column.content, kind_of_heading(readings)
        if not content.filled:
            column.why = "left out: it is empty"
            return
        if (found is None and "salary" in content.could_be) or (found is not None and found[0].name in SALARIES):
            word = no_salary_of_a_year(readings[0] if readings else "")
            if word:
                column.not_of_a_year = True
                column.why = f"left out: its name says '{word}': no salary of a year"
                return
        if found is None:
            column.personal = "personal" in content.could_be or "names" in content.could_be
            column.why, column.unknown = f"left out: heading not known; looks like {content.words}", True
            return
        kind, column.rank = found
        if "personal" in content.could_be and kind.used:
            kind = column_kinds()["personal"]
        if kind.name == "person" and "names" in content.could_be:
            kind = column_kinds()["name"]
        if kind.name == "post title" and {"reference", "number"} & content.could_be:
            kind = column_kinds()["post number"]
        if not kind.used:
            column.not_of_a_year = kind.name == "other pay" and bool(no_salary_of_a_year(readings[0]))
            column.personal, column.is_name = kind.personal, kind.name == "name"
            column.why = f"left out: {kind.what}"
            return
        if kind.name in _FIGURES and not self._fits(kind.name, column):
            column.kind, column.choices = ASKED, (kind.name, LEFT_OUT)
            column.why = f"its name says {kind.name}, its values do not"
            self._ask(f"its values ({', '.join(content.examples)}) do not look like {kind.what}", column)
            return
        if kind.name == "NI category" and not self._fits(kind.name, column):
            column.why = "left out: its values are no single letters"
            return
        column.kind, column.why = kind.name, "by its name"

    def _reader(self, kind: str, column: _Candidate) -> Callable[[Any], Any]:
        """How the values of a column of a kind are read."""
        return percent_reader(self._values(column.index)) if kind == "FTE %" else _READERS.get(kind, amount)

    def _fits(self, kind: str, column: _Candidate) -> bool:
        """Whether at least half of the values can be read as what the heading says: slips are told row by row."""
        read = self._reader(kind, column)
        values = sample([value for value in self._values(column.index) if not blank(value)])
        good = 0
        for value in values:
            try:
                answer = read(value)
            except PaybandError:
                continue
            good += answer is not None and (kind not in SALARIES or answer == 0 or answer >= LEAST_SALARY)
        return good * 2 >= len(values)

    def _ask(self, what: str, *columns: _Candidate) -> None:
        named = " and ".join(f"'{column.heading}'" for column in columns)
        self.questions.append(f"column {named}: {what}" if len(columns) == 1 else f"columns {named}: {what}")

    def _of(self, kind: str) -> list[_Candidate]:
        return [column for column in self.columns if column.kind == kind]

    def _leave(self, column: _Candidate, why: str) -> None:
        column.kind, column.why = LEFT_OUT, f"left out: {why}"

    # --- one column for each kind ------------------------------------------------------------------------------------

    def answer(self) -> Recognised:
        for kind in column_kinds().values():
            if kind.used:
                self._one_of(kind.name)
        for kind_name, look in _BY_CONTENT.items():
            timed = kind_name in _TIME and (self._of("FTE") or self._of("FTE %"))
            if not self._of(kind_name) and not timed:
                self._by_content(kind_name, look)
        self._decide_salary()
        self._need()
        asked = [column.heading for column in self.columns if column.kind == ASKED and column.why == "by the map"]
        if asked:
            self.questions.append(f'the map still has "?" for {", ".join(asked)}: write there what each is taken as')
        taken = [
            TakenColumn(
                column.index, column.heading, column.kind, column.why,
                () if column.personal or column.kind == LEFT_OUT else column.content.examples, column.choices,
            )
            for column in self.columns
        ]  # fmt: skip
        return Recognised(taken, self.questions, [column.index for column in self.columns if column.is_name])

    def _one_of(self, kind: str) -> None:
        """Keeps one column of a kind: the map's, else the one with the better heading; asks where it is a figure."""
        columns = sorted(self._of(kind), key=lambda column: (column.why != "by the map", column.rank, column.index))
        if len(columns) < 2:
            return
        first, *others = columns
        for other in others:
            if self._values(other.index) == self._values(first.index):
                self._leave(other, f"the same as '{first.heading}'")
            elif first.why == "by the map" or kind not in _ASK_WHEN_SEVERAL:
                self._leave(other, f"'{first.heading}' is taken as {kind}")
        rivals = [column for column in columns if column.kind == kind]
        if len(rivals) > 1:
            self._ask_which(rivals, f"could each be the {kind}")

    def _ask_which(self, rivals: Sequence[_Candidate], what: str) -> None:
        for column in rivals:
            kinds = SALARIES[:2] if column.kind in SALARIES or "salary" in column.content.could_be else (column.kind,)
            column.choices = (*kinds, LEFT_OUT)
        shown = "; ".join(f"'{column.heading}' has {', '.join(column.content.examples)}" for column in rivals)
        self._ask(f"{what} ({shown})", *rivals)
        for column in rivals:
            column.kind, column.why = ASKED, "it could be more than one thing"

    def _by_content(self, kind: str, look: str) -> None:
        found = [
            column
            for column in self.columns
            if column.kind == LEFT_OUT and column.unknown and look in column.content.could_be
        ]
        if kind == "FTE":  # a column of ones alone says nothing, and may be a count
            found = [each for each in found if set(each.content.examples) - {"1"}]
        if kind == "hours":
            found = [each for each in found if "FTE" not in each.content.could_be]
        if len(found) == 1:
            found[0].kind = kind
            found[0].why = f"by its values, which look like {found[0].content.words}"
            found[0].personal = False

    # --- the salary --------------------------------------------------------------------------------------------------

    def _decide_salary(self) -> None:
        """One column of full-time salaries, or else one of actual pay; asked where the heading does not say which."""
        if any(column.kind == ASKED and "actual salary" in column.choices for column in self.columns):
            return
        points_tell = self._of("point") and (self._terms.spine or self._of("spine"))
        if not any(self._of(kind) for kind in SALARIES) and not points_tell:
            self._salary_by_content()
        general = self._of("salary")
        if self._of("full-time salary"):
            for column in general + self._of("actual salary"):
                self._leave(column, f"'{self._of('full-time salary')[0].heading}' has the full-time salary")
        elif general and self._of("actual salary"):
            general[0].kind = "full-time salary"
            general[0].why += f"; '{self._of('actual salary')[0].heading}' stands beside it"
            self._leave(self._of("actual salary")[0], f"'{general[0].heading}' has the full-time salary")
        elif general:
            self._ask_if_by_month(general[0])
            if general[0].kind == "salary":
                self._which_salary(general[0])
        for column in self._of("full-time salary") + self._of("actual salary"):
            self._ask_if_by_month(column)

    def _ask_if_by_month(self, column: _Candidate) -> None:
        """Asks where amounts are too low for the year of a full-time post; a map that names the column has answered."""
        if column.why == "by the map":
            return
        pay = self._amounts(column)
        if column.kind != "full-time salary" and any(self._shares()):  # pay for part of the time may well be so low
            pay = [one for one, share in zip(pay, self._shares(), strict=False) if share == 1]
        paid = [one for one in pay if one]
        if paid and (middle := median_low(paid)) < LEAST_OF_A_YEAR:
            column.choices = (*SALARIES[:2], LEFT_OUT)
            self._ask(
                f"its middle value for full-time posts is {pounds_text(middle)}: is it by month or week? Give £ a year "
                "in the list; or, if it is by year, say so in the map",
                column,
            )
            column.kind, column.why = ASKED, "its amounts are low for a year: by month or week?"

    def _salary_by_content(self) -> None:
        """Asks about columns of amounts: their values alone do not tell a salary from a ledger code or a budget."""
        found = [
            column
            for column in self.columns
            if column.kind == LEFT_OUT and column.unknown and "salary" in column.content.could_be
        ]
        if len(found) == 1:
            column = found[0]
            self._ask(
                f"its values ({', '.join(column.content.examples)}) could be salaries, and its name does not say so: "
                "is it the £ a year of the full-time post, the pay for the time worked, or something else"
                + ("? If something else, say of which spine the points are" if self._of("point") else "?"),
                column,
            )
            column.kind, column.why, column.personal = ASKED, "its values could be salaries", False
            column.choices = (*SALARIES[:2], LEFT_OUT)
        elif found:
            self._ask_which(found, "could each be the salary")

    def _which_salary(self, column: _Candidate) -> None:
        """Full-time or actual: no matter if nobody is part-time; else what staff on the same point are paid tells."""
        part_time, same, by_time = self._part_time_pay(column)
        if part_time and (bool(same) == bool(by_time)):
            column.choices = (*SALARIES[:2], LEFT_OUT)
            self._ask(
                f"{counted(part_time, 'row')} of part-time posts: is it the salary of the full-time post or the pay "
                "for the time worked? Its name does not say",
                column,
            )
            column.kind, column.why = ASKED, "full-time or actual pay: its name does not say"
            return
        column.kind = "actual salary" if by_time else "full-time salary"
        if part_time:
            column.why += (
                "; part-time staff on the same grade and point have "
                + ("less by their FTE" if by_time else "the same salary")
            )  # fmt: skip
        else:
            column.why += "; nobody is part-time"

    def _part_time_pay(self, salary: _Candidate) -> tuple[int, int, int]:
        """Rows of part-time staff; those paid as a full-timer on the same grade and point, and those paid by time."""
        shares = self._shares()
        part_time = [at for at, share in enumerate(shares) if share is not None and share < 1]
        points, grades = self._of("point"), self._of("grade")
        if not part_time or not points:
            return len(part_time), 0, 0
        steps = self._values(points[0].index)
        bands = self._values(grades[0].index) if grades else [""] * len(steps)
        pay = self._amounts(salary)
        full: dict[tuple[str, str], int] = {}
        for at, share in enumerate(shares):
            if share == 1 and (one := pay[at]):
                full.setdefault((str(bands[at]), str(steps[at])), one)
        same = by_time = 0
        for at in part_time:
            whole, one, share = full.get((str(bands[at]), str(steps[at]))), pay[at], shares[at]
            if whole and one and share:
                same += one == whole
                by_time += abs(one - whole * share) <= 100
        return len(part_time), same, by_time

    def _amounts(self, column: _Candidate) -> list[int | None]:
        """The amount of each row as far as it can be read."""
        found: list[int | None] = []
        for value in self._values(column.index):
            try:
                found.append(amount(value))
            except PaybandError:
                found.append(None)
        return found

    def _shares(self) -> list[Fraction | None]:
        """The FTE of each row as far as it can be read: below 1 for hours below the most that anybody works."""
        kind = next((kind for kind in _TIME if self._of(kind)), "")
        if not kind:
            return []
        column = self._of(kind)[0]
        read = self._reader(kind, column)
        found: list[Fraction | None] = []
        for value in self._values(column.index):
            try:
                found.append(read(value))
            except PaybandError:
                found.append(None)
        if kind == "hours":
            most = max((each for each in found if each is not None), default=Fraction(1))
            found = [None if each is None else each / most for each in found]
        return found

    # --- what cannot be done without ---------------------------------------------------------------------------------

    def _need(self) -> None:
        asked = {choice for column in self.columns if column.kind == ASKED for choice in column.choices}
        if not self._of("post title") and "post title" not in asked:
            self.questions.append('no column of post titles was found: write "post title" beside one in the map')
        has_salary = any(self._of(kind) for kind in SALARIES[:2])
        if not has_salary and not asked & set(SALARIES):
            others = [column for column in self.columns if column.not_of_a_year]
            if not self._of("point"):
                self.questions.append(
                    'no column of salaries was found: write "full-time salary" or "actual salary" beside one in the map'
                )
                for column in others:
                    self._ask(
                        "its name says that it is not the salary of a year alone, and it is left out: add a column of "
                        '£ a year to the list; write "full-time salary" or "actual salary" only if it is £ a year',
                        column,
                    )
            elif not self._of("spine") and not self._terms.spine:
                self.questions.append(
                    "salaries are given as spinal points alone: say of which spine, such as --spine NJC@2025-04-01, or "
                    'spine = "NJC@2025-04-01" in the map'
                )
        timed = self._of("FTE") or self._of("FTE %") or asked & {"FTE", "FTE %"}
        if self._of("hours") and not timed and not self._of("full-time hours") and not self._terms.full_time_hours:
            self.questions.append(
                f"column '{self._of('hours')[0].heading}' gives hours a week, and nothing says what full time is: give "
                "--full-time-hours 37, or full_time_hours = 37 in the map"
            )
        if self._of("actual salary") and not timed and not self._of("hours"):
            self.questions.append(
                f"column '{self._of('actual salary')[0].heading}' has pay for the time worked, and no column says how "
                "much of full time that is: add a column of FTE or hours, or one of full-time salaries"
            )

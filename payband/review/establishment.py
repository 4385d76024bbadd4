"""An establishment list becomes lines of the structure as it is now, and the people in it; what cannot is listed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from statistics import median_low
from typing import Any, NamedTuple, TypeVar

from payband.calendar import date_text
from payband.errors import PaybandError, WrongInput
from payband.kinds import blank
from payband.library import spine
from payband.progress import through
from payband.review.establishment_cells import (
    LEAST_OF_A_YEAR,
    amount,
    are_shares,
    at_most_one_post,
    day_reader,
    first_day,
    full_time_share,
    hours,
    is_vacant_word,
    last_day,
    ni_letter,
    percent_reader,
    point,
    salary,
    share_of_hours,
    text,
    vacancy,
    weeks_a_year,
)
from payband.review.establishment_columns import Recognised, Terms
from payband.review.establishment_figures import grade_rows, listed, rows_text, salary_of_point, spine_asked
from payband.review.establishment_headings import Grid
from payband.review.establishment_lines import LineKey, line_names, share_text
from payband.review.establishment_result import Establishment, Note, NotPlaced, Totals
from payband.rules.full_time import full_time_salary
from payband.units import pounds_text

__all__ = ["establishment"]

FULL_TIME = Fraction(1)
ALL_YEAR = 52  # weeks: those who are paid for fewer work in school terms
LEFT_EMPTY = "is left empty"
MOST_KEPT = 10_000  # different values of a column that are remembered


class _Place(NamedTuple):
    """A row that can be placed."""

    number: int
    person: str
    title: str
    grade: str
    department: str
    post_number: str
    salary: int | None
    fte: Fraction
    ni_category: str
    leaves_on: date | None
    started_on: date | None
    read: int
    in_terms: bool


Value = TypeVar("Value")


def establishment(
    grid: Grid, data: Sequence[int], columns: Recognised, terms: Terms, source: str = "the list"
) -> Establishment:
    """Places every row of a list that can be placed.

    `data` are the indices of the rows of data. Nothing is lost: each of them is a person, a vacant post, or listed
    with the reason. Raises WrongInput where `terms` asks for what the list does not have.
    """
    return _Placer(grid, columns, terms).place(data, source)


class _Placer:
    def __init__(self, grid: Grid, columns: Recognised, terms: Terms) -> None:
        self._rows = grid.rows
        self._columns = columns
        self._at = {column.taken: column.at for column in columns.columns if column.taken}
        self._heading = {column.taken: column.heading for column in columns.columns if column.taken}
        self._by_department = self._read_line(terms.line)
        self._full_time_hours = hours(terms.full_time_hours) if terms.full_time_hours else None
        self._spine, self._spine_on = spine_asked(terms.spine)
        self._salary_kind = "full-time salary" if "full-time salary" in self._at else "actual salary"
        self._points: dict[tuple[str, str], int | str] = {}
        self.notes: list[Note] = []
        self.not_placed: list[NotPlaced] = []
        self._row: Sequence[Any] = ()
        self._known: dict[str, dict[Any, Any]] = {}
        self._why: list[str] = []
        self._said: list[str] = []

    def _read_line(self, line: str) -> bool:
        parts = [part.strip().casefold() for part in line.split(",")]
        if parts[:1] != ["post title"] or set(parts[1:]) - {"department"}:
            raise WrongInput(
                f"a line of the structure cannot be made of '{line}': give post title, or post title, department"
            )
        if "department" in parts and "department" not in self._at:
            raise WrongInput(
                "lines by department were asked for, and no column is taken as department: name it in the map"
            )
        return "department" in parts

    # --- one row -----------------------------------------------------------------------------------------------------

    def _cell(self, kind: str) -> Any:
        at = self._at.get(kind)
        return self._row[at] if at is not None and at < len(self._row) else None

    def _read(self, kind: str, read: Callable[[Any], Value], otherwise: Value) -> Value:
        """What a cell says; what cannot be read is a reason not to place the row."""
        found, wrong = self._answer(kind, read, otherwise)
        if wrong:
            self._why.append(f"column '{self._heading[kind]}': {wrong}")
        return found

    def _read_beside(self, kind: str, read: Callable[[Any], Value], otherwise: Value) -> Value:
        """What a cell says that the row can do without: left out, and said, where it cannot be read."""
        found, wrong = self._answer(kind, read, otherwise)
        if wrong:
            self._said.append(f"column '{self._heading[kind]}' {LEFT_EMPTY}: {wrong}")
        return found

    def _answer(self, kind: str, read: Callable[[Any], Value], otherwise: Value) -> tuple[Value, str]:
        """What a cell says, or why it cannot be read. A column has few different values: each is read once."""
        at = self._at.get(kind)
        if at is None:
            return otherwise, ""
        value = self._row[at] if at < len(self._row) else None
        known = self._known.setdefault(kind, {})
        key = (type(value), value)
        answer = known.get(key)
        if answer is None:
            try:
                answer = read(value), ""
            except PaybandError as error:
                answer = otherwise, str(error)
            if len(known) < MOST_KEPT:
                known[key] = answer
        return answer

    def _place(self, index: int) -> _Place | None:
        self._row, self._why, self._said = self._rows[index], [], []
        title = self._read("post title", text, "")
        if not title and not self._why:
            self._why.append("it has no post title")
        elif title and sum(1 for value in self._row if not blank(value)) == 1:
            self._why.append(
                "nothing but a post title stands in it: take it out if it is the heading of a section, or give its "
                "grade"
            )
        person = self._person(index + 1)
        self._read("posts", at_most_one_post, None)
        fte = self._fte(vacant=not person)
        read, pay = self._pay(fte) if person else (self._loose_amount(), None)
        place = _Place(
            index + 1, person, title, self._read("grade", text, ""), self._read("department", text, ""),
            self._read("post number", text, ""), pay, fte or FULL_TIME,
            self._read_beside("NI category", ni_letter, "") if person else "",
            self._read_beside("leaves on", self._last_day, None) if person else None,
            self._read_beside("started on", self._first_day, None) if person else None, read,
            (self._answer("weeks", weeks_a_year, None)[0] or ALL_YEAR) < ALL_YEAR,
        )  # fmt: skip
        if self._why:
            self.not_placed.append(NotPlaced(index + 1, "; ".join(dict.fromkeys(self._why))))
            self._left_out += read
            return None
        self.notes += [Note(index + 1, what) for what in self._said]
        return place

    def _person(self, number: int) -> str:
        """The reference of the person in post; empty for a vacant post."""
        reference = self._read("person", text, "")
        flag = self._read("vacant", lambda value: vacancy(value, self._heading["vacant"]), None)
        names = [self._row[at] for at in self._columns.names if at < len(self._row) and not blank(self._row[at])]
        says_vacant = flag or is_vacant_word(reference) or any(map(is_vacant_word, names))
        if is_vacant_word(reference) or not reference.strip("0-"):
            reference = ""
        named = any(not is_vacant_word(name) for name in names)
        if says_vacant:
            if reference or (named and flag):
                self._why.append("it says that the post is vacant, and that somebody is in it: put one of them right")
            return ""
        if reference:
            return reference
        occupied = named or flag is False
        if "person" in self._at:
            if occupied:
                self._why.append("somebody is in post, but has no reference: give one")
            return ""
        tells = bool(self._columns.names) or "vacant" in self._at
        return f"Row {number}" if occupied or not tells else ""

    def _fte(self, *, vacant: bool) -> Fraction | None:
        """The share of full time; None, with the reason, where it is not known."""
        before = len(self._why)
        if vacant and (share := self._read("post FTE", full_time_share, None)):
            return share
        share = self._read("FTE", full_time_share, None) or self._read("FTE %", self._percent, None)
        if share is not None or len(self._why) > before:
            return share
        worked = self._read("hours", hours, None)
        full = self._read("full-time hours", hours, None) or self._full_time_hours
        if worked is not None and full is not None:
            if self._in_terms():
                self._why.append(
                    f"it is for fewer than {ALL_YEAR} weeks a year, which hours a week do not tell: give its FTE"
                )
                return None
            try:
                return share_of_hours(worked, full)
            except PaybandError as error:
                self._why.append(f"column '{self._heading['hours']}': {error}")
                return None
        if len(self._why) > before:
            return None
        kinds = [kind for kind in ("FTE", "FTE %", "hours") if kind in self._at]
        if not kinds:
            return FULL_TIME
        self._why.append(f"column '{self._heading[kinds[0]]}' is empty: give the share of full time")
        return None

    def _in_terms(self) -> bool:
        """Whether the row says that not all weeks of the year are paid."""
        weeks = self._read("weeks", weeks_a_year, None)
        return weeks is not None and weeks < ALL_YEAR

    def _loose_amount(self) -> int:
        """What stands in the salary column, for the totals; nothing where it is no amount."""
        return self._answer(self._salary_kind, amount, None)[0] or 0

    def _pay(self, fte: Fraction | None) -> tuple[int, int | None]:
        """What the salary column has (0 for nothing), and the full-time salary; the reason where it is not known."""
        before = len(self._why)
        pence = self._read(self._salary_kind, amount, None)
        if len(self._why) > before:
            return 0, None
        if not pence and "point" in self._at and not blank(self._cell("point")):
            return 0, self._of_point()
        if not pence:
            heading = self._heading.get(self._salary_kind, "")
            self._why.append(f"column '{heading}' has no salary" if heading else "it has neither salary nor point")
            return 0, None
        full_time = pence
        if self._salary_kind == "actual salary" and fte is not None and self._in_terms():
            self._why.append(
                f"it is paid for fewer than {ALL_YEAR} weeks a year: actual pay and FTE do not tell its full-time "
                "salary"
            )
            return pence, None
        if self._salary_kind == "actual salary" and fte is not None and fte != 1:
            full_time = full_time_salary(pence, fte.numerator, fte.denominator)
            self._said.append(
                f"full-time salary {pounds_text(full_time)} worked out from actual pay of {pounds_text(pence)} and FTE "
                f"{share_text(fte)}, to the nearest penny: not exact"
            )
        if fte is None and self._salary_kind == "actual salary":
            return pence, None
        try:
            return pence, salary(full_time)
        except PaybandError as error:
            self._why.append(str(error))
            return pence, None

    def _of_point(self) -> int | None:
        """The salary of a spinal point of the spine that was named."""
        step, own = self._read("point", point, ""), self._read("spine", text, "")
        name = self._spine or own
        if not name:
            self._why.append(f"only point {step} is given: say of which spine, such as --spine NJC@2025-04-01")
            return None
        key = (name, step)
        if key not in self._points:
            self._points[key] = salary_of_point(name, self._spine_on, step)
        found = self._points[key]
        if isinstance(found, str):
            self._why.append(found)
            return None
        return found

    # --- all rows ----------------------------------------------------------------------------------------------------

    def place(self, data: Sequence[int], source: str) -> Establishment:
        self._left_out = 0
        percentages = self._column("FTE %", data)
        self._percent, self._percent_are_shares = percent_reader(percentages), are_shares(percentages)
        self._last_day = day_reader(self._column("leaves on", data), last_day)
        self._first_day = day_reader(self._column("started on", data), first_day)
        places = [found for index in through(data, "placing rows") if (found := self._place(index)) is not None]
        places = self._with_own_references(places)
        first: dict[Any, LineKey] = {}
        keys = [first.setdefault(key.folded(), key) for key in map(self._key, places)]
        names = line_names(keys)
        posts: dict[LineKey, int] = {}
        for key in keys:
            posts[key] = posts.get(key, 0) + 1
        structure = [
            {"line": names[key], "state": "now", "grade": key.grade, "posts": count, "fte_each": key.fte}
            for key, count in posts.items()
        ]
        self._salaries = {place.number: place.salary for place in places if place.person and place.salary}
        self._terms_counted = [place.number for place in places if place.in_terms]
        people = [
            {
                "person": place.person, "post_now": names[key], "grade_now": place.grade,
                "salary_now": place.salary, "fte": place.fte, "ni_category": place.ni_category,
                "leaves_on": place.leaves_on, "started_on": place.started_on,
            }
            for place, key in zip(places, keys, strict=True)
            if place.person
        ]  # fmt: skip
        grades, remarks = grade_rows(structure, source)
        totals = Totals(
            len(data), len(people), len(places) - len(people), len(self.not_placed),
            sum((place.fte for place in places), Fraction(0)),
            sum(self._amount_of(index) for index in data),
            sum(place.read for place in places if place.person),
            sum(place.read for place in places if not place.person),
            self._left_out, sum(place.salary or 0 for place in places),
        )  # fmt: skip
        return Establishment(
            structure,
            people,
            grades,
            sorted(self.not_placed),
            sorted(self.notes),
            [*self._remarks(posts), *remarks],
            totals,
        )

    def _column(self, kind: str, data: Sequence[int]) -> list[Any]:
        """What stands in a column, row by row; nothing where the list has no such column."""
        at = self._at.get(kind)
        return [] if at is None else [self._rows[row][at] for row in data if at < len(self._rows[row])]

    def _amount_of(self, index: int) -> int:
        self._row = self._rows[index]
        return self._loose_amount()

    def _key(self, place: _Place) -> LineKey:
        return LineKey(place.title, place.grade, place.department if self._by_department else "", place.fte)

    def _with_own_references(self, places: Sequence[_Place]) -> list[_Place]:
        """Each person's posts under a reference of its own; a reference twice in one post is not placed."""
        same_post: dict[tuple[str, ...], list[_Place]] = {}
        for place in places:
            if place.person:
                key = (place.person, place.title, place.grade, place.post_number)
                same_post.setdefault(tuple(part.casefold() for part in key), []).append(place)
        doubles: set[int] = set()
        for rows in same_post.values():
            if len(rows) > 1:
                where = listed(f"{place.number}" for place in rows)
                for place in rows:
                    doubles.add(place.number)
                    self._left_out += place.read
                    why = (
                        f"the reference {place.person} stands more than once in the same post (rows {where}): make one "
                        "row of them if it is one post, or give each post its own number"
                    )
                    self.not_placed.append(NotPlaced(place.number, why))
        self.notes = [note for note in self.notes if note.number not in doubles]
        used = {place.person.casefold() for place in places}
        counts: dict[str, int] = {}
        kept = []
        for place in places:
            if place.number in doubles:
                continue
            key_of_person = place.person.casefold()
            counts[key_of_person] = counts.get(key_of_person, 0) + 1
            if place.person and (count := counts[key_of_person]) > 1:
                while (reference := f"{place.person} ({count})").casefold() in used:
                    count += 1
                used.add(reference.casefold())
                self.notes.append(
                    Note(place.number, f"another post of {place.person}: the person is '{reference}' here")
                )
                place = place._replace(person=reference)
            kept.append(place)
        return kept

    def _remarks(self, posts: Mapping[LineKey, int]) -> list[str]:
        """What is to be known of the whole."""
        said = []
        if not {"FTE", "FTE %", "hours"} & self._at.keys():
            said.append("no column of FTE or hours: everybody is counted as full-time")
        low = [number for number, pence in self._salaries.items() if pence < LEAST_OF_A_YEAR]
        if self._salaries and (middle := median_low(self._salaries.values())) < LEAST_OF_A_YEAR:
            said.append(
                f"the middle full-time salary is {pounds_text(middle)}: make sure that it is £ a year, not a month"
            )
        elif low:
            said.append(
                f"{len(low)} of {len(self._salaries)} full-time salaries are below "
                f"{pounds_text(LEAST_OF_A_YEAR, pence_shown=False)} ({rows_text(low)}): make sure that they are £ a "
                "year, not a month or an hour"
            )
        if self._terms_counted:
            said.append(
                f"posts for fewer than {ALL_YEAR} weeks a year: {rows_text(self._terms_counted)}. Their FTE is taken "
                "as it stands: make sure that it counts the weeks too"
            )
        for kind in ("leaves on", "started on", "NI category"):
            begins = f"column '{self._heading.get(kind)}' {LEFT_EMPTY}"
            if unread := [note.number for note in self.notes if note.what.startswith(begins)]:
                said.append(
                    f"'{self._heading[kind]}' cannot be read in {rows_text(sorted(unread))} and is left empty: fill it "
                    "in by hand in table People"
                )
        if self._percent_are_shares:
            said.append(f"'{self._heading['FTE %']}' has shares of full time and no percentages: 0.6 is read as 60%")
        if "person" not in self._at:
            said.append("no column of references: each person is known by the row of the list, such as 'Row 12'")
        if "grade" not in self._at:
            said.append("no column of grades: fill in the grades of table Structure, or the stated costs")
        elif without := sum(1 for key in posts if not key.grade):
            said.append(f"{without} of {len(posts)} lines have no grade: fill it in, or a stated cost")
        if "department" in self._at and not self._by_department:
            said.append(
                f"'{self._heading['department']}' makes no lines of its own: ask for --line \"post title, department\""
            )
        if "point" in self._at and self._salary_kind in self._at:
            said.append(f"'{self._heading['point']}' is read only where a row has no salary")
        for name in dict.fromkeys(name for (name, _), found in self._points.items() if isinstance(found, int)):
            since = date_text(spine(name, self._spine_on).rows[0].effective_from)
            said.append(f"where only a point is given, its salary is that of spine {name} in force from {since}")
        return said

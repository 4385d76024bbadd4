"""Pay spines and grades of the library as they stood on a date."""

from datetime import date
from typing import NamedTuple

from payband.errors import UnknownName, WrongInput
from payband.library.files import SINGLE_SOURCE, Row, points_in, rows_of, salary_pence
from payband.library.names import bodies_with, is_named, look_up, names_of_body, newest, unknown
from payband.library.used import PayFigure, note_used

__all__ = ["NOT_USED", "Grade", "PointSalary", "Spine", "grade", "ladder", "spine", "spine_of_grade", "spines_named"]

_SPINES, _GRADES = "spines/*/spine*", "spines/*/grades*"

NOT_USED = "not used"
"""The status of a number that a body's spine leaves out: it is not a point of it."""


class PointSalary(NamedTuple):
    """A spinal column point and its salary; None where it was never published.

    `worked_out` is what an award makes of a point that no document prints: it is used only where unpublished points are
    to be estimated. `single_source` says that nothing confirms the salary besides the one source of it.
    """

    point: str
    pence: int | None
    estimated: bool = False
    worked_out: int | None = None
    single_source: bool = False


class Spine(NamedTuple):
    """A pay spine as it stands on a date, lowest point first; or a grade's part of it, with the grade's row."""

    name: str
    points: tuple[PointSalary, ...]
    rows: tuple[Row, ...]
    grade: Row | None = None

    @property
    def label(self) -> str:
        """What a message calls it; a spine given in cells has no name of its own."""
        return f"spine {self.name}" if self.rows and self.grade is None else self.name

    def position(self, point: str) -> int:
        """Where a point is in the spine; UnknownName when it has no such point."""
        names = [each.point for each in self.points]
        if point in names:
            return names.index(point)
        lower = [name.casefold() for name in names]
        if lower.count(point.casefold()) == 1:
            return lower.index(point.casefold())
        if self.grade is not None:
            raise UnknownName(f"{self.name} has no step '{point}'; its steps are {', '.join(names)}")
        raise UnknownName(
            f"point {point} is not on {self.label}, which runs from {names[0]} to {names[-1]}: check the point or the "
            "spine"
        )

    def use(self, index: int) -> PointSalary:
        """The point at a place of the spine, noted as a figure that was used."""
        row, point = self.rows[index], self.points[index]
        salary, of = row.values["salary"], row.values["spine"]
        estimate = row.values["estimate"] if point.worked_out is not None else ""
        value = f"not published; {salary} as an estimate: {estimate}" if estimate else salary or "not published"
        note_used(row, f"{of} point {row.values['point']}", value, PayFigure(of, row.values["point"], estimate))
        return point


class Grade(NamedTuple):
    """A grade's pay range on a date: spinal points, or a bottom and a top without points (then `points` is empty)."""

    name: str
    body: str
    points: tuple[PointSalary, ...]
    bottom: int | None
    top: int | None
    effective_from: date
    effective_to: date
    source: str
    spine: str = ""
    """The spine that its points are on; empty where it has none."""


def spine(name: str, on: date | None = None) -> Spine:
    """A pay spine of the library as it stood on a date; without a date, the newest that the library holds."""
    rows = look_up(_SPINES, "spine", name, "spine")
    rows = [row for row in newest(rows, on, f"spine {name}", rows[0].file) if row.status != NOT_USED]
    return Spine(rows[0].values["spine"], tuple(_point(row) for row in rows), tuple(rows))


def _point(row: Row) -> PointSalary:
    pence = salary_pence(row.values["salary"])
    if row.values.get("estimate"):
        return PointSalary(row.values["point"], None, worked_out=pence)
    return PointSalary(row.values["point"], pence, single_source=row.status == SINGLE_SOURCE)


def spine_of_grade(row: Row) -> str:
    """The name of the spine that a grade's points are on, with the grade's own body where other bodies have it too."""
    name, body = row.values["spine"], row.values["body"]
    bodies = bodies_with(_SPINES, "spine", name) if name else ()
    return f"{body} {name}" if len(bodies) > 1 and body in bodies else name


def _spine_of_grade(row: Row, on: date | None) -> Spine:
    """The spine that a grade's points are on: that of the date asked for, or the newest that the grade still had."""
    name = spine_of_grade(row)
    if on is None:
        rows = look_up(_SPINES, "spine", name, "spine")
        last_days = [each.effective_to for each in rows if each.effective_from <= row.effective_to]
        on = min([row.effective_to, max(last_days, default=row.effective_to)])
    return spine(name, on)


def grade(name: str, on: date | None = None) -> Grade:
    """A grade of the library as it stood on a date; without a date, the newest that the library holds."""
    rows = look_up(_GRADES, "grade", name, "grade")
    row = newest(rows, on, f"grade {name}", rows[0].file)[0]
    label = f"{row.values['body']} {row.values['grade']}"
    points: tuple[PointSalary, ...] = ()
    on_spine = ""
    bottom, top = salary_pence(row.values["bottom_salary"]), salary_pence(row.values["top_salary"])
    if row.values["spine"]:
        whole = _spine_of_grade(row, on)
        points = tuple(whole.use(whole.position(point)) for point in points_in(row.values["points"]))
        bottom, top = points[0].pence, points[-1].pence
        on_spine = whole.name
        value = f"points {points[0].point} to {points[-1].point} of {on_spine}"
    else:
        value = f"{row.values['bottom_salary']} to {row.values['top_salary']}"
    note_used(row, label, value, PayFigure(label))
    return Grade(
        label, row.values["body"], points, bottom, top, row.effective_from, row.effective_to, row.source, on_spine
    )


# --- a spine, a grade, or a body and its grade ---------------------------------------------------------------------


def ladder(name: str, point: str, on: date | None = None) -> tuple[Spine, str]:
    """The salaries that a name means, and which point of them: those of a spine, of a grade, or of a body's grade.

    With a body the point names the grade, and its step after it: "5" or "5 top" of NHS England.

    >>> found, step = ladder("NHS England", "5 top", date(2026, 4, 1))
    >>> found.name, [each.point for each in found.points], step
    ('NHS England Band 5', ['entry', 'intermediate', 'top'], 'top')
    """
    if is_named(_SPINES, "spine", name):
        return spine(name, on), point
    if is_named(_GRADES, "grade", name):
        return _grade_as_spine(name, on), point
    if not names_of_body(_GRADES, "grade", name):
        if names_of_body(_SPINES, "spine", name):
            return spine(name, on), point  # which says that it is a body, and what spines it has
        raise unknown(name, "a spine or a grade", (_SPINES, "spine"), (_GRADES, "grade"))
    words = point.replace(",", " ").split()
    for count in range(len(words), 0, -1):
        full = f"{name} {' '.join(words[:count])}"
        if is_named(_GRADES, "grade", full):
            return _grade_as_spine(full, on), " ".join(words[count:])
    said = f"'{name}' has no grade '{point}'" if point else f"'{name}' is a body with several grades"
    grades = names_of_body(_GRADES, "grade", name)
    more = f" and {len(grades) - 12} more ('payband spines' lists them)" if len(grades) > 12 else ""
    raise UnknownName(f"{said}: name one of {', '.join(grades[:12])}{more}")


def spines_named(name: str, on: date | None = None) -> tuple[str, ...]:
    """The spines that a name means: itself, that of a grade, or those of all grades of a body on a date, lowest first.

    >>> spines_named("NHS England 5"), spines_named("NHS Wales", date(2026, 4, 1))[0]
    (('NHS England AfC Band 5',), 'NHS Wales AfC Band 2')
    """
    if is_named(_SPINES, "spine", name):
        return (name,)
    if is_named(_GRADES, "grade", name):
        rows = look_up(_GRADES, "grade", name, "grade")
    else:
        body = " ".join(name.split()).casefold()
        rows = [row for row in rows_of(_GRADES, naming=body) if row.values["body"].casefold() == body]
    if rows:
        rows = newest(rows, on, name, rows[0].file)
    found = dict.fromkeys(
        spine_of_grade(row) for row in sorted(rows, key=lambda row: int(row.values["order"])) if row.values["spine"]
    )
    if rows and not found:
        raise WrongInput(f"the grades of {name} are ranges without points: name them in your review as they are")
    return tuple(found) or (name,)


def _grade_as_spine(name: str, on: date | None) -> Spine:
    """The part of a spine that a grade is."""
    rows = look_up(_GRADES, "grade", name, "grade")
    row = newest(rows, on, f"grade {name}", rows[0].file)[0]
    label = f"{row.values['body']} {row.values['grade']}"
    if not row.values["spine"]:
        ends = [row.values[f"{end}_salary"] for end in ("bottom", "top")]
        held = " to ".join(f"£{int(end):,}" if end.isdecimal() else "unpublished" for end in ends)
        raise WrongInput(
            f"{label} is a range without points ({held}): RANGEMIN and RANGEMAX give its ends, SLOT places a salary "
            "in it"
        )
    whole = _spine_of_grade(row, on)
    places = [whole.position(point) for point in points_in(row.values["points"])]
    return Spine(label, tuple(whole.points[at] for at in places), tuple(whole.rows[at] for at in places), row)

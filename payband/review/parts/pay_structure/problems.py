"""What must hold in the tables of the pay structure: every post has points, and every score has one grade."""

from collections.abc import Iterator, Mapping, Sequence

from payband.errors import PaybandError, Problem, WrongInput
from payband.review.inputs.input_table import InputRow, InputTable
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.raw.row_words import rows_told
from payband.review.inputs.tables import input_table
from payband.review.parts.answering import Problems
from payband.review.parts.pay_structure.candidates import Candidate, candidates, ranges_of
from payband.review.parts.pay_structure.posts import (
    evaluated,
    points_by_name,
    points_row_of,
    terms_of_structure,
    vacant_posts,
)
from payband.review.parts.tables.pay_structure import (
    CANDIDATE_GRADES,
    JOB_POINTS,
    SEARCHES,
    TERMS,
    BoundarySearchRow,
    JobPointsRow,
)
from payband.rules.pay.grade_points import BandFaultError, check_bands, place_in_bands
from payband.rules.pay.pay_line import pay_line_of
from payband.units import counted

__all__ = ["PROBLEMS"]


def _at(table: InputTable, row: InputRow | None, column: str, message: str) -> Problem:
    return Problem(message, sheet=table.sheet, table=table.name, row=None if row is None else row.row, column=column)


# --- the scheme ----------------------------------------------------------------------------------------------------


def _terms(inputs: Inputs) -> Iterator[Problem]:
    """One scheme, whose points begin before they end."""
    rows = inputs.readable_rows(TERMS.name)
    if not inputs.rows_of(TERMS.name):
        yield _at(TERMS, None, "", "has no rows: name the job evaluation scheme whose points the posts have")
    for row in rows[1:]:
        message = f"a review has one scheme, and row {rows[0].row} names {rows[0].scheme}: points of two do not compare"
        yield _at(TERMS, row, "scheme", f"{message}, so give the other a review of its own")
    for row in rows:
        if row.points_to is not None and row.points_to <= row.points_from:
            message = f"is {row.points_to}, and the scheme begins at {row.points_from}: give more, or empty this"
            yield _at(TERMS, row, "points to", message)


def _points(inputs: Inputs) -> Iterator[Problem]:
    """Points lie within the scheme."""
    terms = terms_of_structure(inputs)
    if terms is None or (terms.points_to is not None and terms.points_to <= terms.points_from):
        return
    for row in inputs.readable_rows(JOB_POINTS.name):
        upper = terms.points_to
        if row.points < terms.points_from or (upper is not None and row.points > upper):
            goes = f"from {terms.points_from}" + ("" if upper is None else f" to {upper}")
            message = f"{row.points} points lie outside {terms.scheme}, which goes {goes}: check the panel's total"
            yield _at(JOB_POINTS, row, "points", message)


def _everybody(inputs: Inputs) -> Iterator[Problem]:
    """Everybody's post has points, and so has every vacant post."""
    if not inputs.rows_of(JOB_POINTS.name):
        yield _at(JOB_POINTS, None, "", "has no rows: give the points of each post")
        return
    rows = points_by_name(inputs)
    people = input_table("People")
    without: dict[str, list[int]] = {}
    for person in inputs.people:
        if points_row_of(person, rows) is None:
            without.setdefault(person.post_now, []).append(person.row)
    for post, numbers in without.items():
        whose = f"the post {post}" if post else "this person, who is in no line now,"
        message = f"{whose} has no points: add it to table {JOB_POINTS.name} with the panel's total"
        yield Problem(
            rows_told(message, numbers), sheet=people.sheet, table=people.name, row=numbers[0], column="post now"
        )
    structure = input_table("Structure")
    lines = {}
    for each in vacant_posts(inputs):
        if each.left_by is None and each.line.line.casefold() not in rows:
            lines[each.line.line] = each
    for line, each in lines.items():
        if line not in without:
            message = (
                f"{line} has {counted(each.posts, 'vacant post')} and no points: add it to table {JOB_POINTS.name}"
            )
            yield Problem(message, sheet=structure.sheet, table=structure.name, row=each.line.row, column="line")


def _line(inputs: Inputs) -> Iterator[Problem]:
    """A line can be drawn through the posts."""
    terms, rows = terms_of_structure(inputs), points_by_name(inputs)
    found = [points_row_of(person, rows) for person in inputs.people]
    if terms is None or not rows or None in found:
        return
    there = [row.points for row in found if row is not None]
    try:
        pay_line_of(there, [0] * len(there), terms.pay_line)
    except WrongInput as error:
        yield _at(TERMS, terms, "pay line", str(error))


# --- candidates ----------------------------------------------------------------------------------------------------


def _ranges(inputs: Inputs) -> Iterator[Problem]:
    """Each grade of a candidate has a pay range that is known."""
    for candidate in candidates(inputs):
        for row, found in zip(candidate.rows, ranges_of(inputs, candidate), strict=True):
            has_salaries = row.bottom_salary is not None or row.top_salary is not None
            if not row.spine and not has_salaries:
                message = f"grade {row.grade} has no pay range: give a spine and points, or a bottom and top salary"
                yield _at(CANDIDATE_GRADES, row, "spine", message)
            elif isinstance(found, PaybandError):
                yield _at(
                    CANDIDATE_GRADES, row, found.column or ("spine" if row.spine else "bottom salary"), str(found)
                )
            elif found.bottom is None or found.top is None:
                which = "bottom" if found.bottom is None else "top"
                message = f"the salary of the {which} of {row.grade} was never published: take another point"
                yield _at(CANDIDATE_GRADES, row, f"{which} point", f"{message}, or have it estimated in the settings")


def _bands(inputs: Inputs) -> Iterator[Problem]:
    """Every score of the scheme has one grade of a candidate, and no post lies outside."""
    terms = terms_of_structure(inputs)
    rows: Sequence[JobPointsRow] = inputs.readable_rows(JOB_POINTS.name)
    for candidate in candidates(inputs):
        try:
            check_bands(candidate.bands)
        except BandFaultError as error:
            yield _at(CANDIDATE_GRADES, candidate.rows[error.place], error.column, f"{candidate.name}: {error}")
            continue
        lowest, highest = candidate.rows[0], candidate.rows[-1]
        if terms is not None and lowest.points_from > terms.points_from:
            message = f"{candidate.name}: its lowest grade begins at {lowest.points_from} points and {terms.scheme} at "
            yield _at(CANDIDATE_GRADES, lowest, "points from", f"{message}{terms.points_from}: let it begin there")
            continue
        if terms is not None and _ends_early(highest.points_to, terms.points_to):
            most = "has no limit" if terms.points_to is None else f"goes to {terms.points_to}"
            message = f"{candidate.name}: its highest grade ends at {highest.points_to} points and {terms.scheme} "
            yield _at(CANDIDATE_GRADES, highest, "points to", f"{message}{most}: empty this, or give as many")
            continue
        yield from _outside(candidate, rows, terms is None)


def _ends_early(highest: int | None, scheme: int | None) -> bool:
    """Whether the highest grade ends before the scheme does."""
    return highest is not None and (scheme is None or highest < scheme)


def _outside(candidate: Candidate, rows: Sequence[JobPointsRow], without_scheme: bool) -> Iterator[Problem]:
    """Posts that lie in no grade, where no scheme says so already."""
    for row in rows if without_scheme else ():
        try:
            place_in_bands(row.points, candidate.bands)
        except WrongInput as error:
            yield _at(JOB_POINTS, row, "points", f"{candidate.name}: {error}")


# --- searches ------------------------------------------------------------------------------------------------------


def _searches(inputs: Inputs) -> Iterator[Problem]:
    """A search has a candidate, a budget above nothing, and posts enough for its grades."""
    by_name: Mapping[str, Candidate] = {each.name.casefold(): each for each in candidates(inputs)}
    rows: Sequence[BoundarySearchRow] = inputs.readable_rows(SEARCHES.name)
    for row in rows:
        if row.budget == 0:
            yield _at(
                SEARCHES, row, "budget", "is £0, and posts cost something: give what they may cost, or empty this"
            )
        for column, points in (("least width", row.least_width), ("least gap", row.least_gap)):
            if not points:
                yield _at(SEARCHES, row, column, "is 0: give 1 for any, or more")
        candidate = by_name.get(row.candidate.casefold())
        if candidate is not None and not any(True for _ in _everybody(inputs)):
            scores = evaluated(inputs).scores
            if len(scores) < len(candidate.rows):
                message = f"{candidate.name} has {counted(len(candidate.rows), 'grade')} and the posts "
                message += f"{counted(len(scores), 'different score')}: no boundaries give each grade a post"
                yield _at(SEARCHES, row, "candidate", message)


PROBLEMS: Problems = (_terms, _points, _everybody, _line, _ranges, _bands, _searches)

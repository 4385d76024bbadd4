"""Approvals post by post: statutory chief officers apart, beforehand or in retrospect, budgeted or not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from payband.calendar import date_text
from payband.errors import Problem
from payband.review.answers import AnswerRows
from payband.review.approvals import Tested
from payband.review.check import Check, passed
from payband.review.core.approval_subject import Outcome, What
from payband.review.inputs.inputs import Inputs
from payband.review.parts.answering import Calculated, PartAnswer
from payband.review.parts.duties.duties_held import role_of_post, roles_of_line
from payband.review.parts.tables.appointments import APPOINTMENTS, BY_POST, OTHER, STATUTORY, AppointmentRow
from payband.rules.thresholds import Standing, standing
from payband.units import counted, pounds_text

__all__ = ["PROBLEMS", "answer"]


def _problem(row: AppointmentRow, column: str, message: str) -> Problem:
    return Problem(message, sheet=APPOINTMENTS.sheet, table=APPOINTMENTS.name, row=row.row, column=column)


def _posts_of_lines(inputs: Inputs) -> Iterator[Problem]:
    """Each row is of a proposed line or a person, and no line has more rows than posts."""
    people = {each.person.casefold(): each for each in inputs.people}
    rows_of_line: Counter[str] = Counter()
    for row in inputs.rows_of(APPOINTMENTS.name):
        key = row.line_or_person.casefold()
        line = inputs.proposed_line(row.line_or_person)
        if line is None:
            line = inputs.proposed_line(people[key].proposed_line)
        if line is not None:
            rows_of_line[line.line] += 1
            if rows_of_line[line.line] == line.posts + 1:
                message = f"{line.line} has {counted(line.posts, 'post')}, and this row is one more: one row for each"
                yield _problem(row, "line or person", message)


def _days(inputs: Inputs) -> Iterator[Problem]:
    """The days of each row are in order."""
    for row in inputs.readable_rows(APPOINTMENTS.name):
        start = _in_post_from(row)
        if row.held_before_approval is False and start is not None and row.approved_on and start < row.approved_on:
            message = f"says no, and the first day, {date_text(start)}, lies before the approval: mend one of the two"
            yield _problem(row, "held before approval", message)
        if row.interim_until is not None and start is not None and row.interim_until < start:
            message = f"{date_text(row.interim_until)} lies before the first day, {date_text(start)}: swap or mend them"
            yield _problem(row, "interim or acting until", message)


PROBLEMS = (_posts_of_lines, _days)


def _in_post_from(row: AppointmentRow) -> Any:
    """The first day in post or paid, whichever came first; None where neither is given."""
    return min((day for day in (row.appointed_on, row.paid_from) if day is not None), default=None)


class _Post(NamedTuple):
    """One post tested against one rule, with its row of the table where there is one."""

    tested: Tested
    number: int
    of: int
    group: str
    role: str
    row: AppointmentRow | None
    would_stand: Standing
    """How it stands if it needs approval."""

    @property
    def standing(self) -> Standing | None:
        """How it stands, where it needs approval."""
        return self.would_stand if self.tested.outcome is Outcome.NEEDED else None

    @property
    def name(self) -> str:
        """The post in words, for a message."""
        return self.tested.name if self.of == 1 else f"{self.tested.name}, post {self.number} of {self.of}"


def _posts(calculated: Calculated) -> list[_Post]:
    """Every post of every test, statutory chief officers first."""
    inputs = calculated.inputs
    on = inputs.settings.implementation_date
    given: dict[str, list[AppointmentRow]] = {}
    for row in inputs.rows_of(APPOINTMENTS.name):
        given.setdefault(row.line_or_person.casefold(), []).append(row)
    people = {each.person.person.casefold(): each for each in calculated.placed}
    in_line: dict[str, list[AppointmentRow]] = {}  # the rows of the people of a line
    for key, each in people.items():
        if each.line is not None:
            in_line.setdefault(each.line.line.casefold(), []).extend(given.get(key, []))
    found = []
    for tested in calculated.approvals.tests:
        what, line = tested.subject.what, tested.subject.line
        if what is What.SEVERANCE:
            continue
        key = tested.name.casefold()
        rows = list(given.get(key, []))
        if what is What.LINE:
            rows += in_line.get(key, [])
        of_line = "" if line is None else roles_of_line(inputs, line)
        for number in range(1, tested.posts + 1):
            row = rows[number - 1] if number <= len(rows) else None
            role = of_line if line is None or row is None else role_of_post(inputs, line, row.post)
            start, approved = (None, None) if row is None else (_in_post_from(row), row.approved_on)
            if start is None and row is not None and row.held_before_approval:
                start = date.min  # some day before: the paper says so and prints none
            how = standing(start, approved, on)
            found.append(_Post(tested, number, tested.posts, STATUTORY if role else OTHER, role, row, how))
    return sorted(found, key=lambda each: each.group != STATUTORY)


def answer(calculated: Calculated) -> PartAnswer:
    """Every post by every rule, with the checks of what must stand before anybody is paid."""
    posts = _posts(calculated)
    needed = _each_once(each for each in posts if each.tested.outcome is Outcome.NEEDED)
    told = {(each.tested.name, each.number) for each in needed}
    unsure = _each_once(each for each in posts if each.tested.outcome is Outcome.UNKNOWN)
    unsure = [each for each in unsure if (each.tested.name, each.number) not in told]
    table = AnswerRows(BY_POST, [_row(each, calculated.inputs) for each in posts])
    return PartAnswer(
        (table,), checks=list(_checks(needed, unsure)), warnings=_warnings(needed), summary=list(_summary(needed))
    )


_UNLESS_NEEDED = {Outcome.UNKNOWN: "not known", Outcome.NOT_NEEDED: "not needed"}


def _each_once(posts: Iterable[_Post]) -> list[_Post]:
    """Each post by the first rule that it is tested by."""
    found: dict[tuple[str, int], _Post] = {}
    for each in posts:
        found.setdefault((each.tested.name, each.number), each)
    return list(found.values())


def _row(each: _Post, inputs: Inputs) -> tuple[Any, ...]:
    row, tested = each.row, each.tested
    title = f"post {each.number} of {each.of}"
    return (
        each.group,
        tested.name,
        f"{row.post} ({title})" if row is not None and row.post else title,
        tested.subject.rule.name,
        tested.amount,
        _UNLESS_NEEDED.get(tested.outcome, str(each.would_stand)),
        None if row is None else _in_post_from(row),
        None if row is None else row.approved_on,
        None if row is None else row.budgeted,
        tested.body or None,
        "; ".join(_why(each, inputs)),
    )


def _why(each: _Post, inputs: Inputs) -> Iterator[str]:
    """Why a post stands as it does: the test, its pay elements, its statutory role, and what its row says."""
    tested, row = each.tested, each.row
    yield tested.reason
    for element in inputs.package:
        if element.line_or_person.casefold() == tested.name.casefold() and not element.is_severance:
            counts = element.counts and tested.subject.rule.measure != "base salary"
            yield f"{element.element} {pounds_text(element.amount)} {'counts' if counts else 'does not count'}"
    if each.role:
        yield f"statutory: {each.role}"
    if row is None:
        return
    start = _in_post_from(row)
    if each.standing is Standing.IN_RETROSPECT and start is not None and row.approved_on is not None:
        yield f"approved {counted((row.approved_on - start).days, 'day')} after the first day"
    elif row.held_before_approval:
        yield "held before approval; the first day is not stated"
    if row.interim_until is not None:
        yield f"interim or acting until {date_text(row.interim_until)}"
    if row.note:
        yield row.note


def _checks(needed: Sequence[_Post], unsure: Sequence[_Post]) -> Iterator[Check]:
    """What must hold of the posts that need approval, and of those of which that is not known."""
    without = [each.name for each in needed if each.standing is Standing.WITHOUT]
    maybe = [each for each in unsure if each.would_stand is Standing.WITHOUT]
    yield _none("Nobody is in post or paid without the approval that is needed", without, {_UNSURE: maybe})
    unbudgeted = [each.name for each in needed if each.row is not None and each.row.budgeted is False]
    maybe = [each for each in unsure if each.row is None or not each.row.budgeted]
    yield _none(
        "Every post that needs approval is budgeted", unbudgeted, {_UNSTATED: _unstated(needed), _UNSURE: maybe}
    )
    others = [said for each in needed if (said := _by_another(each))]
    open_ones = {
        "not stated by whom": [each for each in needed if _approved_by(each) == ""],
        "no body is named by the rule": [each for each in needed if _approved_by(each) and not each.tested.body],
        _UNSURE: [each for each in unsure if _approved_by(each) is not None and not _by_the_body(each)],
    }
    yield _none("Each approval was given by the body that the rule names", others, open_ones)


_UNSTATED, _UNSURE = "not stated", "not known whether approval is needed"


def _approved_by(each: _Post) -> str | None:
    """Who approved a post, "" where that is not stated; None where it is not approved."""
    return None if each.row is None or each.row.approved_on is None else each.row.approving_body


def _by_the_body(each: _Post) -> bool:
    """Whether a post was approved by the body that the rule names."""
    by, body = _approved_by(each), each.tested.body
    return by is not None and body is not None and bool(by) and by.casefold() == body.casefold()


def _by_another(each: _Post) -> str:
    """That another body approved a post than the rule names; nothing where that is not so, or not known."""
    by, body = _approved_by(each), each.tested.body
    if not by or not body or by.casefold() == body.casefold():
        return ""
    return f"{each.name}: approved by the {by}, the rule names the {body}"


def _unstated(needed: Sequence[_Post]) -> list[_Post]:
    """The posts of which it is not stated whether they are budgeted."""
    return [each for each in needed if each.row is None or each.row.budgeted is None]


def _none(name: str, wrong: Sequence[str], untold: Mapping[str, Sequence[_Post]]) -> Check:
    """A check that no post is wrong; with some of which it is not known, it cannot be told unless one is."""
    unknown = {why: posts for why, posts in untold.items() if posts}
    found = [f"{counted(len(wrong), 'post')} otherwise"]
    found += [f"{counted(len(posts), 'post')} {why}" for why, posts in unknown.items()]
    detail = [*wrong, *(f"{why}: {', '.join(_together(posts))}" for why, posts in unknown.items())]
    return Check(name, "0 posts otherwise", ", ".join(found), passed(wrong, list(unknown)), "; ".join(detail))


def _warnings(needed: Sequence[_Post]) -> list[str]:
    late = _together([each for each in needed if each.standing is Standing.IN_RETROSPECT])
    unknown = _together(_unstated(needed))
    said = []
    if late:
        said.append(f"approved in retrospect, after somebody was in post or paid: {'; '.join(late)}")
    if unknown:
        said.append(f"it is not stated whether these posts are budgeted: {'; '.join(unknown)}")
    return said


def _together(posts: Sequence[_Post]) -> list[str]:
    """The posts by name; a line of whose posts none is missing is named once."""
    counts = Counter(each.tested.name for each in posts)
    names = [
        f"{each.tested.name}, all {each.of} posts" if counts[each.tested.name] == each.of > 1 else each.name
        for each in posts
    ]
    return list(dict.fromkeys(names))


def _summary(needed: Sequence[_Post]) -> Iterator[tuple[str, str, Any, str]]:
    for group, label in ((STATUTORY, "Statutory chief officers"), (OTHER, "Other posts")):
        counts = Counter(each.standing for each in needed if each.group == group)
        said = [f"{counts[each]} {each}" for each in Standing if counts[each]]
        text = f"{counted(sum(counts.values()), 'post')}: {', '.join(said)}" if said else "none needs approval"
        yield "Approvals by post", label, text, "text"

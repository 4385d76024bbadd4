"""Placement outcomes as formulas: the policy's own words, applied to the shares, grades, people and posts of a row."""

from typing import Any

from payband import library
from payband.forms import Cell
from payband.formulas.native.book import Book
from payband.formulas.native.inputs import Column
from payband.library import MatchingPolicy
from payband.review.parts.tables.placement import LEAVE_OPEN, LIST, RULES
from payband.rules.placing.placement import OUTCOMES, decided, outcome_by_terms, terms_met
from payband.workbook.building.workings_sheets import Col, F, Workings

__all__ = ["FOLLOWS", "TABLES", "formulas"]

TABLES = (LIST.name,)
FOLLOWS: tuple[Column, ...] = ()
"""A changed share or post moves other people's claims too, round by round: every change asks for a new run."""

_SHARES = ("assimilate_from", "match_from", "match_to")


def formulas(book: Book) -> tuple[dict[str, list[dict[str, str]]], dict[str, dict[str, str]]]:
    """The formulas of each row, and of no total."""
    names, policy, gaps = _policy(book)
    steps = book.sheet(
        Workings(
            "Workings_placement",
            "The number of each outcome by the policy, from the shares, the grades apart, the people and the posts",
            (
                Col("who", "person and line", "text", 40),
                Col("current", "share of current", "basis points"),
                Col("new", "share of new", "basis points"),
                Col("apart", "grades apart", "number"),
                Col("people", "people", "number"),
                Col("posts", "posts", "number"),
                Col("assimilates", "may be assimilated (1)", "number"),
                Col("matches", "may be matched (1)", "number"),
                Col("open", "may be matched but for a high share (1)", "number"),
                Col("alone", "by the policy alone", "number"),
                Col("number", "outcome", "number"),
            ),
        )
    )
    found: list[dict[str, str]] = []
    for index, record in enumerate(book.results.tables[LIST.name].records()):
        if record["people"] is None or record["outcome"] not in OUTCOMES:
            found.append({})
            continue
        cells = {
            key: book.answer(LIST.name, heading, index)
            for key, heading in (
                ("current", "share of current"),
                ("new", "share of new"),
                ("apart", "grades apart"),
                ("people", "people"),
                ("posts", "posts"),
            )
        }
        terms = terms_met(steps.here("current"), steps.here("new"), steps.here("apart"), policy)
        named = ("assimilates", "matches", "open")
        alone, people, posts = steps.here("alone"), steps.here("people"), steps.here("posts")
        row = steps.add(
            who=f"{record['person']}: {record['line']}",
            alone=F(str(outcome_by_terms(*(steps.here(key) for key in (*named, "people", "posts"))))),
            number=F(str(alone if gaps is None else decided(alone, people, posts, gaps))),
            **{key: F(str(term)) for key, term in zip(named, terms, strict=True)},
            **{key: F(f"ROUND({cell}*10000,0)" if key in ("current", "new") else cell) for key, cell in cells.items()},
        )
        found.append(
            {
                "outcome": f"INDEX({names},{steps.at('number', row)})",
                "not_covered": f'IF({steps.at("alone", row)}={len(OUTCOMES)},"yes","no")',
            }
        )
    return {LIST.name: found}, {}


def _policy(book: Book) -> tuple[str, MatchingPolicy, str | None]:
    """The cells of the outcomes' names, the policy with cells for its figures, and how open cases are decided."""
    rule = book.inputs.rows_of(RULES.name)[0]
    sheet = book.sheet(
        Workings(
            "Workings_policy",
            "The policy of placement: its figures, and its outcomes by number",
            (
                Col("what", "what", "text", 40),
                Col("value", "value", "basis points"),
                Col("source", "source", "text", 60),
            ),
        )
    )
    names = [sheet.add(what=name, value=number) for number, name in enumerate(OUTCOMES, start=1)]
    if None in (rule.assimilate_from, rule.match_from, rule.match_to, rule.grades_apart):
        found = library.matching_policy(rule.policy, book.inputs.settings.implementation_date)
        values = {key: getattr(found, key) for key in (*_SHARES, "grades_apart")}
        cells = {key: sheet.at("value", sheet.add(what=key.replace("_", " "), value=value, source=found.source))
                 for key, value in values.items()}  # fmt: skip
    else:
        cells = {
            key: f"ROUND({book.input(RULES.name, key.replace('_', ' '), rule)}*{10000 if key in _SHARES else 1},0)"
            for key in (*_SHARES, "grades_apart")
        }
    named: dict[str, Any] = {key: Cell(text) for key, text in cells.items()}  # a rule takes cells as it takes numbers
    policy = MatchingPolicy(rule.policy, **named, source="")
    return sheet.block("what", names[0], names[-1]), policy, None if rule.gaps == LEAVE_OPEN else rule.gaps

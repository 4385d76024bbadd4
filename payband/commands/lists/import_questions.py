"""The questions of the command import, asked and answered on a terminal."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from payband.commands.lists.import_reading import ListRead, recognised_again

if TYPE_CHECKING:
    from payband.establishment.questions import Question, Terms

__all__ = ["answered_on_terminal", "chosen", "on_a_terminal"]


def on_a_terminal() -> bool:
    """Whether somebody is there to answer: what is typed and what is said both go through a terminal."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def answered_on_terminal(read: ListRead) -> ListRead:
    """Asks one question after the other, and those that an answer leads to, until all is clear.

    Raises WrongInput where the terminal is closed before all is answered.
    """
    number = 0
    while read.columns.asked:
        number += 1
        question = read.columns.asked[0]  # its answer may settle others
        columns = dict(read.given)
        _say(f"\n{number}. {question.text}")
        terms = _ask(question, columns, read.terms)
        read = recognised_again(read, columns, terms)
    return read


def _ask(question: "Question", columns: dict[str, str], terms: "Terms") -> "Terms":
    """Asks one question, and keeps the answer among the columns or in the terms."""
    from payband.establishment.questions import TERMS

    if question.term:
        term = TERMS[question.term]
        return terms._replace(**{question.term: chosen(question.term, term.words, term.free)})
    if question.pick:
        heading = chosen(question.pick, question.columns)
        columns[heading] = question.pick
        return terms
    for heading in question.columns:
        columns[heading] = chosen(heading, question.choices)
    return terms


def chosen(what: str, choices: Sequence[str], free: str = "") -> str:
    """What was chosen of some words, by its number or as it is; or what was typed, where that is allowed."""
    from payband.errors import PaybandError, WrongInput
    from payband.establishment.map import checked_term
    from payband.establishment.questions import TERMS

    for number, choice in enumerate(choices, start=1):
        _say(f"   {number}  {choice or 'leave it out'}")
    if free:
        _say(f"   or {free}")
    while True:
        _say(f"   {what}: ", end="")
        typed = sys.stdin.readline()
        if not typed:
            raise WrongInput("the questions were not all answered, and nothing was written")
        typed = typed.strip()
        if typed.isdecimal() and 1 <= int(typed) <= len(choices) and not (free and len(typed) > 1):
            return choices[int(typed) - 1]
        found = next((choice for choice in choices if choice.casefold() == typed.casefold()), None)
        if found is not None:
            return found
        if free and typed and what in TERMS:
            try:
                return checked_term(what, typed, "the answer")
            except PaybandError as error:
                _say(f"   {error}")
                continue
        _say(f"   type a number from 1 to {len(choices)}" + (f", or {free}" if free else ""))


def _say(text: str, end: str = "\n") -> None:
    print(text, end=end, file=sys.stderr, flush=True)

"""How a sheet of columns is declared: what a row is, what is given, what it is linked to, and what is worked out."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from typing import Any, ClassVar, NamedTuple, TypeAlias

from payband.forms import Form

__all__ = [
    "Answer",
    "Column",
    "Each",
    "Given",
    "Link",
    "Rule",
    "Run",
    "Sheet",
    "Tells",
    "Unit",
    "adding",
    "column",
    "given",
    "link",
    "run",
    "said",
]


class Unit(Enum):
    """What a column counts in; figures and formulas hold it as a whole number, but for text."""

    PENCE = "pence"
    BASIS_POINTS = "basis points"
    NUMBER = "number"
    PARTS = "parts"
    DAY = "date"
    POINT = "point"
    YES_NO = "yes or no"
    WORDS = "one of some words, by its number"
    TEXT = "text"


class Tells(Enum):
    """What a column tells about somebody: it decides what may be published."""

    PAY = "what somebody is paid, or what follows from it"
    COUNT = "how many there are"
    NOTHING = "nothing about anybody"


class Answer(NamedTuple):
    """How a column is in an answer table: its heading, its key in scripts and its unit as the heading has it; since
    which format of the workbook it exists, whether a published copy holds it, and there under which heading.
    """

    heading: str
    key: str
    unit: str = ""
    since: int = 1
    published: bool = True
    published_as: str = ""

    @property
    def published_heading(self) -> str:
        """The heading in a published copy."""
        return self.published_as or self.heading.capitalize()


Each: TypeAlias = Any
"""A row as whoever evaluates it has it: its attributes are its figures, and the rows that it is linked to."""

Rule: TypeAlias = Callable[[Each], Form]
"""What works a column out, from its row."""


class Given(NamedTuple):
    """A column that is not worked out: an input, a dated figure, or what another calculation found.

    `at` is the table and the column of the workbook that holds it; several, where the rows rest on rows of different
    tables. A given that is `picked` is in each row the figure of some column of another sheet. One
    that is `in_cell` is on a sheet of workings in a cell of its own, though no input moves it.
    """

    name: str
    unit: Unit
    heading: str
    at: tuple[tuple[str, str], ...] = ()
    empty: int = 0
    picked: bool = False
    answer: Answer | None = None
    in_cell: bool = False


class Link(NamedTuple):
    """A row of another sheet. Where there is none, every column of it is `absent`."""

    name: str
    sheet: "type[Sheet] | None"
    absent: int | None = None


class Run(NamedTuple):
    """Rows of another sheet that follow each other, such as the points of a range, in which a row searches.

    `payband.sheets.search` says what can be asked of them.
    """

    name: str


class Column(NamedTuple):
    """A column that is worked out. `heading` names it on a sheet of workings and in an explanation."""

    name: str
    unit: Unit
    heading: str
    rule: Rule
    says: str
    answer: Answer | None = None
    tells: Tells = Tells.NOTHING
    shown: Rule | None = None
    """Where it is 0 or less the answer stays empty: there is nothing to say, which is not the same as unknown."""
    summed: bool = False
    """Whether the total of all rows is their sum; else the rule works it out from the other totals."""
    words: Sequence[str] = ()
    """Of a column that tells kinds apart: what each is called, by its number."""


def given(
    unit: Unit,
    heading: str = "",
    *,
    at: tuple[str, str] | tuple[tuple[str, str], ...] = (),
    empty: int = 0,
    picked: bool = False,
    answer: Answer | None = None,
    in_cell: bool = False,
) -> Any:
    """Declares a column that is given. An empty cell of the workbook counts as `empty`."""
    places: Any = (at,) if at and isinstance(at[0], str) else at
    return Given("", unit, heading, places, empty, picked, answer, in_cell)


def link(sheet: "type[Sheet] | None" = None, *, absent: int | None = None) -> Any:
    """Declares a link to a row of another sheet; of the same sheet where none is given."""
    return Link("", sheet, absent)


def run() -> Any:
    """Declares a run of rows of another sheet; which sheet and which rows is given with the rows."""
    return Run("")


def column(
    unit: Unit,
    heading: str,
    *,
    answer: Answer | None = None,
    tells: Tells = Tells.NOTHING,
    shown: Rule | None = None,
    summed: bool = False,
    words: Sequence[str] = (),
) -> Callable[[Rule], Any]:
    """Declares a column that is worked out by the decorated function; its docstring says how, in a user's words."""

    def declared(rule: Rule) -> Column:
        says = " ".join((rule.__doc__ or "").split())
        return Column(rule.__name__, unit, heading, rule, says, answer, tells, shown, summed, words)

    return declared


class _Said(NamedTuple):
    rule: Callable[[Each], object]
    unit: Unit
    answer: Answer
    at: Callable[[Any], tuple[str, str, Any]] | None = None
    cell: Rule | None = None
    of_input: bool = False


def said(
    answer: Answer,
    unit: Unit = Unit.TEXT,
    *,
    at: Callable[[Any], tuple[str, str, Any]] | None = None,
    cell: Rule | None = None,
    of_input: bool = False,
) -> Callable[[Callable[[Each], object]], Any]:
    """Declares words, or a yes or no, that an answer table shows next to the figures: made from values, last of all.

    `at` gives, of the input that a row rests on, the cell that says the same: its table, its column and the row there,
    None for none. `cell` works the same out from cells. What is said `of_input` is made from that input alone: the
    rule is given it and not the row.
    """

    def declared(rule: Callable[[Each], object]) -> _Said:
        return _Said(rule, unit, answer, at, cell, of_input)

    return declared


_OF_A_ROW = frozenset(("first_of", "input", "is_there", "largest", "number", "rows", "total"))
"""What a row has besides its columns."""


class Sheet:
    """The declaration of what rows of one kind hold. It has no instances: evaluators hold the rows."""

    says: ClassVar[str] = ""
    columns: ClassVar[dict[str, Column]]
    givens: ClassVar[dict[str, Given]]
    links: ClassVar[dict[str, Link]]
    runs: ClassVar[dict[str, Run]]
    texts: ClassVar[dict[str, _Said]]

    def __init_subclass__(cls) -> None:
        cls.says = " ".join((cls.__doc__ or "").split())
        cls.columns, cls.givens, cls.links, cls.runs, cls.texts = {}, {}, {}, {}, {}
        for name, declared in list(vars(cls).items()):
            if name in _OF_A_ROW and isinstance(declared, (Column, Given, Link, Run, _Said)):
                raise ValueError(f"{cls.__name__}.{name} has the name of what every row has: call it otherwise")
            if isinstance(declared, Column):
                cls.columns[name] = declared._replace(name=name)
            elif isinstance(declared, Given):
                cls.givens[name] = declared._replace(name=name)
            elif isinstance(declared, Link):
                cls.links[name] = declared._replace(name=name, sheet=declared.sheet or cls)
            elif isinstance(declared, Run):
                cls.runs[name] = declared._replace(name=name)
            elif isinstance(declared, _Said):
                cls.texts[name] = declared

    @classmethod
    def is_shown_as_given(cls, name: str) -> bool:
        """Whether a column is given and shown as it is, whatever it holds: nothing is worked out from it."""
        return name in cls.givens and cls.givens[name].answer is not None

    @classmethod
    def answers(cls) -> "list[tuple[str, Answer, Unit]]":
        """The columns that an answer table shows, as they are declared: name, answer and unit."""
        found = []
        for name in dict.fromkeys([*vars(cls), *cls.columns]):
            each = cls.columns.get(name) or cls.texts.get(name) or cls.givens.get(name)
            if each is not None and each.answer is not None:
                found.append((name, each.answer, each.unit))
        return found


@contextmanager
def adding(sheet: type[Sheet], declared: Column) -> Iterator[None]:
    """A sheet with one column more, for as long as the block runs: so a test adds one, and sees where it appears."""
    sheet.columns[declared.name] = declared
    try:
        yield
    finally:
        del sheet.columns[declared.name]

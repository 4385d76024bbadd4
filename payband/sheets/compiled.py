"""Evaluates one row after another of whole numbers, all of them known, as fast as a function written by hand would."""

from collections.abc import Callable, Sequence
from typing import Any

from payband.forms import Form, Formed
from payband.sheets.sheet import Sheet
from payband.sheets.worked import Worked

__all__ = ["compiled"]


class _Code(Formed):
    """A piece of Python that computes a whole number."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text

    def _of(self, sign: str, other: Form, *, turned: bool = False) -> "_Code":
        return _Code(f"({other} {sign} {self})" if turned else f"({self} {sign} {other})")

    def __add__(self, other: Form) -> "_Code":
        return self._of("+", other)

    def __radd__(self, other: Form) -> "_Code":
        return self._of("+", other, turned=True)

    def __sub__(self, other: Form) -> "_Code":
        return self._of("-", other)

    def __rsub__(self, other: Form) -> "_Code":
        return self._of("-", other, turned=True)

    def __mul__(self, other: Form) -> "_Code":
        return self._of("*", other)

    __rmul__ = __mul__

    def __floordiv__(self, other: Form) -> "_Code":
        return self._of("//", other)

    def __rfloordiv__(self, other: Form) -> "_Code":
        return self._of("//", other, turned=True)

    def __gt__(self, other: Form) -> "_Code":
        return self._of(">", other)

    def __ge__(self, other: Form) -> "_Code":
        return self._of(">=", other)

    def __lt__(self, other: Form) -> "_Code":
        return self._of("<", other)

    def __le__(self, other: Form) -> "_Code":
        return self._of("<=", other)

    def known_or(self, otherwise: Form) -> Form:
        """Itself: it is known."""
        return self

    @classmethod
    def larger_of(cls, one: Form, other: Form) -> Form:
        """The larger of two."""
        return cls(f"({one} if {one} >= {other} else {other})")

    @classmethod
    def smaller_of(cls, one: Form, other: Form) -> Form:
        """The smaller of two."""
        return cls(f"({one} if {one} <= {other} else {other})")

    @classmethod
    def chosen(cls, condition: Form, when_true: Form, when_false: Form) -> Form:
        """The one that is taken; the other is not looked at."""
        return cls(f"({when_true} if {condition} else {when_false})")


class _RunCode:
    """A run that a function is given when it runs."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.size = _Code(f"{name}.size")

    def __getattr__(self, asked: str) -> Callable[..., _Code]:
        return lambda name, *of: _Code(f"{self._name}.{asked}({', '.join([repr(name), *map(str, of)])})")


class _Lines(Worked):
    """A row whose columns are lines of Python, each over the lines before."""

    def __init__(self, sheet: type[Sheet], **given: Any) -> None:
        super().__init__(sheet, **given)
        self.lines: list[str] = []

    def __getattr__(self, name: str) -> Any:
        found = super().__getattr__(name)
        self.lines.append(f"    {name} = {found}")
        self.__dict__[name] = _Code(name)
        return self.__dict__[name]


def compiled(sheet: type[Sheet], wanted: Sequence[str]) -> Callable[..., tuple[Form, ...]]:
    """A function from the runs and givens of a row, by their names, to its columns that are wanted.

    All that conditions rest on has to be known; a figure that is not may be among the others, where it is passed on.

    >>> from payband.sheets.sheet import Unit, column, given
    >>> class Pay(Sheet):
    ...     now = given(Unit.PENCE, "now")
    ...     @column(Unit.PENCE, "after")
    ...     def after(of):
    ...         return of.now * 103 // 100
    >>> compiled(Pay, ["after"])(now=200)
    (206,)
    """
    names = [*sheet.runs, *sheet.givens]
    row = _Lines(sheet, **{name: _RunCode(name) if name in sheet.runs else _Code(name) for name in names})
    answer = ", ".join(str(getattr(row, name)) for name in wanted)
    source = "\n".join([f"def worked_out({', '.join(names)}):", *row.lines, f"    return ({answer},)"])
    made: dict[str, Any] = {}
    exec(compile(source, f"<{sheet.__name__}>", "exec"), made)
    found: Callable[..., tuple[Form, ...]] = made["worked_out"]
    return found

"""The three forms a rule takes: a whole number, a column of them, or the text of a spreadsheet formula.

A rule is written once with `+ - * //`, `larger`, `smaller` and `choose`. Given integers it answers an integer, given
NumPy columns a column, and given `Cell`s the formula that does the same in a spreadsheet. A form of its own kind, such
as a figure that may be unknown, is `Formed`.
"""

import sys
from typing import Any, TypeAlias

__all__ = ["Cell", "Form", "Formed", "choose", "known_or", "larger", "smaller"]

Form: TypeAlias = Any
"""An integer, a NumPy int64 column or a `Cell`: what a rule computes with."""

# How tightly an expression holds together, so that a formula carries no bracket it does not need.
_COMPARISON, _SUM, _PRODUCT, _ATOM = range(4)


class Formed:
    """A form that says itself what is larger, smaller or chosen."""

    __slots__ = ()

    @classmethod
    def larger_of(cls, one: Form, other: Form) -> Form:
        """The larger of two, one of which is of this form."""
        raise NotImplementedError

    @classmethod
    def smaller_of(cls, one: Form, other: Form) -> Form:
        """The smaller of two, one of which is of this form."""
        raise NotImplementedError

    @classmethod
    def chosen(cls, condition: Form, when_true: Form, when_false: Form) -> Form:
        """One of two by a condition; any of the three is of this form."""
        raise NotImplementedError

    def known_or(self, otherwise: Form) -> Form:
        """This where it is known, and something else where it is not."""
        raise NotImplementedError


class Cell(Formed):
    """A piece of formula text that computes as a whole number of pence would.

    >>> pay, threshold = Cell("A2"), Cell("B2")
    >>> print((pay - threshold) * 1380 // 10000)
    INT((A2-B2)*1380/10000)
    """

    __slots__ = ("_binding", "_branches", "text")

    def __init__(self, text: str, _binding: int = _ATOM) -> None:
        self.text = text
        self._binding = _binding
        self._branches: tuple[str, Form, Form] | None = None

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Cell({self.text!r})"

    @property
    def is_atom(self) -> bool:
        """Whether it holds together by itself, without brackets."""
        return self._binding == _ATOM

    def _within(self, binding: int) -> str:
        return self.text if self._binding >= binding else f"({self.text})"

    def __add__(self, other: "Cell | int") -> "Cell":
        if isinstance(other, int) and other == 0:
            return self
        return Cell(f"{self._within(_SUM)}+{_cell(other)._within(_SUM)}", _SUM)

    def __radd__(self, other: int) -> "Cell":
        if other == 0:
            return self
        return _cell(other) + self

    def __sub__(self, other: "Cell | int") -> "Cell":
        return Cell(f"{self._within(_SUM)}-{_cell(other)._within(_PRODUCT)}", _SUM)

    def __rsub__(self, other: int) -> "Cell":
        return _cell(other) - self

    def __mul__(self, other: "Cell | int") -> "Cell":
        if isinstance(other, int) and other == 1:
            return self
        return Cell(f"{self._within(_PRODUCT)}*{_cell(other)._within(_PRODUCT)}", _PRODUCT)

    def __rmul__(self, other: int) -> "Cell":
        if other == 1:
            return self
        return _cell(other) * self

    def __floordiv__(self, other: "Cell | int") -> "Cell":
        return Cell(f"INT({self._within(_PRODUCT)}/{_cell(other)._within(_ATOM)})")

    def __rfloordiv__(self, other: int) -> "Cell":
        return _cell(other) // self

    def __ge__(self, other: "Cell | int") -> "Cell":
        return self._compare(">=", other)

    def __gt__(self, other: "Cell | int") -> "Cell":
        return self._compare(">", other)

    def __le__(self, other: "Cell | int") -> "Cell":
        return self._compare("<=", other)

    def __lt__(self, other: "Cell | int") -> "Cell":
        return self._compare("<", other)

    def known_or(self, otherwise: Form) -> Form:
        """IFERROR of the two."""
        return Cell(f"IFERROR({self},{str(otherwise).upper() if isinstance(otherwise, bool) else otherwise})")

    def _compare(self, sign: str, other: "Cell | int") -> "Cell":
        return Cell(f"{self._within(_SUM)}{sign}{_cell(other)._within(_SUM)}", _COMPARISON)

    def __bool__(self) -> bool:
        raise TypeError("a Cell has no value of its own: use choose() where a rule decides")

    @classmethod
    def larger_of(cls, one: Form, other: Form) -> Form:
        """MAX of two cells."""
        return Cell(f"MAX({_cell(one)},{_cell(other)})")

    @classmethod
    def smaller_of(cls, one: Form, other: Form) -> Form:
        """MIN of two cells, or the one that both are."""
        if str(one) == str(other):
            return one
        return Cell(f"MIN({_cell(one)},{_cell(other)})")

    @classmethod
    def chosen(cls, condition: Form, when_true: Form, when_false: Form) -> Form:
        """IF of three cells; one in a branch that asks the same again is not needed."""
        test = str(condition)
        if isinstance(when_true, Cell) and when_true._branches is not None and when_true._branches[0] == test:
            when_true = when_true._branches[1]
        if isinstance(when_false, Cell) and when_false._branches is not None and when_false._branches[0] == test:
            when_false = when_false._branches[2]
        found = Cell(f"IF({test},{_cell(when_true)},{_cell(when_false)})")
        found._branches = (test, when_true, when_false)
        return found


def _cell(value: Cell | int) -> Cell:
    if isinstance(value, Cell):
        return value
    return Cell(str(value), _ATOM if value >= 0 else _SUM)


def _is_column(value: Form) -> bool:
    return hasattr(value, "__array_ufunc__")


def larger(one: Form, other: Form) -> Form:
    """The larger of two amounts, in whichever form they are.

    >>> larger(-5, 0), str(larger(Cell("A2") - 5, 0))
    (0, 'MAX(A2-5,0)')
    """
    if type(one) is int and type(other) is int:
        return one if one >= other else other
    if isinstance(one, Formed):
        return one.larger_of(one, other)
    if isinstance(other, Formed):
        return other.larger_of(one, other)
    if _is_column(one) or _is_column(other):
        return sys.modules["numpy"].maximum(one, other)
    return one if one >= other else other


def smaller(one: Form, other: Form) -> Form:
    """The smaller of two amounts, in whichever form they are.

    >>> smaller(7, 3), str(smaller(Cell("A2"), Cell("UEL")))
    (3, 'MIN(A2,UEL)')
    """
    if type(one) is int and type(other) is int:
        return one if one <= other else other
    if isinstance(one, Formed):
        return one.smaller_of(one, other)
    if isinstance(other, Formed):
        return other.smaller_of(one, other)
    if _is_column(one) or _is_column(other):
        return sys.modules["numpy"].minimum(one, other)
    return one if one <= other else other


def choose(condition: Form, when_true: Form, when_false: Form) -> Form:
    """One of two amounts by a condition, in whichever form they are.

    An amount may be given as a function of nothing that works it out: of whole numbers only the one taken is asked for.

    >>> choose(3 > 2, 10, 20), str(choose(Cell("A2") > 2, 10, 20))
    (10, 'IF(A2>2,10,20)')
    """
    if condition is True:  # by far the most are whole numbers, so that is asked first
        return when_true() if callable(when_true) else when_true
    if condition is False:
        return when_false() if callable(when_false) else when_false
    if callable(when_true):
        when_true = when_true()
    if callable(when_false):
        when_false = when_false()
    if isinstance(condition, Formed):
        return condition.chosen(condition, when_true, when_false)
    if _is_column(condition):
        for each in (when_true, when_false):
            if isinstance(each, Formed):
                return each.chosen(condition, when_true, when_false)
        return sys.modules["numpy"].where(condition, when_true, when_false)
    return when_true if condition else when_false


def known_or(value: Form, otherwise: Form) -> Form:
    """An amount, or a condition, where it is known, and another where it is not, in whichever form they are.

    >>> known_or(5, 0), str(known_or(Cell("A2"), 0)), str(known_or(Cell("A2") > 3, False))
    (5, 'IFERROR(A2,0)', 'IFERROR(A2>3,FALSE)')
    """
    return value.known_or(otherwise) if isinstance(value, Formed) else value

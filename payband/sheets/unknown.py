"""Figures that may be unknown: they carry why, and what rests on them is unknown for the same reason.

An unknown follows the branch that is taken, as IF does in a cell: whoever is above the top of a range does not care
about a point below that was never published.
"""

import operator
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from payband.forms import Form, Formed

if TYPE_CHECKING:
    import numpy as np

    Array: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"

__all__ = ["Maybe", "Reasons", "Unknown"]


class Unknown(Formed):
    """One figure that is not known, and why.

    >>> from payband.forms import choose, larger
    >>> top = Unknown("the top was never published")
    >>> (2 * top + 1).why, larger(top, 0).why, choose(3 > 2, 5, top)
    ('the top was never published', 'the top was never published', 5)
    """

    __slots__ = ("why",)

    def __init__(self, why: str) -> None:
        self.why = why

    def __repr__(self) -> str:
        return f"Unknown({self.why!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unknown) and other.why == self.why

    def __hash__(self) -> int:
        return hash(self.why)

    def _same(self, _other: Form) -> "Unknown":
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __floordiv__ = __rfloordiv__ = _same
    __gt__ = __ge__ = __lt__ = __le__ = _same

    @classmethod
    def larger_of(cls, one: Form, other: Form) -> Form:
        """Unknown, as one of them is."""
        return one if isinstance(one, Unknown) else other

    smaller_of = larger_of

    @classmethod
    def chosen(cls, condition: Form, when_true: Form, when_false: Form) -> Form:
        """Unknown, as the condition is."""
        return condition

    def known_or(self, otherwise: Form) -> Form:
        """The other: this is not known."""
        return otherwise


class Reasons:
    """Why figures are unknown, each reason once: a column holds their places, 0 where it is known."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {"": 0}
        self._all = [""]

    def place(self, why: str) -> int:
        """The place of a reason."""
        if why not in self._places:
            self._places[why] = len(self._all)
            self._all.append(why)
        return self._places[why]

    def __getitem__(self, place: int) -> str:
        return self._all[place]


class Maybe(Formed):
    """A NumPy column of figures some of which are unknown: `why` holds the place of the reason, 0 for a known one."""

    __slots__ = ("values", "why")
    __array_ufunc__ = None  # a column on the left leaves the operation to this one

    def __init__(self, values: "Array", why: "Array") -> None:
        self.values = values
        self.why = why

    @classmethod
    def of(cls, values: Sequence[Form], reasons: Reasons) -> Form:
        """A column of figures, some of them `Unknown`; a plain column where all are known."""
        import numpy as np

        try:
            return np.array(values, dtype=np.int64)
        except TypeError:  # one is unknown
            pass
        numbers = np.array([0 if isinstance(each, Unknown) else each for each in values], dtype=np.int64)
        why = [reasons.place(each.why) if isinstance(each, Unknown) else 0 for each in values]
        return cls(numbers, np.array(why, dtype=np.int64))

    def __len__(self) -> int:
        return len(self.values)

    def _with(self, other: Form, work: Callable[[Any, Any], Any], *, turned: bool = False) -> "Maybe":
        import numpy as np

        if not isinstance(other, Maybe):
            return Maybe(work(other, self.values) if turned else work(self.values, other), self.why)
        found = work(other.values, self.values) if turned else work(self.values, other.values)
        return Maybe(found, np.where(self.why > 0, self.why, other.why))

    def __add__(self, other: Form) -> "Maybe":
        return self._with(other, operator.add)

    __radd__ = __add__

    def __sub__(self, other: Form) -> "Maybe":
        return self._with(other, operator.sub)

    def __rsub__(self, other: Form) -> "Maybe":
        return self._with(other, operator.sub, turned=True)

    def __mul__(self, other: Form) -> "Maybe":
        return self._with(other, operator.mul)

    __rmul__ = __mul__

    def __floordiv__(self, other: Form) -> "Maybe":
        return self._with(other, operator.floordiv)

    def __rfloordiv__(self, other: Form) -> "Maybe":
        return self._with(other, operator.floordiv, turned=True)

    def __gt__(self, other: Form) -> "Maybe":
        return self._with(other, operator.gt)

    def __ge__(self, other: Form) -> "Maybe":
        return self._with(other, operator.ge)

    def __lt__(self, other: Form) -> "Maybe":
        return self._with(other, operator.lt)

    def __le__(self, other: Form) -> "Maybe":
        return self._with(other, operator.le)

    def taken(self, rows: "Array") -> "Maybe":
        """The column at some rows."""
        return Maybe(self.values[rows], self.why[rows])

    def known_or(self, otherwise: Form) -> Form:
        """The column with something else where it is not known."""
        import numpy as np

        return np.where(self.why > 0, otherwise, self.values)

    @classmethod
    def larger_of(cls, one: Form, other: Form) -> Form:
        """The larger of two columns, row by row."""
        import numpy as np

        return one._with(other, np.maximum) if isinstance(one, Maybe) else other._with(one, np.maximum)

    @classmethod
    def smaller_of(cls, one: Form, other: Form) -> Form:
        """The smaller of two columns, row by row."""
        import numpy as np

        return one._with(other, np.minimum) if isinstance(one, Maybe) else other._with(one, np.minimum)

    @classmethod
    def chosen(cls, condition: Form, when_true: Form, when_false: Form) -> Form:
        """A column with the unknowns of the side that each row takes, and of the condition."""
        import numpy as np

        def apart(each: Form) -> tuple[Any, Any]:
            return (each.values, each.why) if isinstance(each, Maybe) else (each, 0)

        (test, unsure), (yes, why_yes), (no, why_no) = map(apart, (condition, when_true, when_false))
        why = np.where(test, why_yes, why_no)
        return cls(np.where(test, yes, no), np.where(unsure > 0, unsure, why) if np.ndim(unsure) else why)

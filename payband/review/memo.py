"""What several calculations share: each step is kept under the inputs that it depends on."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

__all__ = ["Memo"]

Answer = TypeVar("Answer")

_MOST_ROWS = 4


class Memo:
    """Answers kept by what they depend on, the longest unused forgotten first.

    A key may hold whatever can be hashed, and objects that are only the same when they are the very same: those are
    given in `by_identity`, and kept alive for as long as the answer is.
    """

    def __init__(self, most: int = 20_000) -> None:
        self._most = most
        self.rows: Memo = self if most <= _MOST_ROWS else Memo(_MOST_ROWS)
        """The same for what is large, of which less is kept."""
        self._kept: OrderedDict[Hashable, tuple[tuple[Any, ...], Any]] = OrderedDict()

    def get(
        self, step: str, by_identity: tuple[Any, ...], by_value: tuple[Hashable, ...], work: Callable[[], Answer]
    ) -> Answer:
        """The answer of a step, worked out the first time that its inputs are met."""
        key = (step, *map(id, by_identity), *by_value)
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            answer: Answer = found[1]
            return answer
        answer = work()
        self._kept[key] = (by_identity, answer)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return answer

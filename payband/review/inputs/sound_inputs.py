"""The inputs of a review in which a fault was found: what is sound of them is shown, and nothing else.

A check that looks at what is at fault ends there, since what it would say may only come of that fault; every other
check says what it finds in the same round. No check has to name what it rests on: it is seen when it looks.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, SupportsIndex

from payband.review.inputs.inputs import Inputs
from payband.review.inputs.settings import SETTINGS, Settings
from payband.review.inputs.tables import INPUTS

if TYPE_CHECKING:
    from payband.errors import Problem

__all__ = ["SoundInputs", "said_by"]

_TABLE_OF = {field: table.name for field, table in zip(Inputs._fields, INPUTS, strict=False)}


class _AtFault(Exception):
    """What a check looks at is at fault."""


class SoundInputs(Inputs):
    """Inputs that end the check which looks at a table or a setting that is at fault.

    Their tables hold the rows that could be read: `readable_rows` shows these whatever else is at fault, for what can
    be said of a row by itself.
    """

    _faulty: Collection[str]
    _settings: Any

    @classmethod
    def of(cls, inputs: Inputs, faulty: Collection[str], settings: Collection[str]) -> "SoundInputs":
        """The inputs with the names of the tables at fault, and those of the settings."""
        found = cls._make(inputs)
        found._faulty = frozenset(faulty) - {"Settings"}
        found._settings = _SoundSettings(inputs.settings, settings)
        return found

    def _look(self, table: str) -> None:
        if table in self._faulty:
            raise _AtFault(table)

    def __getattribute__(self, name: str) -> Any:
        if name == "settings":
            return self._settings
        if name in _TABLE_OF:
            self._look(_TABLE_OF[name])
        return super().__getattribute__(name)

    def __getitem__(self, place: SupportsIndex | slice) -> Any:
        return self._all()[place] if isinstance(place, slice) else getattr(self, self._fields[place])

    def __iter__(self) -> Iterator[Any]:
        return iter(self._all())

    def _all(self) -> Sequence[Any]:
        """Every table and the settings: for a copy of it all, which can be had of what is sound alone."""
        if self._faulty or self._settings.faulty:
            raise _AtFault(*self._faulty)
        return [getattr(self, field) for field in self._fields]

    def rows_of(self, table: str) -> tuple[Any, ...]:
        """The rows of an input table of a part of the review."""
        self._look(table)
        return super().rows_of(table)


class _SoundSettings:
    """Settings of which some are at fault."""

    def __init__(self, settings: Settings, faulty: Collection[str]) -> None:
        self._held = settings
        self.faulty = {each.field for each in SETTINGS if each.name in faulty}

    def __getattr__(self, name: str) -> Any:
        if name in self.faulty or (self.faulty and name not in Settings.model_fields):
            raise _AtFault(name)
        return getattr(self._held, name)


def said_by(check: "Callable[[Inputs], Iterable[Problem]]", inputs: Inputs) -> "Iterator[Problem]":
    """What a check finds before it looks at something that is at fault."""
    try:
        yield from check(inputs)
    except _AtFault:
        return

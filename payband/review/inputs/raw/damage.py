"""What of the input tables could not be read, so that nothing is said that only comes of it."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

__all__ = ["NO_DAMAGE", "Damage"]


class Damage(NamedTuple):
    """The tables and the settings in which something could not be read.

    `names` are those of the rows that could not be read, by table: a salary that is no number hides nobody's name. A
    damaged table without an entry may hold any name.
    """

    tables: frozenset[str] = frozenset()
    names: Mapping[str, Collection[str]] = {}
    settings: frozenset[str] = frozenset()

    def hides_names(self, tables: Iterable[str]) -> bool:
        """Whether one of the tables may hold names that nobody can read."""
        return any(table in self.tables and table not in self.names for table in tables)

    def names_in(self, tables: Iterable[str]) -> list[str]:
        """The names in the rows of some tables that could not be read.

        >>> Damage(frozenset(["People"]), {"People": ["A. Smith"]}).names_in(["People", "Structure"])
        ['A. Smith']
        """
        return [name for table in tables for name in self.names.get(table, ())]


NO_DAMAGE = Damage()

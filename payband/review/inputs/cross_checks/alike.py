"""Names that group the rows of a table and differ by a slip: two where one was meant, of which nobody is told else."""

from collections.abc import Iterable, Iterator

from payband.review.inputs.cross_checks.references import tables_with_rows
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.raw.row_words import rows_text

__all__ = ["ALIKE", "nearly_the_same", "spelt_in_two_ways"]

ALIKE = "alike"
"""What a column is declared to name whose names stand for the same thing wherever they stand in it."""

_LEAST_LETTERS = 4  # of a word in which one letter may be a slip


def nearly_the_same(one: str, other: str) -> bool:
    """Whether two names, in small letters, differ in one word by one letter: left out, too many, other or swapped.

    Numbers are never a slip of one another, nor are short words.

    >>> [nearly_the_same("head of service", f"head of {each}") for each in ("services", "servcie", "finance")]
    [True, True, False]
    >>> nearly_the_same("grade 10", "grade 11"), nearly_the_same("male", "female"), nearly_the_same("east", "west")
    (False, False, False)
    """
    words, others = one.split(), other.split()
    if len(words) != len(others):
        return False
    pairs = [(word, its) for word, its in zip(words, others, strict=True) if word != its]
    return len(pairs) == 1 and _is_slip(*pairs[0])


def _is_slip(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _LEAST_LETTERS or any(each.isdigit() for each in one + other):
        return False
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) == 1:
        return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
    if len(long) > len(short):
        return False
    differ = [at for at, (letter, its) in enumerate(zip(one, other, strict=True)) if letter != its]
    swapped = len(differ) == 2 and differ[1] == differ[0] + 1 and sorted(one) == sorted(other)
    return len(differ) == 1 or swapped


def spelt_in_two_ways(inputs: Inputs) -> Iterator[str]:
    """Two names of a column that differ by a slip, in words, with the rows of the one that is rarer."""
    for table, rows in tables_with_rows(inputs):
        for column in table.columns:
            if column.names != ALIKE:
                continue
            at: dict[str, list[int]] = {}
            shown: dict[str, str] = {}
            for row in rows:
                if name := getattr(row, column.field):
                    at.setdefault(name.casefold(), []).append(row.row)
                    shown.setdefault(name.casefold(), name)
            for one, other in _pairs(at):
                often, rare = sorted((one, other), key=lambda each: (-len(at[each]), at[each][0]))
                yield (
                    f"Column '{column.name}' of table {table.name} has '{shown[often]}' and '{shown[rare]}' "
                    f"({rows_text(at[rare])}), which are two: is one of them misspelt?"
                )


def _pairs(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The pairs of names that differ by a slip: only those with all but one word in common are held together."""
    alike: dict[tuple[int, tuple[str, ...]], list[str]] = {}
    for name in names:
        words = name.split()
        for place in range(len(words)):
            alike.setdefault((place, (*words[:place], "", *words[place + 1 :])), []).append(name)
    for group in alike.values():
        for index, one in enumerate(group):
            yield from ((one, other) for other in group[:index] if nearly_the_same(one, other))

"""The pension rate of an on-cost profile that names its scheme and leaves the rate to the library."""

from collections.abc import Mapping
from typing import Any

from payband import library
from payband.errors import PaybandError, Problem
from payband.library import Figure
from payband.library.pensions import scheme_rate
from payband.review.inputs.raw.raw_tables import BadCell, RawTable
from payband.review.inputs.settings import Settings
from payband.review.inputs.tables import OnCostProfile, input_table
from payband.units import percent_text

__all__ = ["figure_of_scheme", "note_scheme", "with_scheme_rates"]

_TABLE = "OnCosts"
_SCHEME, _RATE = "pension scheme", "pension rate"


def with_scheme_rates(
    tables: Mapping[str, RawTable], settings: Settings, *, cells: bool, dates_known: bool
) -> tuple[Mapping[str, RawTable], frozenset[int], list[Problem]]:
    """The tables with the rates of schemes filled in, the rows of OnCosts that have one, and what is wrong with others.

    A rate is that of the implementation date; a rate that is given stays.
    """
    raw = tables.get(_TABLE)
    if raw is None or _SCHEME not in raw.columns or (cells and _RATE not in raw.columns):
        return tables, frozenset(), []
    rates, filled, problems = list(raw.column(_RATE)), set(), []
    put_off = False
    for place, (number, scheme) in enumerate(zip(raw.numbers, raw.column(_SCHEME), strict=True)):
        if not _blank(rates[place]) or _blank(scheme) or isinstance(scheme, BadCell):
            continue
        rates[place] = "0%"  # nothing is calculated from it where there is a problem
        if not dates_known:
            put_off = True
            continue
        try:
            row = scheme_rate(" ".join(str(scheme).split()), settings.body, settings.implementation_date)
        except PaybandError as error:
            sheet = input_table(_TABLE).sheet if cells else ""
            message = f"{error}; or give the rate in column '{_RATE}'"
            problems.append(Problem(message, sheet=sheet, table=_TABLE, row=number, column=_SCHEME))
            continue
        rates[place] = int(row.values["basis_points"]) / 10_000 if cells else _percent(row)
        filled.add(number)
    if not filled and not problems and not put_off:
        return tables, frozenset(), []
    names = list(dict.fromkeys([*raw.columns, _RATE]))
    held = [rates if name == _RATE else raw.column(name) for name in names]
    return {**tables, _TABLE: RawTable.of_columns(_TABLE, names, raw.numbers, held)}, frozenset(filled), problems


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _percent(row: library.Row) -> str:
    return percent_text(int(row.values["basis_points"]))


def figure_of_scheme(profile: OnCostProfile, settings: Settings) -> Figure:
    """The rate of a profile's scheme as the library has it."""
    row = scheme_rate(profile.pension_scheme, settings.body, settings.implementation_date)
    return Figure(_named(row), _percent(row), row.effective_from, row.effective_to, row.status, row.source, row.file)


def note_scheme(profile: OnCostProfile, settings: Settings) -> None:
    """Notes that an answer rests on the rate of a profile's scheme; nothing happens where the rate was given."""
    if profile.by_scheme and library.is_collecting():
        library.note_figure(figure_of_scheme(profile, settings))


def _named(row: library.Row) -> str:
    return f"employer's pension rate, {row.values['scheme']}"

"""The exit packages of the year by band and kind."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from payband.calendar import FinancialYear
from payband.review.inputs.inputs import Inputs
from payband.review.parts.accounts.pay import notes_row
from payband.review.parts.accounts.scales import bands
from payband.review.parts.exits.costs import Exit, exit_of
from payband.review.parts.tables.accounts_notes import EXIT_KINDS, KINDS_OF_EXIT, LAST_YEAR, OF_EXIT, ExitKindRow
from payband.review.parts.tables.exit_costs import EXITS, ExitRow
from payband.rules.leaving.exit_bands import ExitBand, band_of

__all__ = ["BandOfExits", "exits_by_band", "exits_of_year", "kind_of", "reported_in"]


class BandOfExits(NamedTuple):
    """The packages of a band: those of each kind, and how many of which cost in pence there were last year."""

    band: ExitBand
    packages: Mapping[str, Sequence[Exit]]
    last_year: tuple[int, int] | None

    @property
    def people(self) -> int:
        """How many packages, of either kind."""
        return sum(map(len, self.packages.values()))

    @property
    def cost(self) -> int:
        """What they come to."""
        return sum(each.package for of_kind in self.packages.values() for each in of_kind)


def kind_of(inputs: Inputs, row: ExitRow) -> ExitKindRow | None:
    """What is said of the departure of somebody; None where nothing is."""
    key = row.person.casefold()
    found: Sequence[ExitKindRow] = inputs.rows_of(EXIT_KINDS.name)
    return next((each for each in found if each.person.casefold() == key), None)


def reported_in(inputs: Inputs, row: ExitRow) -> FinancialYear:
    """The year whose accounts report an exit: that in which it was agreed, or else that of leaving."""
    said = kind_of(inputs, row)
    return said.year if said is not None and said.year is not None else FinancialYear.containing(row.leaves_on)


def exits_of_year(inputs: Inputs) -> list[tuple[str, Exit]]:
    """The exits that the accounts report, each with its kind."""
    year = notes_row(inputs).year
    found = []
    for row in inputs.rows_of(EXITS.name):
        said = kind_of(inputs, row)
        if said is not None and not said.left_out and reported_in(inputs, row) == year:
            found.append((said.kind, exit_of(inputs, row)))
    return found


def exits_by_band(inputs: Inputs) -> list[BandOfExits]:
    """The bands from the first to the highest in which there is a package this year or last; none without any."""
    exits = exits_of_year(inputs)
    before: dict[str, tuple[int, int]] = {}
    for row in inputs.rows_of(LAST_YEAR.name):
        if row.note == OF_EXIT:
            people, cost = before.get(row.item, (0, 0))
            before[row.item] = (people + (row.number or 0), cost + (row.amount or 0))
    if not exits and not before:
        return []
    packages = [each.package for _, each in exits]
    scale = list(bands(inputs, max(packages, default=0)))
    while any(item not in {band.text for band in scale} for item in before):
        longer = bands(inputs, (scale[-1].to or 0) + 1)  # last year had a higher package
        if len(longer) <= len(scale):
            break
        scale = list(longer)
    of_band: dict[ExitBand, dict[str, list[Exit]]] = {band: {kind: [] for kind in KINDS_OF_EXIT} for band in scale}
    for kind, each in exits:
        of_band[band_of(each.package, scale)][kind].append(each)
    rows = [BandOfExits(band, of_band[band], before.get(band.text, (0, 0)) if before else None) for band in scale]
    while rows and not rows[-1].people and not (rows[-1].last_year or (0, 0))[0]:
        rows.pop()
    return rows

"""The bands in which exit packages are published: narrow ones, and wider ones from a sum on."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from payband import library
from payband.errors import WrongInput
from payband.kinds import AMOUNT, DAY, TEXT
from payband.registry import Value, worksheet_function
from payband.units import pounds_text

__all__ = ["ExitBand", "band_of", "exit_band", "exit_bands_on"]

_FILE = "disclosure/brackets.csv"


class ExitBand(NamedTuple):
    """A band of exit packages, in pence: above `over` and up to `to`; None where it has no end. The first holds £0."""

    over: int
    to: int | None

    @property
    def text(self) -> str:
        """As an account prints it.

        >>> ExitBand(0, 2_000_000).text, ExitBand(2_000_000, 4_000_000).text, ExitBand(20_000_000, None).text
        ('£0 to £20,000', '£20,001 to £40,000', 'over £200,000')
        """
        if self.to is None:
            return f"over {pounds_text(self.over, pence_shown=False)}"
        first = self.over + 100 if self.over else 0
        return f"{pounds_text(first, pence_shown=False)} to {pounds_text(self.to, pence_shown=False)}"

    def holds(self, package: int) -> bool:
        """Whether a package falls in it: a penny over its end falls in the next."""
        return (self.over < package or not self.over) and (self.to is None or package <= self.to)


def exit_bands_on(day: date, most: int) -> tuple[ExitBand, ...]:
    """The bands in force on a day, from £0 to that of the highest package, in pence.

    Raises UnknownFigure, naming the file to extend, for a day that the figures do not reach.

    >>> from datetime import date
    >>> [each.text for each in exit_bands_on(date(2026, 3, 31), 10_000_001)][-2:]
    ['£80,001 to £100,000', '£100,001 to £150,000']
    """
    pence = []
    for item, words in _ITEMS.items():
        row = library.in_force(_FILE, item, day, f"the {words} of exit packages")
        pence.append(int(row.values["value"]) * 100)
        library.note_used(row, f"{words} of exit packages", pounds_text(pence[-1]))
    width, wide_from, wide_width = pence
    bands: list[ExitBand] = []
    over = 0
    while not bands or over < most:
        to = over + (width if over < wide_from else wide_width)
        bands.append(ExitBand(over, to))
        over = to
    return tuple(bands)


_ITEMS = {
    "exit_band_width": "width of a band",
    "exit_wide_from": "sum from which bands are wide",
    "exit_wide_width": "width of a wide band",
}


def band_of(package: int, bands: Sequence[ExitBand]) -> ExitBand:
    """The band that a package falls in. Raises WrongInput where none holds it."""
    for band in bands:
        if band.holds(package):
            return band
    raise WrongInput(f"{pounds_text(package)} lies in none of the bands: give a band that holds it")


@worksheet_function(
    "EXITBAND",
    Value(TEXT),
    package=(AMOUNT, "The whole exit package with pension strain, £"),
    on_date=(DAY, "A day of the financial year"),
)
def exit_band(package: int, on_date: date) -> str:
    """The band in which an exit package is published, such as £20,001 to £40,000.

    The whole package decides: redundancy, settlement for loss of employment, and what is paid to the pension fund.
    Bands are £20,000 wide up to £100,000, and £50,000 wide above. A penny over the end of a band falls in the next.

    Raises UnknownFigure for a day that the figures do not reach.

    Source: Local Authority Accounts (Scotland) Regulations 2014 (SSI 2014/200), Schedule, paragraphs 4 and 5; Moray
    Council, 10 March 2020 (£5,000 and £16,000 to the pension fund are in £20,001 to £40,000).

    >>> import payband
    >>> payband.exit_band(21_000, "31/03/2020")
    '£20,001 to £40,000'
    """
    return band_of(package, exit_bands_on(on_date, package)).text

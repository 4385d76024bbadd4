"""The scales that the notes count by: brackets of pay, and bands of exit packages, the body's own or the dated ones."""

from collections.abc import Sequence

from payband import library
from payband.library import Figure
from payband.review.inputs.inputs import Inputs
from payband.review.parts.accounts.pay import notes_row
from payband.review.parts.tables.accounts_notes import COUNCIL, EXIT_BANDS, NOTES, ExitBandRow
from payband.rules.leaving.exit_bands import ExitBand, exit_bands_on
from payband.rules.remuneration import Brackets, bracket_number, bracket_text, brackets_on
from payband.units import pounds_text

__all__ = ["asks_for_bands", "bands", "bracket_of", "bracket_texts", "brackets"]


def brackets(inputs: Inputs) -> Brackets:
    """The scale of brackets of the year, or the body's own. Raises UnknownFigure for a year that has none."""
    notes = notes_row(inputs)
    scale = brackets_on(notes.year.ends_on)
    if notes.first_bracket is None or notes.bracket_width is None:
        return scale
    shown = f"from {pounds_text(notes.first_bracket)}, {pounds_text(notes.bracket_width)} wide"
    file = f"table {NOTES.name}"
    library.note_figure(Figure("brackets of senior pay", shown, None, None, "given", notes.source or file, file))
    return scale._replace(first=notes.first_bracket, width=notes.bracket_width)


def bracket_of(pay: int, scale: Brackets) -> int:
    """The bracket of a pay, the lowest being 1; 0 below the scale."""
    return int(bracket_number(pay, scale.first, scale.width))


def bracket_texts(highest: int, scale: Brackets) -> list[str]:
    """The brackets from the lowest to one of a number, as the note prints them."""
    return [bracket_text(number, scale) for number in range(1, highest + 1)]


def asks_for_bands(inputs: Inputs) -> bool:
    """Whether the body has to give its bands of exit packages: those of the Regulations are of councils."""
    return notes_row(inputs).body != COUNCIL and not inputs.rows_of(EXIT_BANDS.name)


def bands(inputs: Inputs, most: int) -> tuple[ExitBand, ...]:
    """The bands of exit packages up to that of the highest, the body's own where it gives any.

    Raises UnknownFigure for a year that has none.
    """
    own: Sequence[ExitBandRow] = sorted(inputs.rows_of(EXIT_BANDS.name), key=lambda row: row.over)
    if not own:
        return exit_bands_on(notes_row(inputs).year.ends_on, most)
    made = tuple(ExitBand(row.over, row.to) for row in own)
    source = own[0].source or f"table {EXIT_BANDS.name}"
    shown = ", ".join(each.text for each in made)
    figure = Figure("bands of exit packages", shown, None, None, "given", source, f"table {EXIT_BANDS.name}")
    library.note_figure(figure)
    return made

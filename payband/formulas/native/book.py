"""What the parts of a native workbook share: the sheets of workings, and inputs read into pence by formulas."""

from collections.abc import Sequence
from fractions import Fraction

from payband.formulas.native.basis import Basis
from payband.formulas.native.figures import Figures
from payband.formulas.places import Places
from payband.ooxml.package import Package
from payband.review.inputs.pension_schemes import figure_of_scheme
from payband.review.inputs.rates import Rates
from payband.review.inputs.tables import OnCostProfile
from payband.review.results import Results
from payband.workbook.building.workings_sheets import Col, Workings

__all__ = ["Book", "basis_points", "parts_of", "pence"]

_WORDS = "Workings_words"
_NEAR = "0.0001"  # a share typed with many decimals is a whole number of parts but for their last digit


def pence(pounds: str) -> str:
    """A cell in pounds as whole pence; parts of a penny, an empty cell or text are an error, never a figure."""
    return f"IF(ISNUMBER({pounds}),ROUND({pounds}*100,0)/(ROUND({pounds},2)=ROUND({pounds},6)),NA())"


def basis_points(share: str) -> str:
    """A rate as whole basis points; an empty cell is not a rate, and what is finer is #N/A.

    One that was typed as text, such as "20%" in a cell of text, is read as the number that it says.
    """
    return _whole(f"IF(ISTEXT({share}),VALUE({share}),N({share}))*10000")


def _whole(number: str) -> str:
    """A number as the whole one that it is, but for what arithmetic leaves in its last digits; else #N/A."""
    return f"IF(ABS({number}-ROUND({number},0))<{_NEAR},ROUND({number},0),NA())"


def parts_of(share: str, parts: str, when_empty: int) -> str:
    """A share as a whole number of parts; #N/A where it is not a whole number of them."""
    return _whole(f'IF({share}="",{when_empty},{share})*{parts}')


def parts_for(share: Fraction) -> int:
    """How many parts a share is counted in: ten thousand, or its own denominator where that does not divide them."""
    return 10_000 if 10_000 % share.denominator == 0 else share.denominator


class Book(Places):
    """A workbook that is filled with native formulas."""

    def __init__(self, package: Package, results: Results, setting_rows: dict[str, int]) -> None:
        super().__init__(package, results, setting_rows)
        self.figures = Figures(Rates(results.inputs.assumptions))
        self.basis = Basis()
        self.sheets: list[Workings] = []
        self._words: dict[tuple[str, ...], str] = {}

    def sheet(self, workings: Workings) -> Workings:
        """Adds a sheet of workings."""
        self.sheets.append(workings)
        return workings

    def words(self, heading: str, words: Sequence[str]) -> str:
        """The cells of what the numbers of a column stand for, the word of 0 first."""
        key = tuple(words)
        if key not in self._words:
            columns = (Col("what", "what", "text", 34), Col("number", "number", "number"), Col("word", "word", "text"))
            says = "What the numbers stand for that formulas tell kinds apart by"
            sheet = next((each for each in self.sheets if each.name == _WORDS), None)
            sheet = sheet or self.sheet(Workings(_WORDS, says, columns))
            rows = [sheet.add(what=heading, number=number, word=str(word)) for number, word in enumerate(words)]
            self._words[key] = sheet.block("word", rows[0], rows[-1])
        return self._words[key]

    def pence(self, pounds: str) -> str:
        """A cell of the inputs as whole pence, #N/A once an input has changed that the formulas cannot follow."""
        return f"{pence(pounds)}+{self.basis.guard}"

    def column(self, table: str, heading: str, count: int) -> str:
        """A column of an answer table."""
        last = self.answer(table, heading, max(count, 1) - 1).partition("!")[2]
        return f"{self.answer(table, heading, 0)}:{last}"

    def own(self, reference: str) -> str:
        """A cell of an answer table as a formula on the same sheet names it."""
        return reference.rpartition("!")[2]

    def pension_rate(self, profile: OnCostProfile) -> str:
        """The pension rate of a profile: its cell, or while that is empty the rate of its scheme."""
        given = self.input("OnCosts", "pension rate", profile)
        if not profile.by_scheme:
            return given
        of_scheme = self.figures.rate(figure_of_scheme(profile, self.inputs.settings), profile.pension_rate)
        return f'IF({given}="",{of_scheme},{given})'

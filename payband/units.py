"""Money as whole pence, rates as whole basis points, shares as exact ratios, and the roundings by name."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from payband.errors import WrongInput, nearest_name
from payband.forms import Form
from payband.shown_text import shortened

__all__ = [
    "MOST_CHARACTERS",
    "ROUNDINGS",
    "basis_points_from",
    "counted",
    "half_up",
    "nearest_pence_from",
    "number_from",
    "pence_from",
    "penny_by_third_decimal",
    "percent_text",
    "pounds",
    "pounds_text",
    "ratio_from",
    "rounding_pence",
    "share_held",
    "to_multiple",
    "without_separators",
    "without_underscores",
]

MOST_POUNDS = 100_000_000_000
"""No amount beyond this is read: it keeps a million-row sum inside a 64-bit column and is a typing error anyway."""

_MOST_PENCE = MOST_POUNDS * 100
MOST_CHARACTERS = 60  # of a number, with signs and spaces; a cell's own have seventeen digits
_BEYOND_REASON = 10**MOST_CHARACTERS
_PENNY = Decimal("0.01")
_NOISE = Decimal("0.000001")  # pounds: what a spreadsheet's own arithmetic leaves beside a whole penny
_RATIO_DENOMINATOR = 10_000  # 1/6 and 30/37 of a full-time post are held exactly
_MOST_DECIMALS = 7  # of a share: 0.1667 and 0.1666667 stay what they are

ROUNDINGS = {"none": 1, "nearest £1": 100, "nearest £3": 300, "nearest £10": 1_000, "nearest £100": 10_000}
"""The named roundings of a salary or a report, as the multiple in pence that the amount is brought to."""


_THOUSANDS = re.compile(r"[-+]? ?(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.\d*)?")


# --- roundings: rules, so written for every form -------------------------------------------------------------------


def half_up(numerator: Form, denominator: Form) -> Form:
    """A quotient to the nearest whole number, an exact half upwards.

    >>> half_up(5, 2), half_up(7, 3)
    (3, 2)
    """
    if isinstance(denominator, int) and denominator == 1:  # a formula stays short
        return numerator
    return (2 * numerator + denominator) // (2 * denominator)


def penny_by_third_decimal(numerator: Form, denominator: Form) -> Form:
    """A quotient in pence to the penny, looking only at the tenth of a penny: 0 to 5 down, 6 to 9 up.

    The rounding of HMRC's exact percentage method (CIPP, Professional magazine, November 2017, p. 19; NIM11002).

    >>> penny_by_third_decimal(1059, 100), penny_by_third_decimal(1060, 100)
    (10, 11)
    """
    return (numerator * 10 // denominator + 4) // 10


def to_multiple(pence: Form, multiple: Form) -> Form:
    """Pence to the nearest multiple (100 for the pound, 300 for three pounds, 1 for none), an exact half upwards.

    >>> to_multiple(13_216_743, 300)
    13216800
    """
    return half_up(pence, multiple) * multiple


def rounding_pence(name: str) -> int:
    """The multiple in pence that a named rounding brings an amount to.

    >>> rounding_pence("nearest £3")
    300
    """
    key = " ".join(name.split()).casefold()
    for known, multiple in ROUNDINGS.items():
        if known.casefold() in (key, f"nearest {key}"):
            return multiple
    raise WrongInput(f"'{name}' is not a rounding that payband knows; {nearest_name(name, ROUNDINGS)}")


# --- reading what people write -------------------------------------------------------------------------------------


def without_separators(text: str) -> str:
    """A number's text without the commas or spaces before its thousands; as it is where they are elsewhere.

    A decimal comma that was dropped would make ten times the amount.

    >>> without_separators("68,853.50"), without_separators("68853,5")
    ('68853.50', '68853,5')
    """
    return text.replace(",", "").replace(" ", "") if _THOUSANDS.fullmatch(text) else text


_IN_SHORT = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)\s*(k|thousand|m|mn|million)", re.I)


def _written_out(text: str) -> str:
    """The number that somebody wrote in short, to be offered and never taken; nothing for other texts.

    >>> _written_out("93.3k"), _written_out("1.2 million"), _written_out("93.3")
    ('93,300', '1,200,000', '')
    """
    found = _IN_SHORT.fullmatch(text)
    if not found:
        return ""
    times = 1_000 if found[2].casefold() in ("k", "thousand") else 1_000_000
    number = (Decimal(found[1].replace(",", "")) * times).normalize()
    return f"{number:,f}"


def number_from(value: Any, what: str = "the number") -> Decimal:
    """A number as a person or a cell holds it, with every digit that was given.

    >>> number_from("£3,000.555"), number_from("(12)")
    (Decimal('3000.555'), Decimal('-12'))
    """
    if isinstance(value, bool):
        raise WrongInput(f"{what} is {str(value).upper()}: give a number")
    if isinstance(value, str):
        text = value.replace("£", "").replace("\u00a0", " ").strip()
        if text.startswith("(") and text.endswith(")"):
            text = "-" + text[1:-1].strip()
        if len(text) > MOST_CHARACTERS:
            raise WrongInput(f"{what} is '{shortened(value)}': give a number")
        try:
            number = Decimal(without_separators(without_underscores(text)))
        except (InvalidOperation, ValueError):
            separated = any(mark in text for mark in ", ") and not text.strip("+-.,0123456789 ")
            if meant := _written_out(text):
                raise WrongInput(f"{what} is '{value}': did you mean {meant}?") from None
            told = "write 1,234.50 or 1234.50, with a comma before three digits only" if separated else "give a number"
            raise WrongInput(f"{what} is '{value}': {told}") from None
    elif isinstance(value, Decimal):
        number = value
    elif isinstance(value, int):
        if abs(value) > _BEYOND_REASON:
            raise WrongInput(f"{what} has more digits than any amount: give a number")
        number = Decimal(value)
    elif hasattr(value, "__float__"):
        number = Decimal(repr(float(value)))  # the shortest decimal that the cell's number stands for
    else:
        raise WrongInput(f"{what} is of a kind that payband cannot read ({type(value).__name__}): give a number")
    if not number.is_finite():
        raise WrongInput(f"{what} is {value}: give a number")
    if number and not -MOST_CHARACTERS < number.adjusted() < MOST_CHARACTERS:
        raise WrongInput(f"{what} is {shortened(str(value))}, beyond all reason: give a number")
    return number


def without_underscores(text: str) -> str:
    """A number's text as it is. Raises ValueError where it has underscores: Python takes 1_000 for 1000, nobody else.

    >>> without_underscores("1000")
    '1000'
    """
    if "_" in text:
        raise ValueError(f"'{text}' is not a number")
    return text


def pence_from(value: Any, what: str = "the amount") -> int:
    """Pounds, as a person or a cell holds them, as whole pence.

    An amount with parts of a penny is refused: nobody can tell which way it was meant to be rounded. What a cell's own
    arithmetic leaves in the last digits is not part of a penny.

    >>> pence_from("£30,000.50"), pence_from(0.1 + 0.2)
    (3000050, 30)
    """
    # The short way of the most frequent: whole pounds, and pounds and pence as the number's shortest text has them.
    if type(value) is int or (type(value) is float and value.is_integer()):
        pence = int(value) * 100
        if -_MOST_PENCE <= pence <= _MOST_PENCE:
            return pence
    elif type(value) is float and 0 < value < MOST_POUNDS:
        whole, _, part = repr(value).partition(".")
        if len(part) == 2 and part.isdecimal():
            return int(whole + part)
        if len(part) == 1 and part.isdecimal():
            return int(whole + part) * 10
    if isinstance(value, str) and (meant := _written_out(value.replace("£", "").strip())):
        raise WrongInput(f"{what} is '{value}': did you mean £{meant}?")
    number = number_from(value, what)
    if abs(number) > MOST_POUNDS:
        raise WrongInput(f"{what} is £{number:,.0f}: no amount over £{MOST_POUNDS:,} is read, check the figure")
    if number.as_tuple().exponent == 0:
        return int(number) * 100
    penny = _to_the_penny(number)
    if abs(number - penny) >= _NOISE:
        raise WrongInput(
            f"{what} is £{number:,f}, which has parts of a penny: give whole pence, or round it in the cell, as with "
            "=ROUND(B2,2)"
        )
    return int(penny.scaleb(2))


def nearest_pence_from(value: Any, what: str = "the amount") -> int:
    """Pounds to the nearest whole penny, half a penny upwards, where somebody has asked for that.

    >>> nearest_pence_from(8333.333333333334), nearest_pence_from("0.005")
    (833333, 1)
    """
    try:
        return pence_from(value, what)
    except WrongInput:
        number = number_from(value, what)
        if abs(number) > MOST_POUNDS:
            raise
        return int(_to_the_penny(number).scaleb(2))


def _to_the_penny(number: Decimal) -> Decimal:
    return number.quantize(_PENNY, rounding=ROUND_HALF_UP)


def pounds(pence: int) -> Decimal:
    """Pence to pounds with two decimals.

    >>> pounds(38745)
    Decimal('387.45')
    """
    return Decimal(int(pence)).scaleb(-2)


def counted(count: int, noun: str, plural: str = "") -> str:
    """A number with its noun, in the singular for one.

    >>> counted(1, "line"), counted(0, "line"), counted(2, "person", "people")
    ('1 line', '0 lines', '2 people')
    """
    return f"{count} {noun if count == 1 else plural or noun + 's'}"


def pounds_text(pence: int, *, pence_shown: bool = True) -> str:
    """Pence as a person reads pounds; negatives in brackets as a finance report has them.

    >>> pounds_text(11481234), pounds_text(-9090000, pence_shown=False)
    ('£114,812.34', '(£90,900)')
    """
    amount = abs(int(pence))
    text = f"£{amount // 100:,}.{amount % 100:02d}" if pence_shown else f"£{half_up(amount, 100):,}"
    return f"({text})" if pence < 0 else text


def basis_points_from(value: Any, what: str = "the rate") -> int:
    """A rate as Excel holds it (0.195) or as people write it ("19.5%") to whole basis points.

    >>> basis_points_from(0.195), basis_points_from("19.5%"), basis_points_from(0)
    (1950, 1950, 0)
    """
    if isinstance(value, str) and value.strip().endswith("%"):
        number = number_from(value.strip()[:-1], what) / 100
        if abs(number) > 1:
            raise WrongInput(f"{what} is {value}: no rate over 100% is read, check the figure")
    else:
        number = number_from(value, what)
        if abs(number) > 1:
            shown, percent = number.normalize(), (number * 100).normalize()
            raise WrongInput(f"{what} is {shown:f}, which is {percent:f}%: write {shown:f}% or {shown / 100:f}")
    # A cell's 0.1+0.2 carries noise in the seventeenth digit; nothing a person typed is finer than a tenth of this.
    points = number.quantize(Decimal("0.0000000001"), rounding=ROUND_HALF_UP) * 10_000
    if points != points.to_integral_value():
        shown = (number * 100).normalize()
        raise WrongInput(f"{what} is {shown:f}%: rates go to two decimals of a percent, such as 19.64%")
    return int(points)


def percent_text(basis_points: int) -> str:
    """Basis points as a percentage.

    >>> percent_text(1380), percent_text(1505), percent_text(50)
    ('13.8%', '15.05%', '0.5%')
    """
    return f"{(Decimal(int(basis_points)) / 100).normalize():f}%"


def ratio_from(value: Any, what: str = "the share") -> Fraction:
    """A share or a full-time equivalent as an exact ratio: 0.5, "50%", "1/6", "30/37", 0.166666666666667.

    Up to seven decimals are taken as they are given. With more, a decimal stands for the fraction with a denominator of
    at most 10,000 that it is, rounded, so that the thirds, sixths and thirty-sevenths that a cell can only hold
    approximately are what they were meant to be. What is not such a fraction is refused.

    >>> ratio_from(0.166666666666667), ratio_from("30/37"), ratio_from("50%"), ratio_from(0.16667)
    (Fraction(1, 6), Fraction(30, 37), Fraction(1, 2), Fraction(16667, 100000))
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, str) and "/" in value:
        above, _, below = value.partition("/")
        top, bottom = number_from(above, what), number_from(below, what)
        if bottom == 0:
            raise WrongInput(f"{what} is '{value}': a share of nothing; give a number such as 0.5")
        return _held_exactly(Fraction(top) / Fraction(bottom), value, what)
    if isinstance(value, str) and value.strip().endswith("%"):
        return _held_exactly(Fraction(number_from(value.strip()[:-1], what)) / 100, value, what)
    return _held_exactly(Fraction(number_from(value, what)), value, what)


def share_held(share: Fraction) -> Fraction:
    """A share that was worked out, such that a cell holds it: as it is, or with seven decimals.

    >>> share_held(Fraction(30, 37)), share_held(Fraction(14447, 15000))
    (Fraction(30, 37), Fraction(9631333, 10000000))
    """
    return share if share.denominator <= _RATIO_DENOMINATOR else round(share, _MOST_DECIMALS)


def _held_exactly(number: Fraction, given: Any, what: str) -> Fraction:
    """A ratio as it was given, or as the fraction that its many decimals stand for."""
    if number.denominator <= 10**_MOST_DECIMALS:
        return number
    near = number.limit_denominator(_RATIO_DENOMINATOR)
    if abs(near - number) >= Fraction(1, 10 ** _decimals(number)) + _CELL_NOISE:
        raise WrongInput(
            f"{what} is {given}: give it with at most {_MOST_DECIMALS} decimals, or as a fraction like 30/37"
        )
    return near


_CELL_NOISE = Fraction(1, 10**13)  # of a calculated share, such as 1-1/3


def _decimals(number: Fraction) -> int:
    """How many decimals a finite decimal has, as far as a cell tells them apart."""
    return next((places for places in range(15) if (number * 10**places).denominator == 1), 15)

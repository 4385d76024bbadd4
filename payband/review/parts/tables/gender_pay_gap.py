"""The tables of the gender pay gap: who was employed on the snapshot date, their pay and bonuses, and the figures."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator

from payband.errors import UnknownName, WrongInput, nearest_name
from payband.review.answers import DAY, MONEY, PERCENT, TEXT, WHOLE, YES_NO, AnswerTable, Form, _column
from payband.review.inputs.fields import Day, Money, OwnName, Text, Whole, YesNo, one_of
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.inputs.tables import YES_NO as YES_OR_NO
from payband.review.parts.registry import Part
from payband.review.parts.tables.wage_floor import HOURLY
from payband.review.parts.tables.working_weeks import HoursAWeek
from payband.rules.measures.gender_pay_gap import PERIODS, QUARTERS
from payband.units import ratio_from

__all__ = [
    "BONUSES",
    "COVERED",
    "ENGLAND",
    "FIGURES",
    "FIRST_FIGURE",
    "HOURLY_PAY",
    "OF_QUARTERS",
    "PART",
    "PAY",
    "PERIODS_OF_PAY",
    "PRIVATE",
    "REPORT",
    "SEXES",
    "PayGapBonusRow",
    "PayGapPayRow",
    "PayGapPeriodRow",
    "PayGapReportRow",
    "sex_of",
]

ENGLAND, PRIVATE = "public bodies in England", "private and voluntary"
COVERED = (ENGLAND, PRIVATE)
"""The two regulations, SI 2017/353 and SI 2017/172."""
_NOT_COVERED = ("wales", "welsh", "scotland", "scottish", "northern ireland", "ni")
_MEANT = {
    **dict.fromkeys(("public", "england", "si 2017/353", "2017/353"), ENGLAND),
    **dict.fromkeys(("private", "voluntary", "charity", "si 2017/172", "2017/172"), PRIVATE),
}
MOST_PERIODS = 600
SEXES = ("men", "women")
"""The two groups of the regulations, the one compared with first."""
_SEX_MEANT = {
    **dict.fromkeys(("male", "man", "m"), "men"),
    **dict.fromkeys(("female", "woman", "f"), "women"),
}


def _regulations(value: Any) -> str:
    text = " ".join(str(value).split()).casefold()
    found = next((each for each in COVERED if each.casefold() == text), _MEANT.get(text, ""))
    if found:
        return found
    if any(re.search(rf"\b{each}\b", text) for each in _NOT_COVERED):
        raise WrongInput(
            f"'{value}': the duties of public bodies in Wales, Scotland and Northern Ireland are not covered, since "
            f"their law is not known here. Covered are {' and '.join(COVERED)}: give one of these where it applies, or "
            "delete the row"
        )
    raise UnknownName(f"'{value}' is not one of the choices; {nearest_name(text, COVERED)}")


def sex_of(text: str) -> str | None:
    """Men or women by what people write for it; None for anything else.

    >>> sex_of("Female"), sex_of("x")
    ('women', None)
    """
    folded = " ".join(text.split()).casefold()
    found = _SEX_MEANT.get(folded, folded)
    return found if found in SEXES else None


def _sex(value: Any) -> str:
    found = sex_of(str(value))
    if found is None:
        raise WrongInput(
            f"'{value}' is neither men nor women, and the regulations count these two: leave it empty to leave the "
            "person out of the figures by sex"
        )
    return found


def _periods(value: Any) -> Fraction:
    found = ratio_from(value, "the number of pay periods")
    if not 1 <= found <= MOST_PERIODS:
        raise WrongInput(f"{value} pay periods are not possible: give 1 for a bonus of one pay period, or more")
    return found


class PayGapReportRow(InputRow):
    """By which regulations the figures are worked out, and on which day."""

    snapshot_date: Day = column("snapshot date", "date", "31 March for public bodies, 5 April for others")
    regulations: Annotated[str, BeforeValidator(_regulations)] = column(
        "regulations", "name", "SI 2017/353 or SI 2017/172", choices=COVERED
    )
    employer: Text = column("employer", "name", "As the service has it; empty for the body", default="")
    decimals: Whole = column("decimals", "0 or 1", "Of the percentages as they are published", default=1)
    least_people: Whole | None = column(
        "least people",
        "number",
        "Smaller groups of ethnicity and disability are withheld. Empty for 10",
        default=None,
    )


class PayGapPeriodRow(InputRow):
    """One pay period in which the snapshot date falls."""

    pay_period: OwnName = column("pay period", "name", "Such as Monthly staff")
    length: Annotated[str, one_of(*PERIODS)] = column("length", "name", choices=PERIODS)
    first_day: Day = column("first day", "date")
    last_day: Day = column("last day", "date", "The snapshot date is in it")


class PayGapPayRow(InputRow):
    """One person employed on the snapshot date, and the pay of the pay period."""

    person: OwnName = column("person", "reference", "A reference, not a name; once, also in several posts")
    sex: Annotated[str, BeforeValidator(_sex)] = column(
        "sex", "men / women", "Empty to leave the person out of the figures by sex", default=""
    )
    ethnicity: Text = column("ethnicity", "name", "Where it was given", default="", names="alike")
    disability: Text = column("disability", "name", "Where it was given", default="", names="alike")
    pay_period: Text = column(
        "pay period", "name", "Of table PayGapPeriods; empty where that has one", default="", names="pay gap period"
    )
    ordinary_pay: Money | None = column(
        "ordinary pay", "£ in the pay period", "Before tax, after salary sacrifice; no overtime, no bonus", default=None
    )
    of_other_periods: Money = column(
        "of other periods", "£", "What of it belongs to another pay period, such as arrears", default=0
    )
    weekly_hours: HoursAWeek | None = column(
        "weekly hours", "hours a week", "Working hours, without overtime", default=None
    )
    reduced_by_leave: YesNo = column(
        "reduced by leave",
        "yes / no",
        "yes if paid less or nothing because of leave, such as maternity or sick leave",
        choices=YES_OR_NO,
        default=False,
    )
    partner: YesNo = column(
        "partner", "yes / no", "yes for a partner or LLP member, who is left out", choices=YES_OR_NO, default=False
    )
    paid_from: Day | None = column("paid from", "date", "If not for the whole pay period", default=None)
    paid_to: Day | None = column("paid to", "date", "If not for the whole pay period", default=None)


class PayGapBonusRow(InputRow):
    """One bonus that was paid to a person."""

    person: Text = column("person", "reference", "Of table PayGapPay", names="pay gap person")
    amount: Money = column("amount", "£", "Money, vouchers, securities or options")
    paid_on: Day | None = column("paid on", "date", default=None)
    pay_periods: Annotated[Fraction, BeforeValidator(_periods)] = column(
        "pay periods", "number", "For how many it is paid: 12 for a year's bonus and monthly pay", default=Fraction(1)
    )
    what: Text = column("what", "text", "Such as commission or long service award", default="")


REPORT = InputTable("PayGapReport", "Pay gap report", PayGapReportRow, ("snapshot date",), optional=True)
PERIODS_OF_PAY = InputTable("PayGapPeriods", "Pay gap periods", PayGapPeriodRow, ("pay period",), optional=True)
PAY = InputTable("PayGapPay", "Pay gap pay", PayGapPayRow, ("person",), optional=True)
BONUSES = InputTable("PayGapBonuses", "Pay gap bonuses", PayGapBonusRow, optional=True)

HOURS = Form("exact", "hours a week", lambda parts: Decimal(parts).scaleb(-4))
"""Hours in ten-thousandths."""

_OF_BASE = "% of the pay compared with"
FIRST_FIGURE = "mean gap"
FIGURES = AnswerTable(
    "GenderPayGap",
    "Gender pay gap",
    (
        _column("characteristic", TEXT),
        _column("group", TEXT),
        _column("compared with", TEXT),
        _column(FIRST_FIGURE, PERCENT, unit=_OF_BASE),
        _column("median gap", PERCENT, unit=_OF_BASE),
        _column("mean bonus gap", PERCENT, unit="% of the bonus compared with"),
        _column("median bonus gap", PERCENT, unit="% of the bonus compared with"),
        _column("with bonus compared with", PERCENT, unit="% of the group compared with"),
        _column("with bonus", PERCENT, unit="% of the group"),
        *(
            _column(heading, PERCENT, unit="% of the quarter")
            for quarter in QUARTERS
            for heading in (f"{quarter} compared with", quarter)
        ),
        _column("why", TEXT),
    ),
    "A group against another: the six figures, rounded as they are published; below 0% favours the group",
)
OF_QUARTERS = AnswerTable(
    "PayGapQuarters",
    "Pay gap quarters",
    (
        _column("characteristic", TEXT),
        _column("group", TEXT),
        _column("relevant employees", WHOLE, unit="people"),
        _column("with bonus", WHOLE, unit="people"),
        _column("full-pay relevant employees", WHOLE, unit="people"),
        *(_column(quarter, WHOLE, unit="people") for quarter in QUARTERS),
        _column("why", TEXT),
    ),
    "A group: its people, those with a bonus, those on full pay, and how many are in each quarter of hourly pay",
)
HOURLY_PAY = AnswerTable(
    "PayGapHourly",
    "Pay gap hourly pay",
    (
        _column("person", TEXT, unit="reference"),
        _column("full pay", YES_NO, unit="yes / no"),
        _column("pay period", TEXT),
        _column("ordinary pay", MONEY, unit="£, of the pay period alone"),
        _column("bonus in it", MONEY, unit="£, of the pay period"),
        _column("weekly hours", HOURS),
        _column("hourly pay", HOURLY, unit="£ an hour"),
        _column("bonus of 12 months", MONEY, unit="£, paid up to the snapshot date"),
        _column("first day", DAY, unit="date, of the pay period"),
        _column("last day", DAY, unit="date, of the pay period"),
        _column("why", TEXT),
    ),
    "A person employed on the snapshot date: pay of the pay period, hourly pay, and bonuses of 12 months",
)

PART = Part(
    "gender pay gap",
    "the six figures of the gender pay gap regulations, and the same by ethnicity and disability",
    (REPORT, PERIODS_OF_PAY, PAY, BONUSES),
    (FIGURES, OF_QUARTERS, HOURLY_PAY),
    "payband.review.parts.gender_pay_gap.part",
)

"""The tables of exits: who leaves on which terms, the fund's own factors of strain, and the body's own policy."""

from datetime import date, datetime
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator

from payband.errors import WrongInput
from payband.review.answers import DAY, MONEY, TEXT, WHOLE, AnswerTable, _column
from payband.review.inputs.fields import Day, Money, OwnName, SalaryPence, Text, Whole, YesNo, one_of
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.inputs.tables import YES_NO
from payband.review.parts.registry import Part
from payband.rules.leaving.scheme_redundancy import MOST_TIMES
from payband.rules.thresholds import COMPARISONS
from payband.units import number_from

__all__ = [
    "ANY",
    "CONSULTATION",
    "COSTS",
    "EXITS",
    "FACTORS",
    "OF_PENSION",
    "PART",
    "POLICIES",
    "REDUNDANCY",
    "ExitPolicyRow",
    "ExitRow",
    "StrainFactorRow",
]

REDUNDANCY, EFFICIENCY = REASONS = ("redundancy", "efficiency of the service")
ANY = "any"
SEXES = ("female", "male", ANY)
OF_PENSION, OF_SALARY = FACTOR_OF = ("pension a year", "salary and year of membership")
"""What a factor of a fund is of: £1 of yearly pension, or £1 of salary for each year of membership."""


def _above_zero(most: int, what: str) -> BeforeValidator:
    """A number above 0 with every decimal that was given."""

    def read(value: Any) -> Fraction:
        if isinstance(value, (date, datetime)):
            raise WrongInput(f"{value:%d/%m/%Y} is a date: give {what}")
        number = Fraction(number_from(value, what))
        if not 0 < number <= most:
            raise WrongInput(f"{value} is not possible: give {what} above 0 and at most {most:,}")
        return number

    return BeforeValidator(read)


class ExitRow(InputRow):
    """One person who leaves, and on which terms; a sum that is not given is not paid."""

    person: OwnName = column("person", "reference", "A reference, not a name")
    reason: Annotated[str, one_of(*REASONS)] = column("reason", "name", choices=REASONS, default=REDUNDANCY)
    establishment: Text = column(
        "establishment", "name", "Where the person works: dismissals are counted by it", default="", names="alike"
    )
    leaves_on: Day = column("leaves on", "date", "The day on which the dismissal takes effect")
    age: Whole = column("age", "full years", "On leaving")
    full_years: Whole = column("full years", "of service", "With the employer, for redundancy pay")
    week_pay: Money = column("week's pay", "£ a week", "The actual one, before the statutory limit")
    multiplier: Annotated[Fraction, _above_zero(MOST_TIMES, "the multiplier")] | None = column(
        "multiplier",
        "times",
        "Of the body's own scheme, on the actual week's pay; empty for none",
        default=None,
    )
    scheme_capped: YesNo = column(
        "scheme capped",
        "yes / no",
        "yes where it counts a week up to the limit too",
        choices=YES_NO,
        default=False,
    )
    scheme_discretionary: YesNo = column(
        "scheme discretionary", "yes / no", "yes if what it pays above the statutory is chosen case by case",
        choices=YES_NO, default=False,
    )  # fmt: skip
    notice_pay: Money = column("notice pay", "£", "In place of notice, by the contract", default=0)
    special_payment: Money = column(
        "special payment", "£", "Above all entitlement, such as under a settlement agreement", default=0
    )
    sex: Annotated[str, one_of(*SEXES)] = column(
        "sex", "as in the factors", "Only where the fund's factors go by it", choices=SEXES, default=ANY
    )
    pension: Money | None = column("pension a year", "£", "Unreduced, for factors that are of it", default=None)
    pay: SalaryPence | None = column("pensionable pay", "£ a year", "For factors that are of salary", default=None)
    membership: Annotated[Fraction, _above_zero(60, "the years of membership")] | None = column(
        "years of membership", "years", "For factors that are of salary", default=None
    )
    strain_stated: Money | None = column(
        "strain stated", "£", "By the fund for this person, in place of its factors", default=None
    )
    strain_discretionary: YesNo = column(
        "strain discretionary", "yes / no", "yes where the authority chose it: it is then special",
        choices=YES_NO, default=False,
    )  # fmt: skip
    note: Text = column("note", "text", default="")


class StrainFactorRow(InputRow):
    """One factor of the fund's own table, for an age on leaving."""

    age: Whole = column("age", "full years", "On leaving")
    sex: Annotated[str, one_of(*SEXES)] = column("sex", "name", "any where one factor is for all", choices=SEXES)
    factor: Annotated[Fraction, _above_zero(1_000, "the factor")] = column(
        "factor", "£ for each £1", "As the fund's actuary gives it, with all its decimals"
    )
    of: Annotated[str, one_of(*FACTOR_OF)] = column("of", "name", "What £1 it is for", choices=FACTOR_OF)
    source: Text = column("source", "text", "The fund's table and its date", default="")


class ExitPolicyRow(InputRow):
    """One threshold of the body's own policy, for the whole package with pension strain."""

    policy: OwnName = column("policy", "name", "What the threshold is called")
    threshold: Money = column("threshold", "£", "Of the whole package, strain included")
    comparison: Annotated[str, one_of(*COMPARISONS)] = column("comparison", "how", choices=COMPARISONS)
    approving_body: Text = column("approving body", "name")
    source: Text = column("source", "text", default="")


EXITS = InputTable("Exits", "Exits", ExitRow, ("person",), optional=True)
FACTORS = InputTable("StrainFactors", "Strain factors", StrainFactorRow, ("age", "sex"), optional=True)
POLICIES = InputTable("ExitPolicies", "Exit policies", ExitPolicyRow, ("policy",), optional=True)

COSTS = AnswerTable(
    "ExitCosts",
    "Exit costs",
    (
        _column("person", TEXT, unit="reference"),
        _column("leaves on", DAY, unit="date"),
        _column("statutory", MONEY, unit="£, redundancy pay up to the limit of a week"),
        _column("scheme above", MONEY, unit="£, of the body's own scheme above the statutory"),
        _column("notice pay", MONEY, unit="£"),
        _column("special payment", MONEY, unit="£"),
        _column("strain", MONEY, unit="£, to the pension fund"),
        _column("package", MONEY, unit="£, all of it with strain"),
        _column("own policy", TEXT, unit="who approves, by the whole package"),
        _column("special part", MONEY, unit="£, above entitlement"),
        _column("guidance of 2022", TEXT, unit="who approves, by the special part"),
        _column("why", TEXT),
    ),
    "A person who leaves: the package with strain, the part of it that is special, and who approves which",
)
CONSULTATION = AnswerTable(
    "ExitConsultation",
    "Exit consultation",
    (
        _column("establishment", TEXT),
        _column("first dismissal", DAY, unit="date"),
        _column("dismissals", WHOLE, unit="people dismissed as redundant within 90 days"),
        _column("days before", WHOLE, unit="days, at the least"),
        _column("begins by", DAY, unit="date, at the latest"),
        _column("notice by", DAY, unit="date, form HR1 to the Secretary of State"),
        _column("consultation begins", DAY, unit="date, by table Stages"),
        _column("why", TEXT),
    ),
    "Redundancies at an establishment within 90 days: when collective consultation must have begun",
)

PART = Part(
    "exit costs",
    "redundancy by law and by the body's own scheme, pension strain, who approves, and collective consultation",
    (EXITS, FACTORS, POLICIES),
    (COSTS, CONSULTATION),
    "payband.review.parts.exits.part",
)

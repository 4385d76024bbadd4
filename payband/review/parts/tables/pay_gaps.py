"""The tables of pay gaps: who belongs to which group, the gaps before and after, and who gains and who loses."""

from payband.review.answers import MONEY, PERCENT, TEXT, WHOLE, AnswerTable, _column
from payband.review.inputs.fields import Rate, Text, Whole
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.parts.registry import Part

__all__ = ["CHARACTERISTICS", "PART", "PAY_GAPS", "RULES", "WHO_GAINS", "CharacteristicRow", "PayGapRuleRow"]


class CharacteristicRow(InputRow):
    """One protected characteristic of one person, where it was given."""

    person: Text = column("person", "reference", "A person of table People", names="person")
    characteristic: Text = column(
        "characteristic", "name", "Such as sex, ethnicity, disability, age band", names="alike"
    )
    group: Text = column(
        "group", "name", "Such as female or male; leave the row out where it was not given", names="alike"
    )


class PayGapRuleRow(InputRow):
    """How the gaps of one characteristic are worked out and looked into."""

    characteristic: Text = column(
        "characteristic", "name", "A characteristic of table Characteristics", names="characteristic"
    )
    compared_with: Text = column(
        "compared with",
        "group",
        "The group that the others are compared with. Empty for men, or the largest",
        default="",
        names="group",
    )
    least_people: Whole | None = column(
        "least people", "number", "Smaller groups are withheld. Empty for 5; 1 withholds nothing", default=None
    )
    gap: Rate | None = column("gap", "%", "Look into it from here on. Empty for the guidance's", default=None)
    recurring_gap: Rate | None = column(
        "recurring gap",
        "%",
        "Look into it from here on if two grades, or now and proposed, show it. Empty for the guidance's",
        default=None,
    )
    source: Text = column("source", "text", "Where a limit of your own comes from", default="")


CHARACTERISTICS = InputTable(
    "Characteristics", "Characteristics", CharacteristicRow, ("person", "characteristic"), optional=True
)
RULES = InputTable("PayGapRules", "Pay gap rules", PayGapRuleRow, ("characteristic",), optional=True)

_PAY = "£ a year, full-time"

PAY_GAPS = AnswerTable(
    "PayGaps",
    "Pay gaps",
    (
        _column("characteristic", TEXT),
        _column("when", TEXT, unit="now / proposed"),
        _column("grade", TEXT),
        _column("group", TEXT),
        _column("compared with", TEXT),
        _column("people", WHOLE, unit="people"),
        _column("people compared with", WHOLE, unit="people"),
        _column("mean", MONEY, unit=_PAY),
        _column("mean compared with", MONEY, unit=_PAY),
        _column("mean gap", PERCENT, unit="% of the pay compared with"),
        _column("median", MONEY, unit=_PAY),
        _column("median compared with", MONEY, unit=_PAY),
        _column("median gap", PERCENT, unit="% of the pay compared with"),
        _column("look into", TEXT),
        _column("why", TEXT),
    ),
    "A group's basic pay, without protection, against another's; a gap below 0% favours the group",
)
WHO_GAINS = AnswerTable(
    "WhoGains",
    "Who gains",
    (
        _column("characteristic", TEXT),
        _column("group", TEXT),
        _column("people", WHOLE, unit="people"),
        _column("rises", WHOLE, unit="people"),
        _column("same", WHOLE, unit="people"),
        _column("falls", WHOLE, unit="people"),
        _column("displaced", WHOLE, unit="people"),
        _column("leaves", WHOLE, unit="people, before the start"),
        _column("not known", WHOLE, unit="people"),
        _column("rises %", PERCENT, key="rises_percent", unit="% of the group"),
        _column("same %", PERCENT, key="same_percent", unit="% of the group"),
        _column("falls %", PERCENT, key="falls_percent", unit="% of the group"),
        _column("displaced %", PERCENT, key="displaced_percent", unit="% of the group"),
        _column("why", TEXT),
    ),
    "A group: for how many of its people the salary rises, stays or falls, and how many are displaced",
)

PART = Part(
    "pay gaps",
    "pay gaps by grade and protected characteristic, and who gains and who loses",
    (CHARACTERISTICS, RULES),
    (PAY_GAPS, WHO_GAINS),
    "payband.review.parts.fairness.pay_gaps",
)

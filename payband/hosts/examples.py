"""One working example of each worksheet function, for help sheets: published figures, or sums to follow in the head."""

from typing import Any

from payband.errors import PaybandError, UnknownName
from payband.spelling import call
from payband.worksheet import WorksheetFunction

__all__ = ["EXAMPLES", "example_answer", "example_formula"]

EXAMPLES: dict[str, tuple[Any, ...]] = {
    "APPROVAL": (99999, None, 100000, "at or over"),
    "ARREARS": (36000, 37080, "01/04/2025", "30/11/2025", 0.195),
    "CHECK": ("EMPLOYERNI", "£3,000", "31/05/2025"),
    "COMPARATIO": (55000, 50000, 60000),
    "CONSULTATION": (24, "30/09/2026"),
    "EMPLOYERCOST": (36000, "2025-26", 0.195),
    "EMPLOYERNI": (3000, "31/05/2025"),
    "EXPLAIN": ("EMPLOYERNI", 3000, "31/05/2025"),
    "HAYGRADE": (822, (("grade", "points"), ("Chief executive 1", 700), ("Chief executive 2", 830))),
    "HAYTOTAL": (460, 230, 132),
    "HCAS": (39043, "inner", "01/09/2026"),
    "HOURLYPAY": (17711,),
    "LEVY": (300000, "31/05/2025", 1250),
    "NIOFBENEFITS": (5000, "31/03/2026"),
    "NEEDSAPPROVAL": (91269, 107264, "Harrow"),
    "NIOFPOSTS": ((("post", "pay"), ("P1", 532.79), ("P2", 532.79)), "30/04/2026"),
    "ONCOSTS": (36000, "2025-26", 0.195),
    "ONCOSTTABLE": (36000, "2025-26", 0.195),
    "PAYGAP": (18.29, 17.98),
    "PAYMULTIPLE": (181048, 32076),
    "PAYRANGE": ("UCOR/S", 16, 19),
    "PENETRATION": (55000, 50000, 60000),
    "PLACEMENT": (0.75, 0.75, 0, 6, 3, "Leicester"),
    "PRESENTVALUE": (((-100000, 50000, 60000),), 0.035),
    "PROTECTION": (200000, 100000, "02/01/2012"),
    "PROTECTIONENDS": ("02/01/2012", 24),
    "PROTECTIONPOLICY": ("Derbyshire", 3),
    "PROTECTIONTABLE": (200000, 100000, "02/01/2012"),
    "PROTECTIONYEAR": (200000, 100000, "02/01/2012", "2011-12"),
    "RANGEMAX": ("Harrow D1",),
    "RANGEMIN": ("Harrow D1",),
    "REDUNDANCY": (45, 14, 500, "01/03/2021"),
    "ROLECHANGE": ((("60%",), ("40%",), (0,)), (("60%",), ("15%",), ("25%",)), "Kent"),
    "SALARY": ("NJC", 20, "01/04/2024"),
    "SCENARIO": ((("scenario", "posts"), ("base", 26), ("Smaller", 21)), "Smaller", "posts"),
    "SCHEMEREDUNDANCY": (45, 14, 800, "30/09/2026", 1.5),
    "SLOT": (97575, "Divisional Director"),
    "SLOTPOINT": (97575, "Divisional Director"),
    "SLOTSALARY": (97575, "Divisional Director"),
    "TERMTIMEFTE": (37, 39, 35),
    "UPLIFT": (127698, 0.035, None, 3),
    "WAGEFLOOR": ("01/04/2026",),
}
"""What each function is given, by its name."""


def example_formula(entry: WorksheetFunction, spelling: str) -> str:
    """The example as a cell has it, without the equals sign, in one of the spellings of `payband.spelling`.

    Of a table the example shows one cell: the second of the last row.

    >>> from payband.rules.pay.pay_range import salary
    >>> example_formula(salary, "calc")
    'PAYBAND.SALARY("NJC",20,"01/04/2024")'
    """
    formula = call(spelling, entry.name, *map(_literal, _given(entry)))
    block = entry.in_cells(_given(entry))
    return f"INDEX({formula},{len(block)},2)" if isinstance(block, list) else formula


def example_answer(entry: WorksheetFunction) -> Any:
    """What the example must show: a number, a text, a date or a yes or no."""
    answer = entry.in_cells(_given(entry))
    if isinstance(answer, PaybandError):
        raise answer
    return answer[-1][1] if isinstance(answer, list) else answer


def _given(entry: WorksheetFunction) -> tuple[Any, ...]:
    if entry.name not in EXAMPLES:
        raise UnknownName(f"{entry.name} has no example: add one to payband/hosts/examples.py")
    return EXAMPLES[entry.name]


def _literal(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    if isinstance(value, tuple):  # a table, as an array constant
        return "{" + ";".join(",".join(map(_literal, row)) for row in value) + "}"
    return str(value)

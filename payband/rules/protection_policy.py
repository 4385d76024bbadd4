"""A body's pay protection by the name of its policy: what PROTECTION takes for the months and the form."""

from datetime import date

from payband import library
from payband.kinds import DAY, SERVICE, TEXT, WHOLE
from payband.registry import Row, Step, worksheet_function

__all__ = ["NO_PROTECTION", "protection_policy"]

NO_PROTECTION = "none"
"""The form of a protection that somebody's service does not reach."""


@worksheet_function(
    "PROTECTIONPOLICY",
    Row((("months", WHOLE), ("form", TEXT), ("shares", TEXT), ("base", TEXT), ("ends early", TEXT))),
    policy=(TEXT, "A protection policy's name in the library, such as Exeter or Derbyshire"),
    full_years=(SERVICE, "Full years of service; some policies ask for two"),
    on_date=(DAY, "The date for the policy; without one, its newest"),
)
def protection_policy(policy: str, full_years: int, on_date: date | None = None) -> tuple[int, str, str, str, str]:
    """A body's pay protection by the name of its policy: months, form, shares, what is protected, what ends it.

    Five cells. The months and the form are those that PROTECTION takes: frozen, uplifted with pay awards, or tapered by
    the shares. Where the policy could not be read so far the form is "not said", which PROTECTION refuses: ask the
    body. With less service than the policy asks for the months are 0 and the form is "none".

    Raises UnknownName for a policy that the library lacks.

    Source: the policies themselves, each with its date; those without a date hold from the day they were read.

    >>> import payband
    >>> print(payband.protection_policy("Derbyshire", 3))
    months  form    shares  base       ends early
    ------  ------  ------  ---------  ----------
    24      frozen          basic pay
    """
    found = library.protection_policy(policy, full_years, on_date)
    if not found.months:
        return 0, NO_PROTECTION, "", found.base, ""
    return found.months, found.form, found.shares, found.base, found.ends_early


@protection_policy.explained
def _steps(policy: str, full_years: int, on_date: date | None) -> list[Step]:
    found = library.protection_policy(policy, full_years, on_date)
    rule = f"the policy asks for {found.least_years}" if found.least_years else "the policy asks for none"
    return [Step("service", f"{full_years} full years", rule), Step("source", found.name, found.source)]

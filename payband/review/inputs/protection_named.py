"""The protection policy that the settings name: what contradicts it, and for how long it protects whom."""

from datetime import date
from typing import Any

from payband import library
from payband.calendar import date_text, full_years
from payband.errors import PaybandError
from payband.library import FORM_NOT_SAID
from payband.review.inputs.protection_terms import shares_of
from payband.review.inputs.settings import Settings
from payband.review.inputs.tables import Person
from payband.units import percent_text

__all__ = ["contradictions", "note_protection", "protected_months"]


def protected_months(person: Person, settings: Settings) -> int:
    """For how many months a fall in somebody's pay is protected, by the service at the implementation date."""
    terms = settings.protection
    if not terms.by_service:
        return terms.months
    return terms.after(full_years(person.service_from, settings.implementation_date)) if person.service_from else 0


def note_protection(settings: Settings) -> None:
    """Notes the policy that the settings name as figures that were used."""
    if settings.protection_policy:
        library.note_protection_policy(settings.protection_policy, settings.implementation_date)


def contradictions(settings: Settings) -> list[tuple[str, str]]:
    """What is wrong between the policy that is named and the settings that are typed: which setting, and why.

    A setting that says the same as the policy is not a fault.
    """
    policy, day = settings.protection_policy, settings.implementation_date
    if not policy:
        return []
    try:
        found = library.protection_lengths(policy, day)
    except PaybandError as error:
        advice = "or empty this and give the months and the form"
        return [("protection policy", f"{error}; {advice}")]
    typed, first = settings.model_fields_set, found[0]
    name = first.name
    if any((each.form, each.shares) != (first.form, first.shares) for each in found):
        message = f"'{name}' has another form for other lengths of service: give the months and the form instead"
        return [("protection policy", message)]
    said: list[tuple[str, str]] = []
    if "protection_months" in typed and {each.months for each in found} != {settings.protection_months}:
        gives = " or ".join(str(each.months) for each in found)
        said.append(_both("protection months", settings.protection_months, name, f"{gives} months", day))
    if first.form == FORM_NOT_SAID:
        if "protection_form" not in typed:
            message = f"is empty, and the policy '{name}' does not say it as far as it could be read: ask the body"
            said.append(("protection form", f"{message}, and give frozen, uplifted or tapered"))
        return said
    if "protection_form" in typed and settings.protection_form != first.form:
        said.append(_both("protection form", settings.protection_form, name, f"'{first.form}'", day))
    shares = shares_of(first)
    if "protection_shares" in typed and settings.protection_shares != shares:
        given, gives = (", ".join(map(percent_text, each)) for each in (settings.protection_shares, shares))
        said.append(_both("protection shares", given, name, gives or "no shares", day))
    return said


def _both(setting: str, typed: Any, policy: str, gives: str, day: date) -> tuple[str, str]:
    message = f"is {typed}, and the setting 'protection policy' names '{policy}', which gives {gives}"
    return setting, f"{message} on {date_text(day)}: empty one of the two"

"""The settings of a review: what each is, how it is read, and what it is where nobody says."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict

from payband.errors import Problem
from payband.library import KINDS_OF_AUTHORITY
from payband.review.inputs.fields import (
    COSTED_AT,
    CostedAt,
    Day,
    Months,
    SharesByYear,
    Text,
    Year,
    Years,
    YesNo,
    one_of,
)
from payband.review.inputs.input_table import Column, column, column_of
from payband.review.inputs.protection_terms import Length, ProtectionTerms, terms_of_policy
from payband.review.inputs.tables import YES_NO
from payband.rules.pay.increments import INCREMENTS
from payband.rules.pay.salary_months import CALENDAR_DAYS, PART_MONTHS
from payband.rules.placing.slotting_steps import RULES, TIES
from payband.rules.protection import FORMS
from payband.units import rounding_pence

__all__ = ["MOVE", "SETTINGS", "STAY", "Settings", "default_cell", "faulty_settings", "note_of"]


STATED_COSTS = MOVE, STAY = ("move with the model", "stay as stated")
"""What a scenario does to a stated cost."""


BY_POLICY = {"protection_months": "months", "protection_form": "form", "protection_shares": "shares"}
"""The settings that a protection policy says, and what they are called of it."""


class Settings(BaseModel):
    """The settings of a review, each under the name that the Settings table gives it."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True, populate_by_name=True, extra="forbid")

    body: Text = column("body", "name", "The public body", default="")
    review_name: Text = column("review name", "name", "What the review is called", default="")
    implementation_date: Day = column("implementation date", "date", "The day the new structure starts")
    price_base: Year = column("price base", "financial year", "The year whose prices and rates the costs are in")
    costed_at: CostedAt | None = column(
        "costed at", "bottom / actual / top", "Where in its range a post is costed", choices=COSTED_AT, default=None
    )
    slotting_rule: Annotated[str, one_of(*RULES)] = column(
        "slotting rule", "name", "How a salary finds its point", choices=RULES, default="nearest"
    )
    tie: Annotated[str | None, one_of(*TIES)] = column(
        "tie goes to", "higher / lower", "Where a salary exactly between two points goes", choices=TIES, default=None
    )
    unpublished_points: Annotated[Literal["refuse", "estimate"], one_of("refuse", "estimate")] = column(
        "unpublished points",
        "refuse / estimate",
        "refuse, or draw a straight line and mark it estimated",
        choices=("refuse", "estimate"),
        default="refuse",
    )
    protection_months: Months = column(
        "protection months",
        "months",
        "0 for none",
        default=0,
        ask="give the months that pay is protected for, 0 for none",
    )
    protection_form: Annotated[str, one_of(*FORMS)] = column(
        "protection form",
        "name",
        "frozen, uplifted or tapered",
        choices=FORMS,
        default="frozen",
        ask="give frozen, uplifted or tapered",
    )
    protection_shares: SharesByYear = column(
        "protection shares", "% by year", "For a taper, such as 100%, 50%", default=()
    )
    protection_on_costs: YesNo = column(
        "protection on-costs",
        "yes / no",
        "Whether protected pay is also costed with on-costs",
        choices=YES_NO,
        default=False,
    )
    on_cost_profile: Text = column(
        "on-cost profile", "name", "For lines and people that name none", default="", names="on-cost profile"
    )
    approval_policy: Text = column(
        "approval policy",
        "rule",
        "Rules of the library, several with ; between, as well as the workbook's own",
        default="",
        names="approval rule",
    )
    round_report_to: Annotated[str, one_of("£1", "£100")] = column(
        "round report to", "£", "How the summary shows amounts", choices=("£1", "£100"), default="£1"
    )
    horizon: Years = column("horizon", "years", "How many years to look ahead", default=5)
    increments: Annotated[str, one_of(*INCREMENTS)] = column(
        "increments",
        "name",
        "When people move up a point: each 1 April, on the anniversary of starting, or by the six-month rule",
        choices=INCREMENTS,
        default="none",
    )
    vacancies_costed: YesNo = column(
        "vacancies costed",
        "yes / no",
        "Whether a post without a holder is costed, at the top of its range, where costs are at actual pay",
        choices=YES_NO,
        default=True,
    )

    figures_pack: Text = column(
        "figures pack",
        "name",
        "The pack of figures to rest on and no other, with its SHA-256 to be sure",
        default="",
        since=2,
        names="figures pack",
    )

    part_months: Annotated[str, one_of(*PART_MONTHS)] = column(
        "part months",
        "name",
        "How part months are paid: by calendar days of the month, or each day 1/365 or each weekday 1/260 of a year",
        choices=PART_MONTHS,
        default=CALENDAR_DAYS,
        since=3,
    )

    kind_of_authority: Annotated[str, one_of(*KINDS_OF_AUTHORITY)] = column(
        "kind of authority",
        "name",
        "In law: a unitary or metropolitan council is a district or county council; in Wales, a county borough",
        choices=KINDS_OF_AUTHORITY,
        default="",
        since=4,
    )

    stated_costs: Annotated[str, one_of(*STATED_COSTS)] = column(
        "stated costs in scenarios",
        "name",
        "Whether a stated cost moves by what the model says that a scenario changes, or stays as it is stated",
        choices=STATED_COSTS,
        default=MOVE,
        since=5,
        before=STAY,
    )

    elements_costed: YesNo = column(
        "pay elements costed",
        "yes / no",
        "Whether the pay elements of table Package are part of the cost of posts",
        choices=YES_NO,
        default=True,
        since=6,
        before="no",
    )

    protection_policy: Text = column(
        "protection policy",
        "name",
        "Of the library, such as Derbyshire, in place of months and form; lengths by service ask for the service",
        default="",
        since=6,
        names="protection policy",
    )

    protection_lengths: tuple[Length, ...] = ()
    """What is tried in place of the months, by service; no setting of a review."""

    @property
    def protection(self) -> ProtectionTerms:
        """How pay is protected, by the policy that is named or as the settings say it."""
        form, shares, lengths = self.protection_form, self.protection_shares, self.protection_lengths
        if self.protection_policy:
            return terms_of_policy(self.protection_policy, self.implementation_date, form, shares, lengths)
        return ProtectionTerms(form, shares, lengths or (Length(0, self.protection_months),))

    def typed_cell(self, setting: Column) -> Any:
        """What the cell of a setting holds: nothing where a policy is named that says it in place of the cell."""
        by_policy = self.protection_policy and setting.field in BY_POLICY
        if by_policy and setting.field not in self.model_fields_set:
            return None
        return setting.cell_value(getattr(self, setting.field))

    def in_force(self, setting: Column) -> Any:
        """The value of a setting, by the policy that is named where this says it."""
        if self.protection_policy and setting.field in BY_POLICY:
            return getattr(self.protection, BY_POLICY[setting.field])
        return getattr(self, setting.field)

    @property
    def asked(self) -> tuple[Column, ...]:
        """The settings that decide what people are paid and are not given: nothing is guessed of them.

        The form of a protection that lasts 0 months makes no difference. A policy says both.
        """
        needed = [each for each in SETTINGS if each.ask and each.field not in self.model_fields_set]
        none = "protection_months" in self.model_fields_set and not self.protection_months
        return () if none or self.protection_policy else tuple(needed)

    @property
    def report_rounding(self) -> int:
        """The multiple in pence that the summary shows amounts to."""
        return rounding_pence(f"nearest {self.round_report_to}")


SETTINGS = tuple(
    column_of(field, info) for field, info in Settings.model_fields.items() if info.json_schema_extra is not None
)
"""The settings by name, with their units, help and choices."""


def default_cell(setting: Column) -> Any:
    """What payband takes where nothing is said of a setting, as a cell holds it; nothing where it takes no default."""
    return None if setting.required or setting.ask else setting.cell_value(Settings.model_fields[setting.field].default)


def note_of(setting: Column) -> str:
    """What stands beside a setting in a workbook."""
    if setting.required:
        return f"{setting.help}. Required."
    return f"{setting.help}. Required where people are listed." if setting.ask else setting.help


def faulty_settings(problems: Iterable[Problem], rows: Mapping[str, int]) -> set[str]:
    """The names of the settings at fault, from the problems and the row of each setting that was found.

    Where a row is no setting, or a problem stands in no row, any setting that was not found may be meant.
    """
    at = {row: name for name, row in rows.items()}
    of_settings = [problem.row for problem in problems if problem.table == "Settings"]
    found = {at[row] for row in of_settings if row is not None and row in at}
    if any(row is None or row not in at for row in of_settings):
        found |= {each.name for each in SETTINGS if each.name not in rows}
    return found

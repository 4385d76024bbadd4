"""What must hold between the input tables: names that are defined, nothing twice, figures that reach the dates."""

from collections.abc import Mapping, Sequence

from payband import library
from payband.calendar import FinancialYear, Month, last_day_after, months_between
from payband.errors import PaybandError, Problem, UnknownName, WrongInput, nearest_name
from payband.library.packs import check_pin
from payband.review.horizon_rates import Rates, assumption_problems
from payband.review.inputs import Inputs
from payband.review.ranges import Ranges
from payband.review.tables import input_table
from payband.rules.on_costs import OnCostTerms
from payband.rules.thresholds import policies_named

__all__ = ["problems_between"]


class _Checks:
    def __init__(
        self, inputs: Inputs, damaged: set[str], setting_rows: Mapping[str, int], *, cells: bool, dates_known: bool
    ) -> None:
        self.inputs = inputs
        self.setting_rows = setting_rows
        self.dates_known = dates_known
        # A name that is missing from a table with unreadable rows may well stand in one of those: nothing is said of
        # it.
        self.damaged = damaged
        self.ranges = Ranges(inputs)
        self.problems: list[Problem] = []
        self._cells = cells

    def add(self, table: str, row: int | None, column: str, message: str) -> None:
        sheet = input_table(table).sheet if self._cells else ""
        self.problems.append(Problem(message, sheet=sheet, table=table, row=row, column=column))

    # --- names that are defined ----------------------------------------------------------------------------------

    def grades(self) -> None:
        """Every grade has a pay range that can be made out."""
        for row in () if "Spines" in self.damaged or not self.dates_known else self.inputs.grades:
            try:
                self.ranges.of(row.grade)
            except PaybandError as error:
                self.add("Grades", row.row, "grade", str(error))

    def structure(self) -> None:
        """Every line has a known grade, or a stated cost, and on-costs to be costed with."""
        if not self.inputs.structure and "Structure" not in self.damaged:
            self.add("Structure", None, "", "has no rows: give at least one line of the structure")
        defined = {row.grade.casefold() for row in self.inputs.grades}
        for line in self.inputs.structure:
            if line.grade and line.grade.casefold() not in defined and not self.damaged & {"Grades", "Spines"}:
                try:
                    self.ranges.of(line.grade)
                except UnknownName as error:
                    self.add("Structure", line.row, "grade", str(error))
                except PaybandError as error:
                    if self.dates_known:
                        self.add("Structure", line.row, "grade", str(error))
            if not line.grade and line.stated_cost is None and line.posts:
                self.add(
                    "Structure", line.row, "grade", "is empty and no cost is stated: give a grade or a stated cost"
                )
            if line.externally_funded_until is not None and not line.external_share:
                message = "is given, and nothing is paid by others: give the external share, or empty this"
                self.add("Structure", line.row, "externally funded until", message)
            if line.grade:
                if (line.costed_at or self.inputs.settings.costed_at) is None and "Settings" not in self.damaged:
                    self.add(
                        "Structure", line.row, "costed at", "is empty, and so is the setting 'costed at': give one"
                    )
                # A review without any profile states no on-costs: then the cost of the line is not known.
                stated = bool(self.inputs.on_costs or self.inputs.settings.on_cost_profile)
                self.profile("Structure", line.row, line.on_cost_profile, needed=stated)

    def profile(self, table: str, row: int, name: str, *, needed: bool) -> None:
        """An on-cost profile that is named is defined; where one is needed, the setting's may serve."""
        name = name or (self.inputs.settings.on_cost_profile if needed else "")
        known = [each.profile for each in self.inputs.on_costs]
        if "OnCosts" in self.damaged or (not name and "Settings" in self.damaged):
            return
        if name and name.casefold() not in (each.casefold() for each in known):
            hint = nearest_name(name, known) if known else "the table has no rows"
            self.add(table, row, "on-cost profile", f"'{name}' is not in table OnCosts; {hint}")
        elif needed and not name:
            self.add(table, row, "on-cost profile", "is empty, and so is the setting 'on-cost profile': name a profile")

    def people(self) -> None:
        """Every person's proposed line exists and has a grade to be slotted into."""
        proposed = {line.line.casefold(): line for line in self.inputs.lines("proposed")}
        for person in self.inputs.people:
            self.profile("People", person.row, person.on_cost_profile, needed=False)
            if not person.proposed_line or "Structure" in self.damaged:
                continue
            line = proposed.get(person.proposed_line.casefold())
            if line is None:
                hint = nearest_name(person.proposed_line, [each.line for each in proposed.values()])
                self.add(
                    "People", person.row, "proposed line",
                    f"'{person.proposed_line}' is not a proposed line of table Structure; {hint}",
                )  # fmt: skip
            elif not line.grade:
                self.add(
                    "People", person.row, "proposed line",
                    f"the line '{line.line}' has no grade, so that no salary can be slotted into it: give it one",
                )  # fmt: skip

    def package(self) -> None:
        """Every pay element belongs to a line or a person that exists."""
        known = {line.line for line in self.inputs.structure} | {person.person for person in self.inputs.people}
        folded = {name.casefold() for name in known}
        for element in () if self.damaged & {"Structure", "People"} else self.inputs.package:
            if element.line_or_person.casefold() not in folded:
                hint = nearest_name(element.line_or_person, known)
                message = f"'{element.line_or_person}' is neither a line nor a person; {hint}"
                self.add("Package", element.row, "line or person", message)

    def awards(self) -> None:
        """The awards of one day are for different salaries."""
        first: dict[tuple[object, object], int] = {}
        for award in self.inputs.pay_awards:
            other = first.setdefault((award.effective_from, award.up_to), award.row)
            if other != award.row:
                message = f"row {other} has an award of the same day for the same salaries: say up to which each is"
                self.add("PayAwards", award.row, "salaries up to", message)

    def increments(self) -> None:
        """Increments on the anniversary of starting need the day of it."""
        if self.inputs.settings.increments != "anniversary":
            return
        for person in self.inputs.people:
            if person.started_on is None:
                message = "is empty, and increments are paid on the anniversary of starting: give the day"
                self.add("People", person.row, "started on", message)

    # --- figures that reach the dates ----------------------------------------------------------------------------

    def settings(self) -> None:
        """The settings fit together, and a policy that is named exists."""
        settings = self.inputs.settings
        tapered = settings.protection_form == "tapered" and settings.protection_months
        if tapered and not settings.protection_shares and "Settings" not in self.damaged:
            message = "protection form is tapered: give the setting 'protection shares' too"
            self.add("Settings", self.setting_rows.get("protection shares"), "value", message)
        try:
            check_pin(settings.figures_pack)
        except WrongInput as error:
            self.add("Settings", self.setting_rows.get("figures pack"), "value", str(error))
        own = {rule.rule.casefold() for rule in self.inputs.approval_rules}
        for policy in policies_named(settings.approval_policy):
            if policy.casefold() in own:
                continue
            try:
                library.approval_rule(policy, settings.implementation_date)
            except UnknownName as error:
                self.add("Settings", self.setting_rows.get("approval policy"), "value", f"approval policy: {error}")
            except PaybandError as error:
                if self.dates_known:
                    self.add("Settings", self.setting_rows.get("approval policy"), "value", f"approval policy: {error}")

    def rates(self) -> None:
        """NI and levy are known for every month that is costed."""
        if not self.dates_known:
            return
        settings = self.inputs.settings
        first, last = settings.price_base.starts_on, settings.price_base.ends_on
        used = {line.on_cost_profile.casefold() for line in self.inputs.structure if line.grade}
        used |= {person.on_cost_profile.casefold() for person in self.inputs.people}
        used.add(settings.on_cost_profile.casefold())
        # What is costed in the price base must be published; a protection that lasts longer may rest on an assumption.
        periods = [(months_between(first, last), Rates(()))]
        if settings.protection_on_costs and settings.protection_months and self.inputs.people:
            ends_on = last_day_after(settings.implementation_date, settings.protection_months)
            first = FinancialYear.containing(settings.implementation_date).starts_on
            periods.append((months_between(first, ends_on), Rates(self.inputs.assumptions)))
        for profile in self.inputs.on_costs:
            if profile.profile.casefold() in used:
                terms = OnCostTerms(0, profile.ni_category, profile.contracted_out, profile.apprenticeship_levy)
                if error := _not_rated(terms, periods):
                    self.add("OnCosts", profile.row, "profile", f"profile {profile.profile}: {error}")
        for person in self.inputs.people:
            if person.ni_category and (error := _not_rated(OnCostTerms(0, person.ni_category), periods)):
                self.add("People", person.row, "NI category", str(error))

    def assumptions(self) -> None:
        """The assumptions that payband reads mean something to it."""
        sheet = input_table("Assumptions").sheet if self._cells else ""
        self.problems += assumption_problems(self.inputs.assumptions, sheet)


def _not_rated(terms: OnCostTerms, periods: Sequence[tuple[list[Month], Rates]]) -> PaybandError | None:
    """Why the rates of a month are not known; nothing where all are."""
    try:
        for months, rates in periods:
            for month in months:
                rates(month, terms)
    except PaybandError as error:
        return error
    return None


def problems_between(
    inputs: Inputs, damaged: set[str], setting_rows: Mapping[str, int], *, cells: bool, dates_known: bool
) -> list[Problem]:
    """Everything that is wrong between the tables of a review.

    `damaged` tables have unreadable rows; `setting_rows` says in which row of the settings each stands. Where the
    dates are not known, nothing is said of what depends on them.
    """
    checks = _Checks(inputs, damaged, setting_rows, cells=cells, dates_known=dates_known)
    checks.settings()
    checks.grades()
    checks.structure()
    checks.people()
    checks.package()
    checks.awards()
    checks.increments()
    checks.assumptions()
    if not any(problem.table == "Assumptions" for problem in checks.problems):
        checks.rates()
    return checks.problems

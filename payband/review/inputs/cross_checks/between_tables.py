"""What must hold between the input tables: names that are defined, nothing twice, figures that reach the dates."""

from collections.abc import Mapping, Sequence
from datetime import date

from payband import library
from payband.calendar import FinancialYear, Month, date_text, last_day_after, months_between
from payband.errors import PaybandError, Problem, UnknownName, WrongInput
from payband.library.packs import check_pin
from payband.review.inputs.cross_checks.references import reference_problems, rows_by_name, unknown_name
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.protection_named import contradictions
from payband.review.inputs.rates import Rates, assumption_problems
from payband.review.inputs.raw.damage import Damage
from payband.review.inputs.raw.row_words import rows_text, rows_told
from payband.review.inputs.tables import COSTED_AS, NOT_COSTED, input_table
from payband.review.ranges import Ranges, check_ends
from payband.review.steps_by_years import step_by_years
from payband.rules.cost.on_costs import OnCostTerms
from payband.rules.protection import TAPERS
from payband.rules.thresholds import policies_named

__all__ = ["problems_between"]


_STATES = {"now": "now", "proposed": "as proposed"}
FEWEST_SPINES = 2  # that start too late together, where the date is at fault and not each of them
MOST_YEARS_APART = 10  # the start of the structure and the year of its prices


class _Checks:
    def __init__(
        self, inputs: Inputs, damage: Damage, setting_rows: Mapping[str, int], *, cells: bool, dates_known: bool
    ) -> None:
        self.inputs = inputs
        self.setting_rows = setting_rows
        self.dates_known = dates_known
        self.damage = damage
        self.damaged = damage.tables
        self.ranges = Ranges(inputs)
        self.problems: list[Problem] = []
        self._cells = cells

    def add(self, table: str, row: int | None, column: str, message: str) -> None:
        sheet = input_table(table).sheet if self._cells else ""
        self.problems.append(Problem(message, sheet=sheet, table=table, row=row, column=column))

    def add_once(self, table: str, column: str, rows: Sequence[int], message: str) -> None:
        """One problem for the rows that hold the same slip: it stands at the first, and names the others."""
        self.add(table, rows[0], column, rows_told(message, rows))

    def add_setting(self, name: str, message: str) -> None:
        self.add("Settings", self.setting_rows.get(name), "value", f"{name}: {message}")

    # --- names that are defined ----------------------------------------------------------------------------------

    def grades(self) -> None:
        """Every grade has a pay range that can be made out; what is wrong with a spine is said once."""
        if self._before_every_spine():
            return
        found: dict[tuple[str, str], list[int]] = {}
        for row in self.inputs.grades:
            try:
                check_ends(row)
                if self.dates_known and not (row.spine and "Spines" in self.damaged):
                    self.ranges.of(row.grade)
            except PaybandError as error:
                found.setdefault((error.column or "grade", str(error)), []).append(row.row)
        for (column, message), rows in found.items():
            self.add_once("Grades", column, rows, message)

    def _before_every_spine(self) -> bool:
        """Whether the new structure starts before the salaries of all spines: one slip in one date."""
        start = self.inputs.settings.implementation_date
        first: dict[str, date] = {}
        for point in self.inputs.spines:
            name = point.spine.casefold()
            first[name] = min(first.get(name, point.effective_from), point.effective_from)
        if (
            len(first) < FEWEST_SPINES
            or min(first.values()) <= start
            or "Spines" in self.damaged
            or not self.dates_known
        ):
            return False
        self.dates_known = False
        message = (
            f"{date_text(start)} is before the salaries of every spine of table Spines, the first from "
            f"{date_text(min(first.values()))}: check the date, or add the salaries of before"
        )
        self.add_setting("implementation date", message)
        return True

    def structure(self) -> None:
        """Every line has a known grade, or a stated cost, and on-costs to be costed with."""
        if not self.inputs.structure and "Structure" not in self.damaged:
            self.add("Structure", None, "", "has no rows: give at least one line of the structure")
        self.known_grades("Structure", "grade", rows_by_name(self.inputs.structure, "grade"))
        self.costs()
        for line in self.inputs.structure:
            if not line.grade and line.stated_cost is None and line.posts:
                self.add(
                    "Structure", line.row, "grade", "is empty and no cost is stated: give a grade or a stated cost"
                )
            if line.externally_funded_until is not None and not line.external_share:
                message = "is given, and nothing is paid by others: give the external share, or empty this"
                self.add("Structure", line.row, "externally funded until", message)

    def known_grades(self, table: str, column: str, named: Mapping[str, Sequence[int]]) -> None:
        """Grades that are named have a row in table Grades, or are one of the library; each is said once."""
        if self.damage.hides_names(["Grades"]):
            return
        defined = {row.grade.casefold() for row in self.inputs.grades}
        defined |= {name.casefold() for name in self.damage.names_in(["Grades"])}
        rows = {grade: at for grade, at in named.items() if grade.casefold() not in defined}
        for grade, at in rows.items():
            try:
                self.ranges.of(grade)
            except UnknownName as error:
                self.add_once(table, column, at, str(error))
            except PaybandError as error:
                if self.dates_known:
                    self.add_once(table, column, at, str(error))

    def costs(self) -> None:
        """Every line with a grade says where in its range it is costed and which on-costs it bears, or the settings do.

        A review without any profile states no on-costs: then the cost of a line is not known.
        """
        settings = self.inputs.settings
        graded = [line for line in self.inputs.structure if line.grade]
        if settings.costed_at is None:
            self._neither("costed at", [line.row for line in graded if line.costed_at is None], "give one")
        if not settings.on_cost_profile and self.inputs.on_costs and "OnCosts" not in self.damaged:
            rows = [line.row for line in graded if not line.on_cost_profile]
            self._neither("on-cost profile", rows, "name a profile")

    def _neither(self, name: str, rows: Sequence[int], advice: str) -> None:
        """Rows of Structure that leave to a setting what the setting does not say: one fault, where it is mended."""
        if not rows or name in self.damage.settings:
            return
        if len(rows) == 1:
            self.add("Structure", rows[0], name, f"is empty, and so is the setting '{name}': {advice}")
        else:
            message = f"is empty, and so it is in {rows_text(rows)} of table Structure: {advice} here, or in each row"
            self.add_setting(name, message)

    def people(self) -> None:
        """Everybody's grade now is known, and their proposed line has a grade to be slotted into."""
        if any(line.grade for line in self.inputs.lines("now")):  # else all are costed as stated
            self.known_grades("People", "grade now", rows_by_name(self.inputs.people, "grade_now"))
        proposed = {line.line.casefold(): line for line in self.inputs.lines("proposed")}
        for name, at in rows_by_name(self.inputs.people, "proposed_line").items():
            line = proposed.get(name.casefold())
            if line is not None and not line.grade:
                message = f"the line '{line.line}' has no grade, so that no salary can be slotted into it: give it one"
                self.add_once("People", "proposed line", at, message)
        self.full_years({name: line.grade for name, line in proposed.items()})

    def full_years(self, grades: Mapping[str, str]) -> None:
        """Full years in the grade are given for a national band alone, and lead to one of its steps."""
        if "Grades" in self.damaged or "Spines" in self.damaged or not self.dates_known:
            return
        for person in self.inputs.people:
            grade = grades.get(person.proposed_line.casefold())
            if person.full_years is None or not grade:
                continue
            try:
                pay_range = self.ranges.of(grade)
            except PaybandError:
                continue  # said of the grade
            try:
                step_by_years(person.full_years, pay_range, self.inputs.settings.implementation_date)
            except PaybandError as error:
                self.add("People", person.row, "full years in the grade", str(error))

    def awards(self) -> None:
        """Every award says what is given, and the awards of one day are for different salaries."""
        first: dict[tuple[object, object], int] = {}
        for award in self.inputs.pay_awards:
            if not award.model_fields_set & {"percent", "flat", "at_least"}:
                message = "is empty, and so are 'flat sum' and 'at least': say what the award is (0% for a pay freeze)"
                self.add("PayAwards", award.row, "percent", message)
            other = first.setdefault((award.effective_from, award.up_to), award.row)
            if other != award.row:
                message = f"row {other} has an award of the same day for the same salaries: say up to which each is"
                self.add("PayAwards", award.row, "salaries up to", message)

    def package(self) -> None:
        """Where pay elements are part of the cost, each says as what; severance is paid once and is no yearly cost."""
        if not self.inputs.settings.elements_costed:
            return
        asked = [each.row for each in self.inputs.package if not each.costed_as and not each.is_severance]
        if asked:
            message = (
                f"is empty: say whether the element is {', '.join(COSTED_AS[:-1])}, or '{NOT_COSTED}' to leave it out "
                "of the cost"
            )
            self.add_once("Package", "costed as", asked, message)
        lines = {(line.line.casefold(), line.state) for line in self.inputs.structure}
        posts = {each.person.casefold(): (each.post_now, each.proposed_line) for each in self.inputs.people}
        for each in self.inputs.package:
            name = each.line_or_person.casefold()
            now, proposed = posts.get(name, ("", ""))
            there = {"now": now or (name, "now") in lines, "proposed": proposed or (name, "proposed") in lines}
            known = name in posts or (name, "now") in lines or (name, "proposed") in lines
            reached = there[each.state] if each.state else any(there.values())
            if known and each.is_costed and not reached:
                where = f" {_STATES[each.state]}" if each.state else ", now or as proposed"
                given = f"is {each.state}" if each.state else "is empty, for both"
                message = (
                    f"{given}, and {each.line_or_person} is in no line of the structure{where}: the element would cost "
                    "nothing"
                )
                self.add("Package", each.row, "state", message)
        paid_once = [each.row for each in self.inputs.package if each.is_severance and each.costed_as in COSTED_AS[:-1]]
        if paid_once:
            message = f"severance is paid once, not every year: write '{NOT_COSTED}', or give it another name"
            self.add_once("Package", "costed as", paid_once, message)

    def increments(self) -> None:
        """Increments on the anniversary of starting need the day of it."""
        if self.inputs.settings.increments != "anniversary":
            return
        if rows := [person.row for person in self.inputs.people if person.started_on is None]:
            message = "is empty, and increments are paid on the anniversary of starting: give the day"
            self.add_once("People", "started on", rows, message)

    # --- figures that reach the dates ----------------------------------------------------------------------------

    def settings(self) -> None:
        """The settings fit together, and a policy that is named exists."""
        settings = self.inputs.settings
        if message := unknown_name("on-cost profile", self.inputs, settings.on_cost_profile, self.damage):
            self.add_setting("on-cost profile", message)
        self._protection()
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
                    instead = "or name your body's own rule: a row of table ApprovalRules, and no policy here"
                    message = f"approval policy: {error}; {instead}"
                    self.add("Settings", self.setting_rows.get("approval policy"), "value", message)

    def _protection(self) -> None:
        """A taper has its shares; a policy that is named is known, is contradicted by no setting, and knows services.

        What a setting that cannot be read would say is not looked at, nor a policy on a day that is at fault.
        """
        settings = self.inputs.settings
        if settings.protection_policy:
            if not self.dates_known or "protection policy" in self.damage.settings:
                return
            wrong = contradictions(settings)
            for name, message in wrong:
                if name not in self.damage.settings:
                    self.add_setting(name, message)
            if wrong:
                return
            self._service()
        terms = settings.protection
        lacking = terms.form in TAPERS and terms.months and not terms.shares
        if lacking and "protection shares" not in self.damage.settings:
            message = f"protection form is {terms.form}: give the setting 'protection shares' too"
            self.add("Settings", self.setting_rows.get("protection shares"), "value", message)

    def _service(self) -> None:
        """Whose length of service decides how long they are protected has the first day of it."""
        terms = self.inputs.settings.protection
        people = [each for each in self.inputs.people if each.service_from is None and not each.protection_waived]
        if terms.by_service and people:
            message = f"is empty, and the policy '{terms.policy}' protects pay by length of service: give the first day"
            self.add_once("People", "service from", [each.row for each in people], message)

    def dates(self) -> None:
        """The structure starts near the year whose prices it is costed in: 2052 for 2025 is a slip of the keyboard."""
        settings = self.inputs.settings
        years = FinancialYear.containing(settings.implementation_date).start - settings.price_base.start
        if not self.dates_known or abs(years) <= MOST_YEARS_APART:
            return
        self.dates_known = False
        if not self._rated("price base", [self._price_base()]):
            return
        day, side = date_text(settings.implementation_date), "after" if years > 0 else "before"
        message = f"{day} is {abs(years)} years {side} the price base {settings.price_base}: check the year"
        self.add_setting("implementation date", message)

    def _price_base(self) -> tuple[list[Month], Rates]:
        """The months that are costed in the price base, whose rates must be published."""
        year = self.inputs.settings.price_base
        return months_between(year.starts_on, year.ends_on), Rates(())

    def _rated(self, setting: str, periods: Sequence[tuple[list[Month], Rates]]) -> bool:
        """Whether the rates of most staff reach so far: where they do not, a setting is at fault, and no profile."""
        error = _not_rated(OnCostTerms(0, "A"), periods) if self.inputs.on_costs else None
        if error:
            self.add_setting(setting, str(error))
        return error is None

    def rates(self) -> None:
        """NI and levy are known for every month that is costed."""
        if not self.dates_known:
            return
        settings = self.inputs.settings
        periods = [self._price_base()]
        if not self._rated("price base", periods):
            return
        lasts = {"protection months", "protection policy", "protection on-costs"}
        is_known = "Assumptions" not in {*self.damaged, *(each.table for each in self.problems)}
        is_known = is_known and not lasts & self.damage.settings and not contradictions(settings)
        if is_known and settings.protection_on_costs and settings.protection.months and self.inputs.people:
            # A protection that lasts longer than the price base may rest on an assumption.
            starts_on = settings.implementation_date
            ends_on = last_day_after(starts_on, settings.protection.months)
            first = FinancialYear.containing(starts_on).starts_on
            periods.append((months_between(first, ends_on), Rates(self.inputs.assumptions)))
            at_start = months_between(first, starts_on), periods[-1][1]
            lasts_by = "protection policy" if settings.protection_policy else "protection months"
            if not self._rated("implementation date", [at_start]) or not self._rated(lasts_by, periods[-1:]):
                return
        used = {line.on_cost_profile.casefold() for line in self.inputs.structure if line.grade}
        used |= {name.casefold() for name in rows_by_name(self.inputs.people, "on_cost_profile")}
        used.add(settings.on_cost_profile.casefold())
        for profile in self.inputs.on_costs:
            if profile.profile.casefold() in used:
                terms = OnCostTerms(0, profile.ni_category, profile.contracted_out, profile.apprenticeship_levy)
                if error := _not_rated(terms, periods):
                    column = "NI category" if isinstance(error, UnknownName) else "profile"
                    self.add("OnCosts", profile.row, column, f"profile {profile.profile}: {error}")
        for category, rows in rows_by_name(self.inputs.people, "ni_category").items():
            if error := _not_rated(OnCostTerms(0, category), periods):
                for row in rows:
                    self.add("People", row, "NI category", str(error))

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
    inputs: Inputs, damage: Damage, setting_rows: Mapping[str, int], *, cells: bool, dates_known: bool
) -> list[Problem]:
    """Everything that is wrong between the tables of a review.

    `damage` is what could not be read; `setting_rows` says in which row of the settings each stands. Where the
    dates are not known, nothing is said of what depends on them.
    """
    checks = _Checks(inputs, damage, setting_rows, cells=cells, dates_known=dates_known)
    checks.dates()
    checks.settings()
    checks.grades()
    checks.structure()
    checks.people()
    checks.problems += reference_problems(inputs, damage, cells=cells)
    checks.awards()
    checks.package()
    checks.increments()
    checks.assumptions()
    checks.rates()
    return checks.problems

"""What is tested for approval, and by which rule: the values that the sheets and the words of approvals rest on."""

from collections.abc import Sequence
from enum import Enum, IntEnum
from typing import NamedTuple

from payband.forms import Form
from payband.library import ApprovalRule, Figure
from payband.review.inputs.tables import ApprovalRuleRow, Person, StructureLine
from payband.rules.cost.on_costs import OnCostTerms
from payband.rules.thresholds import Approval as Decision
from payband.rules.thresholds import decide_tiers
from payband.sheets.unknown import Unknown

__all__ = ["Outcome", "Subject", "TestedRule", "What"]


class What(IntEnum):
    """What is tested against a rule."""

    LINE = 0
    """The posts of a line, over the whole of its pay range."""
    VACANCY = 1
    """The posts of a line without a holder, by a rule that looks at what people are paid."""
    PERSON = 2
    """One person: at actual pay, or over the range where pay elements are the person's own."""
    SEVERANCE = 3
    """What somebody is paid for going."""


class Outcome(Enum):
    """Whether approval is needed."""

    NEEDED = True
    NOT_NEEDED = False
    UNKNOWN = None
    """The pay that the rule measures is not known."""

    @classmethod
    def of(cls, needed: Form) -> "Outcome":
        """The outcome that a figure stands for: 1 for needed, 0 for not needed, or unknown."""
        return cls.UNKNOWN if isinstance(needed, Unknown) else cls(bool(needed))


class TestedRule:
    """An approval rule as something is tested against it: its tiers, the highest first, and the end of a range.

    `given` is its row of table ApprovalRules; None for a rule of the library.
    """

    __test__ = False  # it is no test, whatever pytest makes of its name

    def __init__(
        self, tiers: Sequence[ApprovalRule], figures: Sequence[Figure], given: ApprovalRuleRow | None, tested_at: str
    ) -> None:
        self.given = given
        self.tiers = tuple(tier._replace(tested_at=tested_at) for tier in tiers)
        self.figures = tuple(figures)
        """The dated figure of each tier."""
        self._decided: dict[tuple[int, int | None], tuple[Decision, ApprovalRule]] = {}

    @property
    def name(self) -> str:
        """The rule's name."""
        return self.tiers[0].name

    @property
    def measure(self) -> str:
        """What it measures: base salary, package, employer cost or severance."""
        return self.tiers[0].measure

    @property
    def tested_at(self) -> str:
        """Where it looks: at actual pay, or at the bottom or the top of a range."""
        return self.tiers[0].tested_at

    @property
    def above_nothing(self) -> tuple[ApprovalRule, ...]:
        """The tiers from which on a body has to approve; one from £0 only names who decides below them."""
        return tuple(tier for tier in self.tiers if tier.threshold) or self.tiers

    def figure_of(self, tier: ApprovalRule) -> Figure:
        """The dated figure of one of its tiers."""
        return self.figures[self.tiers.index(tier)]

    def decided(self, bottom: int, top: int | None) -> tuple[Decision, ApprovalRule]:
        """What is decided of an amount or a range, in words, and the tier that decides; many are paid the same."""
        if (bottom, top) not in self._decided:
            self._decided[bottom, top] = decide_tiers(bottom, top, self.tiers)
        return self._decided[bottom, top]


class Subject(NamedTuple):
    """A line or a person that is tested against a rule."""

    name: str
    what: What
    rule: TestedRule
    person: Person | None = None
    line: StructureLine | None = None
    terms: OnCostTerms | None = None
    """Those of the on-costs that count."""

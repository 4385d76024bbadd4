"""Who holds each statutory duty, now and proposed: one list of table StatutoryDuties and of the roles of old lines.

A workbook from before the table has the duties of a line in its column 'statutory role'. Both are read into the same
list, so that what rests on a duty (approvals of statutory chief officers, what one officer may not hold) asks there.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from payband.errors import did_you_mean, nearest
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.tables import StructureLine
from payband.units import counted

__all__ = [
    "NOT_STATED",
    "PROPOSED",
    "STATES",
    "TABLE",
    "Duty",
    "Held",
    "duties",
    "duties_of_lines",
    "holder_lines",
    "is_among",
    "name_in_law",
    "role_of_post",
    "roles_of_line",
]

NOT_STATED = "not stated"
"""What stands in place of a post where the paper does not say which one holds the duty."""

TABLE = "StatutoryDuties"
_MISSPELT, _LETTERS_OFF = 0.8, 2
STATES = NOW, PROPOSED = ("now", "proposed")


ALSO_CALLED: Mapping[str, str] = {
    "section 151 officer": "chief finance officer",
    "s151 officer": "chief finance officer",
    "s.151 officer": "chief finance officer",
    "section 151 officer (chief finance officer)": "chief finance officer",
    "chief financial officer": "chief finance officer",
    "statutory finance officer": "chief finance officer",
    "head of the paid service": "head of paid service",
}
"""Other names of the duties that the law keeps apart."""


class Held(NamedTuple):
    """Who holds a duty in one state: the posts named, and how many holders they make; None where it is not stated."""

    posts: tuple[str, ...]
    holders: int | None
    said: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()  # names that are spelt nearly like a line
    several: tuple[str, ...] = ()  # posts of which the structure has more than one

    @property
    def names(self) -> str:
        """The posts in words."""
        return ", ".join(self.posts) or "nobody"


class Duty(NamedTuple):
    """A statutory duty with its holders in both states, and the rows of the table that say so; none for an old role."""

    name: str
    now: Held
    proposed: Held
    rows: Sequence[Any] = ()

    def held(self, state: str) -> Held:
        """Who holds it in a state."""
        return self.now if state == "now" else self.proposed


def duties(inputs: Inputs) -> list[Duty]:
    """Every duty of the review, those of the table first, then those that only a line's statutory role names."""
    found: dict[str, list[Any]] = {}
    for row in inputs.rows_of(TABLE):
        found.setdefault(row.duty.casefold(), []).append(row)
    listed = [
        Duty(rows[0].duty, _held(_named(rows, NOW), NOW, inputs), _held(_named(rows, PROPOSED), PROPOSED, inputs), rows)
        for rows in found.values()
    ]
    known = {name_in_law(duty.name) for duty in listed}
    return listed + [duty for duty in duties_of_lines(inputs) if name_in_law(duty.name) not in known]


def name_in_law(name: str) -> str:
    """A duty's name as the law has it, in small letters.

    >>> name_in_law("Section 151 Officer"), name_in_law("Head of  Paid Service")
    ('chief finance officer', 'head of paid service')
    """
    key = " ".join(name.split()).casefold()
    return ALSO_CALLED.get(key, key)


def holder_lines(duty: Duty, state: str) -> list[str]:
    """The lines that a duty's posts are in, by its rows; a post without a line of its row is named itself."""
    return [line or post for post, line in _named(duty.rows, state)]


def _named(rows: Sequence[Any], state: str) -> list[tuple[str, str]]:
    """The posts that hold a duty in a state, each with the line it stands in, where that is given."""
    named = ((getattr(row, f"post_{state}"), getattr(row, f"line_{state}")) for row in rows)
    return [(post, line) for post, line in named if post]


def _held(named: Sequence[tuple[str, str]], state: str, inputs: Inputs) -> Held:
    """The posts of a duty; a line of the structure with several posts is as many holders."""
    lines = {line.line.casefold(): line for line in inputs.lines(state)}
    posts = {post.casefold(): (post, line) for post, line in named}
    if NOT_STATED in posts:
        return Held((NOT_STATED,), None)
    holders, said, odd, several = 0, [], [], []
    for key, (name, of_line) in posts.items():
        count = lines[key].posts if key in lines else 1
        holders += count
        if count != 1:
            said.append(f"{state}: {name} has {counted(count, 'post')} in the structure")
        if count > 1:
            several.append(name)
        if key in lines or not lines:
            continue
        if of_line:
            said.append(f"{state}: {name} is one of {of_line}")
        else:
            said.append(f"{state}: {name} is not a line of the structure")
            meant = nearest(name, [line.line for line in lines.values()])
            if meant is not None and _looks_misspelt(name, meant):
                odd.append(f"{name} ({state}) is not a line of the structure; {did_you_mean(meant)}")
    return Held(tuple(name for name, _ in posts.values()), holders, tuple(said), tuple(odd), tuple(several))


def _looks_misspelt(name: str, meant: str) -> bool:
    """Whether a post is a line's name but for a letter or two: other posts of a body may well have names alike."""
    from difflib import SequenceMatcher  # only a mistake pays for this import

    found = SequenceMatcher(None, name.casefold(), meant.casefold())
    alike = sum(block.size for block in found.get_matching_blocks())
    return len(name) + len(meant) - 2 * alike <= _LETTERS_OFF and found.ratio() > _MISSPELT


def duties_of_lines(inputs: Inputs) -> list[Duty]:
    """The duties that lines name in their column of old, 'statutory role'."""
    names: dict[str, str] = {}
    held: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for line in inputs.structure:
        for role in _roles_in(line):
            names.setdefault(role.casefold(), role)
            if line.posts:
                held.setdefault((role.casefold(), line.state), []).append((line.line, ""))
    return [
        Duty(
            name,
            _held(held.get((key, NOW), []), NOW, inputs),
            _held(held.get((key, PROPOSED), []), PROPOSED, inputs),
        )
        for key, name in names.items()
    ]


def _roles_in(line: StructureLine) -> list[str]:
    return [role for role in (part.strip() for part in line.statutory_role.split(";")) if role]


# --- what follows for a line ---------------------------------------------------------------------------------------


def roles_of_line(inputs: Inputs, line: StructureLine) -> str:
    """The statutory duties of a line's posts in words, with ; between: what its approvals call a statutory role."""
    names = [duty.name for duty in duties(inputs) if is_among(line.line, duty.held(line.state).posts)]
    own = _roles_in(line)
    said = {name.casefold() for name in own}
    return "; ".join([*own, *(name for name in dict.fromkeys(names) if name.casefold() not in said)])


def role_of_post(inputs: Inputs, line: StructureLine, post: str) -> str:
    """The statutory duties of one post of a line: those of the line itself, and those that name the post."""
    names = [duty.name for duty in duties(inputs) if post and is_among(post, duty.held(line.state).posts)]
    return "; ".join(dict.fromkeys([*filter(None, roles_of_line(inputs, line).split("; ")), *names]))


def is_among(name: str, names: Sequence[str]) -> bool:
    """Whether a post is one of some, capitals or not."""
    return name.casefold() in {each.casefold() for each in names}

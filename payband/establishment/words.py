"""Words of a list that name nothing: nothing is known, the post is vacant, or whoever was in it has left."""

import re
from typing import Any

from payband.kinds import blank

__all__ = ["is_vacant_word", "nothing_there", "says_left", "says_nothing", "title_of_several", "vacant_title"]

NOTHING = frozenset(
    ("n/a", "na", "n.a", "n.a.", "n/d", "n.d.", "n/k", "not known", "unknown", "not applicable", "not available",
     "not disclosed", "not stated", "not recorded", "tbc", "tba", "tbd", "to be confirmed", "to be advised", "nan",
     "#n/a")
)  # fmt: skip
"""What is written where nothing is known. None, Null and Nil are not among them: people are called so."""

_NO_NUMBER = frozenset(("none", "null", "nil", "(none)", "(null)", "(blank)"))
_MARKS = re.compile(r"[-–—−_.?*/\s]+")

_VACANT = re.compile(r"\W*(?:vacant|vacancy|vac|unfilled|unoccupied|post vacant|tbc|to be appointed)\b.*", re.I | re.S)
_HOLDS_VACANT = re.compile(r"\b(?:vacant|vacancy)\b", re.I)
_TITLE_BEFORE = re.compile(r"\W*(?:vacant|vacancy)(?: post)?\s*(?:[-–—:/|]|$|(?=\())\s*", re.I)
_TITLE_FIRST = re.compile(r"\W*vacant\s+(?:post\s+)?(?=[A-Za-z])", re.I)
_TITLE_BEHIND = re.compile(
    r"\s*(?:[-–—:/|]\s*|[(\[]\s*)(?:post )?vacan(?:t|cy)\b[^()\[\]]*[)\]]?\s*$|\s+vacant\s*$", re.I
)
_VACANT_THING = re.compile(
    r"\W*vacant\s+(?:propert|land|home|dwelling|building|site|premises|unit|possession|space|hous|shop|flat|asset|estate)",
    re.I,
)  # a Vacant Property Officer is a post, and not vacant
_SEVERAL = re.compile(
    r"^\s*(\d{1,4})\s*[x×](?=\s*\S)(?!\s*\d)|(?:^|[\s(\[])[x×]\s*(\d{1,4})\s*[)\]]?\s*$|"
    r"[(\[]\s*(\d{1,4})\s*(?:no\.?|nr|posts?|positions?|off)\s*[)\]]|[-–—:,]\s*(\d{1,4})\s*(?:no\.?|posts?|positions?)\s*$",
    re.I,
)
_LEFT = re.compile(
    r"\b(?:terminat\w*|left|leavers?|leaves|resign\w*|retired|dismiss\w*|inactive|ended|ceased|deceased|redundant|"
    r"made redundant|former|ex[- ]employee|withdrawn|departed|not employed|no longer)\b",
    re.I,
)


def says_nothing(value: Any) -> bool:
    """Whether a text is where nothing is known: "N/A", "TBC", "-".

    >>> says_nothing("n/a"), says_nothing(" - "), says_nothing("Null"), says_nothing("")
    (True, True, False, False)
    """
    if not isinstance(value, str) or not (text := " ".join(value.split())):
        return False
    return text.casefold() in NOTHING or bool(_MARKS.fullmatch(text))


def nothing_there(value: Any) -> bool:
    """Whether a cell of numbers or dates holds nothing: it is empty, or a word says so.

    >>> nothing_there("N/D"), nothing_there(None), nothing_there("none"), nothing_there("0")
    (True, True, True, False)
    """
    if blank(value) or says_nothing(value):
        return True
    return isinstance(value, str) and value.strip().casefold() in _NO_NUMBER


def is_vacant_word(value: Any) -> bool:
    """Whether what is in place of a person says that there is none.

    >>> is_vacant_word("Med3 Vacant"), is_vacant_word("Vacancy - advertised"), is_vacant_word("A Vacante")
    (True, True, False)
    """
    if not isinstance(value, str):
        return False
    return bool(_VACANT.fullmatch(value.strip()) or _HOLDS_VACANT.search(value))


def vacant_title(title: str) -> str:
    """The title of a post whose title says that it is vacant, without that word; empty where it does not say so.

    >>> vacant_title("VACANT - Surveyor"), vacant_title("Surveyor (vacant)"), vacant_title("Vacant (agency cover)")
    ('Surveyor', 'Surveyor', 'Vacant (agency cover)')
    >>> vacant_title("Vacant Property Officer"), vacant_title("Surveyor")
    ('', '')
    """
    if not _HOLDS_VACANT.search(title) or _VACANT_THING.match(title):
        return ""
    for mark in (_TITLE_BEFORE, _TITLE_FIRST):
        if found := mark.match(title):
            rest = title[found.end() :].strip()
            return rest if rest and not rest.startswith(("(", "[")) else title
    found = _TITLE_BEHIND.search(title)
    if not found:
        return ""
    return title[: found.start()].strip() or title


def title_of_several(title: str) -> str:
    """The words of a title that make several posts of it: "x 5", "3 x", "(4 posts)"; empty for none.

    >>> title_of_several("Clerk x 5"), title_of_several("3 x Cleaner"), title_of_several("Officer (4 posts)")
    ('x 5', '3 x', '(4 posts)')
    >>> title_of_several("Clerk (2)"), title_of_several("Officer x 1"), title_of_several("Project X 2 Manager")
    ('', '', '')
    """
    found = _SEVERAL.search(title)
    number = next(filter(None, found.groups()), "1") if found else "1"
    return found[0].strip() if found and int(number) > 1 else ""


def says_left(value: Any, heading: str = "") -> bool:
    """Whether a word of an employment status says that somebody has left; yes and no by what the heading asks.

    >>> says_left("Voluntarily Terminated"), says_left("Leaver"), says_left("On leave"), says_left("Active")
    (True, True, False, False)
    >>> says_left("Yes", "Leaver"), says_left("No", "Active"), says_left("Yes", "Active")
    (True, True, False)
    """
    word = value.strip().casefold() if isinstance(value, str) else {True: "yes", False: "no"}.get(value, "")
    if word in ("yes", "y", "true", "no", "n", "false"):
        asks = "leav" in heading.casefold() if word[0] in "yt" else "active" in heading.casefold()
        return asks and "inactive" not in heading.casefold()
    return bool(_LEFT.search(word)) or (word == "i" and "inactive" in heading.casefold())

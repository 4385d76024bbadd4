"""The office that a post has in law: by a statutory duty that it is to hold, or by whom it reports to."""

from collections.abc import Iterable, Mapping

from payband.library.duties import CHIEF_OFFICERS, HEAD_OF_PAID_SERVICE, OFFICES, REPORTS_TO_CHIEF, REPORTS_TO_HEAD
from payband.review.inputs.inputs import Inputs
from payband.review.parts.duties.duties_held import duties, name_in_law
from payband.review.parts.paper.printed_values import plain_words

__all__ = ["Offices"]


class Offices:
    """The offices of posts in the new structure.

    A post that reports to the head of paid service is a non-statutory chief officer, and one that reports to a chief
    officer a deputy chief officer (Local Government and Housing Act 1989, section 2(7) and (8)).
    """

    def __init__(self, inputs: Inputs, reporting: Iterable[tuple[str, str]]) -> None:
        in_law = {name_in_law(name): name for name in OFFICES}
        self._held: dict[str, str] = {}
        for duty in duties(inputs):
            office = in_law.get(name_in_law(duty.name))
            for post in duty.proposed.posts if office else ():
                self._held.setdefault(plain_words(post), office or "")
        self._reporting: Mapping[str, str] = {
            plain_words(post): plain_words(to) for post, to in reporting if post and to
        }

    def of(self, post: str) -> str:
        """The office of a post; empty where none is known of it."""
        name = plain_words(post)
        if name in self._held:
            return self._held[name]
        to = self._reporting.get(name, "")
        if self._is_head(to):
            return REPORTS_TO_HEAD
        chief = self._held.get(to) in CHIEF_OFFICERS or self._is_head(self._reporting.get(to, ""))
        return REPORTS_TO_CHIEF if to and chief else ""

    def _is_head(self, post: str) -> bool:
        return post == plain_words(HEAD_OF_PAID_SERVICE) or self._held.get(post) == HEAD_OF_PAID_SERVICE

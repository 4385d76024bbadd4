"""A review: the tables it is made of, and everything that is calculated from them."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from payband.review.results import Results
    from payband.review.review import Review

__all__ = ["Results", "Review"]


def __getattr__(name: str) -> Any:
    # Late, so that a module of this package can be used without all of it.
    if name == "Review":
        from payband.review.review import Review

        return Review
    if name == "Results":
        from payband.review.results import Results

        return Results
    raise AttributeError(f"module 'payband.review' has no attribute '{name}'")

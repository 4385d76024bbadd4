"""Review workbooks as files: reading them, writing answers into a copy, and building new ones."""

from typing import TYPE_CHECKING, Any

import payband.ooxml  # noqa: F401  # which tells openpyxl how to write, before it is loaded

if TYPE_CHECKING:
    from payband.workbook.read import open_review

__all__ = ["open_review"]


def __getattr__(name: str) -> Any:
    # Late, so that building a template does not read, and the other way round.
    if name == "open_review":
        from payband.workbook.read import open_review

        return open_review
    raise AttributeError(f"module 'payband.workbook' has no attribute '{name}'")

"""What a folder of figures must hold: a model for a row of each kind of file, and the check that names what is wrong.

The built-in figures are checked in the tests; a body's own, given with `--data`, before anything is worked out with
them. The check reads the files by itself and imports pydantic, which the path of a worksheet function must not.
"""

from payband.data_schema.cells import STATUSES
from payband.data_schema.check import check_folder
from payband.data_schema.kinds import KINDS
from payband.data_schema.rows import DatedRow

__all__ = ["KINDS", "STATUSES", "DatedRow", "check_folder"]

"""An .xlsx package: its parts, where its sheets and tables stand, and saving with every untouched part as it was."""

import io
import os
import posixpath
import tempfile
import zipfile
from typing import NamedTuple
from xml.etree import ElementTree

from payband.errors import WrongInput

__all__ = ["Package", "TablePlace"]

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_NO_TIME = (1980, 1, 1, 0, 0, 0)  # of parts that are new, so that the same review makes the same file
_RELATION_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)


class TablePlace(NamedTuple):
    """Where a table stands: its sheet, the parts of both, and the cells it covers."""

    name: str
    sheet: str
    sheet_part: str
    table_part: str
    ref: str
    columns: tuple[str, ...] = ()


class Package:
    """The parts of a workbook. Only the parts that are written are changed by saving."""

    def __init__(self, source: str | bytes, name: str = "") -> None:
        self.name = name or (source if isinstance(source, str) else "the workbook")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
            self.names = self._archive.namelist()
        except (zipfile.BadZipFile, OSError, EOFError) as error:
            raise WrongInput(f"{self.name} is not an Excel workbook ({error}): save it in Excel as .xlsx") from None
        self._written: dict[str, bytes] = {}
        self._removed: set[str] = set()
        self._sheets: dict[str, str] | None = None
        self._tables: dict[str, TablePlace] | None = None

    def copy(self) -> "Package":
        """The same package, to be changed without changing this one."""
        other = Package.__new__(Package)
        other.__dict__.update(self.__dict__)
        other._written = dict(self._written)
        other._removed = set(self._removed)
        return other

    def read(self, part: str) -> bytes:
        """The content of a part, as it was or as it has been written."""
        if part in self._written:
            return self._written[part]
        try:
            return self._archive.read(part)
        except (KeyError, zipfile.BadZipFile, OSError, EOFError, RuntimeError) as error:
            raise WrongInput(f"{self.name} is damaged ({part}: {error}): open it in Excel and save it again") from None

    def write(self, part: str, content: bytes) -> None:
        """Gives a part new content."""
        self._written[part] = content
        if part not in self.names:
            self.names = [*self.names, part]
            self._sheets = self._tables = None

    def remove(self, part: str) -> None:
        """Leaves a part out when saving."""
        self._removed.add(part)

    def tree(self, part: str) -> ElementTree.Element:
        """A part's XML. A part that declares entities is refused: no workbook needs them and some are traps."""
        content = self.read(part)
        plain = content.replace(b"\0", b"") if b"\0" in content[:64] else content  # UTF-16 says it with zeros between
        if b"<!DOCTYPE" in plain[:2048] or b"<!ENTITY" in plain:
            raise WrongInput(f"{self.name} declares XML entities ({part}), which no workbook needs: it is not opened")
        try:
            return ElementTree.fromstring(content)
        except ElementTree.ParseError as error:
            raise WrongInput(f"{self.name} is damaged ({part}: {error}): open it in Excel and save it again") from None

    # --- where things stand --------------------------------------------------------------------------------------

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """The parts a part points to: the kind and the name of each by relationship id."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self.names:
            return {}
        found = {}
        for each in self.tree(relations).iter(RELATIONSHIP):
            if each.get("TargetMode") != "External":
                target = each.get("Target", "")
                whole = (
                    target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                )
                found[each.get("Id", "")] = (each.get("Type", "").rpartition("/")[2], whole)
        return found

    @property
    def workbook_part(self) -> str:
        """The part that lists the sheets."""
        for kind, part in self.related("").values():
            if kind == "officeDocument":
                return part
        raise WrongInput(f"{self.name} is not an Excel workbook: save it in Excel as .xlsx")

    @property
    def sheets(self) -> dict[str, str]:
        """The part of each worksheet by its name."""
        if self._sheets is None:
            related = self.related(self.workbook_part)
            self._sheets = {}
            for element in self.tree(self.workbook_part).iter():
                if element.tag in (f"{MAIN}sheet", f"{STRICT}sheet"):
                    identity = next((element.get(key) for key in _RELATION_IDS if element.get(key)), "")
                    kind, part = related.get(identity or "", ("", ""))
                    if kind == "worksheet" and part in self.names:
                        self._sheets[element.get("name", "")] = part
        return self._sheets

    @property
    def tables(self) -> dict[str, TablePlace]:
        """Every table by its name in small letters."""
        if self._tables is None:
            self._tables = {}
            for sheet, sheet_part in self.sheets.items():
                for kind, part in self.related(sheet_part).values():
                    if kind == "table" and part in self.names:
                        root = self.tree(part)
                        name = root.get("displayName") or root.get("name") or ""
                        columns = tuple(
                            " ".join(each.get("name", "").replace("_x000a_", " ").split())
                            for each in root.iter()
                            if each.tag in (f"{MAIN}tableColumn", f"{STRICT}tableColumn")
                        )
                        place = TablePlace(name, sheet, sheet_part, part, root.get("ref", ""), columns)
                        self._tables[name.casefold()] = place
        return self._tables

    @property
    def counts_from_1904(self) -> bool:
        """Whether dates are counted from 1904, as old workbooks from a Mac do."""
        for element in self.tree(self.workbook_part).iter():
            if element.tag in (f"{MAIN}workbookPr", f"{STRICT}workbookPr"):
                return element.get("date1904", "") in ("1", "true")
        return False

    # --- saving --------------------------------------------------------------------------------------------------

    def save(self, target: str) -> None:
        """Writes the package to a temporary file beside the target and then puts it in the target's place."""
        folder = os.path.dirname(os.path.abspath(target))
        temporary = ""
        try:
            handle, temporary = tempfile.mkstemp(suffix=".xlsx", prefix=".payband-", dir=folder)
            with os.fdopen(handle, "wb") as file:
                self._write_to(file)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, 0o644)
            os.replace(temporary, target)
        except OSError as error:
            raise WrongInput(
                f"{target} cannot be written ({error.strerror}): close it, or give another name"
            ) from error
        finally:
            if temporary and os.path.exists(temporary):
                os.unlink(temporary)

    def _write_to(self, file: io.BufferedIOBase) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
            for info in self._archive.infolist():
                if info.filename not in self._removed and not info.is_dir():
                    kept = zipfile.ZipInfo(info.filename, info.date_time)
                    kept.compress_type = zipfile.ZIP_DEFLATED
                    kept.external_attr = info.external_attr
                    archive.writestr(kept, self.read(info.filename), compresslevel=4)
            there = set(archive.namelist())
            for part in sorted(self._written.keys() - there - self._removed):
                archive.writestr(zipfile.ZipInfo(part, _NO_TIME), self.read(part), zipfile.ZIP_DEFLATED, 4)

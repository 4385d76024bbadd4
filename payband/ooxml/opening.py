"""What may be opened as a workbook: everything else is reported by what it is, with what to do about it."""

import os
import re

from payband.errors import WrongInput

__all__ = ["as_utf_8", "content_of", "refuse_other_zip", "refuse_unsafe_xml"]

MOST_FILE_BYTES = 500_000_000

_OLE = b"\xd0\xcf\x11\xe0"  # what an old .xls or an encrypted .xlsx starts with
_ZIP = b"PK"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ENCODING = re.compile(r"""^(\s*<\?xml[^>]*?\bencoding\s*=\s*["'])([^"']*)""")
_UTF_8 = {"utf-8", "utf8", "us-ascii", "ascii"}
_OTHER_ENCODINGS = {"iso-8859-1", "windows-1252"}
_LOOKED_AT = 4096

# How other files start, and what they are. Each is looked for in small letters, after blanks.
_OTHERS = (
    (b"%pdf", "it is a PDF"),
    (b"{\\rtf", "it is a text document"),
    (b"<!doctype html", "it is a web page that was given a workbook's name, as some payroll systems do"),
    (b"<html", "it is a web page that was given a workbook's name, as some payroll systems do"),
    (b"<table", "it is a web page that was given a workbook's name, as some payroll systems do"),
    (b"<?xml", "it is an XML file"),
    (b"\x09\x00", "it is a very old .xls workbook"),
    (b"\x09\x02", "it is a very old .xls workbook"),
    (b"\x09\x04", "it is a very old .xls workbook"),
    (b"\x09\x08", "it is a very old .xls workbook"),
    (b"\x1f\x8b", "it is a compressed file: unpack it first"),
)


def content_of(path: str) -> bytes:
    """The bytes of a file that may be a workbook. Raises WrongInput that says what the file is instead."""
    try:
        size = os.path.getsize(path)
        if size > MOST_FILE_BYTES:
            raise WrongInput(
                f"{path} is a file of {size / 1e6:,.0f} MB, more than payband opens ({MOST_FILE_BYTES / 1e6:,.0f} MB): "
                "delete the sheets that the review does not need"
            )
        with open(path, "rb") as file:
            content = file.read(MOST_FILE_BYTES + 1)
    except FileNotFoundError:
        raise WrongInput(f"there is no file {path}: check the name and the folder") from None
    except IsADirectoryError:
        raise WrongInput(f"{path} is a folder: name the workbook in it") from None
    except PermissionError:
        if os.path.isdir(path):
            raise WrongInput(f"{path} is a folder: name the workbook in it") from None
        raise WrongInput(f"{path} may not be read: close it in Excel, or ask for the right to read it") from None
    except OSError as error:
        raise WrongInput(
            f"{path} cannot be read ({error.strerror}): check the disk or the network, then retry"
        ) from None
    _refuse_other_file(content, path)
    return content


def _refuse_other_file(content: bytes, name: str) -> None:
    if content.startswith(_ZIP):
        return
    if content.startswith(_OLE):
        kind = "an old .xls workbook or is protected by a password"
        if "EncryptedPackage".encode("utf-16-le") in content:
            kind = "protected by a password"
        elif any(stream.encode("utf-16-le") in content for stream in ("Workbook\0", "Book\0")):
            kind = "an old .xls workbook"
        ending = "" if kind.startswith("an old .xls workbook") and "password" not in kind else " without one"
        raise WrongInput(f"{name} is {kind}: save it in Excel as .xlsx{ending}")
    start = content[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf")
    small = start.lstrip(b" \r\n").lower()
    found = next((what for beginning, what in _OTHERS if small.startswith(beginning)), "")
    if not found and content and b"\0" not in start:
        found = "it holds plain text, as a CSV file does"
    what = f" ({found})" if found else " (it is empty)" if not content else ""
    raise WrongInput(f"{name} is not an Excel workbook: save it in Excel as .xlsx{what}")


def refuse_other_zip(names: "list[str]", mimetype: bytes, name: str) -> None:
    """Refuses zip files that are something else, by the names of their parts. `mimetype` is what such a part says."""
    small = {each.casefold() for each in names}
    if b"opendocument" in mimetype or "content.xml" in small:
        raise WrongInput(f"{name} is an OpenDocument file (.ods), not an Excel workbook: save it as .xlsx")
    if "xl/workbook.bin" in small:
        raise WrongInput(f"{name} is a binary workbook (.xlsb): save it in Excel as .xlsx")
    if "[content_types].xml" in small and any(each.startswith("xl/") for each in small):
        return
    if any(each.startswith(("word/", "ppt/")) for each in small):
        kind = "Word document" if any(each.startswith("word/") for each in small) else "PowerPoint file"
        raise WrongInput(f"{name} is not an Excel workbook but a {kind}: give the workbook, saved as .xlsx")
    held = sorted(each for each in names if each.casefold().endswith((".xlsx", ".xlsm")))
    if held:
        raise WrongInput(f"{name} is not an Excel workbook but a zip folder with {held[0]} in it: unpack it first")


def as_utf_8(content: bytes) -> bytes:
    """XML in UTF-8, which nearly every part is in already. Raises ValueError for an encoding no workbook is in."""
    if content[:2] in _UTF_16:
        return _ENCODING.sub(r"\g<1>UTF-8", content.decode("utf-16"), count=1).encode()
    declared = _ENCODING.match(content[:200].removeprefix(b"\xef\xbb\xbf").decode("latin-1"))
    encoding = declared[2].lower() if declared else "utf-8"
    if encoding in _UTF_8:
        return content
    if encoding not in _OTHER_ENCODINGS:
        raise ValueError(f"it is written in the encoding {encoding}")
    return _ENCODING.sub(r"\g<1>UTF-8", content.decode(encoding), count=1).encode()


def refuse_unsafe_xml(content: bytes, part: str, name: str) -> None:
    """Refuses XML in UTF-8 that declares entities: no workbook needs them, and some are traps."""
    # A parser finds UTF-16 by the zeros between, even unannounced.
    plain = content.replace(b"\0", b"") if b"\0" in content[:64] else content
    if b"!" in plain and (b"<!DOCTYPE" in plain or b"<!ENTITY" in plain):
        raise WrongInput(f"{name} declares XML entities ({part}), which no workbook needs: it is not opened")

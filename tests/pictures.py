"""The pictures of the README and the guide, each a page of a worked review as LibreOffice prints it.

``python tests/pictures.py``: builds all of them anew, or with names of workbooks those of these. Needs LibreOffice, and
pdftotext and pdftoppm of Poppler.
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageChops

TOP = Path(__file__).resolve().parent.parent
WORKBOOKS = TOP / "workbooks"
TOUR, GUIDE = WORKBOOKS / "pictures", TOP / "payband" / "guide" / "pictures"
EXAMPLE = "example-2026"
PICTURES = {  # of each workbook the pictures, and the title of the page: a sheet's, or the review's for its Summary
    "leicester-2011": {TOUR / "leicester-2011.png": "Senior management review 2011"},
    "harrow-2022": {TOUR / "harrow-2022.png": "Approvals by post"},
    "harrow-2023": {TOUR / "harrow-2023.png": "Approvals by post"},
    "kent-2011": {TOUR / "kent-2011.png": "Deletion of the Managing Director's post"},
    "essex-2013": {TOUR / "essex-2013.png": "Budget shares"},
    "probation-2012": {TOUR / "probation-2012.png": "Job form"},
    EXAMPLE: {
        TOUR / f"{EXAMPLE}.png": "Slotting list",
        GUIDE / "summary.png": "Customer services and revenues 2026 (illustrative)",
        GUIDE / "settings.png": "Settings",
        GUIDE / "grades.png": "Grades",
        GUIDE / "on-costs.png": "On-costs",
        GUIDE / "structure.png": "Structure",
        GUIDE / "people.png": "People",
    },
}
WIDTH, MARGIN, COLOURS, DOTS_PER_INCH = 1_000, 15, 64, 200
FOOTER = 105
"""The dots at the end of a page where the footer is, which is no part of the picture."""
MOST_HIGH = 1_500
"""A picture that would be higher ends at the last white line before this."""


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


def page_of(pdf: Path, title: str) -> int:
    """The first page that begins with a title. Raises LookupError where none does."""
    for number, text in enumerate(_run("pdftotext", str(pdf), "-").split("\f"), start=1):
        if text.lstrip().partition("\n")[0].strip() == title:
            return number
    raise LookupError(f"no page of {pdf.name} begins with '{title}'")


def cut_out(page: Image.Image) -> Image.Image:
    """What is printed on a page, with a margin, in the width of the README's pictures."""
    page = page.convert("RGB").crop((0, 0, page.width, page.height - FOOTER))
    box = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox()
    if box is None:
        raise LookupError("nothing is printed on the page")
    inner = WIDTH - 2 * MARGIN
    printed = page.crop(box)
    printed = printed.resize((inner, round(printed.height * inner / printed.width)), Image.Resampling.LANCZOS)
    picture = Image.new("RGB", (WIDTH, printed.height + 2 * MARGIN), "white")
    picture.paste(printed, (MARGIN, MARGIN))
    return picture.crop((0, 0, WIDTH, _last_white_line(picture))).quantize(COLOURS, dither=Image.Dither.NONE)


def _last_white_line(picture: Image.Image) -> int:
    if picture.height <= MOST_HIGH:
        return picture.height
    lines = (picture.crop((0, line, WIDTH, line + 1)).getextrema() for line in range(MOST_HIGH, 0, -1))
    return MOST_HIGH - next(up for up, line in enumerate(lines) if line == ((255, 255),) * 3)


def main() -> None:
    """Builds the pictures, and says where."""
    soffice = os.environ.get("PAYBAND_SOFFICE", "soffice")
    with TemporaryDirectory() as folder:
        profile = (Path(folder) / "profile").as_uri()
        for name in sys.argv[1:] or PICTURES:
            options = ("--headless", "--norestore", "--convert-to", "pdf", "--outdir", folder)
            _run(soffice, f"-env:UserInstallation={profile}", *options, str(WORKBOOKS / f"{name}.xlsx"))
            pdf, page = Path(folder) / f"{name}.pdf", Path(folder) / name
            for path, title in PICTURES[name].items():
                number = str(page_of(pdf, title))
                look = ("-r", str(DOTS_PER_INCH), "-png", "-singlefile")
                _run("pdftoppm", "-f", number, "-l", number, *look, str(pdf), str(page))
                with Image.open(f"{page}.png") as printed:
                    cut_out(printed).save(path, optimize=True)
                print(path)


if __name__ == "__main__":
    main()

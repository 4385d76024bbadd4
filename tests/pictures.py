"""The pictures of the worked reviews in the README, each a page of its workbook as LibreOffice prints it.

``python tests/pictures.py``: builds workbooks/pictures anew. Needs LibreOffice, and pdftotext and pdftoppm of Poppler.
"""

import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageChops

TOP = Path(__file__).resolve().parent.parent
WORKBOOKS = TOP / "workbooks"
TITLES = {  # of each workbook the title of the page: a sheet's, or that of the review for its Summary
    "leicester-2011": "Senior management review 2011",
    "harrow-2022": "Approvals by post",
    "harrow-2023": "Approvals by post",
    "kent-2011": "Deletion of the Managing Director's post",
    "essex-2013": "Budget shares",
    "probation-2012": "Job form",
}
WIDTH, MARGIN, COLOURS, DOTS_PER_INCH = 1_000, 15, 64, 200
FOOTER = 0.045
"""The share of the page's height at its end where the footer is, which is no part of the picture."""


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
    page = page.convert("RGB").crop((0, 0, page.width, int(page.height * (1 - FOOTER))))
    box = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox()
    if box is None:
        raise LookupError("nothing is printed on the page")
    inner = WIDTH - 2 * MARGIN
    printed = page.crop(box)
    printed = printed.resize((inner, round(printed.height * inner / printed.width)), Image.Resampling.LANCZOS)
    picture = Image.new("RGB", (WIDTH, printed.height + 2 * MARGIN), "white")
    picture.paste(printed, (MARGIN, MARGIN))
    return picture.quantize(COLOURS, dither=Image.Dither.NONE)


def main() -> None:
    """Builds the picture of every worked review, and says where."""
    soffice = os.environ.get("PAYBAND_SOFFICE", "soffice")
    with TemporaryDirectory() as folder:
        profile = (Path(folder) / "profile").as_uri()
        for name, title in TITLES.items():
            workbook = WORKBOOKS / f"{name}.xlsx"
            options = ("--headless", "--norestore", "--convert-to", "pdf", "--outdir", folder)
            _run(soffice, f"-env:UserInstallation={profile}", *options, str(workbook))
            pdf, page = Path(folder) / f"{name}.pdf", Path(folder) / name
            number = str(page_of(pdf, title))
            _run(
                "pdftoppm",
                "-f",
                number,
                "-l",
                number,
                "-r",
                str(DOTS_PER_INCH),
                "-png",
                "-singlefile",
                str(pdf),
                str(page),
            )
            path = WORKBOOKS / "pictures" / f"{name}.png"
            with Image.open(f"{page}.png") as printed:
                cut_out(printed).save(path, optimize=True)
            print(path)


if __name__ == "__main__":
    main()

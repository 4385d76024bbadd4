"""Every web page that payband writes passes axe-core in Chromium: no fault that is serious or critical."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from payband.cli import main
from tests.run import HOW_TO_INSTALL, TOP, find_chromium
from tests.support.lite_node import give_up, node_packages, run

REVIEW = TOP / "workbooks" / "example-2026.xlsx"
LEICESTER = TOP / "workbooks" / "leicester-2011.xlsx"
PAGES = {
    "guide": ["guide"],
    "report": ["report", str(REVIEW)],
    "report of a leadership team": ["report", str(LEICESTER)],
    "published": ["publish", str(REVIEW)],
    "published leadership team": ["publish", str(LEICESTER), "--people"],
}
SECONDS = 120
_POLICY = re.compile(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>")
_RUN = """
axe.run(document, {resultTypes: ["violations"]}).then(found => {
  const shown = document.createElement("pre");
  shown.id = "axe-found";
  shown.textContent = JSON.stringify(found.violations.map(each => (
    {id: each.id, impact: each.impact, help: each.help, nodes: each.nodes.slice(0, 3).map(node => node.html)})));
  document.body.append(shown);
});
"""


def _faults(page: Path, folder: Path) -> list[dict[str, Any]]:
    """What axe-core finds in a page. The copy that is looked at may run a script, which no page of payband may."""
    chromium = find_chromium()
    if chromium is None:
        pytest.skip(f"Chromium is not installed: {HOW_TO_INSTALL['Chromium']}")
    _, modules = node_packages("pages")
    axe = (modules / "axe-core" / "axe.min.js").read_text(encoding="utf-8").replace("</script", "<\\/script")
    text = _POLICY.sub("", page.read_text(encoding="utf-8"))
    assert text != page.read_text(encoding="utf-8")
    looked_at = folder / "looked-at.html"
    scripts = f"<script>{axe}</script><script>{_RUN}</script>"
    looked_at.write_text(text.replace("</body>", f"{scripts}</body>"), encoding="utf-8")
    status, shown = run(
        [
            *(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--log-level=3"),
            *("--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={folder / 'profile'}"),
            *("--virtual-time-budget=60000", "--dump-dom", looked_at.as_uri()),
        ],
        folder,
        SECONDS,
    )
    found = re.search(r'<pre id="axe-found">(.*?)</pre>', shown, re.DOTALL)
    if status or found is None:
        give_up(f"Chromium did not run axe-core: {shown[-2000:]}")
    faults: list[dict[str, Any]] = json.loads(html.unescape(found[1]))
    return faults


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_serious_fault(name: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert main([*PAGES[name], "-o", str(page)]) == 0
    assert [each for each in _faults(page, tmp_path) if each["impact"] in ("serious", "critical")] == []


def test_the_check_finds_what_is_wrong(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert main(["guide", "-o", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    page.write_text(re.sub(r' alt="[^"]+"', "", text).replace("#1a1a1a", "#dddddd"), encoding="utf-8")
    assert {"image-alt", "color-contrast"} <= {each["id"] for each in _faults(page, tmp_path)}

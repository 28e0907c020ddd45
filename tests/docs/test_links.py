"""Links between the documents, and from them to files, lead somewhere."""

import re
from pathlib import Path

import pytest

from .repository import PAGES, ROOT, shown

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def links_of(page: Path) -> list[str]:
    return LINK.findall(FENCE.sub("", page.read_text()))


def anchors_of(page: Path) -> set[str]:
    titles = HEADING.findall(FENCE.sub("", page.read_text()))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_relative_links_lead_somewhere(page: Path) -> None:
    broken = []
    for link in links_of(page):
        target, _, anchor = link.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        path = (page.parent / target).resolve() if target else page
        inside = path.is_relative_to(ROOT)
        known = inside and path.exists()
        if not known or (anchor and path.suffix == ".md" and anchor not in anchors_of(path)):
            broken.append(link)
    assert broken == []


def test_decisions_are_numbered_once_without_a_gap() -> None:
    numbers = [int(page.name[:4]) for page in PAGES if page.parent.name == "adr"]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_index_names_every_page_but_the_decisions() -> None:
    index = ROOT / "docs" / "README.md"
    named = {(index.parent / link).resolve() for link in links_of(index)}
    pages = {page for page in PAGES if page.parent.name != "adr"} - {index, ROOT / "README.md"}
    assert pages - named == set()

"""The Mermaid blocks are of a known kind and close what they open."""

import re

import pytest

from .repository import PAGES, shown

BLOCK = re.compile(r"^```mermaid\n(.*?)^```", re.MULTILINE | re.DOTALL)
KINDS = re.compile(
    r"(flowchart (LR|RL|TB|TD|BT)|sequenceDiagram|stateDiagram-v2|erDiagram|classDiagram)$"
)
PAIRS = {")": "(", "]": "[", "}": "{"}
VIEWS = ("overview", "live-view", "rtsp-to-mediamtx", "ai-flow", "api")

BLOCKS = [
    pytest.param(block, id=f"{shown(page)}-{number}")
    for page in PAGES
    for number, block in enumerate(BLOCK.findall(page.read_text()), 1)
]


def unclosed(block: str) -> list[str]:
    """Brackets outside quotes that have no partner, and lines with an odd number of quotes."""
    wrong = [line for line in block.splitlines() if line.count('"') % 2]
    stack: list[str] = []
    for character in re.sub(r'"[^"\n]*"', "", block):
        if character in PAIRS.values():
            stack.append(character)
        elif character in PAIRS and (not stack or stack.pop() != PAIRS[character]):
            wrong.append(character)
    return wrong + stack


@pytest.mark.parametrize("block", BLOCKS)
def test_a_diagram_is_of_a_known_kind_and_closed(block: str) -> None:
    first = block.strip().splitlines()[0]
    assert KINDS.match(first), first
    assert unclosed(block) == []


@pytest.mark.parametrize("block", BLOCKS)
def test_blocks_of_a_diagram_end(block: str) -> None:
    words = [line.split()[0] for line in block.splitlines() if line.strip()]
    opened = sum(word in {"subgraph", "loop", "alt", "opt", "par"} for word in words)
    assert opened == words.count("end")


@pytest.mark.parametrize("block", [each for each in BLOCKS if "sequenceDiagram" in str(each)])
def test_a_sequence_names_only_its_participants(block: str) -> None:
    declared = set(re.findall(r"^ *(?:participant|actor) (\w+)", block, re.MULTILINE))
    arrows = re.findall(r"^ *(\w+) *-{1,2}>>? *(\w+) *:", block, re.MULTILINE)
    arrows += re.findall(r"^ *(\w+)-{1,2}>>(\w+):", block, re.MULTILINE)
    assert {name for arrow in arrows for name in arrow} <= declared


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_has_a_diagram(view: str) -> None:
    page = next(page for page in PAGES if shown(page) == f"docs/architecture/{view}.md")
    assert BLOCK.search(page.read_text())


@pytest.mark.parametrize(
    "broken",
    ["flowchart LR\n a[x --> b", "flowchart LR\n a(x] --> b", 'flowchart LR\n a["x] --> b'],
)
def test_the_check_finds_what_is_not_closed(broken: str) -> None:
    assert unclosed(broken)


def test_there_are_diagrams_to_check() -> None:
    assert len(BLOCKS) >= len(VIEWS)

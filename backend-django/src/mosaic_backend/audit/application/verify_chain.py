"""Looks whether the audit log is as it was written."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from mosaic_backend.audit.domain.chain import ChainCheck, Entry, Head


@dataclass(frozen=True)
class Verdict:
    """entries: how many hold. heads: how many signed heads agree. findings: what is wrong, for people."""

    entries: int
    heads: int
    findings: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.findings


def verify_chain(chain: Iterable[tuple[Entry, str]], heads: Iterable[Head | str]) -> Verdict:
    """chain: entries with their stored hashes, in their order. heads: as the file has them."""
    findings: list[str] = []
    known: dict[int, str] = {}
    for head in heads:
        if isinstance(head, str):
            findings.append(f"heads: {head}")
        elif known.setdefault(head.count, head.hash) != head.hash:
            findings.append(f"heads: two different ones tell of {head.count} entries")
    check = ChainCheck(known)
    for entry, stored in chain:
        if not check.follow(entry, stored):
            break
    if check.broken is not None:
        findings.append(
            f"the chain breaks at entry {check.broken}: it, or one before it, was changed, removed or put in"
        )
    if check.missing:
        findings.append(
            f"the last {check.missing} entries are gone: a signed head tells of"
            f" {check.count + check.missing}, there are {check.count}"
        )
    return Verdict(check.count, sum(count <= check.count for count in known), findings)

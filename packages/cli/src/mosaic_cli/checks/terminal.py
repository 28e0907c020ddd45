"""What `./mosaic test` prints: plain lines, so that a build's log reads well."""

from mosaic_cli.checks.check import Verdict
from mosaic_cli.checks.stages import Stage
from mosaic_cli.checks.tally import Tally


def tell_stage(stage: Stage) -> None:
    print(f"\n== {stage.name}: {stage.what}", flush=True)


def tell(verdict: Verdict) -> None:
    mark = "ok  " if verdict.ok else "FAIL"
    print(f"{mark} {verdict.name:22} {verdict.took_s:6.1f} s  {verdict.tally}", flush=True)
    # Before the output, which may be long and is sometimes cut.
    for name in verdict.tally.failures:
        print(f"     failed: {name}", flush=True)
    if verdict.output:
        print("\n".join(f"     | {line}" for line in verdict.output.splitlines()), flush=True)


def tell_end(tally: Tally, took_s: float) -> None:
    """The counts stand alone in the last line: programs read them there."""
    print(f"\nAll stages took {took_s:.0f} s.")
    if tally.skips:
        print("Skipped:")
        print("\n".join(f"  {reason}" for reason in tally.skips))
    if tally.failures:
        print("Failed:")
        print("\n".join(f"  {name}" for name in tally.failures))
    print(tally, flush=True)

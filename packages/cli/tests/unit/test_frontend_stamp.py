from pathlib import Path

from mosaic_cli.stamps import Stamp, hash_files


def test_stamp_when_a_source_changes_then_is_stale(tmp_path: Path) -> None:
    source = tmp_path / "source.ts"
    source.write_text("1")
    first = Stamp(tmp_path / "stamp", hash_files([source]))
    assert not first.fresh()
    first.set()
    assert Stamp(tmp_path / "stamp", hash_files([source])).fresh()
    source.write_text("2")
    assert not Stamp(tmp_path / "stamp", hash_files([source])).fresh()

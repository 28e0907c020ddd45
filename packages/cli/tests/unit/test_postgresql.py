import pytest

from mosaic_cli.components.postgresql import buffers_mb


@pytest.mark.parametrize(
    ("gigabytes", "wanted"), [(0.5, 128), (1, 128), (4, 512), (24, 3072), (256, 4096)]
)
def test_buffers_when_there_is_so_much_memory_then_a_share_of_it(
    gigabytes: float, wanted: int
) -> None:
    assert buffers_mb(int(gigabytes * 2**30)) == wanted

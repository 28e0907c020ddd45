"""ONNX Runtime sessions as Mosaic wants them: one thread, no spinning, one memory for all of a process."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from mosaic_ai.domain.errors import ModelMissingError, ModelUnreadableError

if TYPE_CHECKING:
    import onnxruntime


AS_REQUESTED = 1
"""How ONNX Runtime's arena grows: by what is asked for, instead of by ever doubling blocks."""


def open_session(path: Path) -> "onnxruntime.InferenceSession":
    """Raises ModelError for a file that is missing or no model.

    All sessions of a process work in one arena, since one runs at a time: of the engines' memory, 191 MB with an
    arena for each, 148 are left, and whatever sizes come it stays there; processor time is the same. A plan of
    each session's memory would take 20 MB more, beside what its first run had taken without one.
    """
    import onnxruntime  # 40 MB that the service itself, which opens none, need not have

    if not path.is_file():
        raise ModelMissingError(f"{path.name} is not there")
    _share_one_arena()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False
    options.add_session_config_entry("session.use_env_allocators", "1")
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise ModelUnreadableError(f"{path.name} cannot be loaded") from error


@lru_cache
def _share_one_arena() -> None:
    import onnxruntime as ort

    memory = ort.OrtMemoryInfo(
        "Cpu", ort.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, ort.OrtMemType.DEFAULT
    )
    ort.create_and_register_allocator(memory, ort.OrtArenaCfg(0, AS_REQUESTED, -1, -1))

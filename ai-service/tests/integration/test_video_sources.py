"""Files and webcams, played by a child process. No webcam is at hand: a test picture stands in for its device."""

import asyncio
import itertools
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from pathlib import Path

import av
import numpy as np
import psutil
import pytest
from ai_neighbours import eventually
from ai_webcam import serve_test_picture

from mosaic_ai.domain.errors import SourceError
from mosaic_ai.domain.frames import Frame
from mosaic_ai.domain.video_sources import VideoSource
from mosaic_ai.infrastructure import child_video_source
from mosaic_ai.infrastructure.child_video_source import ChildVideoSource
from mosaic_ai.infrastructure.video_opening import device_arguments, opened
from mosaic_ai.infrastructure.video_sampling import Due, Sampling, live, sampled


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a film of three seconds in several containers, and what is no film."""
    folder = tmp_path_factory.mktemp("films")
    picture = ["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25", "-t", "3"]
    for name in ("film.mp4", "film.mkv", "film.ts", "film.avi"):
        encode = ["-c:v", "mpeg4" if name.endswith("avi") else "libx264", "-g", "25"]
        command = ["ffmpeg", "-nostdin", "-v", "error", "-y", *picture, *encode]
        subprocess.run([*command, str(folder / name)], check=True)
    (folder / "list.mp4").write_text("ffconcat version 1.0\nfile film.mp4\n")
    (folder / "playlist.mp4").write_text(
        "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nfilm.ts\n#EXT-X-ENDLIST\n"
    )
    (folder / "text.mp4").write_text("nothing to see here")
    (folder / "empty.mp4").write_bytes(b"")
    (folder / "folder.mp4").mkdir()
    os.mkfifo(folder / "pipe.mp4")
    secret = tmp_path_factory.mktemp("elsewhere") / "film.mp4"
    secret.write_bytes((folder / "film.mp4").read_bytes())
    (folder / "link-out.mp4").symlink_to(secret)
    (folder / "link-out").symlink_to(secret.parent)
    (folder / "link-within.mp4").symlink_to("film.mp4")
    damaged = bytearray((folder / "film.ts").read_bytes())
    damaged[len(damaged) // 3 :] = os.urandom(len(damaged) - len(damaged) // 3)
    (folder / "damaged.ts").write_bytes(damaged)
    return folder


def film(films: Path, name: str = "film.mp4", **more: object) -> VideoSource:
    return VideoSource("film", "file", Path(name), films, **more)  # type: ignore[arg-type]


class Clock:
    """Passes only by being slept on, or by what each picture costs."""

    def __init__(self, costs_s: float = 0.0) -> None:
        self.at_s = 1000.0
        self.costs_s = costs_s

    def now(self) -> float:
        return self.at_s

    def sleep(self, wait_s: float) -> None:
        self.at_s += wait_s


def times(source: VideoSource, count: int, clock: Clock | None = None) -> list[float]:
    """Seconds of the first so many pictures."""
    clock = clock or Clock()
    result: list[float] = []
    for due in sampled(source, now=clock.now, sleep=clock.sleep):
        result.append(round(due.captured_at - 1000, 2))
        clock.at_s += clock.costs_s
        if len(result) == count:
            break
    return result


@pytest.mark.parametrize("name", ["film.mp4", "film.mkv", "film.ts", "film.avi", "link-within.mp4"])
def test_file_when_looped_then_a_picture_each_second_and_times_go_on(
    films: Path, name: str
) -> None:
    assert times(film(films, name), 8) == pytest.approx([0, 1, 2, 3, 4, 5, 6, 7], abs=0.1)


@pytest.mark.parametrize(
    ("fps", "expected"),
    [(0.1, [0, 10, 20]), (2, [0, 0.5, 1, 1.5]), (25, [0, 0.04, 0.08]), (30, [0, 0.04, 0.08])],
)
def test_file_when_another_rate_is_wanted_then_so_many_pictures(
    films: Path, fps: float, expected: list[float]
) -> None:
    assert times(film(films, fps=fps), len(expected)) == pytest.approx(expected, abs=0.03)


def test_file_when_not_looped_then_it_ends(films: Path) -> None:
    assert times(film(films, loop=False), 99) == [0, 1, 2]


def test_file_when_decoding_is_too_slow_then_no_backlog_grows(films: Path) -> None:
    clock = Clock(costs_s=1.5)
    for due in sampled(film(films), now=clock.now, sleep=clock.sleep):
        assert clock.now() - due.captured_at <= 3.6
        clock.at_s += clock.costs_s
        if clock.at_s > 1060:
            break


def test_file_when_damaged_in_the_middle_then_what_can_be_seen_is_looped(films: Path) -> None:
    seen = times(film(films, "damaged.ts", fps=5), 30)
    assert seen == sorted(seen)
    assert len(seen) == 30


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("link-out.mp4", "source-refused"),
        ("link-out/film.mp4", "source-refused"),
        ("folder.mp4", "source-refused"),
        ("pipe.mp4", "source-refused"),
        (".", "source-refused"),
        ("../elsewhere0/film.mp4", "source-refused"),
        ("list.mp4", "no-video"),
        ("playlist.mp4", "no-video"),
        ("text.mp4", "no-video"),
        ("empty.mp4", "no-video"),
        ("absent.mp4", "no-file"),
    ],
)
def test_file_when_it_is_none_of_the_folder_or_no_film_then_refused(
    films: Path, name: str, code: str
) -> None:
    with pytest.raises(SourceError) as raised:
        next(sampled(film(films, name)))
    assert raised.value.code == code


@pytest.mark.parametrize(
    ("device", "code"), [("/dev/video987", "no-device"), ("/dev/null", "source-refused")]
)
def test_device_when_it_is_none_then_refused(device: str, code: str) -> None:
    with pytest.raises(SourceError) as raised:
        opened(VideoSource("webcam", "v4l2", Path(device)))
    assert raised.value.code == code


def test_device_when_opened_then_by_video4linux_at_its_rate_and_with_an_end_to_waiting() -> None:
    webcam = VideoSource("webcam", "v4l2", Path("/dev/video2"), fps=12.5)
    arguments = device_arguments(webcam)
    assert arguments["file"] == "/dev/video2"
    assert arguments["options"] == {"framerate": "12.5"}
    assert all(arguments["timeout"])
    assert av.format.ContainerFormat(arguments["format"], "r").long_name.startswith("Video4Linux")
    with pytest.raises(OSError, match=r"ioctl|device"):  # what it says of something that is none
        av.open(**{**arguments, "file": "/dev/null"})


def test_device_when_it_gives_more_pictures_than_wanted_then_those_that_are_due() -> None:
    clock = Clock()
    with av.open("testsrc2=size=320x180:rate=25:duration=4", format="lavfi") as standing_in:

        def now() -> float:
            clock.at_s += 0.04
            return clock.at_s

        seen: list[Due] = list(live(standing_in, 2, now=now))
    assert len(seen) == 8
    assert {round(b.captured_at - a.captured_at, 1) for a, b in itertools.pairwise(seen)} == {0.5}


def test_sampling_when_pictures_pause_then_no_burst_follows() -> None:
    sampling = Sampling(10)
    assert [sampling.due(at) for at in (0, 0.04, 0.12, 60, 60.04, 60.07, 60.12)] == [
        *(True, False, True, True, False, False, True),
    ]


async def first(source: ChildVideoSource, count: int) -> list[Frame]:
    frames: list[Frame] = []
    async with asyncio.timeout(120), aclosing(source.frames()) as taken:
        async for frame in taken:
            frames.append(frame)
            if len(frames) == count:
                break
    return frames


async def test_child_when_a_width_is_wanted_then_scaled_with_its_aspect(films: Path) -> None:
    frames = await first(ChildVideoSource(film(films, fps=10, width=321)), 3)
    assert {frame.pixels.shape for frame in frames} == {(181, 321, 3)}
    assert all(frame.pixels.std() > 20 for frame in frames)
    larger = await first(ChildVideoSource(film(films, width=3840)), 1)
    assert larger[0].pixels.shape == (360, 640, 3)


async def test_child_when_the_file_ends_then_frames_end_and_the_child_too(films: Path) -> None:
    before = psutil.Process().children()
    frames = await first(ChildVideoSource(film(films, loop=False)), 99)
    assert 1 <= len(frames) <= 3
    await eventually(lambda: set(psutil.Process().children()) <= set(before))


async def _with_second_child(
    films: Path, spoil: Callable[[int], object]
) -> AsyncIterator[tuple[int, int]]:
    troubles: list[str] = []
    source = ChildVideoSource(
        film(films, fps=10), troubles.append, hung_after_s=3, backoff_s=(0.05, 0.1)
    )
    async with asyncio.timeout(120), aclosing(source.frames()) as frames:
        await anext(frames)
        spoiled = source.pid
        assert spoiled is not None
        spoil(spoiled)
        async for _ in frames:
            if source.pid != spoiled:
                assert source.pid is not None
                assert troubles
                yield spoiled, source.pid
                return


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGSTOP])
async def test_child_when_it_crashes_or_hangs_then_another_goes_on(
    films: Path, number: signal.Signals
) -> None:
    async for spoiled, _ in _with_second_child(films, lambda pid: os.kill(pid, number)):
        await eventually(lambda: not psutil.pid_exists(spoiled))  # noqa: B023 - runs once


@pytest.fixture
def standing_in(monkeypatch: pytest.MonkeyPatch) -> VideoSource:
    """A webcam of fifteen pictures a second that stops after three seconds, in a real child."""
    monkeypatch.setattr(child_video_source, "_serve", serve_test_picture)
    return VideoSource("webcam", "v4l2", Path("/dev/video0"), fps=5, width=320)


async def test_webcam_when_it_is_read_then_scaled_pictures_in_order(
    standing_in: VideoSource,
) -> None:
    frames = await first(ChildVideoSource(standing_in), 4)
    assert {frame.pixels.shape for frame in frames} == {(240, 320, 3)}
    times = [frame.captured_at for frame in frames]
    assert times == sorted(set(times))
    assert not np.array_equal(frames[0].pixels, frames[-1].pixels)


async def test_webcam_when_it_stops_then_told_and_begun_anew(standing_in: VideoSource) -> None:
    troubles: list[str] = []
    source = ChildVideoSource(standing_in, troubles.append, backoff_s=(0.05, 0.1))
    async with asyncio.timeout(120), aclosing(source.frames()) as frames:
        async for _ in frames:
            if troubles:
                break
    assert set(troubles) == {"interrupted"}


async def test_child_when_the_source_comes_and_goes_then_its_trouble_is_told(
    films: Path, tmp_path: Path
) -> None:
    troubles: list[str] = []
    source = ChildVideoSource(film(tmp_path, "late.mp4"), troubles.append, backoff_s=(0.05, 0.1))
    task = asyncio.create_task(first(source, 1))
    await eventually(lambda: len(troubles) >= 2)
    assert set(troubles) == {"no-file"}
    part = tmp_path / "part"
    part.write_bytes((films / "film.mp4").read_bytes())
    part.rename(tmp_path / "late.mp4")
    assert len(await task) == 1

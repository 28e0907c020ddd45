"""The clock by which `./mosaic bench road` knows when a plate came into view."""

from mosaic_cli.bench.road.camera_clock import CameraClock, followed
from mosaic_cli.checks.live.running_stack import RunningStack
from mosaic_cli.checks.live.waiting import until
from mosaic_cli.demo import clips_folder
from mosaic_demo.truth import load_truths

NAME = "camera-01"


def test_key_frames_alone_tell_the_same_instants_as_all_frames(stack: RunningStack) -> None:
    """ffmpeg holds a picture back until the next it decodes: a second where only key frames are decoded."""
    truth = load_truths(clips_folder())[NAME]
    source = {NAME: f"rtsp://{stack.parts()['demo']['address']}/{NAME}"}
    by_keys, by_all = (CameraClock(truth.fps, truth.frames) for _ in range(2))
    with (
        followed(source, {NAME: by_keys}),
        followed(source, {NAME: by_all}, every_frame=True),
    ):
        until(
            lambda: by_keys.noted >= 12 and by_all.noted >= 12 * truth.fps,
            "a dozen key frames by both clocks",
            within_s=120,
        )
    # The clip may have begun anew meanwhile, and one of them have seen that already.
    apart = [abs(one - other) for one in by_keys.passes() for other in by_all.passes()]
    assert min(apart) < 0.4

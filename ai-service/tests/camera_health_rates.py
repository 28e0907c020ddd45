"""How often the camera doctor is right on the demo's four cameras.

`PYTHONPATH=ai-service/tests python ai-service/tests/camera_health_rates.py` prints the figures of the guide.
Takes some minutes on one core.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import cv2
from ai_places import (
    Place,
    as_sent,
    blurred,
    covered,
    darkened,
    dazzled,
    fogged,
    lit,
    rained_on,
    window,
)

from mosaic_ai.domain.camera_health.diagnosis import Examination, diagnosed
from mosaic_ai.domain.camera_health.facts import Facts
from mosaic_ai.domain.camera_health.ports import Reference
from mosaic_ai.domain.frames import Pixels
from mosaic_ai.infrastructure.camera_health.cv_picture_measures import CvPictureMeasures
from mosaic_demo.scenes.places import SCENES

PICTURES, LOOKS, FAULTY_LOOKS = 7, 5, 2
NOW = datetime(2026, 5, 12, 12, tzinfo=UTC)
measures = CvPictureMeasures()
Change = Callable[[Pixels, int], Pixels]

SOUND: dict[str, Change] = {
    "other traffic": lambda picture, _: picture,
    "heavy rain": rained_on,
    "other light": lambda picture, seed: lit(picture, seed // 100),
}
FAULTS: dict[str, tuple[Change, str]] = {
    "blur, sigma 1.5 px": (lambda picture, _: blurred(picture, 1.5), "blurred"),
    "blur, sigma 2 px": (lambda picture, _: blurred(picture, 2), "blurred"),
    "blur, sigma 3 px": (lambda picture, _: blurred(picture, 3), "blurred"),
    "blur, sigma 5 px": (lambda picture, _: blurred(picture, 5), "blurred"),
    "an eighth of the light": (lambda picture, _: darkened(picture, 0.125), "too-dark"),
    "fog": (lambda picture, _: fogged(picture, 0.75), "contrast-low"),
    "glare over a quarter": (lambda picture, _: dazzled(picture, 0.25), "burnt-out"),
    "a fifth covered": (lambda picture, _: covered(picture, 0.2), "obstructed"),
    "a third covered": (lambda picture, _: covered(picture, 0.33, "right"), "obstructed"),
    "two thirds covered": (lambda picture, _: covered(picture, 0.67), "obstructed"),
    "all covered": (lambda picture, _: covered(picture, 1, "all"), "picture-blank"),
    "turned by 5 %": (lambda picture, _: window(picture, 0.05 + 0.0425, 0.05), "view-turned"),
    "turned by 10 %": (lambda picture, _: window(picture, 0.05 + 0.085, 0.05), "view-turned"),
    "tilted by 10 %": (lambda picture, _: window(picture, 0.05, 0.05 + 0.085), "view-turned"),
}


def reference_of(pictures: Sequence[Pixels]) -> Reference:
    return Reference(NOW, True, measures.view(pictures))


def examined(reference: Reference, pictures: Sequence[Pixels]) -> Examination:
    sent = [as_sent(picture) for picture in pictures]
    picture, view = measures.picture(sent), measures.view(sent)
    scene = measures.compared(reference, view) if view.light == reference.view.light else None
    return diagnosed(Facts(picture=picture, scene=scene), at=NOW, occasion="asked")


def looks(place: Place, count: int, change: Change, seed: int) -> list[list[Pixels]]:
    rng = random.Random(seed)
    made = []
    for look in range(count):
        place.drive(seed * 1000 + look)
        first = rng.randrange(place.scene.seconds)
        pictures = place.seconds(first, PICTURES)
        marks = [seed * 100_000 + look * 100 + each for each in range(PICTURES)]
        made.append([change(*each) for each in zip(pictures, marks, strict=True)])
    return made


def main() -> None:
    cv2.setNumThreads(1)
    for number, scene in enumerate(SCENES):
        place = Place(scene, number + 11, smaller=0.6)
        whole = reference_of(place.seconds(2, PICTURES))
        part = reference_of([window(each, 0.05, 0.05) for each in place.seconds(2, PICTURES)])
        for name, change in SOUND.items():
            found: Counter[str] = Counter()
            for pictures in looks(place, LOOKS, change, number + 50):
                found.update(examined(whole, pictures).codes)
            print(f"{scene.name} | {name} | {LOOKS * PICTURES} | {dict(found)}", flush=True)
        for name, (change, code) in FAULTS.items():
            reference = part if "turned" in name or "tilted" in name else whole
            results = [
                examined(reference, pictures).codes
                for pictures in looks(place, FAULTY_LOOKS, change, number + 70)
            ]
            hits = sum(code in codes for codes in results)
            others = Counter(each for codes in results for each in codes if each != code)
            print(f"{scene.name} | {name} | {hits}/{len(results)} | {dict(others)}", flush=True)


if __name__ == "__main__":
    main()

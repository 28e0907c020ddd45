"""What stands on vehicles, boards and displays: firms, addresses, fleet numbers, prices, destinations, clocks."""

import random

from mosaic_training.locator.scenes.lettering import (
    CAPITALS,
    DIGITS,
    letters,
    phone_number,
    word,
    words,
)

_FIRMS = (
    "GmbH",
    "Inc.",
    "LLC",
    "Ltd",
    "& Sons",
    "Co.",
    "AG",
    "S.A.",
    "Transport",
    "Logistics",
    "Plumbing",
)
_FLEET = ("No. {}", "Unit {}", "#{}", "T-{}", "Wagen {}", "{}", "TRUCK {}", "Nr. {}", "Fleet {}")
_WEIGHTS = (
    "GVW {} LBS",
    "MAX {} kg",
    "{} kg",
    "TARE {}",
    "US DOT {}",
    "USDOT {}",
    "MC-{}",
    "TXDMV {}",
)
_SALES = ("-{}%", "{} €", "$ {}", "from {}", "3 for {}", "nur {}", "SALE {}", "only {}.-")
_ROADS = (
    "Exit {}",
    "A {}",
    "I-{}",
    "{} km",
    "{} mi",
    "SPEED LIMIT {}",
    "{} t",
    "max. {} m",
    "Route {}",
    "B{}",
)
_VEHICLE_WORDS = (
    "TAXI", "POLICE", "AMBULANCE", "FIRE RESCUE", "SCHOOL BUS", "WIDE LOAD", "STOP", "HOW'S MY DRIVING?",
    "KEEP BACK 100 FEET", "24 HOUR SERVICE", "CAUTION", "baby on board", "FOR SALE", "LONG VEHICLE", "RENTAL",
    "AIR BRAKES", "DIESEL", "NO SMOKING", "EMERGENCY EXIT", "Fahrschule", "Notdienst", "free delivery",
)  # fmt: skip
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mo", "Di", "Fr")
_PLACES = ("City", "Centre", "Hbf", "Airport", "Station", "via", "Park", "North", "Depot")


def _number(rng: random.Random, least: int, most: int) -> str:
    return letters(rng, rng.randint(least, most), DIGITS)


def web_address(rng: random.Random) -> str:
    name = word(rng, rng.randint(2, 4)).lower()
    ending = rng.choice(("com", "de", "net", "org", "co.uk", "eu", "fr"))
    return rng.choice((f"www.{name}.{ending}", f"{name}.{ending}", f"info@{name}.{ending}"))


def firm(rng: random.Random) -> str:
    name = words(rng, rng.randint(1, 2))
    return f"{name} {rng.choice(_FIRMS)}" if rng.random() < 0.6 else name


def fleet_number(rng: random.Random) -> str:
    """Digits, seldom with a letter, with or without what they count."""
    head = rng.choice(CAPITALS) if rng.random() < 0.15 else ""
    return rng.choice(_FLEET).format(head + _number(rng, 2, 5))


def registration_of_weight(rng: random.Random) -> str:
    """As on lorries' doors: weights, and numbers of an authority."""
    return rng.choice(_WEIGHTS).format(_number(rng, 4, 7))


def clock(rng: random.Random) -> str:
    hour, minute, second = rng.randint(0, 23), rng.randint(0, 59), rng.randint(0, 59)
    return rng.choice(
        (
            f"{hour:02}:{minute:02}",
            f"{hour:02}:{minute:02}:{second:02}",
            f"{hour % 12 + 1}:{minute:02} {rng.choice(('AM', 'PM', 'pm'))}",
            f"{hour:02}:{minute:02}:{second:02}.{rng.randint(0, 999):03}",
            f"{rng.randint(-9, 40)}°C",
        )
    )


def date(rng: random.Random) -> str:
    year, month, day = rng.randint(2005, 2035), rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice(
        (
            f"{year}-{month:02}-{day:02}",
            f"{day:02}.{month:02}.{year}",
            f"{month:02}/{day:02}/{year}",
            f"{day:02}-{month:02}-{year % 100:02}",
            f"{year}/{month:02}/{day:02}",
            f"{rng.choice(_DAYS)} {day:02}.{month:02}.",
        )
    )


def caption(rng: random.Random) -> str:
    """What recorders and transmitters write into pictures."""
    return rng.choice(
        (
            clock(rng),
            date(rng),
            f"{date(rng)} {clock(rng)}",
            f"{date(rng)} {rng.choice(_DAYS)} {clock(rng)}",
            f"CAM{rng.randint(1, 64)}",
            f"CH{rng.randint(1, 32):02} {clock(rng)}",
            f"Camera {rng.randint(1, 64):02}",
            f"IPC {word(rng).upper()} {rng.randint(1, 20):02}",
            f"{rng.randint(5, 60)} FPS {_number(rng, 3, 4)} kbps",
            f"{rng.randint(3, 140)} {rng.choice(('km/h', 'mph', 'KM/H', 'MPH'))}",
            f"{rng.uniform(1, 90):.5f}N {rng.uniform(1, 180):.5f}E",
            f"frame {_number(rng, 3, 6)}",
            f"{words(rng, 2)} {clock(rng)}",
        )
    )


def destination(rng: random.Random) -> str:
    """A bus's line and where it goes."""
    line = rng.choice(("", "", "", "N", "X", "M")) + _number(rng, 1, 3)
    where = f"{word(rng).capitalize()} {rng.choice(_PLACES)}".strip()
    return rng.choice((f"{line} {where}", f"{line}", where, f"{line} {where.upper()}"))


def on_vehicle(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.2:
        return phone_number(rng)
    if kind < 0.38:
        return web_address(rng)
    if kind < 0.55:
        return firm(rng)
    if kind < 0.72:
        return fleet_number(rng)
    if kind < 0.84:
        return registration_of_weight(rng)
    return rng.choice(_VEHICLE_WORDS)


def on_board(rng: random.Random) -> str:
    """On billboards, shops, road signs, displays."""
    kind = rng.random()
    if kind < 0.22:
        return rng.choice(_ROADS).format(_number(rng, 1, 3))
    if kind < 0.42:
        return rng.choice(_SALES).format(f"{rng.randint(1, 999)}{rng.choice(('', '.99', ',50'))}")
    if kind < 0.55:
        return (
            f"{rng.choice(_DAYS)}-{rng.choice(_DAYS)} {rng.randint(6, 11)}-{rng.randint(16, 22)} h"
        )
    if kind < 0.65:
        return clock(rng)
    if kind < 0.75:
        return destination(rng)
    if kind < 0.88:
        return firm(rng)
    return words(rng, rng.randint(2, 4))

"""One form for a plate's text, however it was typed or read: case, separators, look-alikes are folded."""

import unicodedata

MAX_LENGTH = 32
_LOOK_ALIKES = str.maketrans(
    {
        # Cyrillic letters that number plates use because they look Latin (GOST R 50577), and two more
        "А": "A",
        "В": "B",
        "Е": "E",
        "К": "K",
        "М": "M",
        "Н": "H",
        "О": "O",
        "Р": "P",
        "С": "C",
        "Т": "T",
        "У": "Y",
        "Х": "X",
        "І": "I",
        "Ј": "J",
        "Ѕ": "S",
        # Greek capitals of the same shapes
        "Α": "A",
        "Β": "B",
        "Ε": "E",
        "Ζ": "Z",
        "Η": "H",
        "Ι": "I",
        "Κ": "K",
        "Μ": "M",
        "Ν": "N",
        "Ο": "O",
        "Ρ": "P",
        "Τ": "T",
        "Υ": "Y",
        "Χ": "X",
    }
)


def fold(text: str, *, keep: str = "") -> str:
    """The folded form: upper-case letters and digits only, look-alikes as Latin.

    `keep` names further characters that stay (the wildcards of a pattern). Idempotent; may be empty.
    """
    upper = unicodedata.normalize("NFKC", text).upper().translate(_LOOK_ALIKES)
    stripped = unicodedata.normalize("NFD", upper)
    return "".join(char for char in stripped if char in keep or char.isalnum()).translate(
        _LOOK_ALIKES
    )

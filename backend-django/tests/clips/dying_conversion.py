"""A worker that is killed beside a rename: `python dying_conversion.py before|after encrypt|decrypt FOLDER`."""

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path


def main() -> None:
    import django

    django.setup()
    from mosaic_backend.clips.infrastructure.encryption import at_rest

    when, what, folder = sys.argv[1:]
    replace, root = Path.replace, Path(folder)

    def die(path: Path, target: Path) -> None:
        if when == "after":
            replace(path, target)
        os.kill(os.getpid(), signal.SIGKILL)

    Path.replace = die  # type: ignore[method-assign,assignment]
    if what == "encrypt":
        at_rest.EncryptionAtRest(root, wished=True).go_on(datetime.now(UTC))
    for row in at_rest.hashed():
        at_rest.decrypt(root, row, lambda _: None)


if __name__ == "__main__":
    main()

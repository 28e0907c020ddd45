"""`python -m mosaic_platform.certificates make|keep`."""

import os
import sys
from datetime import UTC, datetime

from mosaic_platform.certificates.keeper import Keeper
from mosaic_platform.certificates.pair import CertificateError
from mosaic_platform.certificates.settings import Settings
from mosaic_platform.logs import configure_logs


def main(command: str) -> int:
    configure_logs("certificates", level=os.environ.get("MOSAIC_LOG_LEVEL") or "INFO")
    try:
        keeper = Keeper(Settings.of(os.environ))
        keeper.make(datetime.now(UTC))
    except (CertificateError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if command == "keep":
        keeper.stay()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

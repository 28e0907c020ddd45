"""Runs a management command of the backend: `python -m mosaic_backend migrate`."""

import os
import sys

from mosaic_backend.config.logs import configure

OFFLINE_COMMANDS = {"makemigrations", "export_openapi", "spectacular"}


def main() -> None:
    """Chooses the settings and hands over to Django.

    Commands that only look at the code run without any part, secret or environment variable.
    """
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    offline = command in OFFLINE_COMMANDS and "MOSAIC_DATABASE_URL" not in os.environ
    module = "offline" if offline else "settings"
    os.environ["DJANGO_SETTINGS_MODULE"] = f"mosaic_backend.config.{module}"
    configure(f"backend-{command}", quiet=offline)

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

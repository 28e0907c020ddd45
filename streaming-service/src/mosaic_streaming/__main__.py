"""`python -m mosaic_streaming`: serves until SIGTERM."""

import sys

import pydantic
import uvicorn

from mosaic_platform.logs import configure_logs
from mosaic_streaming.bootstrap import build
from mosaic_streaming.settings import Settings


def main() -> int:
    try:
        settings = Settings()
    except pydantic.ValidationError as error:
        for fault in error.errors(include_input=False, include_url=False):
            variable = "MOSAIC_" + "_".join(map(str, fault["loc"])).upper()
            sys.stderr.write(f"{variable}: {fault['msg']}\n")
        return 2
    configure_logs("streaming", level=settings.log_level)
    uvicorn.run(
        build(settings),
        host=settings.streaming_host,
        port=settings.streaming_port,
        access_log=False,
        log_config=None,
        timeout_keep_alive=75,  # longer than whoever is in front keeps an idle connection
        timeout_graceful_shutdown=5,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

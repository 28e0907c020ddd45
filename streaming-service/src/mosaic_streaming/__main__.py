"""`python -m mosaic_streaming`: serves until SIGTERM."""

from mosaic_platform.logs import configure_logs
from mosaic_platform.service import serve, settings_of
from mosaic_streaming.bootstrap import build
from mosaic_streaming.settings import Settings


def main() -> None:
    settings = settings_of(Settings)
    configure_logs("streaming", level=settings.log_level)
    application = build(settings)
    serve(application, host=settings.streaming_host, port=settings.streaming_port, grace_s=5)


if __name__ == "__main__":
    main()

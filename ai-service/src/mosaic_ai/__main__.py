"""`python -m mosaic_ai`: runs the service until SIGTERM."""


def main() -> None:
    # Decoding children start as this module and need none of it.
    import cv2

    from mosaic_ai.bootstrap import create_application
    from mosaic_ai.infrastructure.process_memory import return_pictures_at_once
    from mosaic_ai.settings import read_settings
    from mosaic_platform.logs import configure_logs
    from mosaic_platform.service import serve

    return_pictures_at_once()
    cv2.setNumThreads(1)  # cameras are looked at in threads of ours
    settings = read_settings()
    configure_logs("ai", level=settings.log_level)
    serve(create_application(settings), host=settings.ai_host, port=settings.ai_port, grace_s=4)


if __name__ == "__main__":
    main()

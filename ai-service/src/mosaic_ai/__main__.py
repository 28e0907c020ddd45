"""`python -m mosaic_ai`: runs the service until SIGTERM."""


def main() -> None:
    import uvicorn

    from mosaic_ai.bootstrap import create_application
    from mosaic_ai.settings import Settings
    from mosaic_platform.logs import configure_logs

    settings = Settings()
    configure_logs("ai", level=settings.log_level)
    uvicorn.run(
        create_application(settings),
        host=settings.ai_host,
        port=settings.ai_port,
        log_config=None,
        access_log=False,
        timeout_keep_alive=75,  # longer than whoever is in front keeps an idle connection
        timeout_graceful_shutdown=4,
    )


if __name__ == "__main__":
    main()

"""Takes events from RabbitMQ, each once: `python -m mosaic_backend consume`."""

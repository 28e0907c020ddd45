"""The Django app of the consumer: its inbox."""

from django.apps import AppConfig


class ConsumerConfig(AppConfig):
    name = "mosaic_backend.shared.consumer"
    label = "consumer"
    verbose_name = "Event consumer"

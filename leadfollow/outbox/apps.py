from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "leadfollow.outbox"

from django.apps import AppConfig


class LogConfig(AppConfig):
    name = "leadfollow.log"

from django.apps import AppConfig


class BackupsConfig(AppConfig):
    name = "leadfollow.backups"

    def ready(self) -> None:
        """Have `check --deploy` ask what the product needs to be kept."""
        from leadfollow import deployed_checks  # noqa: F401

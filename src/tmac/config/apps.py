from django.apps import AppConfig


class WiringConfig(AppConfig):
    """The last app: when it is ready, every package is, and the facts can be connected."""

    name = "tmac.config"
    label = "config"

    def ready(self) -> None:
        from tmac.config import wiring

        wiring.connect()

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Port Alder, the city that shows what Plaza does. Nothing else depends on it."""

    name = "config.demo"
    label = "demo"

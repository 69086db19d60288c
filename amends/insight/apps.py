"""What complaints tell us: search, and later figures."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "amends.insight"
    label = "insight"

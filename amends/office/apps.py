"""People who work here, and what they need to know of one another."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "amends.office"
    label = "office"

"""The look: base templates, styles, behaviours."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "amends.ui"
    label = "ui"

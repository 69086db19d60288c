"""How complaints come and answers go: one Django app for what all channels share."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "amends.channels"
    label = "channels"

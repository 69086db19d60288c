"""The channels that are switched on. A new channel is one line here and one folder."""

CHANNELS = [
    "amends.channels.web_form",
    "amends.channels.email",
    "amends.channels.phone_desk",
    "amends.channels.paper",
]

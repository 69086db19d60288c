"""Checks AMENDS_EMAIL_URL: the server by which the office's own letters leave (a mail account of a channel may have its own)."""

from amends.channels.email.servers import BadAddress, server
from amends.config.env import BadSetting

BACKEND = "amends.channels.email.staff_mail.Backend"


def checked(url: str) -> str:
    """The URL as given. smtps:// speaks TLS from the first byte, smtp:// on port 587 or with ?starttls=on turns to it.

    Without one, letters are laid into the folder `sent-mail` of the data folder, where a person can read them.
    """
    if url:
        try:
            found = server(url)
        except BadAddress as error:
            raise BadSetting(f"AMENDS_EMAIL_URL: {error}") from error
        if not url.startswith("smtp") or not found.host:
            raise BadSetting("AMENDS_EMAIL_URL: write it like smtp://user:password@mail.example.org:587")
    return url

"""Whether a first password is strong enough, by the validators of settings.AUTH_PASSWORD_VALIDATORS."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from amends.office.models import Person
from amends.office.refused import OfficeRefused


def must_be_strong(password: str, person: Person) -> None:
    """Refuses a weak password, saying in the reader's language what is weak about it."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise OfficeRefused(" ".join(error.messages), "password") from None

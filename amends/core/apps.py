"""The core as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from amends.core import triggers


class CoreConfig(AppConfig):
    name = "amends.core"
    label = "core"

    def ready(self) -> None:
        # The one signal of the house: migrations are the framework's, and only it can say when they are done.
        post_migrate.connect(triggers.after_migration, sender=self, dispatch_uid="append_only")

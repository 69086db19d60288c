"""Takes the search index out of an SQLite office's own file, where it kept writers waiting; the worker makes it anew."""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def take_out(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TABLE IF EXISTS insight_search")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("insight", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(take_out, migrations.RunPython.noop)]

"""Promises by the day they fall due, for the month view and the report."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("core", "0004_exposure")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="deadline", index=models.Index(fields=["due_at", "complaint"], name="deadlines_by_due")
        )
    ]

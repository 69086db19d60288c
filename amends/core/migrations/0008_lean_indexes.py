"""One index for the outbox, and none that another covers: each costs every new complaint a page to write.

The index of a reference is left out where a longer one begins with the same column. Only indexes go, so no table is built
anew on SQLite; the reverse makes them again under the names that Django gave them.
"""

import django.db.models.deletion
from django.db import migrations, models

import amends.core.rules.kinds

COVERED = {
    "deadline": ("core_deadline_complaint_id_cb40c78d", "deadlines", django.db.models.deletion.CASCADE),
    "event": ("core_event_complaint_id_c11974cc", "events", django.db.models.deletion.PROTECT),
    "issue": ("core_issue_complaint_id_8ee8c79d", "issues", django.db.models.deletion.CASCADE),
    "message": ("core_message_complaint_id_f851fe61", "messages", django.db.models.deletion.CASCADE),
    "party": ("core_party_complaint_id_8328f387", "parties", django.db.models.deletion.CASCADE),
}

# PostgreSQL has them for LIKE; nobody asks for a part of a number or of a key.
FOR_LIKE = (
    ("core_receipt_key_b3ede756_like", "core_receipt (key varchar_pattern_ops)"),
    ("core_complaint_number_c3bcbdd1_like", "core_complaint (number varchar_pattern_ops)"),
    ("core_complaint_receipt_5d71e8db_like", "core_complaint (receipt varchar_pattern_ops)"),
)


def _drop_for_like(apps, editor):
    if editor.connection.vendor == "postgresql":
        for name, _ in FOR_LIKE:
            editor.execute(f"DROP INDEX IF EXISTS {name}")


def _make_for_like(apps, editor):
    if editor.connection.vendor == "postgresql":
        for name, columns in FOR_LIKE:
            editor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {columns}")


class Migration(migrations.Migration):
    dependencies = [("core", "0007_made_from")]

    operations = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("delivery", amends.core.rules.kinds.Delivery["WAITING"])),
                fields=["complaint", "at", "id"],
                name="outbox_of_case",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name=model,
                    name="complaint",
                    field=models.ForeignKey(
                        db_index=False, on_delete=deleted, related_name=related, to="core.complaint"
                    ),
                )
                for model, (_, related, deleted) in COVERED.items()
            ],
            database_operations=[
                migrations.RunSQL(
                    f"DROP INDEX IF EXISTS {name}", f"CREATE INDEX IF NOT EXISTS {name} ON core_{model} (complaint_id)"
                )
                for model, (name, _, _) in COVERED.items()
            ],
        ),
        migrations.RunPython(_drop_for_like, _make_for_like),
    ]

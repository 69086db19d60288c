"""Deadlines become clocks: named within their case, with calendar, pauses and the step of the ladder reached."""

import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

NEVER = datetime.datetime(9999, 12, 31, tzinfo=datetime.UTC)
RULES = {"assessment": "POL-SCREEN", "answer": "POL-ANSWER"}


def fill(apps, schema_editor):
    """Gives what ran before a name, the rule it stood for, and its step: 1 was warned, 3 was missed."""
    seen = set()
    for row in apps.get_model("core", "Deadline").objects.order_by("pk").iterator():
        row.rule = RULES.get(row.kind, row.rule)
        nth = 1
        while (row.complaint_id, name(row.rule, nth)) in seen:
            nth += 1
        row.key = name(row.rule, nth)
        seen.add((row.complaint_id, row.key))
        row.level = 3 if row.missed_at else int(row.warned_at is not None)
        is_running = row.met_at is None and row.ended_at is None
        if is_running and row.level < 3:
            row.next_at = row.due_at if row.level else row.warn_at
        row.save()


def name(rule, nth):
    return rule if nth == 1 else f"{rule}/{nth}"


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField("complaint", "law", models.JSONField(blank=True, default=dict, help_text="The facts that the law asks about, as the last event told")),
        migrations.AddField("deadline", "key", models.CharField(default="", max_length=120)),
        migrations.AddField("deadline", "jurisdiction", models.CharField(default="*", max_length=10)),
        migrations.AddField("deadline", "term", models.CharField(blank=True, default="", max_length=12)),
        migrations.AddField("deadline", "calendar", models.CharField(default="*", max_length=100)),
        migrations.AddField("deadline", "calendar_version", models.PositiveIntegerField(default=0)),
        migrations.AddField("deadline", "is_promise", models.BooleanField(default=True)),
        migrations.AddField("deadline", "interim_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("deadline", "next_at", models.DateTimeField(default=NEVER)),
        migrations.AddField("deadline", "extended", models.BooleanField(default=False)),
        migrations.AddField("deadline", "pauses", models.JSONField(blank=True, default=list)),
        migrations.AddField("deadline", "level", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("deadline", "met_seq", models.PositiveIntegerField(blank=True, null=True)),
        migrations.AddField("deadline", "why_ended", models.CharField(blank=True, default="", max_length=30)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField("deadline", "warned_at"),
        migrations.RemoveIndex("deadline", "deadlines_of_case"),
        migrations.AlterField("deadline", "key", models.CharField(max_length=120)),
        migrations.AlterField("deadline", "calendar", models.CharField(max_length=100)),
        migrations.AlterField("deadline", "rule", models.CharField(max_length=60)),
        migrations.AlterField("deadline", "term", models.CharField(blank=True, max_length=12)),
        migrations.AlterField("deadline", "why_ended", models.CharField(blank=True, max_length=30)),
        migrations.AddConstraint("deadline", models.UniqueConstraint(fields=("complaint", "key"), name="clock_once_a_case")),
        migrations.CreateModel(
            name="Calendar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60)),
                ("version", models.PositiveIntegerField()),
                ("edition", models.PositiveIntegerField()),
                ("valid_from", models.DateField()),
                ("definition", models.JSONField()),
                ("added_at", models.DateTimeField()),
                ("added_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("told_at", models.DateTimeField(blank=True, help_text="When people were told that it ends soon", null=True)),
            ],
            options={
                "ordering": ["code", "version"],
                "constraints": [models.UniqueConstraint(fields=("code", "version"), name="calendar_version_once")],
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.CharField(max_length=60)),
                ("version", models.PositiveIntegerField()),
                ("edition", models.PositiveIntegerField()),
                ("valid_from", models.DateField()),
                ("definition", models.JSONField()),
                ("added_at", models.DateTimeField()),
                ("added_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["rule", "version"],
                "constraints": [models.UniqueConstraint(fields=("rule", "version"), name="rule_version_once")],
            },
        ),
    ]

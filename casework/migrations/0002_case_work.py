import uuid

import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_languages_and_areas_of_people"),
        ("accounts", "__first__"),
        ("casework", "0001_initial"),
        ("catalogue", "0001_initial"),
        ("reference", "0003_years_of_retention"),
    ]

    operations = [
        migrations.CreateModel(
            name="AssessmentOutcome",
            fields=[
                ("name_fi", models.CharField(max_length=300, verbose_name="name in Finnish")),
                ("name_sv", models.CharField(blank=True, max_length=300, verbose_name="name in Swedish")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name in English")),
                ("code", models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name="code")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("loaded_hash", models.CharField(blank=True, editable=False, max_length=64)),
            ],
            options={
                "verbose_name": "outcome of a needs assessment",
                "verbose_name_plural": "outcomes of a needs assessment",
                "ordering": ["position", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CallerMark",
            fields=[
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="caller_mark",
                        serialize=False,
                        to="casework.contact",
                    ),
                ),
                ("month", models.CharField(max_length=7)),
                ("number_hash", models.CharField(db_index=True, max_length=64)),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="CaseState",
            fields=[
                ("name_fi", models.CharField(max_length=300, verbose_name="name in Finnish")),
                ("name_sv", models.CharField(blank=True, max_length=300, verbose_name="name in Swedish")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name in English")),
                ("code", models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name="code")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("loaded_hash", models.CharField(blank=True, editable=False, max_length=64)),
                ("is_first", models.BooleanField(default=False, verbose_name="cases begin here")),
                ("is_closed", models.BooleanField(default=False, verbose_name="closed")),
                ("is_waiting", models.BooleanField(default=False, verbose_name="waits for others")),
            ],
            options={
                "verbose_name": "state of a case",
                "verbose_name_plural": "states of a case",
                "ordering": ["position", "code"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_first", True)),
                        fields=("is_first",),
                        name="cases_begin_in_one_state",
                        violation_error_message="Cases begin in one state only.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseOutcome",
            fields=[
                ("name_fi", models.CharField(max_length=300, verbose_name="name in Finnish")),
                ("name_sv", models.CharField(blank=True, max_length=300, verbose_name="name in Swedish")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name in English")),
                ("code", models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name="code")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("loaded_hash", models.CharField(blank=True, editable=False, max_length=64)),
            ],
            options={
                "verbose_name": "outcome of a case",
                "verbose_name_plural": "outcomes of a case",
                "ordering": ["position", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CaseNumberSeries",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="CheckList",
            fields=[
                ("name_fi", models.CharField(max_length=300, verbose_name="name in Finnish")),
                ("name_sv", models.CharField(blank=True, max_length=300, verbose_name="name in Swedish")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name in English")),
                ("code", models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name="code")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("loaded_hash", models.CharField(blank=True, editable=False, max_length=64)),
                ("lines_fi", models.TextField(verbose_name="lines in Finnish, one thing a line")),
                ("lines_sv", models.TextField(blank=True, verbose_name="lines in Swedish, one thing a line")),
                ("lines_en", models.TextField(blank=True, verbose_name="lines in English, one thing a line")),
                ("areas", models.ManyToManyField(blank=True, to="reference.servicearea", verbose_name="service areas")),
                (
                    "reasons",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="casework.contactreason", verbose_name="reasons"
                    ),
                ),
            ],
            options={
                "verbose_name": "check list",
                "verbose_name_plural": "check lists",
                "ordering": ["position", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Trigger",
            fields=[
                ("name_fi", models.CharField(max_length=300, verbose_name="name in Finnish")),
                ("name_sv", models.CharField(blank=True, max_length=300, verbose_name="name in Swedish")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name in English")),
                ("code", models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name="code")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("loaded_hash", models.CharField(blank=True, editable=False, max_length=64)),
                ("blocks_questions", models.BooleanField(default=False, verbose_name="stops all questions")),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        help_text="Empty: the number of the destination.",
                        max_length=40,
                        verbose_name="number to call",
                    ),
                ),
                ("short_fi", models.CharField(blank=True, max_length=60, verbose_name="short name in Finnish")),
                ("short_sv", models.CharField(blank=True, max_length=60, verbose_name="short name in Swedish")),
                ("short_en", models.CharField(blank=True, max_length=60, verbose_name="short name in English")),
                ("action_fi", models.CharField(blank=True, max_length=300, verbose_name="what to do, in Finnish")),
                ("action_sv", models.CharField(blank=True, max_length=300, verbose_name="what to do, in Swedish")),
                ("action_en", models.CharField(blank=True, max_length=300, verbose_name="what to do, in English")),
                ("areas", models.ManyToManyField(blank=True, to="reference.servicearea", verbose_name="service areas")),
                (
                    "default_route",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.routingdestination",
                        verbose_name="destination",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.guidancelevel",
                        verbose_name="level",
                    ),
                ),
            ],
            options={
                "verbose_name": "trigger",
                "verbose_name_plural": "triggers",
                "ordering": ["position", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContinuationCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("given_at", models.DateTimeField(auto_now_add=True, verbose_name="given")),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="valid until")),
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="continuation_code",
                        to="casework.contact",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "continuation code",
                "verbose_name_plural": "continuation codes",
            },
        ),
        migrations.CreateModel(
            name="FormStep",
            fields=[
                ("name_fi", models.CharField(max_length=300, verbose_name="name in Finnish")),
                ("name_sv", models.CharField(blank=True, max_length=300, verbose_name="name in Swedish")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name in English")),
                ("code", models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name="code")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("loaded_hash", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("note", "Situation"),
                            ("party", "Who makes contact"),
                            ("municipality", "Municipality"),
                            ("basics", "Language and area"),
                            ("topics", "Questions"),
                            ("guidance", "First information and segment"),
                            ("demand_class", "Demand class"),
                            ("sote_look", "Outside health and social care"),
                            ("level", "Level"),
                            ("person", "Person"),
                        ],
                        max_length=20,
                        verbose_name="step",
                    ),
                ),
                ("hint_fi", models.CharField(blank=True, max_length=300, verbose_name="hint in Finnish")),
                ("hint_sv", models.CharField(blank=True, max_length=300, verbose_name="hint in Swedish")),
                ("hint_en", models.CharField(blank=True, max_length=300, verbose_name="hint in English")),
                ("areas", models.ManyToManyField(blank=True, to="reference.servicearea", verbose_name="service areas")),
            ],
            options={
                "verbose_name": "step of the form",
                "verbose_name_plural": "steps of the form",
                "ordering": ["position", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HistoricalAssessmentOutcome",
            fields=[
                ("name_fi", models.CharField(max_length=300, verbose_name="name in Finnish")),
                ("name_sv", models.CharField(blank=True, max_length=300, verbose_name="name in Swedish")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name in English")),
                ("code", models.CharField(db_index=True, max_length=20, verbose_name="code")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical outcome of a needs assessment",
                "verbose_name_plural": "historical outcomes of a needs assessment",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCaseOutcome",
            fields=[
                ("name_fi", models.CharField(max_length=300, verbose_name="name in Finnish")),
                ("name_sv", models.CharField(blank=True, max_length=300, verbose_name="name in Swedish")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name in English")),
                ("code", models.CharField(db_index=True, max_length=20, verbose_name="code")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical outcome of a case",
                "verbose_name_plural": "historical outcomes of a case",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCaseState",
            fields=[
                ("name_fi", models.CharField(max_length=300, verbose_name="name in Finnish")),
                ("name_sv", models.CharField(blank=True, max_length=300, verbose_name="name in Swedish")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name in English")),
                ("code", models.CharField(db_index=True, max_length=20, verbose_name="code")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("is_first", models.BooleanField(default=False, verbose_name="cases begin here")),
                ("is_closed", models.BooleanField(default=False, verbose_name="closed")),
                ("is_waiting", models.BooleanField(default=False, verbose_name="waits for others")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical state of a case",
                "verbose_name_plural": "historical states of a case",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCheckList",
            fields=[
                ("name_fi", models.CharField(max_length=300, verbose_name="name in Finnish")),
                ("name_sv", models.CharField(blank=True, max_length=300, verbose_name="name in Swedish")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name in English")),
                ("code", models.CharField(db_index=True, max_length=20, verbose_name="code")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("lines_fi", models.TextField(verbose_name="lines in Finnish, one thing a line")),
                ("lines_sv", models.TextField(blank=True, verbose_name="lines in Swedish, one thing a line")),
                ("lines_en", models.TextField(blank=True, verbose_name="lines in English, one thing a line")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical check list",
                "verbose_name_plural": "historical check lists",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFirstInformation",
            fields=[
                ("name_fi", models.CharField(max_length=300, verbose_name="name in Finnish")),
                ("name_sv", models.CharField(blank=True, max_length=300, verbose_name="name in Swedish")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name in English")),
                ("code", models.CharField(db_index=True, max_length=20, verbose_name="code")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "Text"),
                            ("year", "Year"),
                            ("phone_safe", "Phone, and is it safe to call"),
                            ("municipality", "Municipality"),
                            ("yes_no", "Yes or no"),
                            ("person_phone", "Name and phone"),
                            ("language", "Language"),
                            ("party", "Who makes contact"),
                            ("consent", "Consent"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opens_from_level",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.guidancelevel",
                        verbose_name="opens from level",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical first information",
                "verbose_name_plural": "historical first information",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFormStep",
            fields=[
                ("name_fi", models.CharField(max_length=300, verbose_name="name in Finnish")),
                ("name_sv", models.CharField(blank=True, max_length=300, verbose_name="name in Swedish")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name in English")),
                ("code", models.CharField(db_index=True, max_length=20, verbose_name="code")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("note", "Situation"),
                            ("party", "Who makes contact"),
                            ("municipality", "Municipality"),
                            ("basics", "Language and area"),
                            ("topics", "Questions"),
                            ("guidance", "First information and segment"),
                            ("demand_class", "Demand class"),
                            ("sote_look", "Outside health and social care"),
                            ("level", "Level"),
                            ("person", "Person"),
                        ],
                        max_length=20,
                        verbose_name="step",
                    ),
                ),
                ("hint_fi", models.CharField(blank=True, max_length=300, verbose_name="hint in Finnish")),
                ("hint_sv", models.CharField(blank=True, max_length=300, verbose_name="hint in Swedish")),
                ("hint_en", models.CharField(blank=True, max_length=300, verbose_name="hint in English")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical step of the form",
                "verbose_name_plural": "historical steps of the form",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalNotice",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("name_fi", models.CharField(max_length=300, verbose_name="name in Finnish")),
                ("name_sv", models.CharField(blank=True, max_length=300, verbose_name="name in Swedish")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name in English")),
                (
                    "kind",
                    models.CharField(
                        choices=[("news", "News"), ("instruction", "Instruction")],
                        default="news",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "importance",
                    models.PositiveSmallIntegerField(
                        choices=[(3, "Must be read"), (2, "Important"), (1, "For information")],
                        default=1,
                        verbose_name="importance",
                    ),
                ),
                ("text_fi", models.TextField(verbose_name="text in Finnish")),
                ("text_sv", models.TextField(blank=True, verbose_name="text in Swedish")),
                ("text_en", models.TextField(blank=True, verbose_name="text in English")),
                ("shown_from", models.DateField(verbose_name="shown from")),
                ("shown_until", models.DateField(blank=True, null=True, verbose_name="shown until")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical news or instruction",
                "verbose_name_plural": "historical news and instructions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPersonFlag",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("stop", "Warning"), ("warn", "Take care"), ("info", "Good to know")],
                        default="warn",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="text")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical flag",
                "verbose_name_plural": "historical flags",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRepresentative",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("relation", models.CharField(blank=True, max_length=100, verbose_name="relation")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("consent", "With the person's consent"),
                            ("attorney", "Power of attorney"),
                            ("guardian", "Guardian appointed by a court"),
                            ("none", "Close person, may not speak for them"),
                        ],
                        default="consent",
                        max_length=10,
                        verbose_name="ground",
                    ),
                ),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical who may speak for a person",
                "verbose_name_plural": "historical who may speak for a person",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalScript",
            fields=[
                ("name_fi", models.CharField(max_length=300, verbose_name="name in Finnish")),
                ("name_sv", models.CharField(blank=True, max_length=300, verbose_name="name in Swedish")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name in English")),
                ("code", models.CharField(db_index=True, max_length=20, verbose_name="code")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("lines_fi", models.TextField(verbose_name="lines in Finnish, one thing a line")),
                ("lines_sv", models.TextField(blank=True, verbose_name="lines in Swedish, one thing a line")),
                ("lines_en", models.TextField(blank=True, verbose_name="lines in English, one thing a line")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical call script",
                "verbose_name_plural": "historical call scripts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="SegmentRules",
            fields=[
                ("version", models.CharField(max_length=30, primary_key=True, serialize=False, verbose_name="version")),
                (
                    "min_answers_per_axis",
                    models.PositiveSmallIntegerField(default=3, verbose_name="answers needed on each axis"),
                ),
                (
                    "weak_resources_at",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=3,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(2),
                        ],
                        verbose_name="resources are weak from",
                    ),
                ),
                (
                    "complex_at",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=3,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(2),
                        ],
                        verbose_name="the situation is complex from",
                    ),
                ),
                ("in_force_on", models.DateField(verbose_name="in force from")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("loaded_hash", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "good_complex",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.segment",
                        verbose_name="good resources, complex situation",
                    ),
                ),
                (
                    "good_simple",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.segment",
                        verbose_name="good resources, simple situation",
                    ),
                ),
                (
                    "unknown",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.segment",
                        verbose_name="not enough is known",
                    ),
                ),
                (
                    "weak_complex",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.segment",
                        verbose_name="weak resources, complex situation",
                    ),
                ),
                (
                    "weak_simple",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.segment",
                        verbose_name="weak resources, simple situation",
                    ),
                ),
            ],
            options={
                "verbose_name": "rules of the segment suggestion",
                "verbose_name_plural": "rules of the segment suggestion",
                "ordering": ["-in_force_on", "-version"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("min_answers_per_axis__gte", 1)),
                        name="segment_rules_need_an_answer",
                        violation_error_message="At least one answer is needed on each axis.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSegmentHint",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "destination",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.routingdestination",
                        verbose_name="destination",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "segment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.segment",
                        verbose_name="segment",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical usual destination of a segment",
                "verbose_name_plural": "historical usual destinations of segments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSegmentQuestion",
            fields=[
                ("name_fi", models.CharField(max_length=300, verbose_name="name in Finnish")),
                ("name_sv", models.CharField(blank=True, max_length=300, verbose_name="name in Swedish")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name in English")),
                ("code", models.CharField(db_index=True, max_length=20, verbose_name="code")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "axis",
                    models.CharField(
                        choices=[("R", "Resources"), ("C", "Complexity")], max_length=1, verbose_name="axis"
                    ),
                ),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="The heaviest is asked first.", verbose_name="weight"
                    ),
                ),
                ("short_fi", models.CharField(blank=True, max_length=60, verbose_name="short name in Finnish")),
                ("short_sv", models.CharField(blank=True, max_length=60, verbose_name="short name in Swedish")),
                ("short_en", models.CharField(blank=True, max_length=60, verbose_name="short name in English")),
                ("options_fi", models.TextField(verbose_name="answers in Finnish, one a line")),
                ("options_sv", models.TextField(blank=True, verbose_name="answers in Swedish, one a line")),
                ("options_en", models.TextField(blank=True, verbose_name="answers in English, one a line")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical segment question",
                "verbose_name_plural": "historical segment questions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSegmentRules",
            fields=[
                ("version", models.CharField(db_index=True, max_length=30, verbose_name="version")),
                (
                    "min_answers_per_axis",
                    models.PositiveSmallIntegerField(default=3, verbose_name="answers needed on each axis"),
                ),
                (
                    "weak_resources_at",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=3,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(2),
                        ],
                        verbose_name="resources are weak from",
                    ),
                ),
                (
                    "complex_at",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=3,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(2),
                        ],
                        verbose_name="the situation is complex from",
                    ),
                ),
                ("in_force_on", models.DateField(verbose_name="in force from")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "good_complex",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.segment",
                        verbose_name="good resources, complex situation",
                    ),
                ),
                (
                    "good_simple",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.segment",
                        verbose_name="good resources, simple situation",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unknown",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.segment",
                        verbose_name="not enough is known",
                    ),
                ),
                (
                    "weak_complex",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.segment",
                        verbose_name="weak resources, complex situation",
                    ),
                ),
                (
                    "weak_simple",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.segment",
                        verbose_name="weak resources, simple situation",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical rules of the segment suggestion",
                "verbose_name_plural": "historical rules of the segment suggestion",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTrigger",
            fields=[
                ("name_fi", models.CharField(max_length=300, verbose_name="name in Finnish")),
                ("name_sv", models.CharField(blank=True, max_length=300, verbose_name="name in Swedish")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name in English")),
                ("code", models.CharField(db_index=True, max_length=20, verbose_name="code")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("blocks_questions", models.BooleanField(default=False, verbose_name="stops all questions")),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        help_text="Empty: the number of the destination.",
                        max_length=40,
                        verbose_name="number to call",
                    ),
                ),
                ("short_fi", models.CharField(blank=True, max_length=60, verbose_name="short name in Finnish")),
                ("short_sv", models.CharField(blank=True, max_length=60, verbose_name="short name in Swedish")),
                ("short_en", models.CharField(blank=True, max_length=60, verbose_name="short name in English")),
                ("action_fi", models.CharField(blank=True, max_length=300, verbose_name="what to do, in Finnish")),
                ("action_sv", models.CharField(blank=True, max_length=300, verbose_name="what to do, in Swedish")),
                ("action_en", models.CharField(blank=True, max_length=300, verbose_name="what to do, in English")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "default_route",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.routingdestination",
                        verbose_name="destination",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.guidancelevel",
                        verbose_name="level",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical trigger",
                "verbose_name_plural": "historical triggers",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_fi", models.CharField(max_length=300, verbose_name="name in Finnish")),
                ("name_sv", models.CharField(blank=True, max_length=300, verbose_name="name in Swedish")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name in English")),
                (
                    "kind",
                    models.CharField(
                        choices=[("news", "News"), ("instruction", "Instruction")],
                        default="news",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "importance",
                    models.PositiveSmallIntegerField(
                        choices=[(3, "Must be read"), (2, "Important"), (1, "For information")],
                        default=1,
                        verbose_name="importance",
                    ),
                ),
                ("text_fi", models.TextField(verbose_name="text in Finnish")),
                ("text_sv", models.TextField(blank=True, verbose_name="text in Swedish")),
                ("text_en", models.TextField(blank=True, verbose_name="text in English")),
                ("shown_from", models.DateField(verbose_name="shown from")),
                ("shown_until", models.DateField(blank=True, null=True, verbose_name="shown until")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("areas", models.ManyToManyField(blank=True, to="reference.servicearea", verbose_name="service areas")),
                ("languages", models.ManyToManyField(blank=True, to="reference.language", verbose_name="languages")),
                (
                    "municipalities",
                    models.ManyToManyField(blank=True, to="reference.municipality", verbose_name="municipalities"),
                ),
            ],
            options={
                "verbose_name": "news or instruction",
                "verbose_name_plural": "news and instructions",
                "ordering": ["-importance", "-shown_from", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("shown_until__isnull", True), ("shown_until__gte", models.F("shown_from")), _connector="OR"
                        ),
                        name="notice_ends_after_start",
                        violation_error_message="The last day must not be before the first day.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonFlag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("stop", "Warning"), ("warn", "Take care"), ("info", "Good to know")],
                        default="warn",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="text")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="flags", to="casework.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "flag",
                "verbose_name_plural": "flags",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="PersonKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=1)),
                ("key", models.CharField(max_length=64)),
                ("sort_key", models.CharField(max_length=220)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="keys", to="casework.person"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["kind", "key", "sort_key", "person"],
                        name="person_by_key",
                        opclasses=["varchar_ops", "varchar_pattern_ops", "varchar_ops", "uuid_ops"],
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("moved", models.JSONField(default=dict)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "gone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="merges_away", to="casework.person"
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="merges", to="casework.person"
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "merge of persons",
                "verbose_name_plural": "merges of persons",
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="Representative",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("relation", models.CharField(blank=True, max_length=100, verbose_name="relation")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("consent", "With the person's consent"),
                            ("attorney", "Power of attorney"),
                            ("guardian", "Guardian appointed by a court"),
                            ("none", "Close person, may not speak for them"),
                        ],
                        default="consent",
                        max_length=10,
                        verbose_name="ground",
                    ),
                ),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="representatives",
                        to="casework.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "who may speak for a person",
                "verbose_name_plural": "who may speak for a person",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Script",
            fields=[
                ("name_fi", models.CharField(max_length=300, verbose_name="name in Finnish")),
                ("name_sv", models.CharField(blank=True, max_length=300, verbose_name="name in Swedish")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name in English")),
                ("code", models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name="code")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("loaded_hash", models.CharField(blank=True, editable=False, max_length=64)),
                ("lines_fi", models.TextField(verbose_name="lines in Finnish, one thing a line")),
                ("lines_sv", models.TextField(blank=True, verbose_name="lines in Swedish, one thing a line")),
                ("lines_en", models.TextField(blank=True, verbose_name="lines in English, one thing a line")),
                ("areas", models.ManyToManyField(blank=True, to="reference.servicearea", verbose_name="service areas")),
                (
                    "channels",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="reference.contactchannel", verbose_name="channels"
                    ),
                ),
                (
                    "languages",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="reference.language", verbose_name="languages"
                    ),
                ),
            ],
            options={
                "verbose_name": "call script",
                "verbose_name_plural": "call scripts",
                "ordering": ["position", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SegmentHint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "destination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="casework.routingdestination",
                        verbose_name="destination",
                    ),
                ),
                (
                    "segment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hints",
                        to="casework.segment",
                        verbose_name="segment",
                    ),
                ),
            ],
            options={
                "verbose_name": "usual destination of a segment",
                "verbose_name_plural": "usual destinations of segments",
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("segment", "destination"), name="segment_hint_once")],
            },
        ),
        migrations.CreateModel(
            name="SegmentQuestion",
            fields=[
                ("name_fi", models.CharField(max_length=300, verbose_name="name in Finnish")),
                ("name_sv", models.CharField(blank=True, max_length=300, verbose_name="name in Swedish")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name in English")),
                ("code", models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name="code")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("loaded_hash", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "axis",
                    models.CharField(
                        choices=[("R", "Resources"), ("C", "Complexity")], max_length=1, verbose_name="axis"
                    ),
                ),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="The heaviest is asked first.", verbose_name="weight"
                    ),
                ),
                ("short_fi", models.CharField(blank=True, max_length=60, verbose_name="short name in Finnish")),
                ("short_sv", models.CharField(blank=True, max_length=60, verbose_name="short name in Swedish")),
                ("short_en", models.CharField(blank=True, max_length=60, verbose_name="short name in English")),
                ("options_fi", models.TextField(verbose_name="answers in Finnish, one a line")),
                ("options_sv", models.TextField(blank=True, verbose_name="answers in Swedish, one a line")),
                ("options_en", models.TextField(blank=True, verbose_name="answers in English, one a line")),
                ("areas", models.ManyToManyField(blank=True, to="reference.servicearea", verbose_name="service areas")),
            ],
            options={
                "verbose_name": "segment question",
                "verbose_name_plural": "segment questions",
                "ordering": ["position", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CaseTransition",
            fields=[
                ("name_fi", models.CharField(max_length=300, verbose_name="name in Finnish")),
                ("name_sv", models.CharField(blank=True, max_length=300, verbose_name="name in Swedish")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name in English")),
                ("code", models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name="code")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("loaded_hash", models.CharField(blank=True, editable=False, max_length=64)),
                ("needs_reason", models.BooleanField(default=False, verbose_name="asks for a reason")),
                ("needs_outcome", models.BooleanField(default=False, verbose_name="asks for an outcome")),
                (
                    "from_state",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transitions",
                        to="casework.casestate",
                        verbose_name="from",
                    ),
                ),
                (
                    "to_state",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.casestate",
                        verbose_name="to",
                    ),
                ),
            ],
            options={
                "verbose_name": "transition of a case",
                "verbose_name_plural": "transitions of a case",
                "ordering": ["position", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HistoricalCaseTransition",
            fields=[
                ("name_fi", models.CharField(max_length=300, verbose_name="name in Finnish")),
                ("name_sv", models.CharField(blank=True, max_length=300, verbose_name="name in Swedish")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name in English")),
                ("code", models.CharField(db_index=True, max_length=20, verbose_name="code")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("needs_reason", models.BooleanField(default=False, verbose_name="asks for a reason")),
                ("needs_outcome", models.BooleanField(default=False, verbose_name="asks for an outcome")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "from_state",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.casestate",
                        verbose_name="from",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_state",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.casestate",
                        verbose_name="to",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical transition of a case",
                "verbose_name_plural": "historical transitions of a case",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(editable=False, max_length=20, unique=True, verbose_name="number")),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("is_closed", models.BooleanField(default=False, editable=False)),
                (
                    "acts_next",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("responsible", "The responsible person"),
                            ("unit", "Our unit"),
                            ("other", "Somebody else"),
                        ],
                        max_length=15,
                        verbose_name="acts next",
                    ),
                ),
                ("acts_next_name", models.CharField(blank=True, max_length=150, verbose_name="who")),
                ("next_step", models.CharField(blank=True, max_length=300, verbose_name="what happens next")),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="when")),
                ("own_words", models.TextField(blank=True, max_length=2000, verbose_name="in the person's own words")),
                ("agreed", models.TextField(blank=True, max_length=4000, verbose_name="what was agreed")),
                ("fallback", models.TextField(blank=True, max_length=2000, verbose_name="if it does not work")),
                ("closing_note", models.CharField(blank=True, max_length=500, verbose_name="closing words")),
                ("opened_at", models.DateTimeField(verbose_name="opened")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "language",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reference.language",
                        verbose_name="language",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.guidancelevel",
                        verbose_name="level",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reference.municipality",
                        verbose_name="municipality",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="casework.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="responsible person",
                    ),
                ),
                (
                    "segment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.segment",
                        verbose_name="client segment",
                    ),
                ),
                (
                    "service_area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reference.servicearea",
                        verbose_name="service area",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="accounts.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.caseoutcome",
                        verbose_name="outcome",
                    ),
                ),
                (
                    "state",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.casestate",
                        verbose_name="state",
                    ),
                ),
            ],
            options={
                "verbose_name": "case",
                "verbose_name_plural": "cases",
                "ordering": ["-opened_at"],
                "indexes": [
                    models.Index(fields=["responsible", "is_closed", "next_on"], name="case_of_responsible"),
                    models.Index(fields=["unit", "is_closed", "next_on"], name="case_of_unit"),
                    models.Index(fields=["person", "-opened_at"], name="case_of_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", "L3"), _negated=True),
                            ("is_closed", True),
                            ("responsible__isnull", False),
                            _connector="OR",
                        ),
                        name="intensive_case_has_responsible",
                        violation_error_message="Intensive guidance needs a responsible person.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_closed", True),
                            models.Q(
                                models.Q(("acts_next", ""), _negated=True),
                                models.Q(("next_step", ""), _negated=True),
                                ("next_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="open_case_says_what_next",
                        violation_error_message="Say who acts next, what they do and when.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_closed", True),
                            models.Q(("acts_next", "responsible"), _negated=True),
                            ("responsible__isnull", False),
                            _connector="OR",
                        ),
                        name="next_actor_exists",
                        violation_error_message="Choose the responsible person, or let the unit act next.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("acts_next", "other"), _negated=True),
                            models.Q(("acts_next_name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="other_actor_has_name",
                        violation_error_message="Write who acts next.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_closed", True), ("closed_at__isnull", False), ("outcome__isnull", False)),
                            models.Q(("closed_at__isnull", True), ("is_closed", False), ("outcome__isnull", True)),
                            _connector="OR",
                        ),
                        name="closed_case_has_outcome",
                        violation_error_message="Choose how the case ended.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCase",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("number", models.CharField(db_index=True, editable=False, max_length=20, verbose_name="number")),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("is_closed", models.BooleanField(default=False, editable=False)),
                (
                    "acts_next",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("responsible", "The responsible person"),
                            ("unit", "Our unit"),
                            ("other", "Somebody else"),
                        ],
                        max_length=15,
                        verbose_name="acts next",
                    ),
                ),
                ("acts_next_name", models.CharField(blank=True, max_length=150, verbose_name="who")),
                ("next_step", models.CharField(blank=True, max_length=300, verbose_name="what happens next")),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="when")),
                ("own_words", models.TextField(blank=True, max_length=2000, verbose_name="in the person's own words")),
                ("agreed", models.TextField(blank=True, max_length=4000, verbose_name="what was agreed")),
                ("fallback", models.TextField(blank=True, max_length=2000, verbose_name="if it does not work")),
                ("closing_note", models.CharField(blank=True, max_length=500, verbose_name="closing words")),
                ("opened_at", models.DateTimeField(verbose_name="opened")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "language",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="reference.language",
                        verbose_name="language",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.guidancelevel",
                        verbose_name="level",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="reference.municipality",
                        verbose_name="municipality",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.caseoutcome",
                        verbose_name="outcome",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="responsible person",
                    ),
                ),
                (
                    "segment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.segment",
                        verbose_name="client segment",
                    ),
                ),
                (
                    "service_area",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="reference.servicearea",
                        verbose_name="service area",
                    ),
                ),
                (
                    "state",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.casestate",
                        verbose_name="state",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical case",
                "verbose_name_plural": "historical cases",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ContactTrigger",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="triggers", to="casework.contact"
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.guidancelevel",
                    ),
                ),
                (
                    "trigger",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.trigger",
                        verbose_name="trigger",
                    ),
                ),
            ],
            options={
                "verbose_name": "trigger of a contact",
                "verbose_name_plural": "triggers of a contact",
                "ordering": ["trigger__position"],
                "constraints": [models.UniqueConstraint(fields=("contact", "trigger"), name="trigger_once_in_contact")],
            },
        ),
        migrations.CreateModel(
            name="FirstInformation",
            fields=[
                ("name_fi", models.CharField(max_length=300, verbose_name="name in Finnish")),
                ("name_sv", models.CharField(blank=True, max_length=300, verbose_name="name in Swedish")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="name in English")),
                ("code", models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name="code")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("loaded_hash", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "Text"),
                            ("year", "Year"),
                            ("phone_safe", "Phone, and is it safe to call"),
                            ("municipality", "Municipality"),
                            ("yes_no", "Yes or no"),
                            ("person_phone", "Name and phone"),
                            ("language", "Language"),
                            ("party", "Who makes contact"),
                            ("consent", "Consent"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("areas", models.ManyToManyField(blank=True, to="reference.servicearea", verbose_name="service areas")),
                (
                    "opens_from_level",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.guidancelevel",
                        verbose_name="opens from level",
                    ),
                ),
                (
                    "opens_on_triggers",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="casework.trigger", verbose_name="opens on"
                    ),
                ),
            ],
            options={
                "verbose_name": "first information",
                "verbose_name_plural": "first information",
                "ordering": ["position", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HistoricalContactTrigger",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.contact",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.guidancelevel",
                    ),
                ),
                (
                    "trigger",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.trigger",
                        verbose_name="trigger",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical trigger of a contact",
                "verbose_name_plural": "historical triggers of a contact",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSegmentAssessment",
            fields=[
                ("answers", models.JSONField(default=dict, verbose_name="answers")),
                (
                    "resources",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=3, null=True, verbose_name="resources"
                    ),
                ),
                (
                    "complexity",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=3, null=True, verbose_name="complexity"
                    ),
                ),
                ("override_reason", models.CharField(blank=True, max_length=500, verbose_name="why otherwise")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "chosen",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.segment",
                        verbose_name="chosen segment",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.contact",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "suggested",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.segment",
                        verbose_name="suggested segment",
                    ),
                ),
                (
                    "suggested_level",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.guidancelevel",
                        verbose_name="suggested level",
                    ),
                ),
                (
                    "rules",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.segmentrules",
                        verbose_name="rules",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical segment assessment",
                "verbose_name_plural": "historical segment assessments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="SegmentAssessment",
            fields=[
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="assessment",
                        serialize=False,
                        to="casework.contact",
                    ),
                ),
                ("answers", models.JSONField(default=dict, verbose_name="answers")),
                (
                    "resources",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=3, null=True, verbose_name="resources"
                    ),
                ),
                (
                    "complexity",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=3, null=True, verbose_name="complexity"
                    ),
                ),
                ("override_reason", models.CharField(blank=True, max_length=500, verbose_name="why otherwise")),
                (
                    "chosen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.segment",
                        verbose_name="chosen segment",
                    ),
                ),
                (
                    "suggested",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.segment",
                        verbose_name="suggested segment",
                    ),
                ),
                (
                    "suggested_level",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.guidancelevel",
                        verbose_name="suggested level",
                    ),
                ),
                (
                    "rules",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.segmentrules",
                        verbose_name="rules",
                    ),
                ),
            ],
            options={
                "verbose_name": "segment assessment",
                "verbose_name_plural": "segment assessments",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("chosen", models.F("suggested")),
                            models.Q(("override_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="override_has_reason",
                        violation_error_message="Say in a few words why you chose another segment.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("read_at", models.DateTimeField(auto_now_add=True)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reads", to="casework.notice"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("notice", "user"), name="notice_read_once")],
            },
        ),
        migrations.CreateModel(
            name="AgreedService",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="service in words")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("agreed", "Agreed"),
                            ("started", "Has begun"),
                            ("ended", "Has ended"),
                            ("failed", "Did not begin"),
                        ],
                        default="agreed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("since_on", models.DateField(blank=True, null=True, verbose_name="since")),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.service",
                        verbose_name="service",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="agreed_services", to="casework.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "agreed service",
                "verbose_name_plural": "agreed services",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("service__isnull", False), models.Q(("name", ""), _negated=True), _connector="OR"
                        ),
                        name="agreed_service_is_named",
                        violation_error_message="Choose a service, or write which one was agreed.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseGoal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=300, verbose_name="goal")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("reached_on", models.DateField(blank=True, null=True, verbose_name="reached")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="goals", to="casework.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "goal",
                "verbose_name_plural": "goals",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CaseNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=10000, verbose_name="note")),
                ("written_at", models.DateTimeField()),
                ("annulled_at", models.DateTimeField(blank=True, null=True)),
                ("annulled_reason", models.CharField(blank=True, max_length=300, verbose_name="why it is annulled")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="casework.case"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "note of a case",
                "verbose_name_plural": "notes of a case",
                "ordering": ["-written_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("annulled_at__isnull", True),
                            models.Q(("annulled_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="annulled_note_has_reason",
                        violation_error_message="Say why the note is annulled.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("transfer", "Transfer of the case"),
                            ("question", "Question to answer"),
                            ("assessment", "Assessment of service needs"),
                        ],
                        default="transfer",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("message", models.TextField(blank=True, max_length=2000, verbose_name="message")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "Waits for the receiver"),
                            ("accepted", "Accepted"),
                            ("returned", "Returned"),
                            ("answered", "Answered"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="sent",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("sent_at", models.DateTimeField(verbose_name="sent")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                ("is_keyed_in", models.BooleanField(default=False, verbose_name="keyed in by the desk")),
                ("told_by", models.CharField(blank=True, max_length=150, verbose_name="who told it")),
                ("told_on", models.DateField(blank=True, null=True, verbose_name="told on")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason of the return")),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="answer")),
                ("is_return_seen", models.BooleanField(default=False)),
                ("requested_on", models.DateField(blank=True, null=True, verbose_name="contact on")),
                ("is_urgent", models.BooleanField(default=False, verbose_name="urgent")),
                ("deadline_on", models.DateField(blank=True, null=True, verbose_name="must begin by")),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="began on")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ready on")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hand_overs", to="casework.case"
                    ),
                ),
                (
                    "from_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="from unit",
                    ),
                ),
                (
                    "from_user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs_sent",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="from",
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.assessmentoutcome",
                        verbose_name="outcome",
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs",
                        to="accounts.unit",
                        verbose_name="to unit",
                    ),
                ),
                (
                    "to_user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="to person",
                    ),
                ),
            ],
            options={
                "verbose_name": "hand-over",
                "verbose_name_plural": "hand-overs",
                "ordering": ["-sent_at"],
                "indexes": [
                    models.Index(fields=["to_user", "state"], name="hand_over_to_user"),
                    models.Index(fields=["to_unit", "state"], name="hand_over_to_unit"),
                    models.Index(fields=["from_user", "state"], name="hand_over_from_user"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("to_unit__isnull", False), ("to_user__isnull", True)),
                            models.Q(("to_unit__isnull", True), ("to_user__isnull", False)),
                            _connector="OR",
                        ),
                        name="hand_over_has_one_receiver",
                        violation_error_message="Choose the receiver: a person or a unit.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="returned_hand_over_has_reason",
                        violation_error_message="Say why the hand-over is returned.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "answered"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            ("outcome__isnull", False),
                            _connector="OR",
                        ),
                        name="answered_hand_over_has_answer",
                        violation_error_message="Write the answer.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="hand_over_answer_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "assessment"), _negated=True),
                            ("requested_on__isnull", False),
                            _connector="OR",
                        ),
                        name="assessment_has_contact_day",
                        violation_error_message="Say on which day the contact was made.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_keyed_in", False),
                            models.Q(models.Q(("told_by", ""), _negated=True), ("told_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="keyed_in_hand_over_says_who_told_it",
                        violation_error_message="Write who told it, and on which day.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state", "sent"), models.Q(("kind", "assessment"), ("state", "accepted")), _connector="OR"
                        ),
                        fields=("case", "kind"),
                        name="one_open_hand_over_of_a_kind",
                        violation_error_message="This case already has such a hand-over waiting.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAgreedService",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="service in words")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("agreed", "Agreed"),
                            ("started", "Has begun"),
                            ("ended", "Has ended"),
                            ("failed", "Did not begin"),
                        ],
                        default="agreed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("since_on", models.DateField(blank=True, null=True, verbose_name="since")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalogue.service",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical agreed service",
                "verbose_name_plural": "historical agreed services",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCaseGoal",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("text", models.CharField(max_length=300, verbose_name="goal")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("reached_on", models.DateField(blank=True, null=True, verbose_name="reached")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical goal",
                "verbose_name_plural": "historical goals",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCaseNote",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("text", models.TextField(max_length=10000, verbose_name="note")),
                ("written_at", models.DateTimeField()),
                ("annulled_at", models.DateTimeField(blank=True, null=True)),
                ("annulled_reason", models.CharField(blank=True, max_length=300, verbose_name="why it is annulled")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical note of a case",
                "verbose_name_plural": "historical notes of a case",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalHandOver",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("transfer", "Transfer of the case"),
                            ("question", "Question to answer"),
                            ("assessment", "Assessment of service needs"),
                        ],
                        default="transfer",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("message", models.TextField(blank=True, max_length=2000, verbose_name="message")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "Waits for the receiver"),
                            ("accepted", "Accepted"),
                            ("returned", "Returned"),
                            ("answered", "Answered"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="sent",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("sent_at", models.DateTimeField(verbose_name="sent")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                ("is_keyed_in", models.BooleanField(default=False, verbose_name="keyed in by the desk")),
                ("told_by", models.CharField(blank=True, max_length=150, verbose_name="who told it")),
                ("told_on", models.DateField(blank=True, null=True, verbose_name="told on")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason of the return")),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="answer")),
                ("is_return_seen", models.BooleanField(default=False)),
                ("requested_on", models.DateField(blank=True, null=True, verbose_name="contact on")),
                ("is_urgent", models.BooleanField(default=False, verbose_name="urgent")),
                ("deadline_on", models.DateField(blank=True, null=True, verbose_name="must begin by")),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="began on")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ready on")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "from_unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="from unit",
                    ),
                ),
                (
                    "from_user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="from",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.assessmentoutcome",
                        verbose_name="outcome",
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="to unit",
                    ),
                ),
                (
                    "to_user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="to person",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical hand-over",
                "verbose_name_plural": "historical hand-overs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTask",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="what")),
                ("due_on", models.DateField(verbose_name="by")),
                ("due_at", models.TimeField(blank=True, null=True, verbose_name="at")),
                ("waits_for", models.CharField(blank=True, max_length=150, verbose_name="waits for")),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical task",
                "verbose_name_plural": "historical tasks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="what")),
                ("due_on", models.DateField(verbose_name="by")),
                ("due_at", models.TimeField(blank=True, null=True, verbose_name="at")),
                ("waits_for", models.CharField(blank=True, max_length=150, verbose_name="waits for")),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="casework.case"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="accounts.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "task",
                "verbose_name_plural": "tasks",
                "ordering": ["due_on", "due_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=["responsible", "due_on"],
                        name="open_task_of_person",
                    ),
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=["unit", "due_on"],
                        name="open_task_of_unit",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", True), ("done_by__isnull", True)),
                            models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="done_task_has_doer",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FirstInformationAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.CharField(max_length=500, verbose_name="answer")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="first_information",
                        to="casework.contact",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.firstinformation",
                        verbose_name="fact",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.contactparty",
                        verbose_name="who gave the information",
                    ),
                ),
            ],
            options={
                "verbose_name": "first information of a contact",
                "verbose_name_plural": "first information of a contact",
                "ordering": ["item__position"],
                "constraints": [
                    models.UniqueConstraint(fields=("contact", "item"), name="first_information_once_in_contact")
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalFirstInformationAnswer",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("value", models.CharField(max_length=500, verbose_name="answer")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.contact",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.firstinformation",
                        verbose_name="fact",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="casework.contactparty",
                        verbose_name="who gave the information",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical first information of a contact",
                "verbose_name_plural": "historical first information of a contact",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AlterModelOptions(
            name="person",
            options={"ordering": ["sort_key", "pk"], "verbose_name": "person", "verbose_name_plural": "persons"},
        ),
        migrations.AddField(
            model_name="contact",
            name="earlier",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="later",
                to="casework.contact",
                verbose_name="earlier contact",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="erased_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="contact",
            name="interpreter",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "No interpreter was needed"),
                    ("used", "An interpreter was used"),
                    ("missed", "An interpreter was needed, but there was none"),
                ],
                max_length=10,
                verbose_name="interpreter",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="recorded by",
            ),
        ),
        migrations.AddField(
            model_name="contacttopic",
            name="is_service_missing",
            field=models.BooleanField(default=False, verbose_name="a service is missing"),
        ),
        migrations.AddField(
            model_name="contacttopic",
            name="missing_service",
            field=models.CharField(blank=True, max_length=200, verbose_name="what service is missing"),
        ),
        migrations.AddField(
            model_name="historicalcontact",
            name="earlier",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="casework.contact",
                verbose_name="earlier contact",
            ),
        ),
        migrations.AddField(
            model_name="historicalcontact",
            name="erased_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="historicalcontact",
            name="interpreter",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "No interpreter was needed"),
                    ("used", "An interpreter was used"),
                    ("missed", "An interpreter was needed, but there was none"),
                ],
                max_length=10,
                verbose_name="interpreter",
            ),
        ),
        migrations.AddField(
            model_name="historicalcontact",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="recorded by",
            ),
        ),
        migrations.AddField(
            model_name="historicalcontacttopic",
            name="is_service_missing",
            field=models.BooleanField(default=False, verbose_name="a service is missing"),
        ),
        migrations.AddField(
            model_name="historicalcontacttopic",
            name="missing_service",
            field=models.CharField(blank=True, max_length=200, verbose_name="what service is missing"),
        ),
        migrations.AddField(
            model_name="historicalperson",
            name="approach",
            field=models.TextField(blank=True, max_length=1000, verbose_name="recommended approach"),
        ),
        migrations.AddField(
            model_name="historicalperson",
            name="birth_year",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year of birth"),
        ),
        migrations.AddField(
            model_name="historicalperson",
            name="email",
            field=models.EmailField(blank=True, max_length=254, verbose_name="e-mail"),
        ),
        migrations.AddField(
            model_name="historicalperson",
            name="hearing",
            field=models.CharField(
                blank=True,
                choices=[("", "No known difficulty"), ("hard", "Hard of hearing"), ("deaf", "Deaf")],
                default="",
                max_length=10,
                verbose_name="hearing",
            ),
        ),
        migrations.AddField(
            model_name="historicalperson",
            name="interpreter_language",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="reference.language",
                verbose_name="interpreter needed in",
            ),
        ),
        migrations.AddField(
            model_name="historicalperson",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="casework.person",
            ),
        ),
        migrations.AddField(
            model_name="historicalperson",
            name="safe_to_call",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not asked"),
                    ("yes", "Safe to call"),
                    ("agreed", "Only as agreed"),
                    ("no", "Not safe to call"),
                ],
                default="",
                max_length=10,
                verbose_name="is it safe to call",
            ),
        ),
        migrations.AddField(
            model_name="historicalperson",
            name="safe_to_call_note",
            field=models.CharField(blank=True, max_length=200, verbose_name="how it was agreed"),
        ),
        migrations.AddField(
            model_name="historicalroutingdestination",
            name="phone",
            field=models.CharField(blank=True, max_length=40, verbose_name="phone number"),
        ),
        migrations.AddField(
            model_name="person",
            name="approach",
            field=models.TextField(blank=True, max_length=1000, verbose_name="recommended approach"),
        ),
        migrations.AddField(
            model_name="person",
            name="birth_year",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year of birth"),
        ),
        migrations.AddField(
            model_name="person",
            name="email",
            field=models.EmailField(blank=True, max_length=254, verbose_name="e-mail"),
        ),
        migrations.AddField(
            model_name="person",
            name="hearing",
            field=models.CharField(
                blank=True,
                choices=[("", "No known difficulty"), ("hard", "Hard of hearing"), ("deaf", "Deaf")],
                default="",
                max_length=10,
                verbose_name="hearing",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="identity_code_hash",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="person",
            name="identity_code_sealed",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="person",
            name="interpreter_language",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reference.language",
                verbose_name="interpreter needed in",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="casework.person",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="safe_to_call",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not asked"),
                    ("yes", "Safe to call"),
                    ("agreed", "Only as agreed"),
                    ("no", "Not safe to call"),
                ],
                default="",
                max_length=10,
                verbose_name="is it safe to call",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="safe_to_call_note",
            field=models.CharField(blank=True, max_length=200, verbose_name="how it was agreed"),
        ),
        migrations.AddField(
            model_name="person",
            name="sort_key",
            field=models.CharField(blank=True, editable=False, max_length=220),
        ),
        migrations.AddField(
            model_name="routingdestination",
            name="phone",
            field=models.CharField(blank=True, max_length=40, verbose_name="phone number"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["sort_key"], name="person_in_order"),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("identity_code_hash", ""), _negated=True), ("merged_into__isnull", True)),
                fields=("identity_code_hash",),
                name="identity_code_once",
                violation_error_message="Another person already has this identity code. Are they the same?",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="person_not_merged_into_self",
                violation_error_message="A person cannot be merged into themselves.",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="case",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contacts",
                to="casework.case",
                verbose_name="case",
            ),
        ),
        migrations.AddField(
            model_name="historicalcontact",
            name="case",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="casework.case",
                verbose_name="case",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["handled_by", "-opened_at"], name="contact_of_handler"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["-opened_at"], name="contact_newest"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["person", "-opened_at"], name="contact_of_person"),
        ),
        migrations.AddField(
            model_name="notice",
            name="readers",
            field=models.ManyToManyField(related_name="+", through="casework.NoticeRead", to=settings.AUTH_USER_MODEL),
        ),
    ]

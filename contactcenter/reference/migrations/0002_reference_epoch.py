"""The row that tells processes when their lists of reference data are old."""

import uuid

from django.db import migrations, models


def begin(apps, schema_editor):
    apps.get_model("reference", "ReferenceEpoch").objects.create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("reference", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="ReferenceEpoch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.UUIDField(default=uuid.uuid4)),
            ],
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]

from django.db import migrations

from contactcenter.accesslog import triggers


class Migration(migrations.Migration):
    dependencies = [("accesslog", "0002_exports_of_users")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: triggers.lay(editor.connection),
            lambda apps, editor: triggers.lift(editor.connection),
        )
    ]

from django.db import migrations

from reference.loading import load_wordings


def load(apps, schema_editor):
    """The letters and texts that come with the system, beside those that a service has written."""
    load_wordings(apps.get_model)


class Migration(migrations.Migration):
    dependencies = [("reference", "0014_unread_wordings")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

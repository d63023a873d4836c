from django.db import migrations

from reference.loading import load


def load_starter(apps, schema_editor):
    load("2026_starter", apps.get_model)


class Migration(migrations.Migration):
    dependencies = [("reference", "0001_initial")]

    operations = [migrations.RunPython(load_starter, migrations.RunPython.noop)]

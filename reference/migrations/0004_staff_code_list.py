from django.db import migrations

from reference.loading import load


def load_staff(apps, schema_editor):
    load("2026_staff", apps.get_model)


class Migration(migrations.Migration):
    dependencies = [("reference", "0003_staff_qualifications")]

    operations = [migrations.RunPython(load_staff, migrations.RunPython.noop)]

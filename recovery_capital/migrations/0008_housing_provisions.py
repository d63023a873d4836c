from django.db import migrations

from recovery_capital.loading import load_provisions


def load(apps, schema_editor):
    load_provisions("housing_provisions", apps.get_model("recovery_capital", "HousingProvision"))


class Migration(migrations.Migration):
    dependencies = [("recovery_capital", "0007_housing_checklist")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

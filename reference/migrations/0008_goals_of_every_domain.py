from datetime import date

from django.db import migrations

from reference.loading import load


def load_plans(apps, schema_editor):
    """Beginnings of goals for all twelve domains in place of the first few, and the structured day programme."""
    load("2026_plans", apps.get_model)
    first = apps.get_model("reference", "CodeSet").objects.filter(field="goal_starter", edition="1", valid_until=None)
    first.filter(standard="Throughcare").update(valid_until=date(2026, 4, 1))


class Migration(migrations.Migration):
    dependencies = [("reference", "0007_domains_of_the_site")]

    operations = [migrations.RunPython(load_plans, migrations.RunPython.noop)]

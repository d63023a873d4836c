from django.db import migrations

from reference.loading import load


def load_nationality(apps, schema_editor):
    """Nationality as a whole list; and a way not to answer about a language, which the starter list lacks."""
    load("2026_nationality", apps.get_model)
    code_model = apps.get_model("reference", "Code")
    for code_set in apps.get_model("reference", "CodeSet").objects.filter(field="language"):
        code_model.objects.get_or_create(
            code_set=code_set, code="declined", defaults={"label": "Prefer not to say", "position": 1000}
        )


class Migration(migrations.Migration):
    dependencies = [("reference", "0004_staff_code_list")]

    operations = [migrations.RunPython(load_nationality, migrations.RunPython.noop)]

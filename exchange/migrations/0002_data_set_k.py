"""The layout that is known in full: data set K as implemented, historic."""

import json
from pathlib import Path

from django.db import migrations

HISTORIC = Path(__file__).parents[1] / "ndtms" / "data" / "k.json"


def forwards(apps, schema_editor):
    found = json.loads(HISTORIC.read_text(encoding="utf-8"))
    apps.get_model("exchange", "DataSetVersion").objects.get_or_create(letter=found.pop("letter"), defaults=found)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_data_set")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]

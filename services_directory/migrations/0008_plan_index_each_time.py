"""The index of services is planned at each call: a plan made while a feed's tables were empty read all of them, ever slower."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('services_directory', '0007_quicker_index'),
    ]

    operations = [
        migrations.RunSQL(
            "ALTER FUNCTION services_directory_index(uuid[]) SET plan_cache_mode = force_custom_plan",
            "ALTER FUNCTION services_directory_index(uuid[]) RESET plan_cache_mode",
        ),
    ]

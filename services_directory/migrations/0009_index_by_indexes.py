"""The index of services reads its tables by their indexes: of a table without statistics, as in the midst of a large feed,
the planner takes a service to be at many places, and reads all places for each service."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('services_directory', '0008_plan_index_each_time'),
    ]

    operations = [
        migrations.RunSQL(
            "ALTER FUNCTION services_directory_index(uuid[]) SET enable_seqscan = off",
            "ALTER FUNCTION services_directory_index(uuid[]) RESET enable_seqscan",
        ),
    ]

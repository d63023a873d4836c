"""Days of rules are written in one way: what was stored otherwise has been mended by the migration before this one."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('services_directory', '0010_write_days_one_way'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='schedule',
            constraint=models.CheckConstraint(condition=models.Q(('byday', ''), ('byday__regex', '^-?[1-5]?(MO|TU|WE|TH|FR|SA|SU)(,-?[1-5]?(MO|TU|WE|TH|FR|SA|SU))*$'), _connector='OR'), name='schedule_days_are_as_in_a_rule'),
        ),
        migrations.AddConstraint(
            model_name='schedule',
            constraint=models.CheckConstraint(condition=models.Q(('bymonthday', ''), ('bymonthday__regex', '^-?[1-9][0-9]?(,-?[1-9][0-9]?)*$'), _connector='OR'), name='schedule_month_days_are_as_in_a_rule'),
        ),
    ]

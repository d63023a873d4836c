"""What was called attended is called started, as on the partner's page."""

from django.db import migrations

FORWARD = """
UPDATE referrals_referral SET status = 'started' WHERE status = 'attended';
UPDATE referrals_referralstatuschange SET to_status = 'started' WHERE to_status = 'attended';
UPDATE referrals_referralstatuschange SET from_status = 'started' WHERE from_status = 'attended';
"""
BACKWARD = FORWARD.replace("'started'", "'x'").replace("'attended'", "'started'").replace("'x'", "'attended'")


class Migration(migrations.Migration):
    dependencies = [("referrals", "0007_both_ends")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

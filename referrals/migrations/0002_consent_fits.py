"""The consent of a referral is the client's, for that very service: a foreign key over three columns says so."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE clients_consent ADD CONSTRAINT consent_of_client_for_recipient"
            " UNIQUE (id, client_id, recipient_id)",
            "ALTER TABLE clients_consent DROP CONSTRAINT consent_of_client_for_recipient",
        ),
        migrations.RunSQL(
            "ALTER TABLE referrals_referral ADD CONSTRAINT referral_consent_fits"
            " FOREIGN KEY (consent_id, client_id, service_id)"
            " REFERENCES clients_consent (id, client_id, recipient_id) DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE referrals_referral DROP CONSTRAINT referral_consent_fits",
        ),
    ]

"""The consent of a handover is the client's, for that very recipient: a foreign key over three columns says so."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("aftercare", "0001_initial"), ("referrals", "0002_consent_fits")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE aftercare_handover ADD CONSTRAINT handover_consent_fits"
            " FOREIGN KEY (consent_id, client_id, receiving_service_id)"
            " REFERENCES clients_consent (id, client_id, recipient_id) DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE aftercare_handover DROP CONSTRAINT handover_consent_fits",
        ),
    ]

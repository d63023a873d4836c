"""A referral may be sent under an override instead of a consent: one of this client, for that very service."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0009_sharing'),
        ('referrals', '0002_consent_fits'),
        ('services_directory', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='referral',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='referral',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='referral',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='referral',
            name='referral_sent_with_consent',
        ),
        migrations.AddField(
            model_name='referral',
            name='sharing_override',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='clients.sharingoverride'),
        ),
        migrations.AddField(
            model_name='referralevent',
            name='sharing_override',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='clients.sharingoverride'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "referrals_referralevent" ("attended_on", "client_id", "consent_id", "created_at", "created_by_id", "decline_reason", "domain", "episode_id", "id", "outcome", "outcome_note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "sent_on", "service_id", "sharing_override_id", "status", "updated_at", "updated_by_id", "version") VALUES (NEW."attended_on", NEW."client_id", NEW."consent_id", NEW."created_at", NEW."created_by_id", NEW."decline_reason", NEW."domain", NEW."episode_id", NEW."id", NEW."outcome", NEW."outcome_note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."reason", NEW."sent_on", NEW."service_id", NEW."sharing_override_id", NEW."status", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;', hash='87b1e2d328ec34cbffa725635b47cb6f34396faf', operation='INSERT', pgid='pgtrigger_insert_insert_a74c8', table='referrals_referral', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "referrals_referralevent" ("attended_on", "client_id", "consent_id", "created_at", "created_by_id", "decline_reason", "domain", "episode_id", "id", "outcome", "outcome_note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "sent_on", "service_id", "sharing_override_id", "status", "updated_at", "updated_by_id", "version") VALUES (NEW."attended_on", NEW."client_id", NEW."consent_id", NEW."created_at", NEW."created_by_id", NEW."decline_reason", NEW."domain", NEW."episode_id", NEW."id", NEW."outcome", NEW."outcome_note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."reason", NEW."sent_on", NEW."service_id", NEW."sharing_override_id", NEW."status", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;', hash='1d4b8ebb7322730565314587ac714144896808d7', operation='UPDATE', pgid='pgtrigger_update_update_223e7', table='referrals_referral', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "referrals_referralevent" ("attended_on", "client_id", "consent_id", "created_at", "created_by_id", "decline_reason", "domain", "episode_id", "id", "outcome", "outcome_note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "sent_on", "service_id", "sharing_override_id", "status", "updated_at", "updated_by_id", "version") VALUES (OLD."attended_on", OLD."client_id", OLD."consent_id", OLD."created_at", OLD."created_by_id", OLD."decline_reason", OLD."domain", OLD."episode_id", OLD."id", OLD."outcome", OLD."outcome_note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."reason", OLD."sent_on", OLD."service_id", OLD."sharing_override_id", OLD."status", OLD."updated_at", OLD."updated_by_id", OLD."version"); RETURN NULL;', hash='76152f751c1d17208619bd24b336758274d0c3aa', operation='DELETE', pgid='pgtrigger_delete_delete_e24da', table='referrals_referral', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'withdrawn']), models.Q(('sent_on__isnull', False), models.Q(models.Q(('consent__isnull', False), ('sharing_override', None)), models.Q(('consent', None), ('sharing_override__isnull', False)), _connector='OR')), _connector='OR'), name='referral_sent_with_consent_or_override'),
        ),
        migrations.RunSQL(
            "ALTER TABLE referrals_referral ADD CONSTRAINT referral_override_fits"
            " FOREIGN KEY (sharing_override_id, client_id, service_id)"
            " REFERENCES clients_sharingoverride (id, client_id, recipient_id) DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE referrals_referral DROP CONSTRAINT referral_override_fits",
        ),
    ]

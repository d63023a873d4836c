"""A handover may be sent under an override instead of a consent: one of this client, for that very recipient."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('aftercare', '0003_cancelled_check_ups'),
        ('clients', '0009_sharing'),
        ('services_directory', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='handover',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='handover',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='handover',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='handover',
            name='sent_handover_has_consent_and_recipient',
        ),
        migrations.AddField(
            model_name='handover',
            name='sharing_override',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='clients.sharingoverride'),
        ),
        migrations.AddField(
            model_name='handoverevent',
            name='sharing_override',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='clients.sharingoverride'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "aftercare_handoverevent" ("agreed_how", "agreed_on", "answer", "answered_by_id", "client_id", "consent_id", "coping", "created_at", "created_by_id", "decline_reason", "episode_id", "id", "if_i_lapse", "may_contact_again", "overdose_advice_given", "override_by_id", "override_reason", "people_to_call", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "receiving_service_id", "receiving_worker_id", "sent_at", "sharing_override_id", "status", "strengths", "summary", "triggers", "updated_at", "updated_by_id", "version", "warning_signs", "way_back_days", "way_back_how", "way_back_name", "way_back_phone") VALUES (NEW."agreed_how", NEW."agreed_on", NEW."answer", NEW."answered_by_id", NEW."client_id", NEW."consent_id", NEW."coping", NEW."created_at", NEW."created_by_id", NEW."decline_reason", NEW."episode_id", NEW."id", NEW."if_i_lapse", NEW."may_contact_again", NEW."overdose_advice_given", NEW."override_by_id", NEW."override_reason", NEW."people_to_call", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."question", NEW."receiving_service_id", NEW."receiving_worker_id", NEW."sent_at", NEW."sharing_override_id", NEW."status", NEW."strengths", NEW."summary", NEW."triggers", NEW."updated_at", NEW."updated_by_id", NEW."version", NEW."warning_signs", NEW."way_back_days", NEW."way_back_how", NEW."way_back_name", NEW."way_back_phone"); RETURN NULL;', hash='3ef174f3c3277b1a52aaad5c80ebdb3e1d686470', operation='INSERT', pgid='pgtrigger_insert_insert_15630', table='aftercare_handover', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "aftercare_handoverevent" ("agreed_how", "agreed_on", "answer", "answered_by_id", "client_id", "consent_id", "coping", "created_at", "created_by_id", "decline_reason", "episode_id", "id", "if_i_lapse", "may_contact_again", "overdose_advice_given", "override_by_id", "override_reason", "people_to_call", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "receiving_service_id", "receiving_worker_id", "sent_at", "sharing_override_id", "status", "strengths", "summary", "triggers", "updated_at", "updated_by_id", "version", "warning_signs", "way_back_days", "way_back_how", "way_back_name", "way_back_phone") VALUES (NEW."agreed_how", NEW."agreed_on", NEW."answer", NEW."answered_by_id", NEW."client_id", NEW."consent_id", NEW."coping", NEW."created_at", NEW."created_by_id", NEW."decline_reason", NEW."episode_id", NEW."id", NEW."if_i_lapse", NEW."may_contact_again", NEW."overdose_advice_given", NEW."override_by_id", NEW."override_reason", NEW."people_to_call", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."question", NEW."receiving_service_id", NEW."receiving_worker_id", NEW."sent_at", NEW."sharing_override_id", NEW."status", NEW."strengths", NEW."summary", NEW."triggers", NEW."updated_at", NEW."updated_by_id", NEW."version", NEW."warning_signs", NEW."way_back_days", NEW."way_back_how", NEW."way_back_name", NEW."way_back_phone"); RETURN NULL;', hash='7cd1a6f68526fb55ab632f4f46e7464b9842c878', operation='UPDATE', pgid='pgtrigger_update_update_72612', table='aftercare_handover', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "aftercare_handoverevent" ("agreed_how", "agreed_on", "answer", "answered_by_id", "client_id", "consent_id", "coping", "created_at", "created_by_id", "decline_reason", "episode_id", "id", "if_i_lapse", "may_contact_again", "overdose_advice_given", "override_by_id", "override_reason", "people_to_call", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "receiving_service_id", "receiving_worker_id", "sent_at", "sharing_override_id", "status", "strengths", "summary", "triggers", "updated_at", "updated_by_id", "version", "warning_signs", "way_back_days", "way_back_how", "way_back_name", "way_back_phone") VALUES (OLD."agreed_how", OLD."agreed_on", OLD."answer", OLD."answered_by_id", OLD."client_id", OLD."consent_id", OLD."coping", OLD."created_at", OLD."created_by_id", OLD."decline_reason", OLD."episode_id", OLD."id", OLD."if_i_lapse", OLD."may_contact_again", OLD."overdose_advice_given", OLD."override_by_id", OLD."override_reason", OLD."people_to_call", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."question", OLD."receiving_service_id", OLD."receiving_worker_id", OLD."sent_at", OLD."sharing_override_id", OLD."status", OLD."strengths", OLD."summary", OLD."triggers", OLD."updated_at", OLD."updated_by_id", OLD."version", OLD."warning_signs", OLD."way_back_days", OLD."way_back_how", OLD."way_back_name", OLD."way_back_phone"); RETURN NULL;', hash='c5cb6d2649ac8f138f8c61a3090fd1e7dfbc5dc1', operation='DELETE', pgid='pgtrigger_delete_delete_0ed02', table='aftercare_handover', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'withdrawn']), models.Q(('agreed_on__isnull', False), ('receiving_service__isnull', False), ('sent_at__isnull', False), models.Q(models.Q(('consent__isnull', False), ('sharing_override', None)), models.Q(('consent', None), ('sharing_override__isnull', False)), _connector='OR')), _connector='OR'), name='sent_handover_has_consent_or_override'),
        ),
        migrations.RunSQL(
            "ALTER TABLE aftercare_handover ADD CONSTRAINT handover_override_fits"
            " FOREIGN KEY (sharing_override_id, client_id, receiving_service_id)"
            " REFERENCES clients_sharingoverride (id, client_id, recipient_id) DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE aftercare_handover DROP CONSTRAINT handover_override_fits",
        ),
    ]

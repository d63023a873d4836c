"""Overrides, the answer about the national data set, and how a withdrawn consent ended."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0008_teams_that_know'),
        ('reference', '0002_starter_code_lists'),
        ('services_directory', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='NationalConsent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('agreed', models.BooleanField(verbose_name='agreed')),
                ('asked_on', models.DateField(verbose_name='asked on')),
                ('given_how', models.CharField(choices=[('written', 'In writing'), ('verbal', 'In words'), ('electronic', 'Electronically')], max_length=20, verbose_name='how it was given')),
                ('evidence', models.TextField(verbose_name='the words used, or where the signed form is')),
                ('withdrawn_on', models.DateField(blank=True, null=True, verbose_name='withdrawn on')),
                ('superseded_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-asked_on', '-created_at'],
            },
        ),
        migrations.CreateModel(
            name='NationalConsentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('agreed', models.BooleanField(verbose_name='agreed')),
                ('asked_on', models.DateField(verbose_name='asked on')),
                ('given_how', models.CharField(choices=[('written', 'In writing'), ('verbal', 'In words'), ('electronic', 'Electronically')], max_length=20, verbose_name='how it was given')),
                ('evidence', models.TextField(verbose_name='the words used, or where the signed form is')),
                ('withdrawn_on', models.DateField(blank=True, null=True, verbose_name='withdrawn on')),
                ('superseded_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SharingOverride',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('outside', models.CharField(blank=True, max_length=200, verbose_name='with whom, outside the directory')),
                ('purpose', models.CharField(choices=[('referral', 'A referral'), ('aftercare_handover', 'An aftercare handover'), ('family', 'Involving family or friends'), ('safeguarding', 'Safeguarding')], max_length=30, verbose_name='what for')),
                ('categories', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('identity', 'Name and contact details'), ('risk', 'Risks'), ('substance_use', 'Substance use and treatment'), ('health', 'Health'), ('prescribing', 'Prescribing'), ('offending', 'Offending'), ('children', 'Children and family'), ('housing', 'Housing'), ('ete', 'Education, training and employment'), ('plan', 'The plan')], max_length=30), size=None, verbose_name='what is shared')),
                ('why', models.TextField(verbose_name='why, and why without asking or against a no')),
                ('shares_now', models.BooleanField(verbose_name='cannot wait')),
                ('approve_by', models.DateField(verbose_name='to be approved by')),
                ('expires_on', models.DateField(verbose_name='until')),
                ('status', models.CharField(choices=[('requested', 'Waits for approval'), ('approved', 'Approved'), ('refused', 'Refused')], default='requested', max_length=30, verbose_name='status')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decision_note', models.CharField(blank=True, max_length=500, verbose_name='note')),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='SharingOverrideEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('outside', models.CharField(blank=True, max_length=200, verbose_name='with whom, outside the directory')),
                ('purpose', models.CharField(choices=[('referral', 'A referral'), ('aftercare_handover', 'An aftercare handover'), ('family', 'Involving family or friends'), ('safeguarding', 'Safeguarding')], max_length=30, verbose_name='what for')),
                ('categories', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('identity', 'Name and contact details'), ('risk', 'Risks'), ('substance_use', 'Substance use and treatment'), ('health', 'Health'), ('prescribing', 'Prescribing'), ('offending', 'Offending'), ('children', 'Children and family'), ('housing', 'Housing'), ('ete', 'Education, training and employment'), ('plan', 'The plan')], max_length=30), size=None, verbose_name='what is shared')),
                ('why', models.TextField(verbose_name='why, and why without asking or against a no')),
                ('shares_now', models.BooleanField(verbose_name='cannot wait')),
                ('approve_by', models.DateField(verbose_name='to be approved by')),
                ('expires_on', models.DateField(verbose_name='until')),
                ('status', models.CharField(choices=[('requested', 'Waits for approval'), ('approved', 'Approved'), ('refused', 'Refused')], default='requested', max_length=30, verbose_name='status')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decision_note', models.CharField(blank=True, max_length=500, verbose_name='note')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SharingOverrideStatusChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('changed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now)),
                ('reason', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['changed_at', 'id'],
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='consent',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='consent',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='consent',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='consent',
            name='evidence',
            field=models.TextField(blank=True, verbose_name='the words used, or where the signed form is'),
        ),
        migrations.AddField(
            model_name='consent',
            name='recipients_told_how',
            field=models.CharField(blank=True, max_length=500, verbose_name='who was told, and how'),
        ),
        migrations.AddField(
            model_name='consent',
            name='recipients_told_on',
            field=models.DateField(blank=True, null=True, verbose_name='the recipient was told on'),
        ),
        migrations.AddField(
            model_name='consent',
            name='withdrawn_why',
            field=models.CharField(blank=True, max_length=500, verbose_name='why it was withdrawn'),
        ),
        migrations.AddField(
            model_name='consentevent',
            name='evidence',
            field=models.TextField(blank=True, verbose_name='the words used, or where the signed form is'),
        ),
        migrations.AddField(
            model_name='consentevent',
            name='recipients_told_how',
            field=models.CharField(blank=True, max_length=500, verbose_name='who was told, and how'),
        ),
        migrations.AddField(
            model_name='consentevent',
            name='recipients_told_on',
            field=models.DateField(blank=True, null=True, verbose_name='the recipient was told on'),
        ),
        migrations.AddField(
            model_name='consentevent',
            name='withdrawn_why',
            field=models.CharField(blank=True, max_length=500, verbose_name='why it was withdrawn'),
        ),
        migrations.AlterField(
            model_name='consent',
            name='purpose',
            field=models.CharField(choices=[('referral', 'A referral'), ('aftercare_handover', 'An aftercare handover'), ('family', 'Involving family or friends'), ('safeguarding', 'Safeguarding')], max_length=30, verbose_name='what for'),
        ),
        migrations.AlterField(
            model_name='consentevent',
            name='purpose',
            field=models.CharField(choices=[('referral', 'A referral'), ('aftercare_handover', 'An aftercare handover'), ('family', 'Involving family or friends'), ('safeguarding', 'Safeguarding')], max_length=30, verbose_name='what for'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consent',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clients_consentevent" ("categories", "client_id", "created_at", "created_by_id", "evidence", "expires_on", "given_how", "given_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recipient_id", "recipients_told_how", "recipients_told_on", "restrictions", "updated_at", "updated_by_id", "version", "withdrawn_on", "withdrawn_why") VALUES (NEW."categories", NEW."client_id", NEW."created_at", NEW."created_by_id", NEW."evidence", NEW."expires_on", NEW."given_how", NEW."given_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."purpose", NEW."recipient_id", NEW."recipients_told_how", NEW."recipients_told_on", NEW."restrictions", NEW."updated_at", NEW."updated_by_id", NEW."version", NEW."withdrawn_on", NEW."withdrawn_why"); RETURN NULL;', hash='d485064ca457f4498bc6543a5fc6f44b5ab37e4a', operation='INSERT', pgid='pgtrigger_insert_insert_27479', table='clients_consent', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consent',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "clients_consentevent" ("categories", "client_id", "created_at", "created_by_id", "evidence", "expires_on", "given_how", "given_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recipient_id", "recipients_told_how", "recipients_told_on", "restrictions", "updated_at", "updated_by_id", "version", "withdrawn_on", "withdrawn_why") VALUES (NEW."categories", NEW."client_id", NEW."created_at", NEW."created_by_id", NEW."evidence", NEW."expires_on", NEW."given_how", NEW."given_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."purpose", NEW."recipient_id", NEW."recipients_told_how", NEW."recipients_told_on", NEW."restrictions", NEW."updated_at", NEW."updated_by_id", NEW."version", NEW."withdrawn_on", NEW."withdrawn_why"); RETURN NULL;', hash='b803eb7167fc6bb451342041dc33a5b986fdbd13', operation='UPDATE', pgid='pgtrigger_update_update_9f63f', table='clients_consent', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consent',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clients_consentevent" ("categories", "client_id", "created_at", "created_by_id", "evidence", "expires_on", "given_how", "given_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recipient_id", "recipients_told_how", "recipients_told_on", "restrictions", "updated_at", "updated_by_id", "version", "withdrawn_on", "withdrawn_why") VALUES (OLD."categories", OLD."client_id", OLD."created_at", OLD."created_by_id", OLD."evidence", OLD."expires_on", OLD."given_how", OLD."given_on", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."purpose", OLD."recipient_id", OLD."recipients_told_how", OLD."recipients_told_on", OLD."restrictions", OLD."updated_at", OLD."updated_by_id", OLD."version", OLD."withdrawn_on", OLD."withdrawn_why"); RETURN NULL;', hash='7af45a2f75d0d33dc11a2109415cf1c44f6e158d', operation='DELETE', pgid='pgtrigger_delete_delete_7feba', table='clients_consent', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('recipients_told_on', None), ('recipients_told_on__gte', models.F('withdrawn_on')), _connector='OR'), name='recipients_told_after_withdrawal'),
        ),
        migrations.AddField(
            model_name='nationalconsent',
            name='client',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='national_consents', to='clients.client'),
        ),
        migrations.AddField(
            model_name='nationalconsent',
            name='created_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='nationalconsent',
            name='updated_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='nationalconsentevent',
            name='client',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='clients.client'),
        ),
        migrations.AddField(
            model_name='nationalconsentevent',
            name='created_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='nationalconsentevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='clients.nationalconsent'),
        ),
        migrations.AddField(
            model_name='nationalconsentevent',
            name='updated_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sharingoverride',
            name='client',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sharing_overrides', to='clients.client'),
        ),
        migrations.AddField(
            model_name='sharingoverride',
            name='created_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sharingoverride',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sharingoverride',
            name='reason',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.code', verbose_name='reason'),
        ),
        migrations.AddField(
            model_name='sharingoverride',
            name='recipient',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sharing_overrides', to='services_directory.service', verbose_name='with whom'),
        ),
        migrations.AddField(
            model_name='sharingoverride',
            name='updated_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sharingoverrideevent',
            name='client',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='clients.client'),
        ),
        migrations.AddField(
            model_name='sharingoverrideevent',
            name='created_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sharingoverrideevent',
            name='decided_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sharingoverrideevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='clients.sharingoverride'),
        ),
        migrations.AddField(
            model_name='sharingoverrideevent',
            name='reason',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reference.code', verbose_name='reason'),
        ),
        migrations.AddField(
            model_name='sharingoverrideevent',
            name='recipient',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='services_directory.service', verbose_name='with whom'),
        ),
        migrations.AddField(
            model_name='sharingoverrideevent',
            name='updated_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sharingoverridestatuschange',
            name='changed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sharingoverridestatuschange',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='status_changes', to='clients.sharingoverride'),
        ),
        migrations.AddConstraint(
            model_name='nationalconsent',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('client',), name='one_current_national_consent'),
        ),
        migrations.AddConstraint(
            model_name='nationalconsent',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on', None), models.Q(('agreed', True), ('withdrawn_on__gte', models.F('asked_on'))), _connector='OR'), name='national_consent_withdrawn_after_a_yes'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nationalconsent',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clients_nationalconsentevent" ("agreed", "asked_on", "client_id", "created_at", "created_by_id", "evidence", "given_how", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "superseded_at", "updated_at", "updated_by_id", "version", "withdrawn_on") VALUES (NEW."agreed", NEW."asked_on", NEW."client_id", NEW."created_at", NEW."created_by_id", NEW."evidence", NEW."given_how", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."superseded_at", NEW."updated_at", NEW."updated_by_id", NEW."version", NEW."withdrawn_on"); RETURN NULL;', hash='62aeee66beaa543a97a74655d837fa5079610059', operation='INSERT', pgid='pgtrigger_insert_insert_72cc1', table='clients_nationalconsent', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nationalconsent',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "clients_nationalconsentevent" ("agreed", "asked_on", "client_id", "created_at", "created_by_id", "evidence", "given_how", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "superseded_at", "updated_at", "updated_by_id", "version", "withdrawn_on") VALUES (NEW."agreed", NEW."asked_on", NEW."client_id", NEW."created_at", NEW."created_by_id", NEW."evidence", NEW."given_how", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."superseded_at", NEW."updated_at", NEW."updated_by_id", NEW."version", NEW."withdrawn_on"); RETURN NULL;', hash='3655e78247a2295c1675d9c9ea1dddc3dee8d4ed', operation='UPDATE', pgid='pgtrigger_update_update_a154f', table='clients_nationalconsent', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nationalconsent',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clients_nationalconsentevent" ("agreed", "asked_on", "client_id", "created_at", "created_by_id", "evidence", "given_how", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "superseded_at", "updated_at", "updated_by_id", "version", "withdrawn_on") VALUES (OLD."agreed", OLD."asked_on", OLD."client_id", OLD."created_at", OLD."created_by_id", OLD."evidence", OLD."given_how", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."superseded_at", OLD."updated_at", OLD."updated_by_id", OLD."version", OLD."withdrawn_on"); RETURN NULL;', hash='033dea7c328e4f48c434b440b74a62b8cee7bc05', operation='DELETE', pgid='pgtrigger_delete_delete_49792', table='clients_nationalconsent', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nationalconsentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='734d81aa890655698f921129e0e7979490e08aad', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7ad3a', table='clients_nationalconsentevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='sharingoverride',
            index=models.Index(condition=models.Q(('status', 'requested')), fields=['approve_by', 'id'], name='override_waiting'),
        ),
        migrations.AddConstraint(
            model_name='sharingoverride',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('recipient', None), models.Q(('outside', ''), _negated=True)), models.Q(('outside', ''), ('recipient__isnull', False)), _connector='OR'), name='override_has_one_recipient', violation_error_message='Choose a service, or say who it is: one of the two'),
        ),
        migrations.AddConstraint(
            model_name='sharingoverride',
            constraint=models.CheckConstraint(condition=models.Q(('categories__len__gt', 0)), name='override_covers_something'),
        ),
        migrations.AddConstraint(
            model_name='sharingoverride',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('status', 'requested')), models.Q(models.Q(('status', 'requested'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='override_decided_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='sharingoverride',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('created_by')), _negated=True), _connector='OR'), name='override_decided_by_another'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sharingoverride',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clients_sharingoverrideevent" ("approve_by", "categories", "client_id", "created_at", "created_by_id", "decided_at", "decided_by_id", "decision_note", "expires_on", "id", "outside", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "reason_id", "recipient_id", "shares_now", "status", "updated_at", "updated_by_id", "version", "why") VALUES (NEW."approve_by", NEW."categories", NEW."client_id", NEW."created_at", NEW."created_by_id", NEW."decided_at", NEW."decided_by_id", NEW."decision_note", NEW."expires_on", NEW."id", NEW."outside", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."purpose", NEW."reason_id", NEW."recipient_id", NEW."shares_now", NEW."status", NEW."updated_at", NEW."updated_by_id", NEW."version", NEW."why"); RETURN NULL;', hash='0a59e2f45e18973cc93cfc2ff5ee1a61542b56f8', operation='INSERT', pgid='pgtrigger_insert_insert_f68be', table='clients_sharingoverride', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sharingoverride',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "clients_sharingoverrideevent" ("approve_by", "categories", "client_id", "created_at", "created_by_id", "decided_at", "decided_by_id", "decision_note", "expires_on", "id", "outside", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "reason_id", "recipient_id", "shares_now", "status", "updated_at", "updated_by_id", "version", "why") VALUES (NEW."approve_by", NEW."categories", NEW."client_id", NEW."created_at", NEW."created_by_id", NEW."decided_at", NEW."decided_by_id", NEW."decision_note", NEW."expires_on", NEW."id", NEW."outside", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."purpose", NEW."reason_id", NEW."recipient_id", NEW."shares_now", NEW."status", NEW."updated_at", NEW."updated_by_id", NEW."version", NEW."why"); RETURN NULL;', hash='1d42439dd152b06dc7451ecf56298c2387030d49', operation='UPDATE', pgid='pgtrigger_update_update_f0fa2', table='clients_sharingoverride', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sharingoverride',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "clients_sharingoverrideevent" ("approve_by", "categories", "client_id", "created_at", "created_by_id", "decided_at", "decided_by_id", "decision_note", "expires_on", "id", "outside", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "reason_id", "recipient_id", "shares_now", "status", "updated_at", "updated_by_id", "version", "why") VALUES (OLD."approve_by", OLD."categories", OLD."client_id", OLD."created_at", OLD."created_by_id", OLD."decided_at", OLD."decided_by_id", OLD."decision_note", OLD."expires_on", OLD."id", OLD."outside", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."purpose", OLD."reason_id", OLD."recipient_id", OLD."shares_now", OLD."status", OLD."updated_at", OLD."updated_by_id", OLD."version", OLD."why"); RETURN NULL;', hash='c9dd80ed4d06dbf02b9c3fe2e52eb5d611450a6d', operation='DELETE', pgid='pgtrigger_delete_delete_1ed02', table='clients_sharingoverride', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sharingoverrideevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='be38f9edbed616fda9ce08b3f7c7eec010ee224a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e8754', table='clients_sharingoverrideevent', when='BEFORE')),
        ),
        migrations.RunSQL(
            "ALTER TABLE clients_sharingoverride ADD CONSTRAINT override_of_client_for_recipient"
            " UNIQUE (id, client_id, recipient_id)",
            "ALTER TABLE clients_sharingoverride DROP CONSTRAINT override_of_client_for_recipient",
        ),
    ]

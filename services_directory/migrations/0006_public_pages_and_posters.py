"""Pages for everybody with the words that come with the software; posters, and how often each is followed."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import services_directory.models.public
import uuid
from django.conf import settings
from django.db import migrations, models

from services_directory.loading import load_pages


def load(apps, schema_editor):
    load_pages(apps.get_model)


class Migration(migrations.Migration):

    dependencies = [
        ('services_directory', '0005_search_index'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Poster',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('code', models.CharField(default=services_directory.models.public.new_code, editable=False, max_length=6, unique=True, verbose_name='code')),
                ('place_kind', models.CharField(choices=[('library', 'Library'), ('job_centre', 'Job centre'), ('supermarket', 'Supermarket'), ('emergency', 'A&E'), ('community_centre', 'Community centre'), ('housing', 'Housing department'), ('gp', 'GP surgery'), ('pharmacy', 'Pharmacy'), ('other', 'Somewhere else')], max_length=20, verbose_name='kind of place')),
                ('place', models.CharField(help_text='Such as Central Library, by the lift.', max_length=200, verbose_name='where exactly')),
                ('size', models.CharField(choices=[('a4', 'Poster, A4'), ('a5', 'Leaflet, A5')], max_length=2, verbose_name='size')),
                ('language', models.CharField(choices=[('en', 'English'), ('cy', 'Welsh'), ('both', 'Welsh and English')], default='en', max_length=4, verbose_name='language')),
                ('retired_on', models.DateField(blank=True, editable=False, null=True, verbose_name='taken down on')),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('updated_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='PublicPage',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('slug', models.CharField(help_text='What stands behind /help/. It stays in the browser’s history: no word about drugs, drinking or treatment.', max_length=40, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*\\Z', 'Use small letters, digits and single dashes')], verbose_name='address')),
                ('tab', models.CharField(help_text='It stays in the browser’s history too: something that anybody could have looked at.', max_length=60, verbose_name='name on the browser’s tab')),
                ('position', models.PositiveSmallIntegerField(default=50, verbose_name='place in the list of pages')),
                ('heading', models.CharField(max_length=120, verbose_name='heading')),
                ('heading_cy', models.CharField(blank=True, max_length=120, verbose_name='heading in Welsh')),
                ('lead', models.TextField(help_text='Also the large words of a poster.', verbose_name='in one or two sentences')),
                ('lead_cy', models.TextField(blank=True, verbose_name='in one or two sentences, in Welsh')),
                ('body', models.TextField(verbose_name='text')),
                ('body_cy', models.TextField(blank=True, verbose_name='text in Welsh')),
                ('advert', models.TextField(blank=True, help_text='For a newspaper, a radio or a website; also on a poster.', verbose_name='text of an advert')),
                ('advert_cy', models.TextField(blank=True, verbose_name='text of an advert in Welsh')),
                ('sources', models.TextField(blank=True, help_text='Shown to those who edit it.', verbose_name='where its facts are from')),
                ('reviewed_on', models.DateField(blank=True, editable=False, null=True, verbose_name='read and found right on')),
                ('retired_on', models.DateField(blank=True, editable=False, null=True, verbose_name='retired on')),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reviewed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('updated_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['position', 'slug'],
            },
        ),
        migrations.CreateModel(
            name='PosterEvent',
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
                ('code', models.CharField(default=services_directory.models.public.new_code, editable=False, max_length=6, verbose_name='code')),
                ('place_kind', models.CharField(choices=[('library', 'Library'), ('job_centre', 'Job centre'), ('supermarket', 'Supermarket'), ('emergency', 'A&E'), ('community_centre', 'Community centre'), ('housing', 'Housing department'), ('gp', 'GP surgery'), ('pharmacy', 'Pharmacy'), ('other', 'Somewhere else')], max_length=20, verbose_name='kind of place')),
                ('place', models.CharField(help_text='Such as Central Library, by the lift.', max_length=200, verbose_name='where exactly')),
                ('size', models.CharField(choices=[('a4', 'Poster, A4'), ('a5', 'Leaflet, A5')], max_length=2, verbose_name='size')),
                ('language', models.CharField(choices=[('en', 'English'), ('cy', 'Welsh'), ('both', 'Welsh and English')], default='en', max_length=4, verbose_name='language')),
                ('retired_on', models.DateField(blank=True, editable=False, null=True, verbose_name='taken down on')),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='services_directory.poster')),
                ('updated_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('page', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='services_directory.publicpage', verbose_name='topic')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='poster',
            name='page',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posters', to='services_directory.publicpage', verbose_name='topic'),
        ),
        migrations.CreateModel(
            name='PublicPageEvent',
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
                ('slug', models.CharField(help_text='What stands behind /help/. It stays in the browser’s history: no word about drugs, drinking or treatment.', max_length=40, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*\\Z', 'Use small letters, digits and single dashes')], verbose_name='address')),
                ('tab', models.CharField(help_text='It stays in the browser’s history too: something that anybody could have looked at.', max_length=60, verbose_name='name on the browser’s tab')),
                ('position', models.PositiveSmallIntegerField(default=50, verbose_name='place in the list of pages')),
                ('heading', models.CharField(max_length=120, verbose_name='heading')),
                ('heading_cy', models.CharField(blank=True, max_length=120, verbose_name='heading in Welsh')),
                ('lead', models.TextField(help_text='Also the large words of a poster.', verbose_name='in one or two sentences')),
                ('lead_cy', models.TextField(blank=True, verbose_name='in one or two sentences, in Welsh')),
                ('body', models.TextField(verbose_name='text')),
                ('body_cy', models.TextField(blank=True, verbose_name='text in Welsh')),
                ('advert', models.TextField(blank=True, help_text='For a newspaper, a radio or a website; also on a poster.', verbose_name='text of an advert')),
                ('advert_cy', models.TextField(blank=True, verbose_name='text of an advert in Welsh')),
                ('sources', models.TextField(blank=True, help_text='Shown to those who edit it.', verbose_name='where its facts are from')),
                ('reviewed_on', models.DateField(blank=True, editable=False, null=True, verbose_name='read and found right on')),
                ('retired_on', models.DateField(blank=True, editable=False, null=True, verbose_name='retired on')),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='services_directory.publicpage')),
                ('reviewed_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('updated_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PosterVisit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(default=django.utils.timezone.localdate)),
                ('visits', models.PositiveIntegerField(default=0)),
                ('poster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visits_by_day', to='services_directory.poster')),
            ],
            options={
                'ordering': ['-day'],
                'constraints': [models.UniqueConstraint(fields=('poster', 'day'), name='poster_visits_once_a_day')],
            },
        ),
        migrations.AddConstraint(
            model_name='publicpage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('slug', 'start'), _negated=True), ('retired_on', None), _connector='OR'), name='start_page_is_in_use'),
        ),
        migrations.AddConstraint(
            model_name='publicpage',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_on', None), ('reviewed_by__isnull', False), _connector='OR'), name='page_reviewed_by_somebody'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publicpage',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "services_directory_publicpageevent" ("advert", "advert_cy", "body", "body_cy", "created_at", "created_by_id", "heading", "heading_cy", "id", "lead", "lead_cy", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "retired_on", "reviewed_by_id", "reviewed_on", "slug", "sources", "tab", "updated_at", "updated_by_id", "version") VALUES (NEW."advert", NEW."advert_cy", NEW."body", NEW."body_cy", NEW."created_at", NEW."created_by_id", NEW."heading", NEW."heading_cy", NEW."id", NEW."lead", NEW."lead_cy", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."position", NEW."retired_on", NEW."reviewed_by_id", NEW."reviewed_on", NEW."slug", NEW."sources", NEW."tab", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;', hash='9e5f9ebee9ba656e97d6a7f7c82411a5ba8853fa', operation='INSERT', pgid='pgtrigger_insert_insert_420de', table='services_directory_publicpage', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publicpage',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "services_directory_publicpageevent" ("advert", "advert_cy", "body", "body_cy", "created_at", "created_by_id", "heading", "heading_cy", "id", "lead", "lead_cy", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "retired_on", "reviewed_by_id", "reviewed_on", "slug", "sources", "tab", "updated_at", "updated_by_id", "version") VALUES (NEW."advert", NEW."advert_cy", NEW."body", NEW."body_cy", NEW."created_at", NEW."created_by_id", NEW."heading", NEW."heading_cy", NEW."id", NEW."lead", NEW."lead_cy", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."position", NEW."retired_on", NEW."reviewed_by_id", NEW."reviewed_on", NEW."slug", NEW."sources", NEW."tab", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;', hash='93c9f36fb8377fb9ae5e0b8a3c3d591ff0c2ecdf', operation='UPDATE', pgid='pgtrigger_update_update_e5687', table='services_directory_publicpage', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publicpage',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "services_directory_publicpageevent" ("advert", "advert_cy", "body", "body_cy", "created_at", "created_by_id", "heading", "heading_cy", "id", "lead", "lead_cy", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "retired_on", "reviewed_by_id", "reviewed_on", "slug", "sources", "tab", "updated_at", "updated_by_id", "version") VALUES (OLD."advert", OLD."advert_cy", OLD."body", OLD."body_cy", OLD."created_at", OLD."created_by_id", OLD."heading", OLD."heading_cy", OLD."id", OLD."lead", OLD."lead_cy", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."position", OLD."retired_on", OLD."reviewed_by_id", OLD."reviewed_on", OLD."slug", OLD."sources", OLD."tab", OLD."updated_at", OLD."updated_by_id", OLD."version"); RETURN NULL;', hash='9fff8f8114571ca6dffea177459d2e1dedb0b133', operation='DELETE', pgid='pgtrigger_delete_delete_daabb', table='services_directory_publicpage', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='posterevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2871d1eadcfba586ebaf3df35951173e44150eda', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_54f11', table='services_directory_posterevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='poster',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^[CDFGHJKMNPRTVWXY3479]{6}$')), name='poster_code_is_clear'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='poster',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "services_directory_posterevent" ("code", "created_at", "created_by_id", "id", "language", "page_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "place_kind", "retired_on", "size", "updated_at", "updated_by_id", "version") VALUES (NEW."code", NEW."created_at", NEW."created_by_id", NEW."id", NEW."language", NEW."page_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."place", NEW."place_kind", NEW."retired_on", NEW."size", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;', hash='da85e31aeae1085cf2284aafe94316feec5c57b6', operation='INSERT', pgid='pgtrigger_insert_insert_791f3', table='services_directory_poster', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='poster',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "services_directory_posterevent" ("code", "created_at", "created_by_id", "id", "language", "page_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "place_kind", "retired_on", "size", "updated_at", "updated_by_id", "version") VALUES (NEW."code", NEW."created_at", NEW."created_by_id", NEW."id", NEW."language", NEW."page_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."place", NEW."place_kind", NEW."retired_on", NEW."size", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;', hash='464086b759bbfad44bc27f73fd5247f5a7cde0b8', operation='UPDATE', pgid='pgtrigger_update_update_1076b', table='services_directory_poster', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='poster',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "services_directory_posterevent" ("code", "created_at", "created_by_id", "id", "language", "page_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "place_kind", "retired_on", "size", "updated_at", "updated_by_id", "version") VALUES (OLD."code", OLD."created_at", OLD."created_by_id", OLD."id", OLD."language", OLD."page_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."place", OLD."place_kind", OLD."retired_on", OLD."size", OLD."updated_at", OLD."updated_by_id", OLD."version"); RETURN NULL;', hash='7455442b36d38111a2fa3b46561177803bcf9ace', operation='DELETE', pgid='pgtrigger_delete_delete_7a9c9', table='services_directory_poster', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publicpageevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='077cdbe07cf267c05bbc51a57b9f9c725754b781', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e2e89', table='services_directory_publicpageevent', when='BEFORE')),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]

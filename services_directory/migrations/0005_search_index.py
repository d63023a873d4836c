"""The index of services: narrow rows that triggers write, whoever changes a service and however."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

from core.folding import ACCENTED, PLAIN

FUNCTIONS = (
    r"""
CREATE FUNCTION services_directory_plain(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT translate(translate(lower(said), 'ACCENTED', 'PLAIN'), '/\.@-_&+''', '        ')
$$;

CREATE FUNCTION services_directory_vector(said text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT to_tsvector('simple'::regconfig, plain) || to_tsvector('english'::regconfig, plain)
FROM (SELECT services_directory_plain(said) AS plain) AS one
$$;

CREATE FUNCTION services_directory_trigrams(word text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT array_agg(DISTINCT substr('  ' || word || ' ', place, 3)) FROM generate_series(1, length(word) + 1) AS place
$$;

CREATE FUNCTION services_directory_index(keys uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
DELETE FROM services_directory_serviceplace WHERE service_id = ANY(keys);

INSERT INTO services_directory_serviceplace (service_id, latitude, longitude, district)
SELECT DISTINCT here.service_id, coalesce(place.latitude, known.latitude), coalesce(place.longitude, known.longitude),
    CASE WHEN written.code ~ '^[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}$' THEN left(written.code, -3)
        WHEN written.code ~ '^[A-Z]{1,2}[0-9][A-Z0-9]?$' THEN written.code ELSE '' END AS district
FROM services_directory_serviceatlocation AS here
JOIN services_directory_location AS place ON place.id = here.location_id
CROSS JOIN LATERAL (SELECT upper(replace(place.postcode, ' ', ''))) AS written(code)
LEFT JOIN services_directory_postcode AS known ON known.code = written.code
WHERE here.service_id = ANY(keys) AND place.location_type = 'physical'
    AND (place.latitude IS NOT NULL OR known.latitude IS NOT NULL OR written.code ~ '^[A-Z]{1,2}[0-9][A-Z0-9]?([0-9][A-Z]{2})?$');

WITH said AS (
    SELECT service.id,
        concat_ws(' ', service.name, service.name_cy) AS called,
        concat_ws(' ', runs.name, runs.name_cy) AS by_whom,
        concat_ws(' ', service.eligibility, left(service.description, 300), left(service.description_cy, 300), (
            SELECT string_agg(term.name, ' ') FROM services_directory_service_terms AS sorted
            JOIN services_directory_taxonomyterm AS term ON term.id = sorted.taxonomyterm_id
            WHERE sorted.service_id = service.id
        )) AS begins,
        concat_ws(' ', substr(service.description, 250), substr(service.description_cy, 250), service.area, service.attending, (
            SELECT string_agg(concat_ws(' ', place.name, place.address, place.city), ' ')
            FROM services_directory_serviceatlocation AS here
            JOIN services_directory_location AS place ON place.id = here.location_id
            WHERE here.service_id = service.id
        )) AS goes_on
    FROM services_directory_service AS service
    LEFT JOIN services_directory_organisation AS runs ON runs.id = service.organisation_id
    WHERE service.id = ANY(keys)
), named AS MATERIALIZED (
    SELECT id, setweight(services_directory_vector(called), 'A') || setweight(services_directory_vector(by_whom), 'B')
        || setweight(services_directory_vector(begins), 'C') AS names, services_directory_vector(goes_on) AS goes_on
    FROM said
)
INSERT INTO services_directory_serviceindex (service_id, is_listed, name_key, needs, needs_guessed, gender, cost,
    self_referral, minimum_age, maximum_age, language_codes, checked_on, has_place, names, words)
SELECT service.id, service.status = 'active', service.name_key, service.needs, service.needs_guessed, service.gender,
    service.cost, service.self_referral, service.minimum_age, service.maximum_age, service.language_codes, service.checked_on,
    EXISTS (SELECT FROM services_directory_serviceplace AS place WHERE place.service_id = service.id),
    named.names,
    named.names || named.goes_on
        || to_tsvector('simple'::regconfig, concat_ws(' ', 'for0' || nullif(service.gender, ''), (
            SELECT string_agg(CASE WHEN service.needs_guessed THEN 'guess0' ELSE 'need0' END || replace(need, '_', ''), ' ')
            FROM unnest(service.needs) AS need
        )))
FROM services_directory_service AS service JOIN named USING (id)
ORDER BY service.id
ON CONFLICT (service_id) DO UPDATE SET (is_listed, name_key, needs, needs_guessed, gender, cost, self_referral,
    minimum_age, maximum_age, language_codes, checked_on, has_place, names, words) = ROW(excluded.is_listed,
    excluded.name_key, excluded.needs, excluded.needs_guessed, excluded.gender, excluded.cost, excluded.self_referral,
    excluded.minimum_age, excluded.maximum_age, excluded.language_codes, excluded.checked_on, excluded.has_place,
    excluded.names, excluded.words);

INSERT INTO services_directory_searchword (word, trigrams)
SELECT word, services_directory_trigrams(word) FROM (
    SELECT DISTINCT unnest(tsvector_to_array(to_tsvector('simple'::regconfig, services_directory_plain(
        concat_ws(' ', service.name, service.name_cy, service.description, service.description_cy, runs.name, runs.name_cy)
    )))) AS word
    FROM services_directory_service AS service
    LEFT JOIN services_directory_organisation AS runs ON runs.id = service.organisation_id
    WHERE service.id = ANY(keys)
) AS found
WHERE word ~ '^[[:alpha:]]{3,40}$' AND NOT EXISTS (SELECT FROM services_directory_searchword AS old WHERE old.word = found.word)
ORDER BY word
ON CONFLICT DO NOTHING;
END
$$;

CREATE FUNCTION services_directory_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    keys uuid[];
BEGIN
CASE TG_TABLE_NAME
    WHEN 'services_directory_service' THEN
        keys := array(SELECT id FROM changed);
    WHEN 'services_directory_organisation' THEN
        keys := array(SELECT id FROM services_directory_service WHERE organisation_id IN (SELECT id FROM changed));
    WHEN 'services_directory_location' THEN
        keys := array(SELECT DISTINCT service_id FROM services_directory_serviceatlocation
            WHERE location_id IN (SELECT id FROM changed));
    WHEN 'services_directory_taxonomyterm' THEN
        keys := array(SELECT DISTINCT service_id FROM services_directory_service_terms
            WHERE taxonomyterm_id IN (SELECT id FROM changed));
    ELSE
        keys := array(SELECT DISTINCT service_id FROM changed);
END CASE;
IF keys <> '{}' THEN
    PERFORM services_directory_index(keys);
END IF;
RETURN NULL;
END
$$;
"""
    .replace("ACCENTED", ACCENTED)
    .replace("PLAIN", PLAIN.replace("'", "''"))
)
WATCHED = {
    "service": ["INSERT", "UPDATE"],
    "organisation": ["UPDATE"],
    "location": ["UPDATE"],
    "taxonomyterm": ["UPDATE"],
    "serviceatlocation": ["INSERT", "UPDATE", "DELETE"],
    "service_terms": ["INSERT", "DELETE"],
}
TRIGGERS = "".join(
    f"CREATE TRIGGER index_after_{event.lower()} AFTER {event} ON services_directory_{table} "
    f"REFERENCING {'OLD' if event == 'DELETE' else 'NEW'} TABLE AS changed "
    "FOR EACH STATEMENT EXECUTE FUNCTION services_directory_changed();\n"
    for table, events in WATCHED.items()
    for event in events
)
GONE = "".join(
    f"DROP TRIGGER index_after_{event.lower()} ON services_directory_{table};\n"
    for table, events in WATCHED.items()
    for event in events
) + "".join(
    f"DROP FUNCTION services_directory_{function};\n"
    for function in ("changed", "index", "trigrams", "vector", "plain")
)


class Migration(migrations.Migration):

    dependencies = [
        ('services_directory', '0004_drop_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('word', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('trigrams', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), blank=True, default=list, size=None)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['trigrams'], name='search_word_trigrams')],
            },
        ),
        migrations.CreateModel(
            name='ServiceIndex',
            fields=[
                ('service', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='index', serialize=False, to='services_directory.service')),
                ('is_listed', models.BooleanField()),
                ('name_key', models.CharField(max_length=300)),
                ('needs', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, size=None)),
                ('needs_guessed', models.BooleanField()),
                ('gender', models.CharField(blank=True, max_length=10)),
                ('cost', models.CharField(blank=True, max_length=10)),
                ('self_referral', models.BooleanField(blank=True, null=True)),
                ('minimum_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('maximum_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('language_codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), blank=True, default=list, size=None)),
                ('checked_on', models.DateField(blank=True, null=True)),
                ('has_place', models.BooleanField()),
                ('names', django.contrib.postgres.search.SearchVectorField()),
                ('words', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['words'], name='service_index_words'), models.Index(fields=['name_key', 'service'], name='service_index_by_name')],
            },
        ),
        migrations.CreateModel(
            name='ServicePlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('latitude', models.FloatField(blank=True, null=True)),
                ('longitude', models.FloatField(blank=True, null=True)),
                ('district', models.CharField(blank=True, max_length=4)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='services_directory.service')),
            ],
            options={
                'indexes': [models.Index(fields=['latitude', 'longitude'], name='service_place_on_map'), models.Index(fields=['district'], name='service_place_district')],
            },
        ),
        migrations.RunSQL(FUNCTIONS + TRIGGERS, GONE),
        migrations.RunSQL(
            "SELECT services_directory_index(array(SELECT id FROM services_directory_service))", migrations.RunSQL.noop
        ),
    ]

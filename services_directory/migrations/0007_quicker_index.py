"""Writing the index of a service takes a fifth of the time; the columns that were searched before it are dropped.

Letters with accents are looked for before they are replaced, one by one, by a list of over a hundred: most texts have
none. And a text is made plain once, not once for its words and once more for their stems.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from core.folding import ACCENTED, LETTERS, PLAIN

QUOTES = LETTERS["'"]
QUICKER = r"""
CREATE OR REPLACE FUNCTION services_directory_plain(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT translate(
    CASE WHEN lower(said) ~ '[LETTERS]' THEN translate(lower(said), 'ACCENTED', 'PLAIN') ELSE lower(said) END,
    '/\.@-_&+''QUOTES', '        '
)
$$;

CREATE OR REPLACE FUNCTION services_directory_vector(said text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT to_tsvector('simple'::regconfig, plain) || to_tsvector('english'::regconfig, plain)
FROM (SELECT services_directory_plain(said) AS plain OFFSET 0) AS one
$$;
"""
QUICKER = (
    QUICKER.replace("LETTERS", "".join(letters for plain, letters in LETTERS.items() if plain != "'"))
    .replace("ACCENTED", ACCENTED)
    .replace("PLAIN", PLAIN.replace("'", "''"))
    .replace("QUOTES", QUOTES)
)


class Migration(migrations.Migration):

    dependencies = [
        ('services_directory', '0006_public_pages_and_posters'),
    ]

    operations = [
        migrations.RunSQL(QUICKER, migrations.RunSQL.noop),
        pgtrigger.migrations.RemoveTrigger(
            model_name='organisation',
            name='update_update',
        ),
        migrations.RemoveIndex(
            model_name='service',
            name='service_search',
        ),
        migrations.RemoveField(
            model_name='organisation',
            name='search',
        ),
        migrations.RemoveField(
            model_name='service',
            name='search',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "services_directory_organisationevent" ("created_at", "created_by_id", "description", "description_cy", "email", "id", "kept_here", "legal_number", "name", "name_cy", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "updated_at", "updated_by_id", "version", "website") VALUES (NEW."created_at", NEW."created_by_id", NEW."description", NEW."description_cy", NEW."email", NEW."id", NEW."kept_here", NEW."legal_number", NEW."name", NEW."name_cy", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."source", NEW."updated_at", NEW."updated_by_id", NEW."version", NEW."website"); RETURN NULL;', hash='f30e497b57eb561e6e32dd0db6182116b15b7307', operation='UPDATE', pgid='pgtrigger_update_update_61364', table='services_directory_organisation', when='AFTER')),
        ),
    ]

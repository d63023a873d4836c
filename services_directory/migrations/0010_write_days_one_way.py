"""The days of a rule are written in one way, so that whoever asks when a service is open need not mend them each time.

What was stored before in another way is mended here; parts that are no day at all go to the notes.
"""

from django.db import migrations

DAY, NUMBER = '-?[1-5]?(MO|TU|WE|TH|FR|SA|SU)', '-?[1-9][0-9]?'
MEND = """
UPDATE services_directory_schedule AS rule SET {column} = said.kept, notes = concat_ws(E'\\n', nullif(rule.notes, ''), said.rest)
FROM (
    SELECT id, coalesce(string_agg(part, ',' ORDER BY place) FILTER (WHERE part ~ '^{one}$'), '') AS kept,
        string_agg(part, ', ' ORDER BY place) FILTER (WHERE part !~ '^{one}$' AND part <> '') AS rest
    FROM services_directory_schedule,
        unnest(string_to_array(replace(replace(upper({column}), ' ', ''), '+', ''), ',')) WITH ORDINALITY AS parts(part, place)
    WHERE {column} <> '' AND {column} !~ '^{one}(,{one})*$' GROUP BY id
) AS said WHERE said.id = rule.id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('services_directory', '0009_index_by_indexes'),
    ]

    operations = [
        migrations.RunSQL(MEND.format(column='byday', one=DAY), migrations.RunSQL.noop),
        migrations.RunSQL(MEND.format(column='bymonthday', one=NUMBER), migrations.RunSQL.noop),
    ]

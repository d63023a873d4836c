"""Help that was agreed in a plan is linked with the record, where the record of its episode has just one of that kind."""

from django.db import migrations

LINK = """
UPDATE careplans_intervention agreed SET given_id = single.given_id
FROM (
    SELECT part.id, (array_agg(given.id))[1] AS given_id
    FROM careplans_intervention part
    JOIN careplans_careplan plan ON plan.id = part.plan_id
    JOIN clients_episodeintervention given ON given.episode_id = plan.episode_id
    JOIN reference_code code ON code.id = given.kind_id
    WHERE part.kind = CASE code.code WHEN '94' THEN 'pharmacological' WHEN '95' THEN 'psychosocial'
                                     WHEN '96' THEN 'recovery_support' END
      AND NOT EXISTS (SELECT FROM careplans_intervention twin
                      WHERE twin.plan_id = part.plan_id AND twin.kind = part.kind AND twin.id <> part.id)
    GROUP BY part.id HAVING count(*) = 1
) single
WHERE agreed.id = single.id
"""


class Migration(migrations.Migration):

    dependencies = [
        ("careplans", "0005_discarded_and_linked_help"),
        ("reference", "0001_initial"),
    ]

    operations = [migrations.RunSQL(LINK, migrations.RunSQL.noop)]

from django.db import migrations

# At the end of a transaction the weeks of an item must come to its days; without weeks, nothing is compared.
CREATE = """
CREATE FUNCTION top_weeks_come_to_days() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed jsonb := to_jsonb(COALESCE(NEW, OLD));
    wrong text;
BEGIN
    SELECT week.item INTO wrong
    FROM recovery_capital_topweek week
    JOIN recovery_capital_topassessment assessment ON assessment.id = week.assessment_id
    WHERE week.assessment_id = COALESCE(changed ->> 'assessment_id', changed ->> 'id')::uuid
    GROUP BY week.item, assessment.id
    HAVING sum(week.days) IS DISTINCT FROM (to_jsonb(assessment) ->> (week.item || '_days'))::int
    LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'The weeks of % do not come to its days', wrong
            USING ERRCODE = 'check_violation', CONSTRAINT = 'top_weeks_come_to_days';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER top_weeks_come_to_days
AFTER INSERT OR UPDATE OR DELETE ON recovery_capital_topweek
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION top_weeks_come_to_days();

CREATE CONSTRAINT TRIGGER top_days_come_from_weeks
AFTER UPDATE ON recovery_capital_topassessment
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION top_weeks_come_to_days();
"""

DROP = """
DROP TRIGGER top_days_come_from_weeks ON recovery_capital_topassessment;
DROP TRIGGER top_weeks_come_to_days ON recovery_capital_topweek;
DROP FUNCTION top_weeks_come_to_days();
"""


class Migration(migrations.Migration):
    dependencies = [("recovery_capital", "0004_measures")]

    operations = [migrations.RunSQL(CREATE, DROP)]

from django.db import migrations

CREATE = """
CREATE FUNCTION refuse_to_switch_off_who_keeps_clients() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM clients_episode
        WHERE status <> 'closed' AND (keyworker_id = NEW.id OR case_manager_id = NEW.id)
    ) THEN
        RAISE EXCEPTION 'This user keeps or manages open episodes: reassign them first'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'user_with_open_clients_stays_active';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER user_with_open_clients_stays_active
BEFORE UPDATE OF is_active ON accounts_user
FOR EACH ROW WHEN (OLD.is_active AND NOT NEW.is_active)
EXECUTE FUNCTION refuse_to_switch_off_who_keeps_clients();
"""

DROP = """
DROP TRIGGER user_with_open_clients_stays_active ON accounts_user;
DROP FUNCTION refuse_to_switch_off_who_keeps_clients();
"""


class Migration(migrations.Migration):
    dependencies = [("staffing", "0001_initial"), ("clients", "0005_deaths_of_before"), ("accounts", "0004_cover")]

    operations = [migrations.RunSQL(CREATE, DROP)]

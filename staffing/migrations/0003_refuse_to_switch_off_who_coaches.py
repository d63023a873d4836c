from importlib import import_module

from django.db import migrations

before = import_module("staffing.migrations.0002_refuse_to_switch_off_who_keeps_clients")

REPLACE = """
CREATE OR REPLACE FUNCTION refuse_to_switch_off_who_keeps_clients() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM clients_episode
        WHERE status <> 'closed' AND (keyworker_id = NEW.id OR case_manager_id = NEW.id)
    ) OR EXISTS (
        SELECT FROM clients_coachassignment
        WHERE coach_id = NEW.id AND (ends_on IS NULL OR ends_on > (now() AT TIME ZONE 'Europe/London')::date)
    ) THEN
        RAISE EXCEPTION 'This user keeps, manages or coaches clients: reassign them first'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'user_with_open_clients_stays_active';
    END IF;
    RETURN NEW;
END $$;
"""
AS_IT_WAS = before.CREATE.partition("CREATE TRIGGER")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [
        ("staffing", "0002_refuse_to_switch_off_who_keeps_clients"),
        ("clients", "0024_start_may_be_unknown"),
    ]

    operations = [migrations.RunSQL(REPLACE, AS_IT_WAS)]

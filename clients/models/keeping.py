"""Triggers that keep what is derived from the facts as they are: teams that know a client, names by their sound."""

import pgtrigger

MARK = """
INSERT INTO clients_namekeys (client_id, sounds, trigrams, is_stale) VALUES (NEW.{client}, '{{}}', '{{}}', true)
ON CONFLICT (client_id) DO UPDATE SET is_stale = true;
RETURN NULL;
"""


def keeps_teams(*columns, client="client_id"):
    """The triggers of a table by whose columns a team knows a client."""
    moved = (
        f"IF TG_OP = 'UPDATE' AND OLD.{client} <> NEW.{client} THEN PERFORM clients_keep_teams(OLD.{client}); END IF;"
    )
    written = f"{moved} PERFORM clients_keep_teams(NEW.{client}); RETURN NULL;"
    gone = f"PERFORM clients_keep_teams(OLD.{client}); RETURN NULL;"
    return [
        pgtrigger.Trigger(
            name="keep_teams_written",
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf(*columns),
            func=written,
        ),
        pgtrigger.Trigger(name="keep_teams_gone", when=pgtrigger.After, operation=pgtrigger.Delete, func=gone),
    ]


def marks_names_stale(*columns, client):
    """The trigger of a table that holds names: whoever writes one, however, its keys are computed again."""
    return pgtrigger.Trigger(
        name="mark_names_stale",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf(*columns),
        func=MARK.format(client=client),
    )

"""Triggers that keep `ClientOfTeam` as the facts are, whoever writes them and how."""

import pgtrigger


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

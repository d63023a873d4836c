"""What the facts follow from is watched by triggers: a change of a row notes its client, in the same transaction."""

from django.db.migrations import RunSQL


def watch(table, column="client_id", through=""):
    """A migration's step: note the client of each changed row of a table.

    `column` holds the client's key, or with `through` that of a row of another table which names the client. Two migrations may watch one table.
    """
    arguments = ", ".join(f"'{name}'" for name in (column, through) if name)
    return RunSQL(
        f"CREATE OR REPLACE TRIGGER reports_watch AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION reports_note_client({arguments})",
        f"DROP TRIGGER IF EXISTS reports_watch ON {table}",
    )

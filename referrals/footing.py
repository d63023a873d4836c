"""What a path rests on in the nation of a client: law and guidance, from when, and whether we have read it ourselves."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from recovery_capital.housing import nation_of
from recovery_capital.models import HousingProvision


@dataclass(frozen=True)
class Footing:
    """A note of a path, with its date. Law that has not begun is in force for nobody: `since` is empty."""

    text: str
    source: str
    since: date | None
    is_law_to_come: bool
    is_verified: bool


def footings(path, client, today=None):
    """The notes of a path that hold where the client is, the dates of housing law as an administrator entered them."""
    nation = nation_of(client)
    notes = [note for note in path.notes if note.nation in ("", nation)]
    acts = {note.act for note in notes if note.act}
    rows = HousingProvision.objects.filter(nation=nation, act__in=acts) if acts else ()
    provisions = {(row.act, row.code): row for row in rows}
    return [_footing(note, provisions.get((note.act, note.provision)), today or timezone.localdate()) for note in notes]


def _footing(note, provision, today):
    if not note.act:
        return Footing(note.text, note.source, note.since, is_law_to_come=False, is_verified=note.is_verified)
    if provision is None:
        return Footing(note.text, note.source, None, is_law_to_come=True, is_verified=False)
    return Footing(
        note.text, provision.source, provision.effective_from, not provision.is_in_force(today), provision.is_verified
    )

"""Letters and messages in the words that the service has written for them: what they say, and whether they may be sent."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Team
from core.templatetags.ui import day as in_full
from reference.choices import WordingKind
from reference.models import Wording
from reference.wordings import GAP, GAPS, fill, wording

from .choices import Answer
from .reach import Reach
from .responsible import team_of


@dataclass(frozen=True)
class Letter:
    """One text with its gaps filled, for one person."""

    kind: str
    title: str
    body: str
    empty: list  # what a gap asks for and nobody has said
    ways: list  # the ways of this kind, each with its rule
    refusal: str  # why it must not be sent; empty when it may
    team: Team | None  # who writes; None where we must not say who we are
    place: object  # where it goes, for a letter
    is_unread: bool  # a first translation, which nobody who speaks the language well has read

    @property
    def is_letter(self):
        return self.kind == WordingKind.LETTER


def offered():
    """The texts that can be chosen today, by what they are for and how they reach somebody."""
    rows = Wording.objects.in_force().exclude(kind=WordingKind.SCRIPT).order_by("key", "kind")
    return {f"{row.key}-{row.kind}": f"{row.get_key_display()} ({row.get_kind_display()})" for row in rows}


def letter_to(client, reach: Reach, values, *, by):
    """The chosen text for a client; None where none is chosen."""
    key, _dash, kind = values["what"].rpartition("-")
    row = wording(key, kind, values["language"] or "en") if key else None
    if row is None:
        return None
    ways = ways_for(kind, reach)
    team = team_of(client) if may_say_who(ways, reach) else None
    filled = {
        "called": client.called,
        "worker": by.first_name,
        "team": team.name if team else "",
        "team_phone": team.phone if team else "",
        "day": _in_words(values["day"], row.language),
        "time": values["time"],
        "where": "",
    }
    asked = GAP.findall(f"{row.title} {row.body}")
    return Letter(
        kind=kind,
        title=fill(row.title, filled),
        body=fill(row.body, filled).strip(),
        empty=[GAPS[name][0] for name in GAPS if name in asked and not filled[name]],
        ways=ways,
        refusal=reach.stopped or _why_frozen(client) or refusal(ways),
        team=team,
        place=reach.on_paper,
        is_unread=row.is_unread,
    )


def _in_words(day, language):
    """A day as it stands in a text of that language."""
    with override("cy" if language == "cy" else "en-gb"):
        return in_full(day) if day else ""


def ways_for(kind, reach):
    """The ways that a kind of text takes; a text message goes to a phone where nothing is said of texts."""
    own = [way for way in reach.ways if way.kind == kind]
    return own or (reach.phones if kind == WordingKind.TEXT else [])


def may_say_who(ways, reach):
    """Whether the sender may be named: what is asked of this way counts, and where nothing is, a no about any other."""
    asked = {way.may_say_who for way in ways} & {Answer.YES, Answer.NO}
    return Answer.NO not in (asked or {way.may_say_who for way in reach.ways})


def _why_frozen(client):
    return _("This record may be read and not used: the person has asked for that.") if client.is_frozen else ""


def refusal(ways):
    """Why nothing is sent in this way: the person has said that it is not safe."""
    unsafe = next((way for way in ways if way.may_leave_message == Answer.NO), None)
    return _("Not this way: %(rule)s") % {"rule": unsafe.rule} if unsafe else ""

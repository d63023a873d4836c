"""What the health sections read from the rest of the record, and what they say should be seen to."""

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from clients.choices import OPIATES, Answer, FlagKind
from clients.models import EpisodeFacts, EpisodeSubstance
from clients.summary import fact, section
from core.templatetags.ui import day

from .choices import NaloxoneAnswer, YesNo
from .models import Assessment

BLOOD = ["hep_b_vaccination", "hep_c_test", "hep_c_positive", "naloxone_issued"]
MIND = ["mental_health_need"]


def asked_in_the_episode(client, names):
    """A card of the newest answers to some of the facts of the episodes, with the link to where they are kept."""
    rows = EpisodeFacts.objects.standing().with_codes().filter(client=client).order_by("-asked_on", "-created_at")
    rows = list(rows[:20])
    found = [(name, next((row for row in rows if row.words(name)), None)) for name in names]
    label = {name: capfirst(str(EpisodeFacts._meta.get_field(name).verbose_name)) for name in names}
    told = [fact(label[name], f"{row.words(name)} ({day(row.asked_on)})" if row else _("Not asked"))
            for name, row in found]  # fmt: skip
    episode = client.episodes.open().first()
    change = [{"label": _("Ask again"), "url": reverse("clients:facts_add", args=[episode.pk])}] if episode else []
    return section(_("Asked for the episode"), told, change)


SUBSTITUTE, EXPIRES = "substitute_medication", "health__naloxone_expires_on"
ANSWER, SUPPLIED = "health__naloxone_answer", "health__naloxone_supplied_on"


def has_opioid_sign(client):
    """Opioids, now or once, or a risk of them: a substance of any episode, a flag about overdose, or substitute medication."""
    flagged = client.flags.filter(kind=FlagKind.OVERDOSE_RISK, ended_on=None)
    opiates = EpisodeSubstance.objects.filter(episode__client=client, substance__in=OPIATES)
    substitute = Assessment.objects.filter(client=client, substitute_medication=YesNo.YES)
    return flagged.exists() or opiates.exists() or substitute.exists()


def naloxone_prompt(client):
    """What to see to about naloxone, or an empty text."""
    known = Assessment.objects.newest_answers(client, SUBSTITUTE, EXPIRES, ANSWER, SUPPLIED)
    opiates = EpisodeSubstance.objects.filter(episode__in=client.episodes.open(), substance__in=OPIATES)
    if known[SUBSTITUTE] != YesNo.YES and not opiates.exists():
        return ""
    expires = known[EXPIRES]
    if expires and expires < timezone.localdate():
        return _("The naloxone expired on %(day)s. Give another kit.") % {"day": day(expires)}
    if known[ANSWER] == NaloxoneAnswer.HAS_ONE or known[SUPPLIED]:
        return ""
    if client.episode_facts.standing().filter(naloxone_issued=Answer.YES).exists():
        return ""
    return _("Opiates, and no naloxone on the record: offer a kit, and show how to use it.")

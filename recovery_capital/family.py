"""What the family sections read from the rest of the record, how it may contradict an answer, and what to see to."""

from django.urls import reverse
from django.utils.translation import gettext as _

from clients.alerts import has_child_at_home
from clients.choices import Answer, ChildrenWith, FlagKind
from clients.summary import fact, lines, link, section
from core.templatetags.ui import day

from .choices import LIVING_WITH, Abuse, ParentalStatus, YesNo
from .models import Assessment
from .models.family import MARAC_TICKS

STATUS = {
    ChildrenWith.ALL: ParentalStatus.ALL_LIVE_WITH,
    ChildrenWith.SOME: ParentalStatus.SOME_LIVE_WITH,
    ChildrenWith.NONE: ParentalStatus.NONE_LIVE_WITH,
}


def expected_status(answers):
    """The parental status that the four questions come to; None where one was declined."""
    if answers.is_parent == Answer.NO:
        return ParentalStatus.NOT_A_PARENT
    return STATUS.get(answers.children_with_client)


def contradictions(client, data):
    """(question, message) for each answer that says something else than the four questions about being a parent."""
    answers = client.parental_answers.first()
    status, number = data.get("parental_status"), data.get("children_in_household")
    found = []
    if answers:
        on, expected = day(answers.asked_on), expected_status(answers)
        if status and status != ParentalStatus.DECLINED and expected and status != expected:
            said = _("On %(day)s the answer was “%(answer)s”. Where that has changed, ask those questions again first")
            found.append(("parental_status", said % {"day": on, "answer": expected.label}))
        if number is not None and answers.children_in_house not in (None, number):
            said = _("On %(day)s the answer was %(number)d. Where that has changed, ask those questions again first")
            found.append(("children_in_household", said % {"day": on, "number": answers.children_in_house}))
    elif number == 0 and client.children.filter(lives_with_client=True).exists():
        said = _("A child on the record lives with the client: change that first, or count the child")
        found.append(("children_in_household", said))
    return found


def carers(client):
    """A card of who cares for whom on the record."""
    rows = [
        fact(
            row.name,
            lines(
                row.cares_for_client and _("Cares for the client"),
                row.client_cares and _("The client cares for this person"),
                row.assessment_offered_on
                and _("Carer’s assessment offered: %(day)s") % {"day": day(row.assessment_offered_on)},
            ),
            edit=("relationship_edit", row),
        )
        for row in client.relationships.filter(ends_on=None)
        if row.cares_for_client or row.client_cares
    ]
    return section(_("Caring"), rows, [link(_("Add somebody"), "relationship_add", client)])


def safe_contact(client):
    """A card of how it is safe to get in touch."""
    rows = [fact(_("Safe contact"), client.contact_rule or _("No rule on the record"))]
    return section(_("Safe contact"), rows, [link(_("Change"), "safety_edit", client)])


def abuse_prompts(client, facts):
    """(what, address, words of its link) of what domestic abuse asks for and the record does not have."""
    abused_now = facts.abuse_lived_through == Abuse.NOW
    if abused_now and not client.flags.filter(kind=FlagKind.DOMESTIC_ABUSE, ended_on=None).exists():
        what = _("Domestic abuse now, and no flag: with the flag the address is hidden.")
        yield what, reverse("clients:flag_add", args=[client.pk]), _("Add the flag")
    if abused_now and not client.contact_rule:
        what = _("Domestic abuse now, and no rule of safe contact.")
        yield what, reverse("clients:safety_edit", args=[client.pk]), _("Write down how contact is safe")
    if (facts.dash_score or 0) >= MARAC_TICKS and not facts.marac_referred_on:
        yield _("A DASH score of 14 or more usually goes to a MARAC."), "", ""


MEDICINE = ("substitute_medication", "health__take_home")
CHILDREN, STATUS_NOW, BOX = "children_in_household", "parental_status", "family__lockable_box_on"


ADVICE = "family__storage_advice_on"


def lacks_safe_storage(client):
    """Whether medicine is at home with a child, and the box or the talk about it is not written down in what was recorded."""
    recorded = Assessment.objects.recorded()
    known = recorded.newest_answers(client, *MEDICINE, CHILDREN, STATUS_NOW, BOX, ADVICE)
    if YesNo.YES not in [known[name] for name in MEDICINE] or (known[BOX] and known[ADVICE]):
        return False
    return bool(known[CHILDREN]) or known[STATUS_NOW] in LIVING_WITH or has_child_at_home(client)


def storage_prompt(client, facts):
    """What to see to about medicine at home with children, or an empty text."""
    known = Assessment.objects.newest_answers(client, *MEDICINE, CHILDREN, STATUS_NOW, BOX)
    if YesNo.YES not in [known[name] for name in MEDICINE]:
        return ""
    if not known[CHILDREN] and known[STATUS_NOW] not in LIVING_WITH and not has_child_at_home(client):
        return ""
    box = facts.lockable_box_on or known[BOX]
    if box and facts.storage_advice_on:
        return ""
    if box:
        return _("A child and medicine in one home: talk about safe storage again, and write down the day.")
    return _("A child and medicine in one home: give a lockable box, talk about safe storage, and write down the days.")

"""The people around a client as the page of the person shows them: for roles that see families only."""

from django.utils.translation import gettext as _

from core.templatetags.ui import born, day, yes_no

from .models import Client, ParentalAnswers
from .summary import dates, fact, lines, link, section


def family(client, user):
    """Pregnancies, children, the answers about being a parent, and everybody else who matters."""
    return [parental(client), children(client), pregnancies(client), relationships(client, user)]


def parental(client):
    rows = []
    for row in ParentalAnswers.objects.filter(client=client).select_related("help_received"):
        in_house = "" if row.children_in_house is None else _("Children in the house: %(n)d") % {
            "n": row.children_in_house}  # fmt: skip
        told = [
            _("A parent: %(answer)s") % {"answer": row.get_is_parent_display()},
            row.children_with_client
            and _("Living with the client: %(answer)s") % {"answer": row.get_children_with_client_display()},
            in_house,
            row.help_received and _("Help: %(help)s") % {"help": row.help_received},
        ]
        rows.append(fact(day(row.asked_on), lines(*told)))
    return section(_("Children and the home"), rows, [link(_("Ask again"), "parental_add", client)])


def children(client):
    rows = []
    for row in client.children.select_related("plan_type"):
        told = [
            row.date_of_birth and _("Born %(day)s") % {"day": born(row.date_of_birth)},
            _("Lives with the client: %(answer)s") % {"answer": yes_no(row.lives_with_client)},
            row.use_is_a_concern and _("Use, or medicine at home, is a concern"),
            row.get_legal_status_display(),
            _named(_("School or health visitor"), row.school),
            _named(_("Social worker"), ", ".join(filter(None, [row.social_worker, row.local_authority]))),
            row.plan_type and f"{row.plan_type} {_plan_dates(row)}",
            row.conference_on and _named(_("Child protection conference"), day(row.conference_on)),
            _named(_("Contact allowed"), row.get_contact_allowed_display()),
            row.contact_arrangements,
        ]
        rows.append(fact(row.name, lines(*told), edit=("child_edit", row)))
    return section(_("Children"), rows, [link(_("Add a child"), "child_add", client)])


def _plan_dates(row):
    known = [day(value) for value in (row.plan_starts_on, row.plan_ends_on) if value]
    return f"({' – '.join(known)})" if known else ""


def _named(label, value):
    return f"{label}: {value}" if value else ""


def pregnancies(client):
    rows = [
        fact(
            _("Ended") if row.ended_on else _("Pregnant"),
            lines(
                _named(_("Told us"), day(row.told_on)),
                row.due_on and _named(_("Due"), day(row.due_on)),
                _named(_("Maternity care booked"), row.get_maternity_booked_display() or _("Not asked")),
                row.pre_birth_referral_on and _named(_("Pre-birth assessment"), day(row.pre_birth_referral_on)),
                row.ended_on and _named(_("Ended"), day(row.ended_on)),
                row.note,
            ),
            edit=("pregnancy_edit", row),
        )
        for row in client.pregnancies.all()
    ]
    return section(_("Pregnancy"), rows, [link(_("Add a pregnancy"), "pregnancy_add", client)])


def relationships(client, user):
    found = client.relationships.all().newest_first()
    linked = [row.other_record_id for row in found if row.other_record_id]
    seen = Client.objects.visible_to(user).in_bulk(linked) if linked else {}
    rows = [_relationship(row, seen.get(row.other_record_id)) for row in found]
    return section(_("People around the client"), rows, [link(_("Add somebody"), "relationship_add", client)])


def _relationship(row, other):
    told = [
        row.get_kind_display(),
        row.is_next_of_kin and _("Next of kin"),
        row.cares_for_client and _("Cares for the client"),
        row.client_cares and _("The client cares for this person"),
        row.assessment_offered_on and _named(_("Carer’s assessment offered"), day(row.assessment_offered_on)),
        _named(_("Lives with the client"), row.get_lives_with_client_display()),
        _named(_("May we get in touch"), row.get_may_contact_display() or _("Not asked")),
        row.phone,
        row.contact_rule,
        dates(row),
    ]
    shown = fact(row.name, lines(*told), edit=("relationship_edit", row))
    if other:
        shown["actions"].append({"label": _("Record"), "url": other.get_absolute_url(), "hidden": row.name})
    return shown

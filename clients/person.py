"""The page of the person: what is known, in sections, those of the family only for roles that see families."""

from django.utils.translation import gettext as _

from core.templatetags.ui import born, day, nhs_number

from .choices import NeedsReason, WelshAnswer
from .kin import family
from .models import Address, ComplexNeeds, ContactWay, EqualityAnswers, HealthContacts, LanguageNeeds
from .summary import capitalised, dates, fact, lines, link, section

REASON_SECTIONS = {
    NeedsReason.OFFENDING: "clients.see_offending",
    NeedsReason.MENTAL_HEALTH: "clients.see_clinical",
    NeedsReason.ILLNESS: "clients.see_clinical",
}


def paper_language(client):
    """In which language the client is given something to read: Welsh for whoever writes it or asked for it."""
    needs = LanguageNeeds.objects.filter(client=client).select_related("written").first()
    wants_welsh = needs and (needs.welsh_answer == WelshAnswer.WELSH or needs.written and needs.written.code == "cy")
    return "cy" if wants_welsh else "en-gb"


def sections(client, user):
    """The sections of the page, each with its rows and the links to change them."""
    made = [names, numbers, safety, ways, addresses, health, equality, language]
    shown = [make(client) for make in made]
    shown.append(needs(client, user))
    return [*shown, *family(client, user)] if user.has_perm("clients.see_family") else shown


def names(client):
    rows = [
        fact(_("Name"), f"{client.first_name} {client.family_name}"),
        fact(_("Likes to be called"), client.preferred_name),
        fact(_("Born"), born(client.date_of_birth, client.birth_is_approximate)),
        fact(_("Sex registered at birth"), client.get_sex_display()),
        *[fact(row.get_kind_display(), lines(row.text, row.note), edit=("name_edit", row))
          for row in client.other_names.all()],
    ]  # fmt: skip
    change = link(_("Change"), "client_edit", client)
    return section(_("Names and birth"), rows, [change, link(_("Add another name"), "name_add", client)])


def numbers(client):
    verified = _("Not verified")
    if client.nhs_verified_on:
        verified = f"{client.get_nhs_verified_how_display()}, {day(client.nhs_verified_on)}"
    rows = [
        fact(_("Our reference"), client.reference),
        fact(_("NHS number"), nhs_number(client.nhs_number)),
        *([fact(_("NHS number verified"), verified)] if client.nhs_number else []),
        fact(_("Prison number"), client.prison_number),
        *[fact(row.get_kind_display(), lines(row.number, row.note), edit=("number_edit", row))
          for row in client.local_numbers.all()],
    ]  # fmt: skip
    change = link(_("Change"), "client_edit", client)
    return section(_("Numbers"), rows, [change, link(_("Add a number"), "number_add", client)])


def safety(client):
    rows = [
        fact(_("Safe contact"), client.contact_rule),
        fact(_("Do not contact"), client.do_not_contact or _("No such rule")),
        fact(_("Staff safety"), client.staff_safety),
    ]
    return section(_("Safe contact and staff safety"), rows, [link(_("Change"), "safety_edit", client)])


def ways(client):
    rows = [
        fact(row.get_kind_display(), lines(row.value, row.rule, dates(row)), edit=("contact_way_edit", row))
        for row in ContactWay.objects.filter(client=client).newest_first()
    ]
    return section(_("Ways to get in touch"), rows, [link(_("Add"), "contact_way_add", client)])


def addresses(client):
    rows = [_address(row) for row in Address.objects.filter(client=client).with_hides().newest_first()]
    return section(_("Addresses"), rows, [link(_("Add"), "address_add", client)])


def _address(row):
    if row.hides:
        hidden = fact(row.get_kind_display(), lines(_("Hidden for safety"), dates(row)))
        return hidden | {"actions": [link(_("Show"), "address_detail", row, row.get_kind_display())]}
    return fact(row.get_kind_display(), lines(row.text, row.local_authority, dates(row)), edit=("address_edit", row))


def health(client):
    row = HealthContacts.objects.filter(client=client).first() or HealthContacts()
    rows = [
        fact(_("Registered with a GP"), row.get_gp_registered_display() or _("Not asked")),
        fact(_("GP practice"), lines(row.gp_practice, row.gp_code, row.gp_phone)),
        fact(_("Pharmacy"), lines(row.pharmacy, row.pharmacy_phone)),
    ]
    return section(_("GP and pharmacy"), rows, [link(_("Change"), "health_edit", client)])


def equality(client):
    asked = EqualityAnswers.objects.filter(client=client).select_related(*EqualityAnswers.QUESTIONS).first()
    rows = [
        fact(capitalised(EqualityAnswers, name), str(getattr(asked, name, None) or _("Not asked")))
        for name in EqualityAnswers.QUESTIONS
    ]
    named = [str(row.code) for row in client.disabilities.select_related("code").order_by("code__position")]
    rows.append(fact(_("Disabilities"), "\n".join(named) or _("Not asked")))
    return section(_("Equality"), rows, [link(_("Change"), "equality_edit", client)])


def language(client):
    row = LanguageNeeds.objects.filter(client=client).select_related("spoken", "written").first() or LanguageNeeds()
    offer = _("Not offered")
    if row.welsh_offered_on:
        offer = f"{row.get_welsh_answer_display()} ({day(row.welsh_offered_on)})"
    rows = [
        fact(_("Language spoken"), str(row.spoken or _("Not asked"))),
        fact(_("Language written"), str(row.written or _("Not asked"))),
        fact(_("Interpreter"), lines(row.get_interpreter_needed_display() or _("Not asked"), row.interpreter_note)),
        fact(_("Offer of Welsh"), offer),
    ]
    return section(_("Language"), rows, [link(_("Change"), "language_edit", client)])


def needs(client, user):
    rows = []
    for row in ComplexNeeds.objects.filter(client=client):
        reasons = [NeedsReason(reason).label for reason in row.reasons if _may_read(reason, user)]
        whole = len(reasons) == len(row.reasons)  # a note may speak of what the role does not see
        said = _("%(who)s, %(day)s") % {"who": row.said_by, "day": day(row.assessed_on)}
        rows.append(fact(row.get_level_display(), lines(", ".join(map(str, reasons)), row.note if whole else "", said)))
    return section(_("Complex needs"), rows, [link(_("Judge again"), "needs_add", client)])


def _may_read(reason, user):
    return reason not in REASON_SECTIONS or user.has_perm(REASON_SECTIONS[reason])

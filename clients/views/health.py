"""GP and pharmacy, pregnancies, complex needs."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import allow
from core.forms import sent

from .. import personal
from ..access import get_client, get_of_client
from ..forms import ComplexNeedsForm, HealthContactsForm, PregnancyForm
from ..models import ComplexNeeds, HealthContacts, Pregnancy
from .parts import part_page


@allow("clients.change_client", records_look=True)
def health_edit(request, pk):
    client = get_client(request, pk)
    contacts = HealthContacts.objects.filter(client=client).first() or HealthContacts(client=client)
    return part_page(request, client, _("GP and pharmacy"), HealthContactsForm(sent(request), instance=contacts))


@allow("clients.change_client", records_look=True)
def needs_add(request, pk):
    client = get_client(request, pk)
    form = ComplexNeedsForm(
        sent(request), instance=ComplexNeeds(client=client), initial={"assessed_on": timezone.localdate()}
    )
    about = _("The judgement before this one stays on the record.")
    return part_page(request, client, _("Complex needs"), form, about=about)


@allow("clients.see_family", records_look=True)
def pregnancy_add(request, pk):
    client = get_client(request, pk)
    form = PregnancyForm(sent(request), instance=Pregnancy(client=client))
    about = _("The keyworker and the safeguarding lead are told to act within one working day.")
    return part_page(request, client, _("Add a pregnancy"), form, verb=personal.save_and_plan, about=about)


@allow("clients.see_family", records_look=True)
def pregnancy_edit(request, pk):
    pregnancy = get_of_client(request, Pregnancy.objects.all(), pk)
    form = PregnancyForm(sent(request), instance=pregnancy)
    return part_page(request, pregnancy.client, _("Change a pregnancy"), form, verb=personal.save_and_plan)

"""Other names and numbers of a person."""

from django.utils.translation import gettext as _

from accounts.access import allow
from core.forms import sent

from ..access import get_client, get_of_client
from ..forms import LocalNumberForm, PersonNameForm
from ..models import LocalNumber, PersonName
from ..personal import save_names
from .parts import part_page


@allow("clients.change_client", records_look=True)
def name_add(request, pk):
    client = get_client(request, pk)
    form = PersonNameForm(sent(request), instance=PersonName(client=client))
    return part_page(request, client, _("Add another name"), form, verb=save_names)


@allow("clients.change_client", records_look=True)
def name_edit(request, pk):
    name = get_of_client(request, PersonName.objects.all(), pk)
    form = PersonNameForm(sent(request), instance=name)
    return part_page(request, name.client, _("Change another name"), form, verb=save_names)


@allow("clients.change_client", records_look=True)
def number_add(request, pk):
    client = get_client(request, pk)
    form = LocalNumberForm(sent(request), instance=LocalNumber(client=client))
    return part_page(request, client, _("Add a number"), form)


@allow("clients.change_client", records_look=True)
def number_edit(request, pk):
    number = get_of_client(request, LocalNumber.objects.all(), pk)
    return part_page(request, number.client, _("Change a number"), LocalNumberForm(sent(request), instance=number))

"""Ways to reach a person, each with what is safe."""

from django.utils.translation import gettext as _

from accounts.access import allow
from core.forms import sent

from .. import personal
from ..access import get_client, get_of_client
from ..forms import ContactWayForm, SafetyForm
from ..models import ContactWay
from .parts import part_page


@allow("clients.change_client", records_look=True)
def contact_way_add(request, pk):
    client = get_client(request, pk)
    form = ContactWayForm(sent(request), instance=ContactWay(client=client))
    return part_page(request, client, _("Add a way to get in touch"), form)


@allow("clients.change_client", records_look=True)
def contact_way_edit(request, pk):
    way = get_of_client(request, ContactWay.objects.all(), pk)
    form = ContactWayForm(sent(request), instance=way)
    return part_page(request, way.client, _("Change a way to get in touch"), form, verb=personal.save_way)


@allow("clients.change_client", records_look=True)
def safety_edit(request, pk):
    client = get_client(request, pk)
    form = SafetyForm(sent(request), instance=client)
    return part_page(request, client, _("Safe contact and staff safety"), form, verb=personal.save_safety)

"""Where a person lives: added, opened on purpose when it is hidden, changed."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from core.forms import sent

from .. import personal
from ..access import get_client, get_of_client
from ..forms import AddressForm
from ..models import Address
from .parts import part_page


@allow("clients.change_client", records_look=True)
def address_add(request, pk):
    client = get_client(request, pk)
    form = AddressForm(sent(request), instance=Address(client=client))
    about = _("Where the person lived until then ends on the day before, and stays on the record.")
    return part_page(request, client, _("Add an address"), form, verb=personal.move_home, about=about)


@allow("clients.view_record", methods=READ, records_look=True)
def address_detail(request, pk):
    """A hidden address is shown here only; the look names it."""
    address = get_of_client(request, Address.objects.all(), pk)
    return render(
        request, "clients/address_detail.html", {"client": address.client, "address": address, "tab": "person"}
    )


@allow("clients.change_client", records_look=True)
def address_edit(request, pk):
    address = get_of_client(request, Address.objects.all(), pk)
    form = AddressForm(sent(request), instance=address)
    return part_page(request, address.client, _("Change an address"), form)

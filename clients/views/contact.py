"""Contacts with a client."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.access import allow
from core.forms import sent

from ..access import get_client
from ..forms import ContactForm
from ..models import Contact
from .parts import form_page


@allow("clients.add_contact", records_look=True)
def contact_add(request, pk):
    client = get_client(request, pk, in_emergency=True)
    episode = client.episodes.open().filter(team__in=request.user.team_ids).first()
    form = ContactForm(sent(request), instance=Contact(client=client, episode=episode))
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user)
        messages.success(request, _("The contact is saved."))
        return redirect(client)
    return form_page(request, _("Record a contact"), form, {"client": client})

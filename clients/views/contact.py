"""Contacts with a client: written down, corrected, marked as an error."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import allow
from accounts.choices import Section
from core.forms import EditConflict, sent
from core.views import attempt, conflict

from .. import workflow
from ..access import get_client, get_of_client
from ..forms import ContactForm, CorrectContactForm, ErrorForm, NextQuery
from ..models import Contact
from .parts import form_page, our_address


@allow("clients.add_contact", records_look=True)
def contact_add(request, pk):
    client = get_client(request, pk, in_emergency=True)
    back = our_address(request, NextQuery(request.GET).values()["next"]) or client.get_absolute_url()
    episode = client.episodes.open().filter(team__in=request.user.team_ids).first()
    form = ContactForm(sent(request), instance=Contact(client=client, episode=episode), user=request.user)
    if request.method == "POST" and form.is_valid():
        workflow.record_contact(form.instance, by=request.user)
        messages.success(request, _("The contact is saved."))
        return redirect(back)
    context = {"client": client, "back_url": back, "is_note": True}
    return form_page(request, _("Record a contact"), form, context)


def get_contact(request, pk):
    """A contact that the user may read in full."""
    contacts = Contact.objects.all()
    if not request.user.has_perm(Section.RESTRICTED_NOTES):
        contacts = contacts.filter(is_restricted=False)
    return get_of_client(request, contacts, pk)


@allow("clients.add_contact", records_look=True)
def contact_correct(request, pk):
    contact = get_contact(request, pk)
    form = CorrectContactForm(sent(request), instance=contact, user=request.user)
    context = {"client": contact.client, "title": _("Correct a contact")}
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, workflow.correct_contact, form, reason=form.cleaned_data["reason"], by=request.user):
                messages.success(request, _("The correction is saved. What was written first stays beside it."))
                return redirect(timeline_of(contact.client))
        except EditConflict as error:
            return conflict(request, form, error, "clients/record_form.html", context | {"tab": "overview"})
    return form_page(request, context["title"], form, context)


@allow("clients.add_contact", records_look=True)
def contact_error(request, pk):
    contact = get_contact(request, pk)
    form = ErrorForm(sent(request))
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.mark_in_error, contact, **form.cleaned_data, by=request.user):
            messages.success(
                request, _("It is marked as entered in error. It stays readable, and is no longer counted.")
            )
            return redirect(timeline_of(contact.client))
    about = f"{contact.get_kind_display()}: {contact.note[:200]}"
    return form_page(request, _("Entered in error"), form, {"client": contact.client, "about": about})


def timeline_of(client):
    """The place on the record where what happened stands."""
    return f"{reverse('clients:client_detail', args=[client.pk])}#timeline"

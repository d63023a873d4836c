"""The people around a client; only for roles that see families."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from core.forms import sent

from .. import personal
from ..access import get_client, get_of_client
from ..forms import ChildForm, ParentalForm, RelationshipForm
from ..kin import family
from ..models import Child, ParentalAnswers, Relationship
from .parts import part_page


@allow("clients.see_family", records_look=True)
def relationship_add(request, pk):
    client = get_client(request, pk)
    form = RelationshipForm(sent(request), instance=Relationship(client=client), user=request.user)
    return part_page(request, client, _("Add somebody"), form)


@allow("clients.see_family", records_look=True)
def relationship_edit(request, pk):
    relationship = get_of_client(request, Relationship.objects.select_related("other_record"), pk)
    form = RelationshipForm(sent(request), instance=relationship, user=request.user)
    return part_page(request, relationship.client, _("Change somebody"), form)


@allow("clients.see_family", records_look=True)
def child_add(request, pk):
    client = get_client(request, pk)
    form = ChildForm(sent(request), instance=Child(client=client))
    about = _("For a child in the house, safeguarding is checked again within five working days.")
    return part_page(request, client, _("Add a child"), form, verb=personal.save_child, about=about)


@allow("clients.see_family", records_look=True)
def child_edit(request, pk):
    child = get_of_client(request, Child.objects.all(), pk)
    form = ChildForm(sent(request), instance=child)
    return part_page(request, child.client, _("Change a child"), form, verb=personal.save_child)


@allow("clients.see_family", records_look=True)
def parental_add(request, pk):
    client = get_client(request, pk)
    form = ParentalForm(sent(request), instance=ParentalAnswers(client=client))
    about = _("What was answered before stays on the record.")
    return part_page(request, client, _("Children and the home"), form, verb=personal.save_and_plan, about=about)


@allow("clients.see_family", methods=READ, records_look=True)
def parental_detail(request, pk):
    """The family of the person whose answers an alert is about."""
    client = get_of_client(request, ParentalAnswers.objects.all(), pk).client
    context = {"client": client, "tab": "person", "sections": family(client, request.user)}
    return render(request, "clients/person_detail.html", context)

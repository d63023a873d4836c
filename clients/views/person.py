"""The person: all that is known about who somebody is and who is around them, section by section."""

from django.shortcuts import render

from accounts.access import READ, allow

from .. import person
from ..access import get_client
from ..models import Client


@allow("clients.view_record", methods=READ, records_look=True)
def person_detail(request, pk):
    client = get_client(request, pk, queryset=Client.objects.select_related("registered_team"))
    context = {"client": client, "tab": "person", "sections": person.sections(client, request.user)}
    return render(request, "clients/person_detail.html", context)

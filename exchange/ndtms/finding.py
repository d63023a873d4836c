"""Whose rows are these? The records of a file's ids; people who look like somebody here are never joined by a guess."""

from django.db.models import Q
from django.utils.translation import gettext as _

from clients.choices import NumberKind as LocalKind
from clients.matching import attributor, initial
from clients.models import Client
from core.workflow import NotAllowed

from ..choices import NumberKind
from ..models import DataSetNumber


def person_of(values):
    """By what a person is told from another: initials, birth and sex."""
    names = (values["first_initial"].upper(), values["last_initial"].upper())
    return attributor(*names, values["date_of_birth"], values["sex"])


def is_same(client, values):
    return attributor(client.first_name, client.family_name, client.date_of_birth, client.sex) == person_of(values)


def known_client(values, team):
    """The client whom the file's id names; None where it names nobody here. Raises NotAllowed for somebody else's id."""
    number = values["client_id"]
    named = DataSetNumber.objects.filter(agency=values["agency"], kind=NumberKind.CLIENT, number=number)
    clients = Client.objects.filter(Q(data_set_numbers__in=named) | Q(reference=number)).distinct()
    clients = list(clients[:2])
    if any(not is_same(client, values) for client in clients) or len(clients) > 1:
        raise NotAllowed(_("The client id %(id)s belongs here to somebody else.") % {"id": number})
    if clients:
        return clients[0]
    local = Client.objects.filter(local_numbers__kind=LocalKind.NDTMS, local_numbers__number=number)
    own = [client for client in local.filter(_of_team(team)).distinct()[:20] if is_same(client, values)]
    return own[0] if len(own) == 1 else None


def _of_team(team):
    return Q(registered_team=team) | Q(known_by__team=team)


def alike(values):
    """The people here with the same initials, birth and sex, whatever their team."""
    born = Client.objects.filter(date_of_birth=values["date_of_birth"], sex=values["sex"])
    names = values["first_initial"].upper(), values["last_initial"].upper()
    found = born.select_related("registered_team").order_by("reference").iterator()
    return [client for client in found if (initial(client.first_name), initial(client.family_name)) == names]


def joined(people, values, team):
    """The one of them who is known to the team and has no id of this agency. Raises NotAllowed where there is no such one."""
    own = [client for client in people if Client.objects.filter(_of_team(team), pk=client.pk).exists()]
    free = [
        client for client in own if not client.data_set_numbers.filter(kind=NumberKind.CLIENT, agency=values["agency"])
    ]
    if len(free) != 1:
        raise NotAllowed(_("Several people here, or nobody of the team, have the same initials, birth and sex."))
    return free[0]


def known_records(client, agency):
    """{(kind, id): its row} of what the client has with an agency, by the ids of files and by our own."""
    found = {}
    for episode in client.episodes.select_related("team").filter(team__ndtms_code=agency):
        found[NumberKind.EPISODE, episode.pk.hex[:16]] = episode
    for row in client.interventions.filter(episode__team__ndtms_code=agency):
        found[NumberKind.INTERVENTION, row.pk.hex[:16]] = row
    for row in client.top_assessments.filter(episode__team__ndtms_code=agency):
        found[NumberKind.TOP, row.pk.hex[:16]] = row
    numbers = client.data_set_numbers.filter(agency=agency).exclude(kind=NumberKind.CLIENT)
    for number in numbers.select_related("episode__team", "intervention", "top"):
        found[number.kind, number.number] = number.episode or number.intervention or number.top
    return found


def is_taken(agency, kind, number):
    """Whether a file's id is that of a record of somebody here."""
    return DataSetNumber.objects.filter(agency=agency, kind=kind, number=number).exists()

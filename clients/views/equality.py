"""The equality questions and languages of a person."""

from django.utils.translation import gettext as _

from accounts.access import allow
from core.forms import sent

from .. import personal
from ..access import get_client
from ..forms import EqualityForm, LanguageForm
from ..models import EqualityAnswers, LanguageNeeds
from .parts import part_page


@allow("clients.change_client", records_look=True)
def equality_edit(request, pk):
    client = get_client(request, pk)
    answers = EqualityAnswers.objects.filter(client=client).first() or EqualityAnswers(client=client)
    form = EqualityForm(sent(request), instance=answers)
    about = _("Leave empty what nobody has asked. “Prefer not to say” is an answer.")
    return part_page(request, client, _("Equality"), form, verb=personal.save_equality, about=about)


@allow("clients.change_client", records_look=True)
def language_edit(request, pk):
    client = get_client(request, pk)
    needs = LanguageNeeds.objects.filter(client=client).first() or LanguageNeeds(client=client)
    return part_page(request, client, _("Language"), LanguageForm(sent(request), instance=needs))

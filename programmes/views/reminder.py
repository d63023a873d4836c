"""Reminders: what a client wants, what became of each, and the list of those that were not sent."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import READ, allow
from clients.access import get_client
from clients.views.parts import form_page
from core.forms import EditConflict, PageQuery, sent
from core.lists import MOST_EXPORTED, list_page, spreadsheet, tally
from core.pagination import paginate
from core.saved import savable
from core.templatetags.ui import clock, short_day
from core.views import attempt, conflict

from .. import reminders
from ..forms.reminder import ReminderChoiceForm, ReminderQuery
from ..models import Reminder, ReminderChoice
from ..reminder_list import NEWEST_FIRST, narrow, numbers, with_about

HEAD = [
    gettext_lazy("Our reference"), gettext_lazy("Client"), gettext_lazy("About"), gettext_lazy("Day"),
    gettext_lazy("Time"), gettext_lazy("What became of it"), gettext_lazy("Why it was not sent"),
    gettext_lazy("Cannot come"),
]  # fmt: skip
FORM_PAGE = "clients/record_form.html"


@allow("programmes.view_programme", methods=READ, records_look=True)
def reminder_detail(request, pk):
    """What a client wants of reminders, and what became of each: the newest first."""
    client = get_client(request, pk)
    page = paginate(with_about(client.reminders.all()), *NEWEST_FIRST, cursor=PageQuery(request.GET).values()["after"])
    choice = ReminderChoice.objects.select_related("way", "updated_by").filter(client=client).first()
    context = {"client": client, "tab": "programmes", "choice": choice, "page": page}
    context["next_url"] = f"?after={page.next_cursor}" if page.next_cursor else ""
    return render(request, "programmes/reminder_detail.html", context)


@allow("programmes.change_appointment", records_look=True)
def reminder_edit(request, pk):
    """What the client wants of reminders, as it was asked."""
    client = get_client(request, pk)
    choice = ReminderChoice.objects.filter(client=client).first() or ReminderChoice(client=client)
    form, title = ReminderChoiceForm(sent(request), instance=choice), _("Reminders")
    context = {"client": client, "tab": "programmes", "title": title}
    if not form.fields["way"].queryset.exists():
        context["about"] = _("No number for texts and no email address is on the record. Add one first, under Person.")
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, reminders.save_choice, form, by=request.user):
                messages.success(request, _("Saved. What is planned follows it."))
                return redirect("programmes:reminder_detail", client.pk)
        except EditConflict as error:
            return conflict(request, form, error, FORM_PAGE, context)
    return form_page(request, title, form, context)


@savable("programmes:reminder_list", gettext_lazy("Reminders"), lambda data, user: ReminderQuery(data))
@allow("programmes.view_programme", methods=READ)
def reminder_list(request):
    """Reminders of all clients whom the user may see: first those that were not sent, and why."""
    query = ReminderQuery(request.GET)
    visible = query.of_client(Reminder.objects.visible_to(request.user))
    rows = with_about(narrow(visible, query.values(), request.user))
    page = paginate(rows, *query.order, cursor=PageQuery(request.GET).values()["after"])
    counted = numbers(narrow(visible, query.values() | {"state": "all"}, request.user))
    context = list_page(request, query, page) | tally(query, "state", counted)
    return render(request, "programmes/reminder_list.html", context)


@allow("programmes.view_programme", methods=READ, step_up=True)
def reminder_export(request):
    """The list as it is narrowed, for a spreadsheet."""
    query = ReminderQuery(request.GET)
    visible = query.of_client(Reminder.objects.visible_to(request.user))
    rows = with_about(narrow(visible, query.values(), request.user)).order_by(*query.order)
    return spreadsheet(request, "reminders", HEAD, map(_plain_row, rows[:MOST_EXPORTED]))


def _plain_row(reminder):
    return [
        reminder.client.reference, reminder.client.name, str(reminder.in_words), short_day(reminder.about_at),
        clock(reminder.about_at), reminder.became.label, reminder.reason, _("Yes") if reminder.declined_at else "",
    ]  # fmt: skip

"""Case studies: written from a record under its own consent, read by another, and gone when the consent is."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import CHANGE, READ, allow
from clients.access import get_client, get_of_client
from core.choices import AccessAction
from core.forms import EditConflict, PageQuery, sent
from core.pagination import paginate
from core.pdf import NO_MARKING, render_pdf
from core.views import attempt, conflict

from .. import stories
from ..anonymous import to_look_at
from ..forms import StoryEditForm, StoryForm
from ..models import CaseStory

WHO = "reports.write_story"
FORM_PAGE = "reports/story_form.html"


@allow(WHO, methods=READ)
def story_list(request):
    """Stories of the reader's teams whose consent holds: those that may be used, and those that wait to be read."""
    rows = CaseStory.objects.under_consent().visible_to(request.user).filter(team__in=request.user.team_ids)
    rows = rows.select_related("team", "created_by", "approved_by")
    page = paginate(rows, "created_at", "id", cursor=PageQuery(request.GET).values()["after"])
    next_url = f"?after={page.next_cursor}" if page.next_cursor else ""
    return render(request, "reports/story_list.html", {"page": page, "next_url": next_url})


@allow(WHO, records_look=True)
def story_add(request, pk):
    """Begin a story from what the record holds; without a consent of its own, only how to record one."""
    client = get_client(request, pk)
    if stories.consent_for(client) is None:
        return render(request, FORM_PAGE, _context(client, _("Write a case study")))
    form = StoryForm(sent(request), initial={"text": stories.draft_of(client)} if request.method == "GET" else {})
    if request.method == "POST" and form.is_valid():
        if story := attempt(form, stories.start_story, client, **form.cleaned_data, by=request.user):
            messages.success(request, _("Kept as a draft. Read what is left, then ask another manager to read it."))
            return redirect("reports:story_detail", story.pk)
    return _form_page(request, client, form, _("Write a case study"))


@allow(WHO, records_look=True)
def story_edit(request, pk):
    story = _story(request, pk)
    form = StoryEditForm(sent(request), record=story, initial={"title": story.title, "text": story.text})
    if request.method == "POST" and form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("title", "text")}
        try:
            if attempt(form, stories.change_story, story, **typed, by=request.user):
                messages.success(request, _("Kept as a draft."))
                return redirect("reports:story_detail", story.pk)
        except EditConflict as error:
            return conflict(request, form, error, FORM_PAGE, _context(story.client, _("Change the draft")))
    return _form_page(request, story.client, form, _("Change the draft"))


@allow(WHO, methods=READ, records_look=True)
def story_detail(request, pk):
    """The story, and what in it may still be a name."""
    story = _story(request, pk)
    return render(request, "reports/story_detail.html", {"story": story, "to_look_at": to_look_at(story.text)})


@allow("reports.approve_story", methods=CHANGE, records_look=True)
def story_approve(request, pk):
    story = _story(request, pk)
    try:
        stories.approve_story(story, by=request.user)
        messages.success(request, _("Approved: reports may use it as long as the consent holds."))
    except stories.NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("reports:story_detail", pk)


@allow(WHO, methods=READ, records_look=True, step_up=True)
def story_pdf(request, pk):
    """An approved story on paper; nothing on it says whose it is."""
    rows = CaseStory.objects.usable().filter(team__in=request.user.team_ids)
    story = get_of_client(request, rows, pk, action=AccessAction.PRINT)
    # No marking: it is made to be told, and no record of anybody.
    pdf = render_pdf(
        "reports/pdf/story.html", {"story": story}, title=story.title, printed_by=str(request.user), marking=NO_MARKING
    )
    return FileResponse(BytesIO(pdf), content_type="application/pdf", filename="case-study.pdf")


def _story(request, pk):
    rows = CaseStory.objects.under_consent().filter(team__in=request.user.team_ids)
    return get_of_client(request, rows.select_related("team", "created_by", "approved_by"), pk)


def _form_page(request, client, form, heading):
    context = _context(client, heading) | {"form": form}
    return render(request, FORM_PAGE, context, status=422 if form.errors else 200)


def _context(client, heading):
    return {"client": client, "tab": "sharing", "heading": heading}

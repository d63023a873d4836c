"""Where editors write the pages for everybody."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import CHANGE, READ, allow
from core.forms import EditConflict, sent
from core.views import attempt, conflict
from core.workflow import NotAllowed

from .. import publishing
from ..forms import PublicPageForm
from ..models import PublicPage

FORM = "services_directory/page_form.html"


@allow("services_directory.write_pages", methods=READ)
def page_list(request):
    """Every page, those that are retired last."""
    pages = sorted(PublicPage.objects.select_related("reviewed_by"), key=lambda page: page.retired_on is not None)
    return render(request, "services_directory/page_list.html", {"pages": pages})


@allow("services_directory.write_pages")
def page_create(request):
    form = PublicPageForm(sent(request))
    return _written(request, form, _("Write a page")) or _form_page(request, form, _("Write a page"))


@allow("services_directory.write_pages")
def page_edit(request, pk):
    page = get_object_or_404(PublicPage, pk=pk)
    form = PublicPageForm(sent(request), instance=page)
    title = _("Rewrite a page")
    try:
        return _written(request, form, title) or _form_page(request, form, title)
    except EditConflict as error:
        return conflict(request, form, error, FORM, {"title": title, "page": error.current})


@allow("services_directory.write_pages", methods=CHANGE)
def page_review(request, pk):
    publishing.review_page(get_object_or_404(PublicPage, pk=pk), by=request.user)
    messages.success(request, _("Recorded: you have read this page today, and it is right."))
    return redirect("services_directory:page_list")


@allow("services_directory.write_pages", methods=CHANGE)
def page_retire(request, pk):
    return _moved(request, pk, publishing.retire_page, _("The page is no longer shown. It is kept."))


@allow("services_directory.write_pages", methods=CHANGE)
def page_restore(request, pk):
    return _moved(request, pk, publishing.restore_page, _("The page is shown again."))


def _moved(request, pk, verb, words):
    try:
        verb(get_object_or_404(PublicPage, pk=pk), by=request.user)
        messages.success(request, words)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("services_directory:page_list")


def _written(request, form, title):
    """The answer to a page that was sent: its preview, or the list once it is saved; None when it has errors."""
    if request.method != "POST" or not form.is_valid():
        return None
    if "preview" in request.POST:
        return _form_page(request, form, title, preview=form.cleaned_data)
    if attempt(form, form.save, by=request.user) is None and form.errors:
        return None
    messages.success(request, _("The page is saved."))
    return redirect("services_directory:page_list")


def _form_page(request, form, title, preview=None):
    context = {"form": form, "title": title, "page": form.instance, "preview": preview}
    return render(request, FORM, context, status=422 if form.errors else 200)

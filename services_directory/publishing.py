"""The verbs of public pages, posters and leaflets."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.workflow import NotAllowed

from .models import Poster, PosterVisit, PublicPage


def judged(page, *, is_right, by):
    """Say of a page that is being saved whether somebody has read all of it: other words are not what was read."""
    page.reviewed_on, page.reviewed_by = (timezone.localdate(), by) if is_right else (None, None)
    return page


@transaction.atomic
def review_page(page, *, by):
    """Say that a page was read today, and is right as it stands."""
    page = PublicPage.objects.select_for_update().get(pk=page.pk)
    judged(page, is_right=True, by=by).save_by(by, "reviewed_on", "reviewed_by")
    return page


@transaction.atomic
def retire_page(page, *, by):
    """Show a page no longer. It stays, and so do the posters that lead to it: they lead to the first page."""
    page = PublicPage.objects.select_for_update().get(pk=page.pk)
    if page.slug == PublicPage.START:
        raise NotAllowed(_("The first page cannot be retired, only rewritten."))
    if page.retired_on:
        raise NotAllowed(_("This page is retired already."))
    page.retired_on = timezone.localdate()
    page.save_by(by, "retired_on")
    return page


@transaction.atomic
def restore_page(page, *, by):
    """Show a retired page again."""
    page = PublicPage.objects.select_for_update().get(pk=page.pk)
    if not page.retired_on:
        raise NotAllowed(_("This page is shown already."))
    page.retired_on = None
    page.save_by(by, "retired_on")
    return page


@transaction.atomic
def retire_poster(poster, *, by):
    """Say that a poster was taken down. Its address goes on leading to its page: somebody may have kept it."""
    poster = Poster.objects.select_for_update().get(pk=poster.pk)
    if poster.retired_on:
        raise NotAllowed(_("This poster is taken down already."))
    poster.retired_on = timezone.localdate()
    poster.save_by(by, "retired_on")
    return poster


@transaction.atomic
def count_visit(poster):
    """One more for today; nothing is kept of who it was."""
    row, _is_new = PosterVisit.objects.get_or_create(poster=poster, day=timezone.localdate())
    PosterVisit.objects.filter(pk=row.pk).update(visits=F("visits") + 1)

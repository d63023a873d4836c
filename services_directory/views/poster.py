"""Posters and leaflets: made for a place, printed, counted, taken down."""

from io import BytesIO

from django.contrib import messages
from django.db.models import Sum
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import CHANGE, READ, allow
from core.forms import PageQuery, sent
from core.pagination import paginate
from core.views import attempt
from core.workflow import NotAllowed

from .. import printing, publishing
from ..forms import PosterForm
from ..models import Poster


@allow("services_directory.make_posters", methods=READ)
def poster_list(request):
    """All of them, the newest first, with how often each was followed."""
    posters = Poster.objects.select_related("page").with_visits()
    page = paginate(posters, "-created_at", "-id", cursor=PageQuery(request.GET).values()["after"])
    context = {
        "page": page,
        "first_url": "" if page.is_first else "?",
        "next_url": f"?after={page.next_cursor}" if page.next_cursor else "",
    }
    return render(request, "services_directory/poster_list.html", context)


@allow("services_directory.make_posters")
def poster_create(request):
    form = PosterForm(sent(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, form.save, by=request.user)
        if not form.errors:
            messages.success(request, _("It is made. Print it below."))
            return redirect(form.instance)
    context = {"form": form}
    return render(request, "services_directory/poster_form.html", context, status=422 if form.errors else 200)


@allow("services_directory.make_posters", methods=READ)
def poster_detail(request, pk):
    poster = get_poster(pk)
    visits = poster.visits_by_day.all()
    context = {
        "poster": poster,
        "address": printing.address_of(poster),
        "adverts": printing.adverts(poster),
        "visit_count": visits.aggregate(total=Sum("visits"))["total"] or 0,
        "visits": visits[:30],
    }
    return render(request, "services_directory/poster_detail.html", context)


@allow("services_directory.make_posters", methods=READ)
def poster_pdf(request, pk):
    """The sheet to print."""
    poster = get_poster(pk)
    name = f"{poster.size}-{poster.code}.pdf"
    return FileResponse(BytesIO(printing.sheet(poster)), content_type="application/pdf", filename=name)


@allow("services_directory.make_posters", methods=CHANGE)
def poster_retire(request, pk):
    poster = get_poster(pk)
    try:
        publishing.retire_poster(poster, by=request.user)
        messages.success(request, _("Recorded: it is taken down. Its address still leads to its page."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(poster)


def get_poster(pk):
    return get_object_or_404(Poster.objects.select_related("page", "created_by"), pk=pk)

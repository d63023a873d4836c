"""Pages for everybody, without an account: what to do now, how to stay safer, how to get help."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation

from accounts.access import READ, allow

from .. import publishing
from ..forms import LanguageQuery
from ..models import Poster, PublicPage, Service
from ..models.public import CODE_LENGTH

WELSH = "cy"
REACH_US = "reach-us"  # the page that begins with our own services


@allow("public", methods=READ)
def start(request):
    """The first page: danger first, then what there is."""
    page = get_object_or_404(PublicPage, slug=PublicPage.START)
    return _shown(request, page, "start.html", crisis_services=Service.objects.crisis_lines()[:5])


@allow("public", methods=READ)
def page(request, slug):
    """One page, with what the directory has to add to it."""
    page = get_object_or_404(PublicPage.objects.in_use(), slug=slug)
    return _shown(request, page, "page.html", own_services=own_services() if page.slug == REACH_US else [])


@allow("public", methods=READ)
def poster(request, code):
    """Where a poster leads. It is counted, and nothing is kept of who came."""
    if len(code) != CODE_LENGTH:
        code = ""
    poster = get_object_or_404(Poster.objects.select_related("page"), code=code.upper())
    if request.method == "GET":
        publishing.count_visit(poster)
    language = "?language=cy" if poster.language == WELSH else ""
    return redirect((reverse("help:start") if poster.page.retired_on else poster.page.get_absolute_url()) + language)


def own_services():
    """The services of this site's own teams, with when they are open and where."""
    services = Service.objects.listed().filter(run_by_team__isnull=False)
    return services.prefetch_related("schedules__at_location__location", "at_locations__location").order_by("name")


def in_language(page, language):
    """What a page says: in Welsh as far as it is written, and in English where it is not."""
    names = ["heading", "lead", "body"]
    welsh = {name: getattr(page, f"{name}_cy") for name in names} if language == WELSH else {}
    return [
        {"name": name, "words": welsh.get(name) or getattr(page, name), "lang": WELSH if welsh.get(name) else "en"}
        for name in names
    ]


def _shown(request, page, template, **context):
    language = LanguageQuery(request.GET).values()["language"] or "en-gb"
    others = [other for other in PublicPage.objects.in_use() if other.pk != page.pk]
    with translation.override(language):
        heading, lead, body = in_language(page, language)
        context |= {
            "page": page,
            "heading": heading,
            "lead": lead,
            "body": body,
            "others": [(other, in_language(other, language)) for other in others if other.slug != PublicPage.START],
            "page_language": language,
            "query": f"?language={language}" if language == WELSH else "",
            "other_query": "" if language == WELSH else "?language=cy",
            "partly_english": language == WELSH and body["lang"] != WELSH,
            "shows_own_services": page.slug == REACH_US,
        }
        return render(request, f"services_directory/public/{template}", context)

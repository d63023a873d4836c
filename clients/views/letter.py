"""Writing to a client: a letter, text or email in the service's own words, with what is safe said first."""

from io import BytesIO

from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from core.choices import AccessAction
from core.pdf import render_pdf

from ..access import get_client
from ..banner import warnings
from ..forms import LetterQuery
from ..letters import letter_to
from ..reach import reach_of

LANGUAGES = {"": "en-gb", "cy": "cy"}


@allow("clients.view_record", methods=READ, records_look=True)
def letter_write(request, pk):
    """The text as it would go out; nothing is sent from here, and nothing shown where it must not be."""
    client = get_client(request, pk)
    query, reach, letter = _chosen(request, client)
    context = {"client": client, "query": query, "reach": reach, "letter": letter, "pdf_query": query.address()}
    return render(request, "clients/letter_write.html", context)


@allow("clients.view_record", methods=READ, records_look=True)
def letter_pdf(request, pk):
    """The letter on paper; where none may be sent, the page that says why."""
    client = get_client(request, pk, action=AccessAction.PRINT)
    query, _reach, letter = _chosen(request, client)
    if letter is None or letter.refusal or not letter.is_letter:
        return redirect(f"{request.path.removesuffix('print/')}?{query.address()}")
    context = {"client": client, "letter": letter, "SERVICE_NAME": letter.team.name if letter.team else ""}
    pdf = render_pdf(
        "clients/pdf/letter.html",
        context,
        title=letter.title or _("Letter"),
        marking=" ",
        lang=LANGUAGES[query.values()["language"]],
    )
    return FileResponse(BytesIO(pdf), content_type="application/pdf", filename=f"letter-{client.reference}.pdf")


def _chosen(request, client):
    query = LetterQuery(request.GET)
    reach = reach_of(client, warnings(client, request.user))
    return query, reach, letter_to(client, reach, query.values(), by=request.user)

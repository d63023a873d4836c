"""Posters and leaflets as PDF, with a square that leads to their page, and the adverts beside them."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.pdf import render_pdf

from .choices import PaperLanguage, PaperSize
from .models import Service

LANGUAGES = {
    PaperLanguage.ENGLISH: ["en"],
    PaperLanguage.WELSH: ["cy"],
    PaperLanguage.BOTH: ["cy", "en"],  # Welsh first, as Welsh law asks of public bodies in Wales
}
MOST_SERVICES = 3


def address_of(poster):
    """The address that the square leads to."""
    return settings.SITE_URL.rstrip("/") + reverse("help:poster", args=[poster.code])


def sheet(poster):
    """The PDF of a poster or leaflet."""
    texts = [text(poster.page, language) for language in LANGUAGES[poster.language]]
    if not any(said["body"] for said in texts):  # a Welsh leaflet of a page whose text is in English only
        texts[-1] |= {"body": poster.page.body, "body_lang": "en"}
    context = {
        "poster": poster,
        "texts": texts,
        "address": address_of(poster),
        "short_address": address_of(poster).split("://", 1)[-1],
        "qr": square(address_of(poster)),
        "services": own_services(),
        "is_leaflet": poster.size == PaperSize.A5,
    }
    title, lang = poster.page.heading, "cy" if poster.language == PaperLanguage.WELSH else "en-gb"
    return render_pdf("services_directory/pdf/poster.html", context, title=title, lang=lang)


def own_services():
    """Our own services that can be rung."""
    return Service.objects.listed().filter(run_by_team__isnull=False).exclude(phone="")[:MOST_SERVICES]


def text(page, language):
    """What a page says in one language; English where nobody has written it in Welsh."""
    names = ["heading", "lead", "body", "advert"]
    if language == "cy" and page.heading_cy:
        return {name: getattr(page, f"{name}_cy") for name in names} | {"lang": "cy", "body_lang": "cy"}
    return {name: getattr(page, name) for name in names} | {"lang": "en", "body_lang": "en"}


def adverts(poster):
    """A short and a longer text for media, in each language of the poster."""
    found, numbers = [], [f"{service.name}: {service.phone}" for service in own_services()]
    for language in LANGUAGES[poster.language]:
        said = text(poster.page, language)
        with translation.override(said["lang"]):
            ends = _("Go to %(address)s, or say the code %(code)s.") % {
                "address": address_of(poster),
                "code": poster.code,
            }
        found.append(
            {
                "lang": said["lang"],
                "short": f"{said['heading']}. {ends}",
                "medium": "\n".join(filter(None, [said["heading"], said["lead"], said["advert"], *numbers, ends])),
            }
        )
    return found


def square(address):
    """A QR code as {"size": modules across, "path": the dark ones for an SVG path}.

    >>> square("https://example.org/help/p/CDFGHJ/")["size"]
    33
    """
    from qrcode import QRCode
    from qrcode.constants import ERROR_CORRECT_M

    code = QRCode(error_correction=ERROR_CORRECT_M, border=2)
    code.add_data(address)
    code.make()
    rows = code.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return {"size": len(rows), "path": "".join(dark)}

"""What the frame of every page knows: the service's name, and the languages there are texts for."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language


@cache
def languages():
    """The languages on offer: English, and each other that has a catalogue of ours."""
    translated = [
        (code, name)
        for code, name in settings.LANGUAGES
        if any((Path(folder) / code / "LC_MESSAGES" / "django.mo").exists() for folder in settings.LOCALE_PATHS)
    ]
    return [("en-gb", "English"), *translated]


def service(request):
    """The service's name, the language this page is in, and the others it can be had in."""
    offered = languages()
    current = next((code for code, _ in offered if code == get_language()), "en-gb")
    return {
        "SERVICE_NAME": settings.SERVICE_NAME,
        "DEMO": settings.DEMO,
        "page_language": current,
        "other_languages": [(code, name) for code, name in offered if code != current],
    }

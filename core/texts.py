"""The texts of the site's own language in one catalogue.

gettext gives British English a chain of catalogues, most of them empty: one of each app, and one of English at large behind
each. What we write ourselves stands in none of them, so that each of the hundreds of texts of a page asked them all.
"""

from django.conf import settings
from django.utils.translation import trans_real


def in_one_catalogue():
    """Put what stands behind the catalogue of the site's language into one; what came before goes before."""
    translation = trans_real.translation(settings.LANGUAGE_CODE)
    one, behind = trans_real.TranslationCatalog(), translation
    while behind is not None:
        for text, translated in behind._catalog.items():
            if text not in one:
                one[text] = translated
        behind = behind._fallback
    translation._catalog, translation._fallback = one, None

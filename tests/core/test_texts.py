"""The texts of English in one catalogue say what the chain of catalogues said."""

from django.conf import settings
from django.utils.translation import gettext, ngettext, override, trans_real

from core.texts import in_one_catalogue


def test_one_catalogue_says_what_the_chain_said():
    chain = trans_real.DjangoTranslation(settings.LANGUAGE_CODE)
    known = set(chain._catalog.keys()) - {""}
    assert len(known) > 100
    in_one_catalogue()  # once more: a test that changes a setting of languages lets Django read the chain again
    with override(settings.LANGUAGE_CODE):
        assert trans_real.translation(settings.LANGUAGE_CODE)._fallback is None
        for text in known:
            if isinstance(text, tuple):
                assert ngettext(text[0], text[0], 1) == chain.ngettext(text[0], text[0], 1)
                assert ngettext(text[0], text[0], 2) == chain.ngettext(text[0], text[0], 2)
            else:
                assert gettext(text) == chain.gettext(text)


def test_a_text_that_another_language_lacks_is_there_in_english():
    with override("cy"):
        assert gettext("A text that nobody has translated") == "A text that nobody has translated"

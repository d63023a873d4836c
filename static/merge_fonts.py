"""Joins the latin and latin-ext parts of our font into one file per weight.

Fontsource splits each weight by `unicode-range`; WeasyPrint then prints wrong letters for Welsh ŵ and ŷ.
Run by `static/build.mjs`: `python static/merge_fonts.py <folder of parts> <folder to write>`.
"""

import sys
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

WEIGHTS = {"400": "regular", "700": "bold"}
MUST_DRAW = "AZaz09ÂÊÎÔÛŴŶâêîôûŵŷáéíóúẁẃẅỳÿäöï£€–—‘’“”…•"


def merge(parts, target):
    """Write one woff2 file from the parts, and refuse one that cannot draw Welsh."""
    font = Merger().merge([str(part) for part in parts])
    missing = [letter for letter in MUST_DRAW if ord(letter) not in font.getBestCmap()]
    if missing:
        sys.exit(f"{target.name} cannot draw {' '.join(missing)}")
    font.recalcTimestamp = False  # the same file from every build
    font["head"].created = font["head"].modified = TTFont(parts[0])["head"].modified
    font.flavor = "woff2"
    font.save(target)


def main(source, target):
    target.mkdir(parents=True, exist_ok=True)
    for weight, name in WEIGHTS.items():
        stem = "atkinson-hyperlegible-next"
        parts = [source / f"{stem}-{subset}-{weight}-normal.woff2" for subset in ("latin", "latin-ext")]
        merge(parts, target / f"{stem}-{name}.woff2")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

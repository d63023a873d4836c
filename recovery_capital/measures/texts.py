"""The words of the measures, from data files: ours under `data/`, and those that a site has brought for packs.

A site puts `<name>.json` of a pack (say `sadq.json`) into the folder that MEASURE_TEXTS_DIR names, written like the files
under `data/`. A file with a fault is not offered, and `manage.py check` says what is wrong with it (docs/measures.md).
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from . import MEASURES, PACKS, SHIPPED

SHIPPED_FOLDER = Path(__file__).parent / "data"
USES = ("clinical", "commercial", "educational", "research")
LONGEST = 2_000
WORDS = ("title", "language", "version", "source", "licence", "notice", "stem")


class WrongText(Exception):
    """A file of words that does not fit its measure; the message says what is wrong."""


@dataclass(frozen=True)
class Question:
    """One item in words, and the answers to it: (value, words)."""

    text: str
    options: tuple[tuple[int, str], ...]

    def label(self, value):
        """The words of an answer."""
        return dict(self.options).get(value, str(value))


@dataclass(frozen=True)
class Text:
    """A measure in words: where it comes from, under which licence, for which uses it may not be taken."""

    title: str
    language: str
    version: str
    source: str
    licence: str
    notice: str
    stem: str
    prohibits: tuple[str, ...]
    questions: tuple[Question, ...]
    follow_up: Question | None
    conversion: dict[int, Decimal]

    def converted(self, total):
        """The total by the owners' table, where the measure has one."""
        return self.conversion.get(total, total)


@dataclass(frozen=True)
class Threshold:
    """From how many points on a change is reliable, from when on that holds, and who says so."""

    measure: str
    item: str
    points: int
    valid_from: date
    source: str


def offered():
    """The measures that may be used here, with their words: [(measure, text)]."""
    found = ((measure, text_of(measure)) for measure in MEASURES.values())
    return [(measure, text) for measure, text in found if text and not set(text.prohibits) & set(settings.SITE_USES)]


def offered_measure(name):
    """A measure that may be used here and its words, or (None, None)."""
    return next(((measure, text) for measure, text in offered() if measure.name == name), (None, None))


def text_of(measure):
    """The words of a measure; None where there are none, or they do not fit."""
    folder = SHIPPED_FOLDER if measure in SHIPPED else settings.MEASURE_TEXTS_DIR
    try:
        return load(measure.name, folder) if folder else None
    except (OSError, WrongText):
        return None


def faults():
    """What is wrong with the files that the site has brought: [(file, message)]."""
    folder = settings.MEASURE_TEXTS_DIR
    for pack in PACKS if folder else ():
        path = Path(folder) / f"{pack.name}.json"
        try:
            if path.exists():
                load(pack.name, folder)
        except (OSError, WrongText) as error:
            yield path, str(error)
    try:
        thresholds(folder)
    except (OSError, WrongText) as error:
        yield Path(folder) / "thresholds.json", str(error)


@cache
def load(name, folder):
    """The words of a measure from a folder. Raises OSError, and WrongText with a sentence for whoever wrote the file."""
    measure, content = MEASURES[name], (Path(folder) / f"{name}.json").read_bytes()
    data = parsed(content)
    if not isinstance(data, dict):
        raise WrongText("The file must hold one object")
    items = data.get("items")
    if not isinstance(items, list) or len(items) != len(measure.items):
        raise WrongText(f"{measure.label} has {len(measure.items)} items: “items” must hold as many")
    common = data.get("options")
    questions = [
        question(f"Item {number}", item, common, allowed)
        for number, (item, allowed) in enumerate(zip(items, measure.items, strict=True), 1)
    ]
    words = {key: text(key, data.get(key), may_be_empty=key in ("notice", "stem")) for key in WORDS}
    words["version"] = f"{words['version'][:40]} {hashlib.sha256(content).hexdigest()[:8]}"
    follow_up = question("follow_up", data.get("follow_up"), None, range(4)) if measure.has_follow_up else None
    return Text(**words, prohibits=uses(data), questions=tuple(questions), follow_up=follow_up,
                conversion=conversion(measure, data))  # fmt: skip


def parsed(content):
    try:
        return json.loads(content)
    except ValueError as error:
        raise WrongText(f"This is no JSON: {error}") from error


def text(what, value, *, may_be_empty=False):
    value = "" if value is None and may_be_empty else value
    if not isinstance(value, str) or len(value) > LONGEST or not (value.strip() or may_be_empty) or "\0" in value:
        raise WrongText(f"“{what}” must be a text of up to {LONGEST} characters")
    return value


def question(what, item, common, allowed):
    """One item: its words alone, where all share the options, or words and options."""
    item = {"text": item, "options": common} if isinstance(item, str) else item
    if not isinstance(item, dict) or not isinstance(item.get("options"), dict):
        raise WrongText(f"{what} must be a text, or an object with “text” and “options”")
    if set(item["options"]) != {str(value) for value in allowed}:
        raise WrongText(f"{what} must have the answers {', '.join(map(str, allowed))}")
    options = tuple((value, text(f"{what}, answer {value}", item["options"][str(value)])) for value in allowed)
    return Question(text(what, item.get("text")), options)


def uses(data):
    prohibited = data.get("prohibits")
    if not isinstance(prohibited, list) or not set(map(str, prohibited)) <= set(USES):
        raise WrongText(f"“prohibits” must be a list of the uses that the licence forbids, of: {', '.join(USES)}")
    return tuple(prohibited)


def conversion(measure, data):
    """The owners' table from raw total to score."""
    table = data.get("conversion") or {}
    if not measure.needs_conversion:
        return {}
    totals = range(sum(map(min, measure.items)), measure.most + 1)
    if not isinstance(table, dict) or set(table) != set(map(str, totals)):
        raise WrongText(f"“conversion” must give a score for each raw total from {totals[0]} to {totals[-1]}")
    if not all(type(value) in (int, float) and 0 <= value <= measure.most for value in table.values()):
        raise WrongText(f"“conversion” must give scores from 0 to {measure.most}")
    return {total: Decimal(str(table[str(total)])).quantize(Decimal("0.01")) for total in totals}


def threshold_of(measure, item="", day=None):
    """The newest threshold of reliable change in force on a day; None where none is sourced."""
    day = day or timezone.localdate()
    return next((row for row in thresholds_of(measure, item) if row.valid_from <= day), None)


def thresholds_of(measure, item=""):
    """Every threshold of reliable change that is sourced, the newest first."""
    known = [*thresholds(str(SHIPPED_FOLDER)), *site_thresholds()]
    mine = [row for row in known if (row.measure, row.item) == (measure, item)]
    return sorted(mine, key=lambda row: row.valid_from, reverse=True)


def site_thresholds():
    try:
        return thresholds(settings.MEASURE_TEXTS_DIR)
    except (OSError, WrongText):
        return ()


@cache
def thresholds(folder):
    """The dated table of thresholds in a folder; none where there is no file."""
    path = Path(folder or "") / "thresholds.json"
    if not folder or not path.exists():
        return ()
    rows = parsed(path.read_bytes())
    if not isinstance(rows, list):
        raise WrongText("The file must hold a list")
    return tuple(map(threshold, rows))


def threshold(row):
    try:
        found = Threshold(row["measure"], row.get("item", ""), int(row["points"]), date.fromisoformat(row["valid_from"]),
                          text("source", row["source"]))  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise WrongText(
            "Each threshold has measure, points, valid_from (2026-04-01), source, and may have item"
        ) from error
    if found.points < 1:
        raise WrongText("“points” must be 1 or more")
    return found

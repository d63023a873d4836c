"""The file of the national data set: written row by row, with what keeps an episode out of it listed beside it."""

import csv
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Q

from clients.discharge import Level
from clients.models import Episode
from core.spreadsheets import safe_cell

from .records import record_of, with_all
from .rules import Context, problems

AT_ONCE = 500  # episodes that are in memory at a time
LISTED = ["EPISODID", "CLIENTID", "AGNCY", "TEAM", "KEYWORKER", "LEVEL", "RULE", "WHAT", "SOURCE"]


@dataclass
class Written:
    """What left, and what did not."""

    episodes: int = 0
    rows: int = 0
    without_consent: int = 0
    blocked: int = 0
    with_warnings: int = 0
    rules: Counter = field(default_factory=Counter)

    def as_dict(self):
        return {
            "episodes": self.episodes,
            "rows": self.rows,
            "without_consent": self.without_consent,
            "blocked": self.blocked,
            "with_warnings": self.with_warnings,
            "rules": dict(sorted(self.rules.items())),
        }


def episodes_between(first, last):
    """The episodes that were open on a day from `first` to `last`; nobody who has asked that the record be not used."""
    open_then = Q(ended_on=None) | Q(ended_on__gte=first)
    return Episode.objects.filter(open_then, referred_on__lte=last, client__is_frozen=False)


def csv_writer(stream):
    """Each value in double quotes, a line ends with a line feed."""
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n")
    return lambda row: writer.writerow([safe_cell(" ".join(text.splitlines())) for text in map(str, row)])


def write(stream, listed, *, first, last, context: Context):
    """Write what leaves to `stream` and what is wrong with it to `listed`, both text; gives the counts.

    A number of queries for each `AT_ONCE` episodes, and never more of them in memory than that.
    """
    row, problem = csv_writer(stream), csv_writer(listed)
    row(context.layout.head)
    problem(LISTED)
    done, said_no = Written(), None
    episodes = (
        with_all(episodes_between(first, last))
        .select_related("keyworker")
        .order_by("client_id", "team_id", "referred_on", "id")
    )
    for episode in episodes.iterator(chunk_size=AT_ONCE):
        record = record_of(episode, last)
        if record.value("consent") is False:
            person = record.value("agency"), record.value("client_id")
            if person[0] and person != said_no:  # once for each agency, however many episodes
                row(context.layout.row_without_consent(record.values))
                done.without_consent += 1
                done.rows += 1
            said_no = person
            continue
        _write_episode(record, context, done, row, problem)
    return done


def _write_episode(record, context, done, row, problem):
    found = problems(record, context)
    for one in found:
        done.rules[one.rule.name] += 1
        if one.level != Level.INFO:
            problem(_listed(record, one))
    if any(one.level == Level.ERROR for one in found):
        done.blocked += 1
        return
    done.episodes += 1
    done.with_warnings += any(one.level == Level.WARNING for one in found)
    for cells in context.layout.rows(record):
        row(cells)
        done.rows += 1


def _listed(record, problem):
    """A line of the list: ids and rules, and nothing that somebody said."""
    values, episode = record.values, record.episode
    return [
        values["episode_id"], values["client_id"], values["agency"], episode.team, episode.keyworker or "",
        problem.level, problem.rule.name, problem.text, problem.source,
    ]  # fmt: skip

"""The records behind the address of a feed, page by page, in the ways of 1.0 and 3.0."""

import hashlib
from contextlib import contextmanager
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from .fetching import FetchFailed, fetched
from .fields import IDENTITY
from .files import NotAFeed, Records

PER_PAGE = 100
MOST_PAGES = 20_000
LISTS = {"schedules", "regular_schedules", "service_at_locations", "contacts", "phones", "cost_options", "languages",
         "service_areas", "attributes", "service_taxonomys", "eligibilitys"}  # fmt: skip
IN_VAIN = 3  # answers by id that say no more than the list; then the list is all there is


class Pages:
    """All pages of a feed. Iterating gives for each page an iterator over its records, to be used up at once.

    After the last one, `complete` says whether the feed was read to its end and gave as many records as it says that it
    has; `doubt` says why not.
    """

    def __init__(self, address, since=None):
        self.address, self.since = address, since
        self.number, self.records, self.in_vain, self.size = 0, 0, 0, 0
        self.seen, self.doubt = set(), ""
        self.page, self.ids = None, []

    @property
    def complete(self):
        return not self.doubt and self.since is None

    def __iter__(self):
        more = True
        while more:
            self.number += 1
            if self.number > MOST_PAGES:
                raise NotAFeed(f"It has more than {MOST_PAGES:,} pages.")
            self.ids = []
            with self.reading(self.address_of_page()) as stream:
                self.page = Records(stream)
                yield self.whole_records()
            more = self.goes_on()

    @contextmanager
    def reading(self, address):
        """One answer of the feed: no more is read of all of them together than of one."""
        with fetched(address, spent=self.size) as stream:
            before = stream.size
            yield stream
            self.size += stream.size - before

    def address_of_page(self):
        said = {"page": self.number, "per_page": PER_PAGE, "perPage": PER_PAGE, "full": "true"}
        if self.since:
            said["modified_after"] = self.since.strftime("%Y-%m-%dT%H:%M:%SZ")
        return with_query(self.address, said)

    def whole_records(self):
        """The records of a page, each in full where the feed has more of it than stands in its list."""
        for record in self.page:
            if self.is_entrance(record):
                self.address = self.address.rstrip("/") + "/services"
                self.number, self.records = self.number - 1, 0
                return
            self.records += 1
            self.ids.append(str(record.get("id")) if isinstance(record, dict) else "")
            yield self.in_full(record)

    def is_entrance(self, record):
        """Whether this is what stands at the entrance of an API of 3.0: there the services are one door on."""
        return isinstance(record, dict) and "openapi_url" in record and "id" not in record and self.number == 1

    def in_full(self, record):
        key = record.get("id") if isinstance(record, dict) else None
        is_summary = isinstance(key, str) and IDENTITY.fullmatch(key) and not LISTS & set(record)
        if not is_summary or not self.page.is_list or self.in_vain >= IN_VAIN:
            return record
        try:
            with self.reading(with_query(self.address, {}, f"/{quote(key)}")) as stream:
                found = [each for each in Records(stream) if isinstance(each, dict) and each.get("id") == key]
        except FetchFailed as error:
            if error.answered not in (400, 404, 405, 501):
                raise
            found = []
        self.in_vain = 0 if found and LISTS & set(found[0]) else self.in_vain + 1
        return record | found[0] if found else record

    def goes_on(self):
        """Whether there is a further page, by all that pages say of themselves. Raises NotAFeed when they go round."""
        if self.number == 0:
            return True
        if self.ids:
            page = hashlib.sha256("\n".join(self.ids).encode("utf-8", "surrogatepass")).digest()
            if page in self.seen:
                raise NotAFeed(f"Page {self.number} is one that came before: its pages go round in a circle.")
            self.seen.add(page)
        said = self.page.envelope
        total = number_in(said, "total_items", "totalElements")
        pages = number_in(said, "total_pages", "totalPages")
        is_last = said.get("last_page", said.get("last")) is True or (pages is not None and self.number >= pages)
        if self.ids and not is_last and (pages is not None or total is not None and self.records < total):
            return True
        if pages is not None and self.number < pages and not is_last:
            self.doubt = f"It says that it has {pages:,} pages, and page {self.number:,} is empty."
        if total is not None and total != self.records:
            self.doubt = f"It says that it has {total:,} services, and gave {self.records:,}."
        return False


def number_in(values, *names):
    found = (values.get(name) for name in names)
    return next((value for value in found if isinstance(value, int) and not isinstance(value, bool)), None)


def with_query(address, values, path=""):
    """An address with some parameters set."""
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) | values
    return urlunsplit(
        parts._replace(path=(parts.path.rstrip("/") if path else parts.path) + path, query=urlencode(query))
    )

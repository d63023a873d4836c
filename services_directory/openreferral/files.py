"""The records in a feed's file, or in one page of it, one by one: never more of them in memory than one."""

import codecs
import json
import math

# What only the records of another kind have (by the schemas of 3.0), to say of a file what it holds instead.
OTHER_KINDS = {
    "organisations": {"website", "logo", "parent_organization_id", "organization_identifiers"},
    "terms of a taxonomy": {"term", "term_uri", "parent_id"},
    "taxonomies": {"taxonomy_terms", "version"},
    "locations": {"location_type", "addresses", "physical_addresses"},
}
ONLY_OF_SERVICES = {"status", "url", "organization", "organization_id", "fees", "assured_date"}
LISTS_OF_A_PAGE = ("contents", "content")
CHUNK = 1 << 16
LONGEST_VALUE = 20_000_000  # characters: one record, or an organisation with all its services
ADDS_LOCATIONS = "\0adds_locations"  # no feed can hold this key and mean it


class NotAFeed(Exception):
    """A file from which no service can be read; the message says why."""


def whole_number(digits):
    return int(digits) if len(digits) < 20 else math.inf


class Text:
    """JSON that is read bit by bit, and given value by value."""

    decoder = json.JSONDecoder(parse_int=whole_number)

    def __init__(self, stream):
        self.stream, self.ended = stream, False
        self.decode = codecs.getincrementaldecoder("utf-8-sig")().decode
        self.text, self.at, self.broken_off = "", 0, False

    def read(self, size=CHUNK):
        """Drop what has been given, and read on; whether there was anything."""
        if self.ended:
            return False
        data = self.stream.read(size)
        self.ended = not data
        self.text, self.at = self.text[self.at :] + self.decode(data, self.ended), 0
        return not self.ended

    def peek(self):
        """The next letter that is not space; empty at the end."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in " \t\r\n":
                self.at += 1
            if self.at < len(self.text) or not self.read():
                return self.text[self.at : self.at + 1]

    def skip(self, letter):
        """Step over a letter, if it comes next; whether it did."""
        if self.peek() != letter:
            return False
        self.at += 1
        return True

    def fault(self, error):
        """What is wrong with it, in words; places are those of the bit that was read last, and so are not told."""
        broken_off = self.broken_off or (self.ended and not self.text[self.at :])
        return "it breaks off in the middle" if broken_off else getattr(error, "msg", error)

    def value(self):
        """The next value, whole."""
        self.peek()
        size = CHUNK
        while True:
            try:
                value, end = self.decoder.raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                cut_off = error.msg.startswith("Unterminated") or error.pos >= len(self.text) - 16
                if not cut_off or not self.read(size):
                    self.broken_off = cut_off
                    raise
            else:
                if end < len(self.text) or not self.read(size):  # a number may go on in the next bit
                    self.at = min(end, len(self.text))
                    return value
            size *= 2
            if len(self.text) > LONGEST_VALUE:
                raise NotAFeed(f"It holds a record of more than {LONGEST_VALUE:,} characters.")


class Records:
    """The records of services in a stream of bytes: a list, a page of one, a single one, lines of them (NDJSON), or
    those in organisations and at locations. Raises NotAFeed.

    Once read to its end, `envelope` is what stood beside the list of a page, and `is_list` says whether what was read
    may be all that its directory has.
    """

    def __init__(self, stream):
        self.text, self.envelope, self.is_list = Text(stream), {}, False
        self.services, self.other = 0, ""

    def __iter__(self):
        try:
            for record in self.merged(self.items()):
                kind = kind_of(record)
                self.other = self.other or kind
                self.services += not kind
                yield record
        except UnicodeDecodeError as error:
            raise NotAFeed("The file is not text: JSON in UTF-8 is needed.") from error
        except RecursionError as error:
            raise NotAFeed("The file is nested too deeply to be a feed of services.") from error
        except ValueError as error:
            raise NotAFeed(f"The file is not JSON: {self.text.fault(error)}.") from error
        if self.other and not self.services:
            raise NotAFeed(f"The file holds no services, but {self.other}. Only services are imported.")

    def items(self):
        if self.text.peek() == "<":
            raise NotAFeed("The file is not JSON, but a web page (HTML).")
        if self.text.peek() not in ("[", "{"):
            self.text.value()
            raise NotAFeed("The file holds no services: a list, a page with “contents” or one service is needed.")
        if self.text.peek() == "[":
            self.is_list = True
            yield from self.list_items()
        while self.text.peek():
            yield from self.object_items()

    def list_items(self):
        """The items of a list, whose bracket comes next."""
        self.text.skip("[")
        if self.text.skip("]"):
            return
        while True:
            yield self.text.value()
            if self.text.skip("]"):
                return
            self.expect(",")

    def object_items(self):
        """The items of a page, whose brace comes next; or the one object itself."""
        self.expect("{")
        values, paged = {}, False
        while not self.text.skip("}"):
            if values or paged:
                self.expect(",")
            key = self.text.value()
            self.expect(":")
            if key in LISTS_OF_A_PAGE and self.text.peek() == "[":
                paged = self.is_list = True
                yield from self.list_items()
            else:
                values[key if isinstance(key, str) else str(key)] = self.text.value()
        if paged:
            self.envelope = values
        else:
            yield values

    def expect(self, letter):
        if not self.text.skip(letter):
            raise json.JSONDecodeError(f"Expecting {letter!r}", self.text.text, self.text.at)

    def merged(self, items):
        """Services taken out of organisations; those at locations last, each once with all its locations."""
        at_locations = {}
        for item in items:
            if not isinstance(item, dict):
                yield item
            elif isinstance(item.get("services"), list):
                yield from (of_organisation(service, item) for service in item["services"])
            elif isinstance(item.get("service"), dict) and "location" in item:
                merge_at_location(at_locations, item)
            else:
                yield item
        yield from at_locations.values()


def of_organisation(service, organisation):
    """A service that stands within its organisation, the other way round."""
    if not isinstance(service, dict) or "organization" in service:
        return service
    return service | {"organization": {key: value for key, value in organisation.items() if key != "services"}}


def merge_at_location(merged, item):
    """A service at a location, as a service with that location; the same service at several becomes one record."""
    service = item["service"]
    place = {key: value for key, value in item.items() if key != "service"}
    key = canonical(service)
    record = merged.setdefault(key, service | {"service_at_locations": [], ADDS_LOCATIONS: True})
    record["service_at_locations"].append(place)


def canonical(record):
    """The record as one text, the same for the same content."""
    return json.dumps(record, sort_keys=True, default=str)


def kind_of(record):
    """What a record is when it is not a service; empty for a service, and for what cannot be told."""
    keys = set(record) if isinstance(record, dict) else set()
    if keys & ONLY_OF_SERVICES:
        return ""
    return next((kind for kind, marks in OTHER_KINDS.items() if keys & marks), "")

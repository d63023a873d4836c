"""A version of the data set at work: its columns in their order, and how a value is written into one and read from it."""

from collections import namedtuple
from functools import cached_property

from django.utils.translation import gettext as _

from reference.models import Code

from .fields import (
    BELOW,
    FIELDS,
    NOT_COLLECTED,
    NOTHING,
    SUBSTANCES,
    WITHOUT_CONSENT,
    YES,
    Part,
    Unreadable,
    read_day,
    read_number,
    read_text,
    read_yes_or_no,
)

Column = namedtuple("Column", "code part field meaning")


class Layout:
    """The columns and codes of one DataSetVersion."""

    def __init__(self, version):
        self.version = version
        self.columns = [Column(*column) for column in version.columns]
        self.by_code = {column.code: column for column in self.columns}
        self.column_of = {column.field: column.code for column in self.columns if column.field}
        self.head = [column.code for column in self.columns]
        # What stands in a column of which nothing is known: not collected, or not said.
        self.empty = {column.code: "" if column.field else NOT_COLLECTED for column in self.columns}

    def codes_of(self, part):
        return [column.code for column in self.columns if column.part == part]

    @cached_property
    def known(self):
        """{(question, code): its row} of the code lists, the newest edition of each."""
        rows = Code.objects.filter(code_set__field__in={field.codes for field in FIELDS.values() if field.codes})
        rows = rows.select_related("code_set").order_by("code_set__valid_from")
        return {(row.code_set.field, row.code): row for row in rows}

    @cached_property
    def meant(self):
        """{field or table: {their code: our word}}; of two of our words for one code the first that the version names."""
        tables = {}
        for name in {*self.version.codes, *self.version.also_read}:
            table = {}
            for ours, theirs in self.version.codes.get(name, {}).items():
                table.setdefault(theirs, ours)
            tables[name] = dict(self.version.also_read.get(name, {})) | table
        return tables

    def written(self, name, value):
        """A value as this version writes it; empty where there is none."""
        field, codes = FIELDS[name], self.version.codes
        if value is None or value == "":
            nothing = codes.get(name, {}).get("", "")
            return nothing or (NOT_COLLECTED if field.part == Part.TOP else "")
        if field.is_day:
            return f"{value:%d/%m/%Y}"
        if field.is_yes_or_no:
            return YES.get(value, "")
        if field.choices:
            return codes.get(field.table or name, {}).get(value, "")
        if field.codes:
            return codes.get(name, {}).get(value, value)
        return str(value)

    def cells(self, parts, values, rest):
        """{column: text} of the columns of some parts; `rest` holds those that nothing here asks for."""
        values = self._without_repeats(values)
        written = {
            column.code: self.written(column.field, values[column.field])
            for column in self.columns
            if column.part in parts and column.field in values
        }
        return {code: text for code, text in rest.items() if code in self.by_code and not written.get(code)} | {
            code: text for code, text in written.items() if text or code not in rest
        }

    def _without_repeats(self, values):
        """Two of our substances may have one code in this version: it is written once, and the next one moves up."""
        said = {self.written(name, values.get(name)): values[name] for name in reversed(SUBSTANCES) if values.get(name)}
        kept = [values[name] for name in SUBSTANCES if values.get(name) in said.values()]
        return values | {
            name: value for name, value in zip(SUBSTANCES, [*kept, None, None, None], strict=False) if name in values
        }

    def rows(self, record):
        """The rows of one episode: client and episode again in each, and one intervention, review or TOP."""
        base = self.empty | self.cells((Part.CLIENT, Part.EPISODE), record.values, record.rest)
        below = [
            self.cells([Part.INTERVENTION], child.values, child.rest) | self._known(row)
            for child in record.interventions
            for row in child.below or [{}]
        ]
        below += [self.cells([Part.TOP], child.values, child.rest) for child in record.tops]
        for row in below or [{}]:
            yield [(base | row)[code] for code in self.head]

    def row_without_consent(self, values):
        """All that leaves about somebody who has not agreed."""
        said = {self.column_of[name]: self.written(name, values[name]) for name in WITHOUT_CONSENT}
        return [said.get(code, "") for code in self.head]

    def _known(self, row):
        return {code: text for code, text in row.items() if code in self.by_code}

    def read(self, code, text):
        """What a cell says. Raises Unreadable."""
        name = self.by_code[code].field
        field, text = FIELDS[name], text.strip()
        if text in NOTHING:
            return None
        if field.is_day:
            return read_day(text)
        if field.is_yes_or_no:
            return read_yes_or_no(text)
        if field.most is not None:
            return read_number(text, field.most)
        if field.choices or field.codes:
            return self._read_code(name, field, text)
        return read_text(text, field.longest)

    def _read_code(self, name, field, text):
        if self.version.codes.get(name, {}).get("") == text:
            return None  # its code for “none”, such as 9996
        ours = self.meant.get(field.table or name, {}).get(text)
        known = ours in field.choices if field.choices else (field.codes, ours or text) in self.known
        if not known or (field.choices and not ours):
            raise Unreadable(_("no code of the list"))
        return ours or text

    def read_part(self, part, cells):
        """(values, rest, what is wrong by column) of the cells of one part of a row."""
        values, rest, wrong = {}, {}, {}
        for code in self.codes_of(part):
            text = cells.get(code, "").strip()
            if self.by_code[code].field:
                try:
                    values[self.by_code[code].field] = self.read(code, text)
                except Unreadable as error:
                    wrong[code] = str(error)
            elif text not in NOTHING:
                rest[code] = text
        return values, rest, wrong

    def read_below(self, cells):
        """The columns of a review or a time in treatment in a row, which nothing here asks for; empty where there is none."""
        codes = [code for part in BELOW for code in self.codes_of(part)]
        return {code: text for code in codes if (text := cells.get(code, "").strip()) not in NOTHING}

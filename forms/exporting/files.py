"""The files of an export, written while they are sent. What was chosen, by whom and how many rows there are stands at
the end: a file that was cut off lacks it."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

BLOCK = 500  # rows in a piece
MOST_IN_EXCEL = 1_048_000
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NOT_IN_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 65534, 65535])


class Sink(io.RawIOBase):
    """Takes what is written to it, and gives it away. It cannot go back, which `zipfile` then knows."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.pieces.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken, self.pieces = b"".join(self.pieces), []
        return taken


def in_blocks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    block = []
    for row in rows:
        block.append(row)
        if len(block) == BLOCK:
            yield block
            block = []
    if block:
        yield block


# With one of these at its start a spreadsheet takes a text for a formula (OWASP ASVS 1.2.10); also in full width.
RISKY = frozenset("=+-@\t\r\n＝＋－＠")


def to_field(cell: Any) -> str:
    """As it stands in a CSV file (RFC 4180), with an apostrophe before what would be a formula. Python's own writer,
    which looks at every cell of every row, takes three times as long as all the rest of an export."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return str(int(cell)) if isinstance(cell, bool) else str(cell)
    if cell[:1] in RISKY and cell:
        cell = f"'{cell}"
    if '"' in cell or "," in cell or "\n" in cell or "\r" in cell:
        return f'"{cell.replace(QUOTE, QUOTE * 2)}"'
    return cell


QUOTE = '"'


def write_csv(heads: list[list[str]], rows: Iterable[list[str]], end: Any) -> Iterator[bytes]:
    """UTF-8 with a mark at its start, without which Excel takes it for something else. `rows`: of fields already.
    `end`: called last, gives the last line, from how many rows there were."""
    count = 0
    yield b"\xef\xbb\xbf" + "".join(f"{','.join(map(to_field, head))}\r\n" for head in heads).encode()
    for block in in_blocks(rows):
        count += len(block)
        yield ("\r\n".join([",".join(row) for row in block]) + "\r\n").encode()
    yield f"{','.join(map(to_field, end(count)))}\r\n".encode()


def write_cell(cell: str | int | Decimal) -> str:
    if isinstance(cell, str):
        if not cell:
            return "<c/>"
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(cell.translate(NOT_IN_XML)[:32767])}</t></is></c>'
    return f"<c><v>{cell}</v></c>"


def write_row(row: Iterable[Any]) -> str:
    return f"<row>{''.join(map(write_cell, row))}</row>"


PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="1" sheetId="1" r:id="r1"/><sheet name="2" sheetId="2" r:id="r2"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/1.xml"/>'
        f'<Relationship Id="r2" Type="{RELATIONS}/worksheet" Target="worksheets/2.xml"/></Relationships>'
    ),
}
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OPEN, CLOSE = f'{DECLARED}<worksheet xmlns="{SPREADSHEET}"><sheetData>', "</sheetData></worksheet>"


def write_xlsx(heads: list[list[str]], rows: Iterable[list[Any]], end: Any) -> Iterator[bytes]:
    """The same with cells of text and numbers. openpyxl gives nothing out before its last row is written; this is the
    smallest workbook that ISO/IEC 29500 allows, in pieces. The end is a sheet of its own."""
    sink, count = Sink(), 0
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as book:
        for name, content in PARTS.items():
            book.writestr(name, DECLARED + content)
        with book.open("xl/worksheets/1.xml", "w", force_zip64=True) as sheet:
            sheet.write((OPEN + "".join(map(write_row, heads))).encode())
            yield sink.take()
            for block in in_blocks(rows):
                sheet.write("".join(map(write_row, block)).encode())
                count += len(block)
                yield sink.take()
            sheet.write(CLOSE.encode())
        said = end(count)
        pairs = zip(said[::2], said[1::2], strict=False)
        book.writestr("xl/worksheets/2.xml", OPEN + "".join(map(write_row, pairs)) + CLOSE)
    yield sink.take()

"""What an uploaded file is, by what is in it: its ending and its media type are only what the sender says.

Pictures are drawn anew, so that nothing else is stored. In the other kinds, what cannot be looked into is refused.
"""

import codecs
import hashlib
import re
import struct
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import AnyStr, BinaryIO
from xml.parsers import expat

from PIL import Image, ImageOps

PIECE, OVERLAP = 64 * 1024, 512
LONGEST_NAME, LONGEST_EXTENSION, LONGEST_DIRECTORY = 100, 10, 1_000_000
MOST_PIXELS, MOST_UNPACKED, MOST_TIMES, MOST_XML = 40_000_000, 100_000_000, 200, 16_000_000
MOST_MEMBERS, MOST_STREAMS, MOST_OF_STREAM, DEEPEST = 2000, 2000, 1_000_000, 500
MOST_SCANS = 100  # of a progressive JPEG, which has about ten: sixty bytes can take as long as a whole picture

JOINERS = "\u200c\u200d"  # not seen, but they join or part letters of Persian or Hindi
UNSAFE = '"`<>|:*?%'
UNSAFE_FIRST = " .=+-@＝＋－＠" + JOINERS  # of hidden files, and of a spreadsheet's formulas
RUNNABLE = r"\.(php\d*|phtml|phar|[xs]?html?|svg|m?js|exe|sh|py|cgi|aspx?|jsp|htaccess|bat|cmd|vbs|ps1|hta|jar)\W*\."
VIRUS = "EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE"  # a harmless one, to try scanners with
MARKUP = rf"<(!doctype|script|html|svg|iframe|img|\?php|\?xml)\b|<\?=|{VIRUS}"
SCAN = rb"\xff\xda\x00[\x08\x0a\x0c\x0e]"

OLE, LOCKED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIN = {"docx": f"{WORD}.main+xml", "odt": "application/vnd.oasis.opendocument.text"}
FOREIGN = "exe|dll|scr|com|msi|bat|cmd|lnk|jar|class|jse?|vb[es]?|wsf|ps1|hta|py|sh|chm|rtf|html?|mht|zip|docm|xls[mx]?"
FOREIGN_BYTES = (OLE, b"PK\3\4", b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf")
ACTIVE_MEMBER = rf"vbaproject|vbadata|activex|oleobject|(^|/)(basic|scripts)/|\.({FOREIGN})$"
ACTIVE_TYPE = "macroenabled|vbaproject|vbadata|activex|oleobject|/control$|/package$|/afchunk$"
ACTIVE_ELEMENTS = {"event-listener", "script", "applet", "plugin", "floating-frame", "dde-source", "encryption-data"}
PARSED = r"\.rels$|^\[content_types\]\.xml$|(^|/)(content|styles|manifest)\.xml$"
OUTSIDE = r"\\|\0|:|^/|(^|/)\.\.(/|$)"


class Reason(StrEnum):
    EMPTY = "empty"
    TOO_BIG = "too_big"
    TYPE = "type"  # not one of the kinds that are allowed
    CONTENT = "content"  # not what its name says, or damaged
    ACTIVE = "active"  # macros, scripts, other files within it, or encrypted
    BOMB = "bomb"  # unpacks to far too much


class Refusal(Exception):
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Kind:
    name: str
    extensions: tuple[str, ...]
    media_type: str


KINDS = {
    "pdf": Kind("pdf", ("pdf",), "application/pdf"),
    "docx": Kind("docx", ("docx",), WORD),
    "odt": Kind("odt", ("odt",), MAIN["odt"]),
    "txt": Kind("txt", ("txt",), "text/plain"),
    "jpg": Kind("jpg", ("jpg", "jpeg"), "image/jpeg"),
    "png": Kind("png", ("png",), "image/png"),
}


@dataclass(frozen=True)
class Checked:
    name: str  # to be shown, never a path
    kind: str
    media_type: str
    size: int  # as received, like the digest
    digest: str
    file: BinaryIO  # to be stored, at its start: the one that was checked, or a temporary one with the new picture


def check(file: BinaryIO, name: str, *, allowed: Sequence[str], most_bytes: int) -> Checked:
    """Leaves `file` open. Whatever is in it raises nothing but Refusal."""
    size = file.seek(0, 2)
    refuse(size == 0, Reason.EMPTY)
    refuse(size > most_bytes, Reason.TOO_BIG)
    shown = clean_name(name)
    extension = shown.lower().rpartition(".")[2]
    kind = next((KINDS[each] for each in allowed if extension in KINDS[each].extensions), None)
    if kind is None or extension == shown.lower() or re.search(RUNNABLE, shown, re.I):
        raise Refusal(Reason.TYPE)
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    try:
        stored = INSPECTIONS[kind.name](file, size, kind) or file
    except Refusal:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refusal(Reason.BOMB) from error
    except Exception as error:  # whatever a library makes of a broken file
        raise Refusal(Reason.CONTENT) from error
    stored.seek(0)
    return Checked(shown, kind.name, kind.media_type, size, digest, stored)


def refuse(is_so: object, reason: Reason) -> None:
    if is_so:
        raise Refusal(reason)


def clean_name(name: str) -> str:
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1].replace("'", "’")
    signs = (sign for sign in base if sign.isspace() or sign in JOINERS or unicodedata.category(sign)[0] != "C")
    spaced = re.sub(r"\s+", " ", "".join(sign for sign in signs if sign not in UNSAFE)).rstrip(" .")
    stem, dot, extension = unicodedata.normalize("NFC", spaced).rpartition(".")
    if not dot or len(extension) > LONGEST_EXTENSION or " " in extension:
        stem, dot, extension = stem + dot + extension, "", ""
    room = LONGEST_NAME - len(dot + extension)
    return (stem.lstrip(UNSAFE_FIRST)[:room].rstrip(" .") or "file") + dot + extension


def read(file: BinaryIO, start: int = 0) -> Iterator[bytes]:
    file.seek(max(start, 0))
    while piece := file.read(PIECE):
        yield piece


def overlap(pieces: Iterable[AnyStr]) -> Iterator[AnyStr]:
    """Each piece behind the end of the one before, so that no border hides anything."""
    window = None
    for piece in pieces:
        window = window[-OVERLAP:] + piece if window else piece
        yield window


def inspect_text(file: BinaryIO, size: int, kind: Kind) -> None:
    for text in overlap(codecs.iterdecode(read(file), "utf-8-sig")):
        refuse(re.search(r"[\0-\x08\x0e-\x1f]", text), Reason.CONTENT)
        refuse(re.search(MARKUP, text, re.I), Reason.ACTIVE)


def redraw(file: BinaryIO, size: int, kind: Kind) -> BinaryIO:
    """The picture alone: without places, comments, colour profile, other pictures and what comes after its end."""
    encoding = kind.media_type.removeprefix("image/").upper()
    scans = sum(len(re.findall(SCAN, window)) for window in overlap(read(file)))
    refuse(encoding == "JPEG" and scans > MOST_SCANS, Reason.BOMB)
    picture = Image.open(file, formats=[encoding])
    refuse(picture.width * picture.height > MOST_PIXELS, Reason.BOMB)  # fewer than those of which Pillow warns
    picture.load()
    picture.getexif()  # keeps which way is up; of the rest, Pillow would write some again
    picture.info = {name: value for name, value in picture.info.items() if name == "transparency"}
    ImageOps.exif_transpose(picture, in_place=True)
    drawn = tempfile.TemporaryFile()  # noqa: SIM115  whoever stores it closes it
    picture.save(drawn, encoding, quality=90)
    return drawn


def spell(name: str) -> str:
    """The pattern of a name in a PDF, any letter of which may be written as #xx."""
    return "".join(f"(?:{sign}|#{ord(sign):02x}|#{ord(sign):02X})" for sign in name)


ACTIVE_NAMES = "|".join(map(spell, ("JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "XFA")))
NAME_END = r"(?=[\0\s()<>\[\]{}/%])"
# Three letters occur by chance in a big picture: only with a value that a script can be.
SCRIPT = spell("JS") + r"[\0\s]{0,99}(?:\((?:[\t-~]|\xfe\xff)|<[\s\dA-Fa-f]|\d+\s+\d+\s+R)"
ACTIVE = re.compile(f"/(?:(?:{ACTIVE_NAMES}){NAME_END}|{SCRIPT})".encode("latin-1"))
OBJECT_STREAM, ENCRYPTION = (re.compile(f"/{spell(name)}{NAME_END}".encode()) for name in ("ObjStm", "Encrypt"))


def inspect_pdf(file: BinaryIO, size: int, kind: Kind) -> None:
    is_whole = next(read(file)).startswith(b"%PDF-") and b"%%EOF" in next(read(file, size - 2048))
    refuse(not is_whole or zipfile.is_zipfile(file), Reason.CONTENT)
    packed, is_locked, total = set(), False, 0
    for window in overlap(read(file)):
        refuse(ACTIVE.search(window), Reason.ACTIVE)
        packed |= {file.tell() - len(window) + found.end() for found in OBJECT_STREAM.finditer(window)}
        is_locked |= bool(ENCRYPTION.search(window))
        refuse(len(packed) > MOST_STREAMS, Reason.BOMB)
    refuse(packed and is_locked, Reason.ACTIVE)  # without such streams, all names can be read though it is encrypted
    for place in packed:
        objects = unpack_objects(file, place)
        refuse(ACTIVE.search(objects), Reason.ACTIVE)
        total += len(objects)
        refuse(total > MOST_UNPACKED, Reason.BOMB)


def unpack_objects(file: BinaryIO, place: int) -> bytes:
    """Those in the stream that follows. They begin with two numbers, unless they are packed in yet another way."""
    file.seek(place)
    _keys, _stream, packed = re.split(rb"(stream *(?:\r\n|\n|\r))", file.read(MOST_OF_STREAM), maxsplit=1)
    decoder = zlib.decompressobj()
    objects = decoder.decompress(packed, 10 * MOST_OF_STREAM)
    refuse(not decoder.eof or not re.match(rb"\s*\d+\s+\d+\s", objects), Reason.ACTIVE)
    return objects


def inspect_office(file: BinaryIO, size: int, kind: Kind) -> None:
    inspect_frame(file, size, kind)
    with zipfile.ZipFile(file) as archive:
        members = sorted(archive.infolist(), key=lambda member: member.header_offset)
        inspect_members(members, size)
        refuse(members[0].header_offset != 0, Reason.CONTENT)
        names, is_named = {member.filename.lower() for member in members}, False
        for member in members:
            if re.search(PARSED, member.filename, re.I):
                refuse(member.file_size > MOST_XML, Reason.BOMB)
                is_named |= parse(unpack(archive, member), MAIN[kind.name], names)
            else:
                all(unpack(archive, member))  # to its end
    refuse(not is_named, Reason.CONTENT)


def inspect_frame(file: BinaryIO, size: int, kind: Kind) -> None:
    """Nothing may stand before the first member, nor between or behind the lists at the end."""
    head, tail = next(read(file)), next(read(file, size - 42))
    is_locked = head.startswith(OLE) and any(LOCKED in window for window in overlap(read(file)))
    refuse(is_locked, Reason.ACTIVE)
    signature, length, start, comment = struct.unpack("<4s8xLLH", tail[-22:])
    first = b"mimetype" + MAIN["odt"].encode() + b"PK" if kind.name == "odt" else b""
    is_first = head[30:].startswith(first) and b"%PDF-" not in head[:1024]
    is_last = signature == b"PK\5\6" and start + length == size - 22 and not comment and tail[:4] != b"PK\6\7"
    refuse(not is_first or not is_last, Reason.CONTENT)
    refuse(length > LONGEST_DIRECTORY, Reason.BOMB)


def inspect_members(members: list[zipfile.ZipInfo], size: int) -> None:
    """By what they say of themselves."""
    refuse(len(members) > MOST_MEMBERS, Reason.BOMB)
    refuse(sum(member.file_size for member in members) > min(MOST_UNPACKED, size * MOST_TIMES), Reason.BOMB)
    refuse(len({member.filename.lower() for member in members}) < len(members), Reason.CONTENT)
    for member in members:
        refuse(re.search(OUTSIDE, member.orig_filename), Reason.CONTENT)
        refuse(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED), Reason.CONTENT)
        refuse(member.flag_bits & 1 or re.search(ACTIVE_MEMBER, member.filename, re.I), Reason.ACTIVE)


def unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """What is really in it, however long it says it is."""
    said, member.file_size, total = member.file_size, MOST_UNPACKED, 0
    with archive.open(member) as opened:
        while piece := opened.read(16 * PIECE):  # expat reads a long tag from its start again with every piece
            refuse(total == 0 and piece.startswith(FOREIGN_BYTES), Reason.ACTIVE)
            total += len(piece)
            refuse(total > said, Reason.BOMB)
            yield piece
    refuse(total < said, Reason.CONTENT)


def parse(pieces: Iterable[bytes], main: str, names: set[str]) -> bool:
    """Whether it says where the text is, and it is there."""
    found, above = [], []  # elements that have yet to end take memory

    def begin(element: str, attributes: dict[str, str]) -> None:
        above.append(element)
        refuse(len(above) > DEEPEST, Reason.BOMB)
        own = {name.rpartition(" ")[2]: value for name, value in attributes.items()}
        is_script = element.rpartition(" ")[2] in ACTIVE_ELEMENTS or "vnd.sun.star.script:" in own.get("href", "")
        refuse(is_script, Reason.ACTIVE)
        if told := own.get("ContentType") or own.get("Type") or own.get("media-type"):
            is_outside = own.get("TargetMode", "").lower() == "external" and not told.endswith(("/hyperlink", "/image"))
            refuse(is_outside or re.search(ACTIVE_TYPE, told, re.I), Reason.ACTIVE)
            path = own.get("PartName") or own.get("full-path", "")
            found.append(told == main and (path.strip("/").lower() or "content.xml") in names)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda _element: above.pop()
    parser.EntityDeclHandler = lambda *_entity: refuse(True, Reason.BOMB)
    for piece in pieces:
        parser.Parse(piece)
    parser.Parse(b"", True)
    return any(found)


INSPECTIONS = dict(zip(KINDS, (inspect_pdf, inspect_office, inspect_office, inspect_text, redraw, redraw), strict=True))

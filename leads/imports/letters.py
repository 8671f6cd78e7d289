"""In which letters an old text file is written: told by its words, since no byte says it.

The same byte is ř in one code page and ø in another. A word tells: no Western language has a word
with both ø and á, every letter of a Polish word is a Polish letter.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from django.utils.translation import gettext_lazy

from leadfollow.words import Said

WEST, CENTRAL, TURKISH = "cp1252", "cp1250", "cp1254"
CYRILLIC, GREEK, HEBREW = "cp1251", "cp1253", "cp1255"
ARABIC, JAPANESE = "cp1256", "cp932"
NAMES: dict[str, Said] = {  # those that a person may choose
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    WEST: gettext_lazy("Windows-1252 (Western European)"),
    CENTRAL: gettext_lazy("Windows-1250 (Central European)"),
    CYRILLIC: gettext_lazy("Windows-1251 (Cyrillic)"),
    GREEK: gettext_lazy("Windows-1253 (Greek)"),
    TURKISH: gettext_lazy("Windows-1254 (Turkish)"),
    HEBREW: gettext_lazy("Windows-1255 (Hebrew)"),
    ARABIC: gettext_lazy("Windows-1256 (Arabic)"),
    "cp1257": gettext_lazy("Windows-1257 (Baltic)"),
    JAPANESE: gettext_lazy("Windows-932 (Japanese)"),
    "gb18030": gettext_lazy("GB 18030 (Chinese)"),
    "cp949": gettext_lazy("Windows-949 (Korean)"),
    "mac-roman": gettext_lazy("Mac OS Roman"),
}

# Letters of languages beside a to z, and where they stand if not everywhere.
WESTERN = (
    "äöüß",
    "àâæçéèêëîïôœùûüÿ",
    "áéíñóúüª",
    "áâãàçéêíóôúü|õ(?=e)",
    "àèé|[ìòùÀÈÉÌÒÙ](?!\\w)",  # only at the end of a word
    "àçèéíïòóúü·",
    "åäöé",
    "æøåéü",
    "áéíóúýæö|ð|(?<!\\w)þ",
    "áéëïóöüèê",
)
SPELT = {
    CENTRAL: ("ąćęłńóśźż", "áčďéěíňóřšťúůýžäĺľŕô", "áéíóöőúüű", "čćđšž", "ăâîşţ"),
    TURKISH: ("çğıöşüâîû|İ",),
}
WORD = re.compile(rb"[A-Za-z\x80-\x9f\xa1-\xff]*[\x80-\x9f\xa1-\xff][A-Za-z\x80-\x9f\xa1-\xff]*")
MARKS = "\u00a0‘’‚“”„…–—«»‹›°€§®™©·¿¡º•²³½´`"
VOWELS = {CYRILLIC: "аеёиоуыэюяіїє", GREEK: "αεηιουωάέήίόύώϊ"}
CASED = {
    CYRILLIC: re.compile(r"[А-ЯЁІЇЄҐЎЂ-Џ]?[а-яёіїєґўђ-џ]+|[А-ЯЁІЇЄҐЎЂ-Џ]+"),
    GREEK: re.compile(r"[Ά-Ϋ]?[ά-ώΐΰ]+|[Ά-Ϋ]+"),
}
SCRIPTS = {
    HEBREW: re.compile(r"[\u05d0-\u05ea]+"),
    ARABIC: re.compile(r"[\u0600-\u06ff\u200c-\u200f]+"),
}
UTF_8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
MOST_WORDS = 2_000
SURE, LIKELY, HALF = 0.97, 0.7, 0.5
HIGH = bytes(range(0x80, 0x100))


def language(letters: str) -> re.Pattern[str]:
    """Words of these letters; after a bar stand patterns of those that not every place may have."""
    plain, _, placed = letters.partition("|")
    more = f"|{placed}" if placed else ""
    return re.compile(rf"(?:[a-z{plain}]{more})+", re.IGNORECASE)


WEST_PATTERNS = [language(letters) for letters in WESTERN]
PATTERNS = {page: [language(each) for each in those] for page, those in SPELT.items()}


def named(encoding: str) -> str:
    """As it is shown: "UTF-8", "Windows-1250 (Central European)"."""
    return str(NAMES.get(encoding.removesuffix("-sig"), encoding.upper()))


def decoder(encoding: str) -> codecs.IncrementalDecoder:
    """Raises LookupError for what is no way to write letters, such as base64."""
    if not codecs.lookup(encoding)._is_text_encoding:
        raise LookupError(encoding)
    return codecs.getincrementaldecoder(encoding)()


def guessed(content: bytes) -> str:
    """The code page of words that are no UTF-8; empty where they fit none or several, or are
    UTF-8 of which a part is broken."""
    high = len(content) - len(content.translate(None, HIGH))
    if sum(map(len, UTF_8.findall(content))) > high * HALF:
        return ""
    words = list(dict.fromkeys(WORD.findall(content)))[:MOST_WORDS]
    west = share(words, WEST, by_language(WEST_PATTERNS))
    if west >= SURE:
        return WEST
    found = {page: share(words, page, by_language(PATTERNS[page])) for page in PATTERNS}
    found |= {page: cased(words, page) for page in CASED}
    found |= {page: share(words, page, SCRIPTS[page].fullmatch) for page in SCRIPTS}
    found[JAPANESE] = japanese(content)
    fits = [page for page in found if found[page] >= SURE]
    if len(fits) == 1:
        return fits[0]
    return WEST if west >= LIKELY and not fits else ""


def share(words: list[bytes], page: str, fits: Callable[[str], object]) -> float:
    """How many of the words are words in this code page."""
    told = [text for word in words if (text := word.decode(page, "replace").strip(MARKS))]
    return sum(1 for text in told if fits(text)) / len(told) if told else 1.0


def by_language(patterns: list[re.Pattern[str]]) -> Callable[[str], object]:
    """Whether one language has a word of all these letters."""
    return lambda text: any(pattern.fullmatch(text) for pattern in patterns)


def cased(words: list[bytes], page: str) -> float:
    """Words of one case but for their beginning, of which as many letters as usual are vowels."""
    letters = "".join(word.decode(page, "replace") for word in words).lower()
    vowels = sum(1 for letter in letters if letter in VOWELS[page])
    if not 0.3 <= vowels / max(len(letters), 1) <= 0.65:
        return 0.0
    return share(words, page, CASED[page].fullmatch)


def japanese(content: bytes) -> float:
    """How many of its signs are kana and kanji of full width."""
    text = codecs.getincrementaldecoder(JAPANESE)("replace").decode(content)
    signs = [sign for sign in text if sign >= "\x80"]
    wide = sum(1 for sign in signs if "\u3000" <= sign <= "\u9fff" or "\uff01" <= sign <= "\uff5e")
    return wide / (len(signs) or 1)

"""What a file is, is judged by its content, and its name has to agree."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from leadfollow.files.kinds import KINDS, BadFile, judged, plain_name
from leadfollow.files.limits import MOST_BYTES, MOST_LETTERS
from leadfollow.files.tests.corpus import EXIF, KEPT, PDF, REFUSED, TEXT, TYPES, WORD


@pytest.mark.parametrize("name", KEPT)
def test_what_is_kept(name: str) -> None:
    content, word = KEPT[name]

    shown, kind = judged(name, content)

    assert (shown, kind.word) == (name, word)


def test_every_kind_is_in_the_corpus() -> None:
    assert {kind.word for kind in KINDS} == {word for _, word in KEPT.values()}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name: str) -> None:
    with pytest.raises(BadFile, match="cannot be kept: send a PDF"):
        judged(name, REFUSED[name])


@pytest.mark.parametrize("name", REFUSED)
def test_another_name_does_not_help(name: str) -> None:
    with pytest.raises(BadFile, match="cannot be kept: send a PDF"):
        judged("offer.pdf", REFUSED[name])


# Those that take long to make or to read tell nothing that the small ones do not.
SMALL = [c for c in [*(c for c, _ in KEPT.values()), *REFUSED.values()] if len(c) < 9_000]
BYTES = st.lists(st.tuples(st.integers(0, 9_000), st.integers(0, 255)), min_size=1, max_size=4)


@settings(max_examples=300)
@given(content=st.sampled_from(SMALL), wrong=BYTES)
@example(content=WORD, wrong=[(len(TYPES) + 30, 255)])
def test_whatever_is_damaged_is_judged_or_refused(
    content: bytes, wrong: list[tuple[int, int]]
) -> None:
    damaged = bytearray(content)
    for place, byte in wrong:
        damaged[place % len(damaged)] = byte

    with suppress(BadFile):
        assert judged("scan", bytes(damaged))[1] in KINDS


@pytest.mark.parametrize(
    ("name", "content", "ending"),
    [
        ("offer.exe", PDF, "pdf"),
        ("offer.pdf.html", PDF, "pdf"),
        ("card.png", EXIF, "jpg"),
        ("run.bat", TEXT.encode(), "txt"),
        ("run.js", b"alert(1)", "txt"),
        ("offer.docx", b"text", "txt"),
    ],
)
def test_a_name_that_says_otherwise(name: str, content: bytes, ending: str) -> None:
    with pytest.raises(BadFile, match=rf"Rename it to end in \.{ending} and send it again\."):
        judged(name, content)


def test_a_name_without_an_ending_gets_one() -> None:
    assert judged("scan", PDF)[0] == "scan.pdf"


@pytest.mark.parametrize(("size", "said"), [(0, "is empty"), (MOST_BYTES + 1, "larger than 10 MB")])
def test_nothing_and_too_much(size: int, said: str) -> None:
    with pytest.raises(BadFile, match=said):
        judged("a.txt", b"x" * size)


def test_the_largest_is_kept() -> None:
    assert judged("a.txt", b"x" * MOST_BYTES)[1].word == "text"


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\offer.pdf", "offer.pdf"),
        ("a\r\nb\x00\u202efdp.exe", "a b fdp.exe"),
        ("...", "file"),
        ("  spaced   out .txt", "spaced out .txt"),
        ("", "file"),
    ],
)
def test_a_name_is_made_plain(sent: str, shown: str) -> None:
    assert plain_name(sent) == shown


def test_a_long_name_keeps_its_ending() -> None:
    name = plain_name("x" * 300 + ".pdf")

    assert len(name) == MOST_LETTERS
    assert name.endswith("x.pdf")

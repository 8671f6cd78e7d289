"""Old letters are told by their words, or asked for: never taken for others in silence."""

import pytest

from leads.imports.letters import guessed
from leads.imports.reading import open_sheet
from leads.imports.refusals import UnknownLetters, UnreadableFile

POLISH = "Name,Town\nŻółć Łęcki,Łódź\nKrzysztof Wiśniewski,Gdańsk\nMałgorzata,Kraków\n"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("cp1250", POLISH),
        ("cp1250", "Name,Town\nJiří Dvořák,Plzeň\n"),
        ("cp1250", "Name,Town\nJan Kovář,Praha\nPetr Němec,Brno\n"),
        ("cp1250", "Name,Town\nGyőr Ödön,Székesfehérvár\n"),
        ("cp1250", "Name,Town\nJiří,Plzeň\nŁukasz,Łódź\nMüller,Köln\n"),
        ("cp1251", "Имя,Город\nИван Петров,Москва\n"),
        ("cp1251", "Name,Город\nООО Ромашка,Москва\n"),
        ("cp1253", "Όνομα,Πόλη\nΓιώργος Παπαδόπουλος,Αθήνα\n"),
        ("cp1254", "Ad,Şehir\nŞükrü Yılmaz,İstanbul\n"),
        ("cp1256", "الاسم,المدينة\nمحمد علي,القاهرة\n"),
        ("cp932", "名前,会社\n山田太郎,株式会社テスト\n"),
        ("cp1252", "Name,Town\nJörg Weiß,Köln\nJosé Núñez,Málaga\nJoão Simões,São Paulo\n"),
        ("cp1252", "Name,Town\nJørgen,Århus\nNiccolò,Forlì\nGuðrún Þórsdóttir,Höfn\n"),
        ("cp1252", "Name,Town\nHélène García,Besançon\nJørgen,“Köln”\n"),
    ],
)
def test_letters_are_told_by_their_words(written, text):
    sheet = open_sheet(text.encode(written))

    assert [row.cells for row in sheet.rows] == [line.split(",") for line in text.split("\n")[1:-1]]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("koi8-r", "Имя,Город\nИван Петров,Москва\n"),
        ("cp1255", "שם,עיר\nדוד כהן,תל אביב\n"),
        ("gbk", "姓名,公司\n张伟,北京科技\n"),
        ("cp949", "이름,회사\n김철수,서울\n"),
        ("mac-roman", "Name,Town\nJörg,Köln\nZoë,Málaga\n"),
    ],
)
def test_letters_that_nothing_tells_are_asked_for_and_read_as_said(written, text):
    with pytest.raises(UnknownLetters):
        open_sheet(text.encode(written))

    assert open_sheet(text.encode(written), encoding=written).header == text.split("\n")[0].split(
        ","
    )


def test_utf_8_with_a_broken_part_is_no_older_file():
    assert guessed("Zoë Müller in Köln".encode() + b"\xff") == ""


def test_the_first_letters_of_note_may_stand_far_down():
    sheet = open_sheet(b"Name,Town\n" + b"Ana,Ulm\n" * 49_000 + POLISH[10:].encode("cp1250"))

    assert "Łódź" in [row.cells[1] for row in sheet.rows]


@pytest.mark.parametrize("encoding", ["base64", "no such letters"])
def test_what_is_no_way_to_write_letters_is_refused(encoding):
    with pytest.raises(UnreadableFile, match="no known way"):
        open_sheet(b"Name,Town\nAna,Ulm\n", encoding=encoding)

"""No template says a word that cannot be translated.

Each is read as Django's own lexer reads it; what is left of it once the tags of translation are
taken out is read as HTML, and may hold no letters where a reader meets them. Constants within tags
and filters are words too, unless their name says that they are not.
"""

import re
from html.parser import HTMLParser
from itertools import chain

import pytest
from django.conf import settings
from django.template.base import Lexer, Token, TokenType

FOLDER = settings.BASE_DIR / "templates"
NAMES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.*"))

SAME_EVERYWHERE = re.compile(r"\b(Leadfollow|LinkedIn|API|openapi\.json|Esc|Ctrl)\b")
NOT_READ = {"code", "kbd", "pre"}  # what stands in them is typed or pressed as it is
READ_ALOUD = {"aria-label", "title", "placeholder", "alt", "label", "data-label", "data-key-label"}
# A constant given to a template of ours is a word, unless it is given as one of these.
NO_WORD = re.compile(r"add|back|draft|id|key|level|list_class|open|query|remove|state|to|\w+_url")
# Filters whose constant stands on the page.
SAID_INSTEAD = r"default|default_if_none|yesno|join|pluralize"
ANOTHER_VALUE = re.compile(rf"\|(?:{SAID_INSTEAD}):(\"[^\"]*\"|'[^']*')")
GIVEN_NO_WORDS = re.compile(rf"(?<=\s)(?:{NO_WORD.pattern})=\S+")
GIVEN = re.compile(r"(?<=\s)(\w+)=(\"[^\"]*\"|'[^']*')")


def is_words(text: str) -> bool:
    """Whether there is anything in it that another language says otherwise."""
    return any(sign.isalpha() for sign in SAME_EVERYWHERE.sub("", text))


class Page(HTMLParser):
    """What of a page is read or heard."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in NOT_READ:
            self.inside.append(tag)
        if tag == "input" and ("type", "submit") in attrs:
            attrs = [("label" if name == "value" else name, value) for name, value in attrs]
        self.words += [
            f'{name}="{value}"'
            for name, value in attrs
            if value and (name in READ_ALOUD or name.endswith("-words")) and is_words(value)
        ]

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside and is_words(data):
            self.words.append(data.strip())


def test_no_constant_has_a_sign_that_django_doubles():
    """Outside of `{% translate %}` a per cent sign would stand twice on the page."""
    doubled = [name for name in NAMES if re.search(r"_\(\"[^\"]*%", (FOLDER / name).read_text())]

    assert doubled == []


def name_of(token: Token) -> str:
    """What tag it is."""
    return token.contents.split()[0] if token.token_type == TokenType.BLOCK else ""


def without_what_is_translated(tokens: list[Token]) -> str:
    """The text between the tags; a tag or variable within an attribute leaves it its quotes."""
    markup, is_translated, is_class = "", False, False
    for token in tokens:
        if name_of(token) in ("blocktranslate", "endblocktranslate"):
            is_translated = name_of(token) == "blocktranslate"
        elif token.contents == "block main_class":
            is_class = True
        elif token.token_type == TokenType.TEXT and not (is_translated or is_class):
            markup += token.contents
        else:
            is_class = False
    return markup


def constants(token: Token) -> list[str]:
    """The words in a tag or a variable that `_()` does not hold."""
    if token.token_type not in (TokenType.BLOCK, TokenType.VAR):
        return []
    found = ANOTHER_VALUE.findall(GIVEN_NO_WORDS.sub("", token.contents))
    if name_of(token) not in ("translate", "blocktranslate", "trans", "blocktrans"):
        given = GIVEN.findall(token.contents)
        found += [text for name, text in given if not NO_WORD.fullmatch(name)]
    return [text for text in found if is_words(text)]


def words_of(source: str) -> list[str]:
    """All that cannot be translated in a template."""
    tokens = Lexer(source).tokenize()
    page = Page()
    page.feed(without_what_is_translated(tokens))
    page.close()
    return page.words + list(chain.from_iterable(constants(token) for token in tokens))


@pytest.mark.parametrize("name", NAMES)
def test_says_nothing_that_cannot_be_translated(name):
    assert words_of((FOLDER / name).read_text()) == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Next</p>",
        "{% if a %}Next{% endif %}",
        '<{% if a %}a href="/"{% else %}b{% endif %} class="x">Next</b>',
        '<b title="Next">1</b>',
        '<b aria-label="{% if a %}Next{% endif %} {{ step }}">1</b>',
        '<b data-saved-words="Saved">1</b>',
        '<input type="submit" value="Send">',
        '{{ step|default:"none" }}',
        "{{ step }}s",
        '{{ n }} {{ n|pluralize:"is,are" }}',
        '{% include "a.html" with title="Next" %}',
        "{% blocktranslate %}One{% endblocktranslate %} two",
    ],
)
def test_finds_words_wherever_they_are(source):
    assert words_of(source)


@pytest.mark.parametrize(
    "source",
    [
        '<p>{% translate "Next" %} · {{ step }}</p>',
        '<a href="/next" class="next" title="{% translate \'Next\' %}">{{ step }}</a>',
        "{% blocktranslate with who=lead %}<b>{{ who }}</b> waits{% endblocktranslate %}",
        '{% include "a.html" with title=_("Next") state="done" %}',
        "<kbd>Ctrl ↵</kbd> <code>manage.py demo</code> {# Next #}",
        '{{ at|date:"H:i" }} {{ step|default:_("none") }}',
    ],
)
def test_lets_pass_what_is_translated_or_no_word(source):
    assert words_of(source) == []

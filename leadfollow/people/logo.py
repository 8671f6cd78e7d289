"""An organisation's logo: a small picture that can do nothing but be looked at."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow.files.kinds import BadFile, Kind, judged, plain_name

MOST_BYTES = 256 * 1024
DRAWING = Kind("image/svg+xml", gettext_lazy("SVG drawing"), ("svg",))
SHOWN = ("image/png", "image/jpeg", "image/webp", DRAWING.mime)
ACCEPTED = ".png,.svg,.jpg,.jpeg,.webp"
SVG = "{http://www.w3.org/2000/svg}"
# What draws, and nothing that runs, loads or holds a page.
PARTS = frozenset(
    "svg g defs symbol use title desc metadata path rect circle ellipse line polyline polygon text"
    " tspan textPath linearGradient radialGradient stop clipPath mask pattern marker style filter"
    " feGaussianBlur feOffset feBlend feFlood feComposite feMerge feMergeNode feColorMatrix".split()
)
LOADS = re.compile(r"url\(\s*['\"]?(?!#)|@import|javascript:|expression\(", re.IGNORECASE)


def judged_logo(name: str, content: bytes) -> tuple[str, Kind]:
    """Name and kind of a picture that may stand in the bar; else BadFile says why not."""
    if len(content) > MOST_BYTES:
        raise BadFile(
            _("%(plain_name)s is larger than 256 kB. Make the picture smaller.")
            % {"plain_name": plain_name(name)}
        )
    if name.lower().endswith(".svg"):
        refuse_more_than_a_drawing(name, content)
        return plain_name(name), DRAWING
    name, kind = judged(name, content)
    if kind.mime not in SHOWN:
        raise BadFile(
            _("%(name)s is no picture that browsers show. Send a PNG or SVG.") % {"name": name}
        )
    return name, kind


def refuse_more_than_a_drawing(name: str, content: bytes) -> None:
    """Scripts, pages and what is loaded from elsewhere; entities are not even read."""
    name = plain_name(name)
    if b"<!" in re.sub(rb"<!--.*?-->", b"", content, flags=re.DOTALL):
        raise BadFile(
            _("%(name)s holds declarations. Save it as plain SVG, or send a PNG.") % {"name": name}
        )
    try:
        root = ElementTree.fromstring(content)  # noqa: S314  # without declarations no entities
    except ElementTree.ParseError:
        raise BadFile(
            _("%(name)s is no SVG drawing. Send a PNG or SVG.") % {"name": name}
        ) from None
    if root.tag != f"{SVG}svg" or not all(map(only_draws, root.iter())):
        raise BadFile(
            _("%(name)s holds more than a drawing. Save it as plain SVG, or send a PNG.")
            % {"name": name}
        )


def only_draws(element: ElementTree.Element) -> bool:
    tag = element.tag
    foreign = not tag.startswith(SVG)  # notes of drawing programs
    if (foreign and "xhtml" in tag) or (not foreign and tag.removeprefix(SVG) not in PARTS):
        return False
    if LOADS.search(element.text or ""):
        return False
    return all(harmless(name, value) for name, value in element.attrib.items())


def harmless(name: str, value: str) -> bool:
    """No handler, and no address beyond the drawing itself."""
    plain = name.rpartition("}")[2].lower()
    if plain == "href" and not value.startswith("#"):
        return False
    return not plain.startswith("on") and not LOADS.search(value)

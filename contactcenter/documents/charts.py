"""Bar charts as accessible SVG: the only user of vl-convert. Attributes only, so a strict CSP holds.

The first chart of a process loads the renderer (about a second), the following ones take 20–70 ms. Never fork
after that: the renderer's own threads do not survive it.
"""

import re
from typing import NamedTuple
from uuid import uuid4

import vl_convert
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

FONT = "Source Sans 3 Variable, Source Sans 3, DejaVu Sans, sans-serif"
INK = "#212121"
BAR_STEP, BAR_HEIGHT, FONT_SIZE, LABEL_WIDTH, PLOT_WIDTH, VALUE_WIDTH = 26, 16, 13, 262, 160, 98
LONGEST_LABEL = 42  # characters that fit the label width; the table beside has the whole text


class Bar(NamedTuple):
    """A bar with its label before it and `text` after it; `colour` is a hexadecimal one."""

    label: str
    value: int
    text: str
    colour: str


def bar_chart(bars: list[Bar], *, title: str, description: str) -> SafeString:
    """An `<svg role="img">` named by `title` and `description`."""
    drawing = re.sub(r"^<svg[^>]*>|</svg>$", "", vl_convert.vegalite_to_svg(_specification(bars)).strip())
    name = f"chart-{uuid4().hex[:12]}"
    width, height = LABEL_WIDTH + PLOT_WIDTH + VALUE_WIDTH, BAR_STEP * len(bars)
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="nv-chart" role="img" aria-labelledby="{0}-t {0}-d" '
        'viewBox="0 0 {1} {2}" width="{1}" height="{2}"><title id="{0}-t">{3}</title><desc id="{0}-d">{4}</desc>'
        '<g aria-hidden="true" transform="translate({5},0)">{6}</g></svg>',
        name, width, height, title, description, LABEL_WIDTH, mark_safe(_plain(drawing)),
    )  # fmt: skip


def _plain(drawing: str) -> str:
    """The drawing without the renderer's own roles and left margin: the whole image has one name, in its root."""
    without_roles = re.sub(r' (?:role|aria-[a-z]+|class|pointer-events)="[^"]*"', "", drawing)
    return re.sub(r'(<g fill="none" stroke-miterlimit="10") transform="[^"]*"', r"\1", without_roles, count=1)


def _shortened(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…"


def _specification(bars: list[Bar]) -> dict:
    """A Vega-Lite bar chart with direct labels and no axis of numbers."""
    rows = [{"place": place, **bar._asdict(), "label": _shortened(bar.label)} for place, bar in enumerate(bars)]
    place = {"field": "place", "type": "ordinal", "axis": None}
    end = {"field": "value", "type": "quantitative", "axis": None, "scale": {"domainMin": 0}}
    words = {"type": "text", "fontSize": FONT_SIZE, "fill": INK, "baseline": "middle"}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": PLOT_WIDTH,
        "height": {"step": BAR_STEP},
        "padding": 0,
        "background": None,
        "data": {"values": rows},
        "encoding": {"y": place},
        "layer": [
            {
                "mark": {"type": "bar", "height": BAR_HEIGHT},
                "encoding": {"x": end, "color": {"field": "colour", "type": "nominal", "scale": None}},
            },
            {
                "mark": words | {"align": "left", "dx": 6},
                "encoding": {"x": end, "text": {"field": "text"}},
            },
            {
                "mark": words | {"align": "right", "x": -8},
                "encoding": {"text": {"field": "label"}},
            },
        ],
        "config": {"aria": False, "view": {"stroke": None}, "font": FONT},
    }

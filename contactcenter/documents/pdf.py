"""Tagged PDF (PDF/UA-1) from HTML: the only user of WeasyPrint. Nothing is ever fetched, neither file nor network."""

from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from pydyf import Dictionary
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

TYPEFACE = "neuvo-typeface:source-sans-3"
TYPEFACE_FILE = "source-sans-3/source-sans-3-latin-wght-normal.woff2"
TYPEFACE_RULE = f"""@font-face {{
  font-family: "Source Sans 3 Variable"; font-weight: 200 900; src: url("{TYPEFACE}") format("woff2")
}}"""


class FetchRefused(FatalURLFetchingError):
    """The document asked for something outside itself: the whole rendering is refused."""


class DenyAll(URLFetcher):
    """Refuses every address: http, file, data and the rest."""

    def fetch(self, url, headers=None):
        raise FetchRefused(f"a document may not fetch {url[:80]}")


class OwnTypeface(DenyAll):
    """For our own style sheet only: hands out the product's typeface from memory and refuses everything else."""

    def fetch(self, url, headers=None):
        if url == TYPEFACE:
            return URLFetcherResponse(url, body=_typeface(), headers={"Content-Type": "font/woff2"})
        return super().fetch(url, headers)


@cache
def _typeface() -> bytes:
    found = finders.find(TYPEFACE_FILE)
    return Path(found).read_bytes() if found else b""


def pdf_of(html: str, *, style: str) -> bytes:
    """`html` as PDF/UA-1. It must name its language and title; `style` is the product's own CSS.

    Raises FetchRefused when the HTML refers to anything outside itself.
    """
    fonts = FontConfiguration()
    rules = TYPEFACE_RULE + style if _typeface() else style
    sheet = CSS(string=rules, font_config=fonts, url_fetcher=OwnTypeface())
    document = HTML(string=html, url_fetcher=DenyAll())
    return document.write_pdf(
        stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True, finisher=_scope_heads
    )


def _scope_heads(_document, pdf):
    """Say of every table head whether it heads a column or a row: WeasyPrint only lists them at the cells."""
    elements = {thing.reference: thing for thing in pdf.objects if isinstance(thing, Dictionary) and "P" in thing}
    for element in elements.values():
        if element.get("S") == "/TH":
            group = elements[elements[element["P"]]["P"]]["S"]
            element["A"]["Scope"] = "/Column" if group == "/THead" else "/Row"

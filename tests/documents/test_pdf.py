"""PDF: tagged, with language and title, and without any way out of the document."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import pikepdf
import pytest

from contactcenter.documents.pdf import TYPEFACE, FetchRefused, pdf_of

PAGE = '<!doctype html><html lang="sv"><head><title>Rubrik</title></head><body><h1>Rubrik</h1>{}</body></html>'


@pytest.fixture
def canary():
    """A server that remembers who came, and its address."""
    hits = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", hits
    server.shutdown()
    server.server_close()


TRICKS = [
    '<img src="{}/x.png">',
    '<img srcset="{}/x.png 2x">',
    '<link rel="stylesheet" href="{}/x.css">',
    '<style>@import "{}/x.css";</style>',
    "<style>body {{ background: url({}/x.png) }}</style>",
    "<style>@font-face {{ font-family: x; src: url({}/x.woff) }} h1 {{ font-family: x }}</style>",
    '<p style="background-image: url({}/x.png)">x</p>',
    '<object data="{}/x.svg"></object>',
    '<embed src="{}/x.svg">',
    '<svg width="9" height="9"><image href="{}/x.png" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><use href="{}/x.svg#a"/></svg>',
    '<a rel="attachment" href="{}/x.txt">x</a>',
    '<link rel="attachment" href="{}/x.txt">',
    '<ul style="list-style-image: url({}/x.png)"><li>x</li></ul>',
]


@pytest.mark.parametrize("trick", TRICKS)
def test_nothing_is_fetched_from_the_network_or_the_disk(trick, canary, tmp_path):
    address, hits = canary
    (tmp_path / "x.txt").write_text("canary-in-a-file")
    for base in (address, tmp_path.as_uri(), "ftp://127.0.0.1", f"{TYPEFACE}?"):
        content = try_pdf(PAGE.format(trick.format(base)))
        assert b"canary-in-a-file" not in streams_of(content)
    assert hits == []


def try_pdf(html: str) -> bytes:
    """A trick may end in a refusal or in a document without it."""
    try:
        return pdf_of(html, style="")
    except FetchRefused:
        return b""


def streams_of(content: bytes) -> bytes:
    if not content:
        return b""
    with pikepdf.open(BytesIO(content)) as document:
        return b"".join(part.read_bytes() for part in document.objects if isinstance(part, pikepdf.Stream))


def test_an_address_in_the_html_refuses_the_whole_document():
    with pytest.raises(FetchRefused):
        pdf_of(PAGE.format('<img src="http://127.0.0.1:9/x.png" alt="">'), style="")


def test_the_document_is_tagged_and_names_its_language_and_title():
    content = pdf_of(PAGE.format("<p>Text</p>"), style="h1 { color: black }")
    with pikepdf.open(BytesIO(content)) as document:
        assert document.Root.MarkInfo.Marked
        assert document.Root.Lang == "sv"
        assert document.docinfo["/Title"] == "Rubrik"
        assert document.Root.ViewerPreferences.DisplayDocTitle


def test_the_product_typeface_is_embedded_from_its_own_file():
    content = pdf_of(PAGE.format("<p>Å</p>"), style='html { font-family: "Source Sans 3 Variable" }')
    with pikepdf.open(BytesIO(content)) as document:
        fonts = {str(font.BaseFont) for font in document.pages[0].resources["/Font"].values()}
    assert any("Source" in name for name in fonts)

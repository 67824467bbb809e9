"""The text of a PDF in reading order, by its own ToUnicode tables: no viewer and no further library is needed."""

import re
from io import BytesIO

import pikepdf

PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
BLOCK = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)


def text_of_pdf(content: bytes) -> str:
    """Every line of text, one space between lines and cells."""
    with pikepdf.open(BytesIO(content)) as document:
        return " ".join(" ".join(_lines_of(page)) for page in document.pages)


def _lines_of(page):
    fonts = {name: _letters(font) for name, font in page.resources.get("/Font", {}).items()}
    letters, line = {}, []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                letters = fonts[str(operands[0])]
            case "Tj":
                line.append(_read(bytes(operands[0]), letters))
            case "TJ":
                line += [_read(bytes(part), letters) for part in operands[0] if isinstance(part, pikepdf.String)]
            case "ET":
                yield "".join(line)
                line = []


def _letters(font) -> dict[int, str]:
    table = font.ToUnicode.read_bytes()
    pairs = [pair for block in BLOCK.findall(table) for pair in PAIR.findall(block)]
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def _read(codes: bytes, letters: dict[int, str]) -> str:
    return "".join(
        letters.get(int.from_bytes(codes[place : place + 2], "big"), "") for place in range(0, len(codes), 2)
    )

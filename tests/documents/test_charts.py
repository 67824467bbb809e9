"""Charts: an image with a name and a description, and nothing a strict CSP would refuse."""

from xml.etree import ElementTree

from contactcenter.documents.charts import Bar, bar_chart

SVG = "{http://www.w3.org/2000/svg}"


def chart(*bars: Bar) -> str:
    return bar_chart(list(bars), title="Contacts <by> channel", description='The largest is "Phone" & more')


def test_a_chart_is_an_image_named_by_its_title_and_description():
    root = ElementTree.fromstring(chart(Bar("Phone", 3, "3 · 75 %", "#2a6ebb")))
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    assert (title.text, description.text) == ("Contacts <by> channel", 'The largest is "Phone" & more')


def test_a_chart_has_neither_style_nor_script():
    drawing = chart(Bar("Phone", 3, "3", "#2a6ebb"))
    assert "style" not in drawing
    assert "<script" not in drawing


def test_labels_stay_text():
    drawing = chart(Bar("<script>alert(1)</script>", 1, "1 & 2", "#2a6ebb"))
    assert "<script" not in drawing
    assert "alert(1)" in "".join(ElementTree.fromstring(drawing).itertext())


def test_bars_keep_their_order_number_and_length():
    root = ElementTree.fromstring(
        chart(Bar("b", 4, "4", "#111111"), Bar("a", 2, "2", "#222222"), Bar("a", 1, "1", "#333333"))
    )
    bars = [path.get("d") for path in root.iter(f"{SVG}path") if path.get("fill") in ("#111111", "#222222", "#333333")]
    widths = [float(bar.split("h")[1].split("v")[0]) for bar in bars]
    assert [round(width / widths[2], 3) for width in widths] == [4, 2, 1]


def test_two_charts_on_a_page_have_different_ids():
    first, second = (ElementTree.fromstring(chart(Bar("a", 1, "1", "#111111"))) for _ in range(2))
    assert first.get("aria-labelledby") != second.get("aria-labelledby")

"""The figures are true: page, Excel and PDF equal a count made another way, row by row and by the wall clock."""

import re
from collections import Counter
from datetime import UTC, date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.db import connection
from django.utils import translation

from reporting.exports import make_export, order_export, path_of
from reporting.material import Material
from reporting.periods import Period
from reporting.registry import tables_of
from reporting.tables import Share, text_of_cell
from tests.documents.pdf_text import text_of_pdf

from .conftest import sign_in_freshly

PERIODS = [
    Period(date(2025, 1, 1), date(2025, 12, 31)),
    Period(date(2025, 3, 30), date(2025, 3, 30)),
    Period(date(2025, 10, 26), date(2025, 10, 26)),
    Period(date(2025, 10, 1), date(2025, 12, 31)),
]


def rows_of(sql: str) -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def day_in_helsinki(instant) -> date:
    """From the instant itself, not from the stored day."""
    if isinstance(instant, str):
        instant = datetime.fromisoformat(instant)
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return aware.astimezone(ZoneInfo("Europe/Helsinki")).date()


class Recount:
    """The figures of a period once more, in plain Python over plain rows."""

    def __init__(self, period: Period):
        joined = """SELECT c.*, ch.name_fi AS channel, l.name_fi AS language, m.name_fi AS municipality
                    FROM casework_contact c JOIN reference_contactchannel ch ON ch.code = c.channel_id
                    JOIN reference_language l ON l.code = c.language_id
                    LEFT JOIN reference_municipality m ON m.code = c.municipality_id WHERE c.state = 'complete'"""
        self.contacts = [
            row for row in rows_of(joined) if period.first <= day_in_helsinki(row["opened_at"]) <= period.last
        ]
        self.served = [row for row in self.contacts if row["quick_end_id"] is None]
        ids = {row["id"] for row in self.served}
        routings = rows_of("""SELECT r.contact_id, r.outside_sote, d.code FROM casework_routing r
                              JOIN casework_routingdestination d ON d.code = r.destination_id""")
        self.routings = [row for row in routings if row["contact_id"] in ids]

    def by(self, column: str) -> Counter:
        return Counter(row[column] for row in self.contacts)

    @property
    def outside(self) -> Share:
        guided = [row for row in self.routings if row["code"] not in ("R01", "R99")]
        return Share(sum(bool(row["outside_sote"]) for row in guided), len(guided))

    @property
    def failure(self) -> Share:
        kinds = Counter(row["demand_class_id"][0] for row in self.served)
        return Share(kinds["F"], kinds["F"] + kinds["V"])

    @property
    def unclassified(self) -> Share:
        return Share(sum(row["demand_class_id"] == "N99" for row in self.served), len(self.served))

    @property
    def municipalities(self) -> Counter:
        """With small ones together, counted by hand."""
        counts = self.by("municipality")
        counts.pop(None, 0)
        small = sorted((count, name) for name, count in counts.items())
        together = [name for count, name in small if count < 5]
        for _count, name in small[len(together) :]:
            if together and (len(together) < 2 or sum(counts[other] for other in together) < 5):
                together.append(name)
        result = Counter({name: count for name, count in counts.items() if name not in together})
        result["Muut kunnat yhteensä"] = sum(counts[name] for name in together)
        quick = [row for row in self.contacts if row["quick_end_id"]]
        result["Lyhyt kirjaus, kuntaa ei kysytty"] = len(quick)
        result["Kuntaa ei kerrottu"] = sum(bool(row["is_municipality_unknown"]) for row in self.contacts)
        return +result

    @property
    def headlines(self) -> dict:
        return {
            "Ohjattu soten ulkopuolelle": self.outside,
            "Häiriökysyntä": self.failure,
            "Luokittelematta": self.unclassified,
            "Yhteydenotot": len(self.contacts),
        }


@pytest.mark.parametrize("period", PERIODS, ids=lambda period: period.text)
def test_every_table_equals_the_recount(year, period):
    with translation.override("fi"):
        summary, routing, demand, channel, language, municipality = tables_of(Material(period))
    recount = Recount(period)
    assert counts_in(channel) == recount.by("channel")
    assert counts_in(language) == recount.by("language")
    assert counts_in(municipality) == recount.municipalities
    assert counts_in(demand).total() == len(recount.contacts)
    assert counts_in(routing).total() == len(recount.routings)
    assert {row.cells[0]: row.cells[3] or row.cells[1] for row in summary.rows} == recount.headlines
    assert len(recount.contacts) > 3


def counts_in(table) -> Counter:
    return Counter({row.label: row.count for row in table.rows})


def test_page_excel_and_pdf_say_the_same_as_the_recount(year, client):
    period = PERIODS[0]
    recount = Recount(period)
    sheets = excel_sheets(export(year, period, "xlsx"))
    text = pdf_text(export(year, period, "pdf"))
    sign_in_freshly(client, year)
    page = text_of_html(client.get("/figures/?period=custom&first=2025-01-01&last=2025-12-31").content.decode())
    for label, value in recount.headlines.items():
        shown, n = (written(value), value.whole) if isinstance(value, Share) else (written(value), value)
        n = written(n)
        assert f"{shown} n = {n} {label}" in page
        assert f"{shown} {label} n = {n}" in text
    assert excel_headlines(sheets) == recount.headlines
    for title, counts in {
        "Yhteydenotot kanavittain": recount.by("channel"),
        "Yhteydenotot kielittäin": recount.by("language"),
        "Yhteydenotot kunnittain": recount.municipalities,
    }.items():
        assert excel_counts(sheets[title]) == counts
        for label, count in counts.items():
            line = f"{label} {written(count)} {written(Share(count, len(recount.contacts)))}"
            assert line in page
            assert line in text


def written(number: int | Share) -> str:
    with translation.override("fi"):
        return plain(text_of_cell(number))


def export(user, period, file_format) -> bytes:
    with translation.override("fi"):
        record = order_export(period=period, file_format=file_format, by=user)
        make_export.call_local(str(record.pk))
    return path_of(record).read_bytes()


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ")).strip()


def text_of_html(html: str) -> str:
    return plain(re.sub(r"<[^>]+>", " ", html))


def pdf_text(content: bytes) -> str:
    return plain(text_of_pdf(content))


def excel_sheets(content: bytes) -> dict:
    book = openpyxl.load_workbook(BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def excel_counts(rows) -> Counter:
    head = next(place for place, row in enumerate(rows) if row[1] == "Yhteydenotot")
    return Counter({row[0]: row[1] for row in rows[head + 1 : -1]})


def excel_headlines(sheets) -> dict:
    rows = sheets["Avainluvut"]
    head = next(place for place, row in enumerate(rows) if row[1] == "Kpl")
    found = {row[0]: (row[1], row[2], row[3]) for row in rows[head + 1 :]}
    shares = {name: Share(count, n) for name, (count, n, share) in found.items() if share is not None}
    assert all(found[name][2] == pytest.approx(share.value) for name, share in shares.items())
    return {name: shares.get(name, count) for name, (count, _n, _share) in found.items()}

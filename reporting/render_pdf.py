"""From tables to a tagged PDF: the same numbers, with their charts."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from contactcenter.documents.pdf import pdf_of

from .charts import chart_of
from .tables import Table


def report_of(tables: list[Table], *, title: str, facts: dict[str, str]) -> bytes:
    """The tables as one PDF/UA-1 file in the language in force; the first table is the summary."""
    summary, *figures = tables
    language = get_language()[:2]
    context = {
        "title": title,
        "period": next(iter(facts.values())),
        "service": settings.SERVICE_NAME[language],
        "facts": facts,
        "language": language,
        "summary": summary,
        "figures": [(table, chart_of(table)) for table in figures],
    }
    html = render_to_string("reporting/report.html", context)
    return pdf_of(html, style=render_to_string("reporting/report.css", context))

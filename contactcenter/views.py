"""Pages of the whole product: front door, health, error pages; and what every template may read."""


def page_context(request):
    return {}

"""Every address of the product. Each app lists its own with whole paths; this only gathers them.

Public pages are under /fi/ /sv/ /en/; the workspace and the doors that outsiders use have no prefix.
"""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

import catalogue.urls
import chat.urls
from contactcenter import views

handler400 = "contactcenter.views.bad_request"
handler403 = "contactcenter.views.forbidden"
handler404 = "contactcenter.views.not_found"
handler500 = "contactcenter.views.server_error"

urlpatterns = [
    path("", views.front_door, name="front_door"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("workspace/", views.workspace, name="workspace"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("", include("contactcenter.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("contactcenter.accesslog.urls")),
    path("", include("contactcenter.retention.urls")),
    path("", include("contactcenter.opening_hours.urls")),
    path("", include((catalogue.urls.urlpatterns, "catalogue_staff"))),
    path("", include("casework.urls")),
    path("", include((chat.urls.urlpatterns, "chat"))),
    path("", include("reporting.urls")),
    *i18n_patterns(
        path("", include((catalogue.urls.public_patterns, "catalogue"))),
        path("", include((chat.urls.public_patterns, "chat_public"))),
    ),
]

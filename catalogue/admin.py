"""Administration of the catalogue's lists. Services and providers come from the register's import."""

from django.contrib import admin

from contactcenter.reference.admin import ReferenceAdmin

from .models import OrganisationType, PtvServiceClass, ServiceCategory, TargetGroup

admin.site.register([OrganisationType, PtvServiceClass, ServiceCategory, TargetGroup], ReferenceAdmin)

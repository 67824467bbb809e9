"""Administration of the catalogue's lists, and of the categories of services; the rest comes from the register."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from contactcenter.reference.admin import ReferenceAdmin, RoleTableAdmin

from .actions import choose_categories
from .models import OrganisationType, PtvServiceClass, Service, ServiceCategory, TargetGroup

admin.site.register([OrganisationType, PtvServiceClass, ServiceCategory, TargetGroup], ReferenceAdmin)


@admin.register(Service)
class ServiceAdmin(RoleTableAdmin):
    """A service's categories, chosen by hand: an import then leaves them as they are."""

    list_display = ["name", "provider", "are_categories_own", "is_visible"]
    list_select_related = ["provider"]
    list_filter = ["categories", "are_categories_own", "is_visible"]
    search_fields = ["name_fi", "name_sv", "name_en", "provider__name_fi"]
    fields = ["name", "provider", "source", "categories"]
    readonly_fields = ["name", "provider", "source"]

    @admin.display(description=_("Name"))
    def name(self, service):
        return service.name

    def has_add_permission(self, request):
        return False

    def save_model(self, request, service, form, change):
        """Nothing but the categories changes here, and their action saves them."""

    def save_related(self, request, form, formsets, change):
        choose_categories(form.instance, categories=form.cleaned_data["categories"], by=request.user)

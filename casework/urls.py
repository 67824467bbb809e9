"""Addresses of contacts and persons, with whole paths."""

from django.urls import path

from .views import contact_form, contacts, guidance, persons

app_name = "casework"
urlpatterns = [
    path("contacts/", contacts.contacts, name="contacts"),
    path("contacts/new/", contacts.contact_new, name="contact_new"),
    path("contacts/open/", contacts.open_contacts, name="open_contacts"),
    path("contacts/open/count/", contacts.open_count, name="open_count"),
    path("contacts/providers/", contact_form.providers, name="providers"),
    path("contacts/<uuid:pk>/", contacts.contact, name="contact"),
    path("contacts/<uuid:pk>/form/", contact_form.contact_form, name="contact_form"),
    path("contacts/<uuid:pk>/draft/", contact_form.contact_draft, name="contact_draft"),
    path("contacts/<uuid:pk>/complete/", contact_form.contact_complete, name="contact_complete"),
    path("contacts/<uuid:pk>/quick-end/", contact_form.contact_quick_end, name="contact_quick_end"),
    path("contacts/<uuid:pk>/edit/", contact_form.contact_edit, name="contact_edit"),
    path("contacts/<uuid:pk>/guidance/", guidance.contact_guidance, name="contact_guidance"),
    path("contacts/<uuid:pk>/services/", contact_form.contact_services, name="contact_services"),
    path("contacts/<uuid:pk>/reasons/", contact_form.contact_reasons, name="contact_reasons"),
    path("contacts/<uuid:pk>/persons/", persons.contact_persons, name="contact_persons"),
    path("contacts/<uuid:pk>/person/", persons.contact_person, name="contact_person"),
    path("persons/", persons.persons, name="persons"),
    path("persons/new/", persons.person_new, name="person_new"),
    path("persons/<uuid:pk>/", persons.person, name="person"),
    path("persons/<uuid:pk>/edit/", persons.person_edit, name="person_edit"),
]

"""Addresses of chat: public pages under a language prefix, the rest with whole paths."""

from django.urls import path

from .views import api, pages

public_patterns = [
    path("chat/", pages.visitor_chat, name="chat"),
    path("chat/box/", pages.box, name="box"),
]
urlpatterns = [
    path("desk/", pages.desk, name="desk"),
    path("desk/open-contacts/", pages.open_contacts, name="open_contacts"),
    path("desk/waiting-count/", pages.waiting_count, name="waiting_count"),
    path("desk/conversations/<uuid:contact>/", pages.conversation_of_contact, name="conversation_of_contact"),
    path("chat/availability/", api.availability, name="availability"),
    path("chat/conversations/", api.start, name="start"),
    path("chat/conversations/<uuid:pk>/messages/", api.messages, name="messages"),
    path("chat/conversations/<uuid:pk>/close/", api.close, name="close"),
]

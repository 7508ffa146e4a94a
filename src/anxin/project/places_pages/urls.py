"""Addresses of the tree of places."""

from django.urls import path

from anxin.project.places_pages import pages

urlpatterns = [
    path("places/", pages.places_page, name="places"),
    path("places/<int:pk>/", pages.place_page, name="place"),
    path("places/<int:pk>/new/", pages.new_place, name="new_place"),
    path("places/<int:pk>/rename/", pages.rename_place, name="rename_place"),
    path("places/<int:pk>/close/", pages.close_place, name="close_place"),
    path("places/<int:pk>/move/", pages.move_place, name="move_place"),
]

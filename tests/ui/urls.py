"""The product's addresses, with the style guide open to tests that drive its components without logging in."""

from functools import wraps

from django.urls import path

from anxin.base.actors import Actor
from anxin.base.scope import Scope
from anxin.project.urls import urlpatterns as product
from anxin.ui import views

VIEWER = Actor("person:0", "样式手册", Scope.everywhere(), frozenset({"registry.view"}))
"""Sees the search for employers, which whoever may not use it is not shown."""


def seen(view):
    @wraps(view)
    def shown(request, *args, **named):
        request.actor = VIEWER
        return view(request, *args, **named)

    return shown


urlpatterns = [
    path("office/ui/styleguide/", seen(views.styleguide.__wrapped__)),
    path("office/ui/styleguide/<str:page>/", seen(views.sample.__wrapped__)),
    *product,
]

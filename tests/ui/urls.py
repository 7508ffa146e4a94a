"""The product's addresses, with the style guide open to tests that drive its components without logging in."""

from django.urls import path

from anxin.project.urls import urlpatterns as product
from anxin.ui import views

urlpatterns = [
    path("office/ui/styleguide/", views.styleguide.__wrapped__),
    path("office/ui/styleguide/<str:page>/", views.sample.__wrapped__),
    *product,
]

"""The product's addresses, with the style guide's."""

from django.urls import include, path

from anxin.project.urls import urlpatterns as product

urlpatterns = [*product, path("office/ui/", include("anxin.ui.urls"))]

"""The WSGI door for granian."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anxin.project.settings")
application = get_wsgi_application()

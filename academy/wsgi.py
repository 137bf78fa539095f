"""The WSGI entry for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings")
application = get_wsgi_application()

# What is loaded now stays for good: a collector that goes through it again and again finds nothing, and a batch of
# statements makes tens of thousands of objects, none of them in a circle (docs/decisions/0036-speed-of-ingest.md).
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 100)

"""The academy: the Django project, and the mechanisms that carry no domain words."""

from academy.celery import app as celery_app

__all__ = ["celery_app"]

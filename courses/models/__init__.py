"""Django finds a room's models here; import them from their own files."""

from courses.models.catalogue import CataloguePage, HomePage
from courses.models.micro_course import MicroCoursePage

__all__ = ["CataloguePage", "HomePage", "MicroCoursePage"]

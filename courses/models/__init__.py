"""Django finds a room's models here; import them from their own files."""

from courses.models.catalogue import CataloguePage, HomePage
from courses.models.micro_course import MicroCoursePage
from courses.models.review import ReviewTask
from courses.models.translations import Translation

__all__ = ["CataloguePage", "HomePage", "MicroCoursePage", "ReviewTask", "Translation"]

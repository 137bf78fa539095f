"""Django finds a room's models here; import them from their own files."""

from courses.models.catalogue import CataloguePage, HomePage
from courses.models.competences import Area, Capability, Framework, Goal, Group, Level
from courses.models.micro_course import MicroCoursePage
from courses.models.review import ReviewTask
from courses.models.translations import Translation

__all__ = [
    "Area",
    "Capability",
    "CataloguePage",
    "Framework",
    "Goal",
    "Group",
    "HomePage",
    "Level",
    "MicroCoursePage",
    "ReviewTask",
    "Translation",
]

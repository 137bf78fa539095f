"""What learning is for: frameworks of capabilities with their levels, and goals that the capabilities serve.

The rows are made of the files in courses/competences/data/. A key is for ever: tags, addresses and figures point at it.
What a later version leaves out is kept as retired, so that what pointed there still knows what it meant.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

NAME_LENGTH, TEXT_LENGTH, KEY_LENGTH = 120, 400, 60
SHARED = "a framework that everybody shares; it holds nobody's data"


class Named(models.Model):
    """Something with a name in both languages."""

    name_sv = models.CharField(max_length=NAME_LENGTH)
    name_en = models.CharField(max_length=NAME_LENGTH)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_sv


class Described(Named):
    """Something with a name and a sentence or two about it, in both languages."""

    text_sv = models.CharField(max_length=TEXT_LENGTH)
    text_en = models.CharField(max_length=TEXT_LENGTH)

    class Meta:
        abstract = True

    @property
    def text(self) -> str:
        """What it means, in the reader's language."""
        return self.text_en if get_language() == "en" else self.text_sv


class Framework(Named):
    """A set of areas, levels or goals that belong together, in its newest version."""

    unscoped_because: ClassVar[str] = SHARED
    key = models.SlugField(max_length=KEY_LENGTH, unique=True)
    version = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    source_sv = models.CharField(max_length=TEXT_LENGTH)
    source_en = models.CharField(max_length=TEXT_LENGTH)

    @property
    def source(self) -> str:
        """Where it comes from and what is the academy's own, in the reader's language."""
        return self.source_en if get_language() == "en" else self.source_sv


class Entry(models.Model):
    """A part of a framework, with the version that brought it and the one that left it out."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    key = models.SlugField(max_length=KEY_LENGTH, unique=True)
    position = models.PositiveSmallIntegerField()
    since = models.PositiveSmallIntegerField()
    retired_in = models.PositiveSmallIntegerField(null=True)

    class Meta:
        abstract = True


class Area(Described, Entry):
    """The largest division of a framework."""

    unscoped_because: ClassVar[str] = SHARED


class Group(Named, Entry):
    """Capabilities that are close to each other."""

    unscoped_because: ClassVar[str] = SHARED
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="groups")


class Goal(Described, Entry):
    """Something that capabilities and modules serve, such as a goal of a national strategy."""

    unscoped_because: ClassVar[str] = SHARED

    class Meta:
        verbose_name = _("national goal")


class Capability(Described, Entry):
    """What an organisation is able to do. Modules develop it, and its maturity is told by the framework's levels."""

    unscoped_because: ClassVar[str] = SHARED
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="capabilities")
    lines = models.CharField(max_length=20, blank=True)
    goals = models.ManyToManyField(Goal, related_name="capabilities")

    class Meta:
        verbose_name = _("capability")


class Level(Described):
    """A step of the framework's maturity scale; 0 is the lowest."""

    unscoped_because: ClassVar[str] = SHARED
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="levels")
    number = models.PositiveSmallIntegerField()
    lines = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["framework", "number"], name="one_text_for_each_level")]

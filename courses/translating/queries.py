"""Source and translation side by side: what is translated, what is not, and what changed in the source since."""

from dataclasses import dataclass, field

from django.utils.translation import get_language
from wagtail.models import Locale, Page

from courses.content import Passage
from courses.models import MicroCoursePage, Translation
from courses.translating.segments import Segment, by_path, segments_of


@dataclass(frozen=True)
class Pair:
    """Words of the source and their translation. `before` is what the source said when the translation was confirmed."""

    segment: Segment
    translation: str
    before: str | None

    @property
    def shown(self) -> Passage:
        """The source's rich text as sanitised HTML."""
        return Passage(self.segment.text)

    @property
    def is_new(self) -> bool:
        """Tell whether the source has gained these words since."""
        return self.before is None

    @property
    def has_changed(self) -> bool:
        """Tell whether the source says something else than when the translation was confirmed."""
        return self.before is not None and self.before != self.segment.text

    @property
    def waits(self) -> bool:
        """Tell whether somebody has to look: new or changed words, or words that nobody has translated."""
        return self.is_new or self.has_changed or not self.translation.strip()


@dataclass(frozen=True)
class SideBySide:
    """A translation and its source, both as last saved or published. `removed` counts words that the source has lost."""

    translation: Page
    source: Page
    pairs: tuple[Pair, ...]
    removed: int
    differs: bool = field(default=False)

    @property
    def waiting(self) -> int:
        """How many pairs somebody has to look at."""
        return sum(pair.waits for pair in self.pairs)


def module_by_id(page_id: int) -> MicroCoursePage | None:
    """Return a module by its page's id, or None."""
    found: MicroCoursePage | None = MicroCoursePage.objects.filter(pk=page_id).select_related("locale").first()
    return found


def translation_of_record(page: Page) -> Translation | None:
    """Return what a page was translated from, or None for one that is no translation."""
    return Translation.objects.filter(page_id=page.pk).select_related("source", "source__locale").first()


def translation_beneath(page: Page) -> Translation | None:
    """Return what a page, or the first of those beneath it, was translated from; None if there is no translation."""
    beneath = Translation.objects.filter(page__path__startswith=page.path)
    return beneath.select_related("source").order_by("page__path").first()


def said_by_the_source(source: Page) -> Page:
    """Return what is to be translated: what is published, or the latest draft of what never was."""
    published = source.live_revision if source.live else None
    said: Page = published.as_object() if published else source.get_latest_revision_as_object()
    return said


def side_by_side(record: Translation) -> SideBySide:
    """Return a translation beside its source."""
    page = record.page.specific.get_latest_revision_as_object()
    source = said_by_the_source(record.source.specific)
    theirs = by_path(page)
    segments = [segment for segment in segments_of(source) if segment.text.strip()]
    pairs = tuple(Pair(segment, theirs.get(segment.path, ""), record.seen.get(segment.path)) for segment in segments)
    paths = {segment.path for segment in segments}
    removed = sum(1 for path in record.seen if path not in paths)
    return SideBySide(page, source, pairs, removed, page.content().shape != source.content().shape)


def untranslated(page: Page) -> list[Segment]:
    """Return the words of a translation, a page or a revision's object, that are still the source's or are missing.

    Words that somebody has ticked or written are translated, also when they are the same, as names are. What the source
    has gained since, and the translation has not, is no part of the translation yet.
    """
    record = translation_of_record(page) if page.pk else None
    if record is None:
        return []
    theirs = by_path(page)
    return [
        segment
        for segment in segments_of(said_by_the_source(record.source.specific))
        if segment.has_words and segment.path in theirs and segment.path not in record.seen
        if not theirs[segment.path].strip() or segment.says_the_same_as(theirs[segment.path])
    ]


def languages_to(page: Page) -> list[Locale]:
    """Return the languages that a page can be translated to: all others, but those that it comes from."""
    record = translation_of_record(page)
    came_from = {record.source.locale_id} if record else set()
    begun = set(Translation.objects.filter(source_id=page.pk).values_list("page__locale_id", flat=True))
    return list(Locale.objects.exclude(pk__in={page.locale_id, *came_from, *begun}).order_by("language_code"))


def name_in_sentence(locale: Locale) -> str:
    """Return a language's name as it stands inside a sentence: English has a capital there, Swedish has none."""
    name = str(locale.get_display_name())
    return name if get_language() == "en" else name[:1].lower() + name[1:]


def translations_from(page: Page) -> list[Translation]:
    """Return what has been translated from this page."""
    return list(Translation.objects.filter(source_id=page.pk).select_related("page", "page__locale"))

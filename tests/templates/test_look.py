"""The design system's tags and filters."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.utils.translation import override

from academy.templatetags import look

NOON = datetime(2026, 11, 26, 11, 0, tzinfo=UTC)  # 12.00 in Stockholm


class Mailed(forms.Form):
    """One field with a placeholder that must not be drawn."""

    address = forms.EmailField(widget=forms.EmailInput(attrs={"placeholder": "namn@kommun.example"}))


def test_an_icon_without_a_label_is_hidden_from_assistive_technology() -> None:
    assert look.icon("house", css="icon-l") == (
        '<svg class="icon icon-l" aria-hidden="true" focusable="false"><use href="/static/icons.svg#i-house"></use></svg>'
    )


def test_an_icon_with_a_label_is_an_image_and_its_label_is_escaped() -> None:
    drawn = look.icon("check", label='"klart" <nu>')
    assert 'role="img" aria-label="&quot;klart&quot; &lt;nu&gt;"' in drawn
    assert "aria-hidden" not in drawn


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Maja Lindqvist", "ML"), ("Anna Maria von Ek", "AE"), ("åsa", "Å"), ("", ""), ("  Łukasz   Öberg ", "ŁÖ")],
)
def test_initials_are_the_first_and_the_last_word(name: str, letters: str) -> None:
    assert look.initials(name) == letters


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 min"), (8, "8 min"), (59, "59 min"), (60, "1 h"), (61, "1 h 1 min"), (210, "3 h 30 min")],
)
def test_a_length_is_written_with_hard_spaces(minutes: int, words: str) -> None:
    assert look.duration(minutes) == words.replace(" ", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 26, 9, 42, tzinfo=UTC), "today at 10:42"),
        (datetime(2026, 11, 25, 23, 30, tzinfo=UTC), "today at 0:30"),
        (datetime(2026, 11, 25, 22, 30, tzinfo=UTC), "yesterday at 23:30"),
        (datetime(2026, 11, 24, 12, 0, tzinfo=UTC), "on 24 November 2026"),
    ],
)
def test_when_something_happened_is_told_in_stockholm_time(moment: datetime, words: str) -> None:
    with override("en"):
        assert look.when(moment, NOON) == words


def test_a_day_kept_as_text_is_written_as_one_reads_it() -> None:
    with override("sv"):
        assert (look.iso_day("2026-12-01"), look.iso_day("")) == ("1 december 2026", "")
    with pytest.raises(ValueError, match="Invalid isoformat"):
        look.iso_day("tomorrow")


def test_an_unknown_kind_tone_or_level_still_looks_calm() -> None:
    assert look.kind_icon("") == "cards"
    assert look.tone_icon("purple") == "info"
    assert look.message_tone("error") == "danger"
    assert look.message_tone("purple") == "neutral"


def test_a_control_points_at_its_hint_and_its_errors_and_has_no_placeholder() -> None:
    field = Mailed({"address": "maja"})["address"]
    drawn = look.control(field, hint="Som du har fått", autocomplete="username")
    assert 'aria-describedby="id_address_helptext id_address_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'autocomplete="username"' in drawn
    assert 'class="input"' in drawn
    assert 'value="maja"' in drawn
    assert "placeholder" not in drawn


def test_a_control_without_hint_or_error_points_at_nothing() -> None:
    assert "aria-describedby" not in look.control(Mailed()["address"])

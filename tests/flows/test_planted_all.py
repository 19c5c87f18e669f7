"""More than two hundred marked texts, in every field of every form: each stands only where it may be read."""

from typing import Any

import pytest

from bot.casework.explaining import PARTS
from playground import alderwick
from tests.flows.planted_all import NOT_ADDED, may_see
from tests.flows.played import Played

Found = dict[str, Any]

ASKED_TO_AGREE = {(alderwick.PRIYA.user_id, "retention_erase_form", "reason")}
"""Of two who erase, the second reads why the first proposes it, though it is kept for named people."""

SHORT_LINES = {
    ("action_form", "title"),
    ("monitoring_form", "title"),
    ("monitoring_form", "criterion"),
    ("monitoring_keep_form", "title"),
    ("monitoring_keep_form", "criterion"),
    ("improvement_form", "title"),
    ("area_name_form", "title"),
    ("meeting_area_form", "title"),
    ("plan_line_form", "title"),
    ("measure_form", "title"),
    ("measure_form", "outcome"),
    ("measure_form", "source"),
}
"""Sealed in the row of the record itself, which says who sees it."""

KEPT_OTHERWISE = SHORT_LINES | {
    ("export_form", "reason"),
    ("hold_place_form", "reference"),
    ("monitoring_change_form", "reason"),
    ("monitoring_done_form", "older_because"),
    ("readings_correct_form", "because"),
    ("speak_up_page_form", "more"),
}
"""No narratives: sealed in its own row, a reference that is looked up, asked again on the next form, asked only where
it applies, or on a page that had been open for too long."""

IN_CHANNEL = {
    ("action_form", "title"),
    ("improvement_form", "title"),
    ("area_name_form", "title"),
    ("meeting_area_form", "title"),
    ("option_form", "title"),
}
"""What a channel of the contract reads: the line that says what something is about, and no other field's words."""

SAID_TO_ALL = IN_CHANNEL | {
    ("monitoring_form", "title"),
    ("monitoring_keep_form", "title"),
    ("plan_line_form", "title"),
    ("measure_form", "title"),
    ("placement_form", "limit"),
    ("placement_form", "to_provider"),
    ("placement_pause_form", "said"),
    ("placement_lift_form", "said"),
    ("hand_off_form", "asked"),
    *(("explanation_form", part) for part in PARTS),
    ("improvement_support_form", "support"),
    ("improvement_full_form", "full_because"),
    ("improvement_close_form", "lesson"),
}
"""What stands in messages too, where the form says so: no other field's words leave a window.

Of an improvement process each person is told directly why it must improve, what support is offered, why more is
needed and what was learned; whoever is not in Slack has it passed on."""


@pytest.fixture
def found(played: Played) -> Found:
    """What was found."""
    return played.found


def kept_as(found: Found, words: list[str]) -> set[str]:
    """The classes of some words, as the record keeps them."""
    return {each for word in words for each in found["classes"][word]}


def test_every_field_of_every_form_was_typed_in(found: Found) -> None:
    assert len(found["planted"]) > 200
    assert found["unplanted"] == []
    assert found["forms"] == found["shown_forms"]
    kept = {tuple(found["planted"][word][:2]) for word, classes in found["classes"].items() if classes}
    assert {tuple(spot[:2]) for spot in found["planted"].values()} - kept <= KEPT_OTHERWISE
    assert kept_as(found, found["planted"]) == {"shared", "partners", "internal", "restricted"}
    assert found["complaints"] == []


def test_nobody_was_shown_a_text_above_their_class(found: Found) -> None:
    above = [
        (reader, *found["planted"][word], found["classes"][word])
        for reader, words in found["seen"].items()
        for word in words
        for content_class in found["classes"][word]
        if not may_see(reader, found["planted"][word][2], content_class)
    ]

    assert [each for each in above if each[:3] not in ASKED_TO_AGREE] == []
    assert found["seen"][alderwick.GRACE.user_id] != [], "whoever may was shown some"
    for who in NOT_ADDED:
        assert set(found["seen"][who]) <= set(found["in_channels"]), "they read a channel and nothing else"


def test_what_was_not_kept_was_shown_to_nobody_else(found: Found) -> None:
    told = {
        tuple(found["planted"][word][:2])
        for reader, words in found["seen"].items()
        for word in words
        if not found["classes"][word] and reader != found["planted"][word][2]
    }

    assert told <= SHORT_LINES


def test_no_message_title_hidden_id_or_button_holds_what_was_typed_but_what_is_said_to_all(
    found: Found,
) -> None:
    outside = {tuple(found["planted"][word][:2]) for word in found["outside"]}

    assert outside <= SAID_TO_ALL
    assert {tuple(found["planted"][word][:2]) for word in found["in_channels"]} <= IN_CHANNEL
    assert kept_as(found, list(found["outside"])) <= {"shared"}


def test_no_figure_no_log_and_no_row_holds_what_was_typed(played: Played) -> None:
    found, log = played.found, played.log

    assert found["pages"] == []
    assert [word for word in found["planted"] if word in log] == []
    assert "library message left out" in log
    assert found["database"] == []
    assert found["in_seals"] == []
    assert found["seals"] > 1


def test_a_copy_holds_what_its_reader_may_read_and_never_safeguarding(found: Found) -> None:
    copies = found["copies"]

    for ours in (copies[alderwick.PRIYA.user_id], copies["contract"]):
        assert kept_as(found, ours) == {"shared", "partners", "internal"}
    hers = alderwick.JOANNE.user_id
    of_others = [word for word in copies[hers] if found["planted"][word][2] != hers]
    assert kept_as(found, of_others) == {"shared"}


def test_a_records_officers_copy_of_safeguarding_holds_that_and_nothing_else(found: Found) -> None:
    words = found["copies"]["safeguarding"]

    assert kept_as(found, words) == {"restricted"}
    forms = {found["planted"][word][0] for word in words}
    others = {each for each in forms if not each.startswith("safeguarding_")}
    assert forms - others != set()
    assert others == {"concern_form", "export_form"}, (
        "danger by the first question, and what this copy is for"
    )

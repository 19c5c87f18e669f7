"""What is passed on to somebody without Slack: no kind of message tells them to press anything, whatever the facts."""

import re

from bot.passing_on import TO_WHOEVER_PASSES_IT_ON
from bot.templates import PROMPTS, render, said_outside_slack
from domain.notices import NoticeKind
from tests.prompts.facts import samples

ONLY_IN_SLACK = re.compile(
    r"\b[Pp]ress(es)?\b|\bbuttons?\b|\b[Oo]pen (it|to|the action)\b|[Tt]ype /|slack\.com|<http"
    r"|My open items|Home tab"
)

K = NoticeKind
TO_CHANNELS = {K.CHANNEL_WEEK, K.CONCERN_LOGGED, K.HUB}
TO_COLLEAGUES = {
    K.DUTIES_LINE,
    K.EVALUATION_RECEIVED,
    K.FAULT,
    K.FEEDBACK_GIVEN,
    K.FORMAL_STEP_ANSWERED,
    K.FORMAL_STEP_ASKED,
    K.IMPROVEMENT_HELD,
    K.LEAD_OFFERED,
    K.LEAD_OFFER_LINE,
    K.PERSON_ASKED,
    K.PERSON_LEFT,
    K.PERSON_LINE,
    K.RETENTION_AGREE,
    K.ROLE_REQUESTED,
    K.STATEMENT_DISPUTED,
    K.SUPPORT_TAKEN,
    K.VIEW_GIVEN,
}
"""To people of our own organisation, who work in Slack."""
TO_WHOEVER_IS_IN_SLACK = {K.DIGEST}
"""Its lines are for others too, and each is a kind of its own."""
OF_SAFEGUARDING = {kind for kind in K if kind.value.startswith(("safeguarding_", "speak_up_"))}
"""Passed on by nobody: whoever is not in Slack is rung by somebody who is named (practice.md 1.7)."""
TO_OTHERS = ("is_channel", "send_by")
"""Facts of what a channel reads, or whoever recorded something, and never whoever it is for."""


def test_no_kind_of_message_tells_somebody_without_slack_to_press_anything() -> None:
    told = {}
    others = TO_CHANNELS | TO_COLLEAGUES | TO_WHOEVER_IS_IN_SLACK | OF_SAFEGUARDING | TO_WHOEVER_PASSES_IT_ON
    for kind in (each for each in K if each not in others and (PROMPTS / f"{each.value}.j2").exists()):
        with said_outside_slack():
            for facts in samples(kind.value):
                facts.pop("is_in_slack", None)
                facts |= {name: "" for name in TO_OTHERS if facts.get(name)}
                if found := ONLY_IN_SLACK.search(said := render(kind.value, facts)):
                    told[kind.value] = (found.group(), said)

    assert told == {}


def test_no_letter_tells_its_reader_to_press_anything() -> None:
    letters = [render(name, facts) for name in ("letter", "letter_step") for facts in samples(name)]

    assert [said for said in letters if ONLY_IN_SLACK.search(said)] == []

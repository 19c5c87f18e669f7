"""A stand-in for Slack may send what Slack sends, and nothing that Slack would not."""

from __future__ import annotations

import pytest

from tests.judges import check_inbound, inbound_kinds, kind_of
from tests.judges.samples.never_sent import NEVER_SENT
from tests.judges.samples.sent_by_slack import SENT


@pytest.mark.parametrize("kind", SENT)
def test_what_slack_sends_is_let_through(kind: str) -> None:
    assert check_inbound(kind, SENT[kind]) == []


@pytest.mark.parametrize("sample", NEVER_SENT)
def test_what_slack_never_sends_is_refused_for_its_reason(sample: str) -> None:
    kind, payload, reason = NEVER_SENT[sample]

    complaints = check_inbound(kind, payload)

    assert any(reason in complaint for complaint in complaints), f"refused otherwise, or not: {complaints}"


@pytest.mark.parametrize("kind", SENT)
def test_a_payload_says_which_judge_it_goes_to(kind: str) -> None:
    assert kind_of(SENT[kind]) == kind


def test_every_kind_that_can_be_judged_has_a_sample() -> None:
    assert sorted(SENT) == inbound_kinds()


def test_a_kind_without_a_judge_is_an_error_and_never_a_pass() -> None:
    with pytest.raises(KeyError, match="reaction_added"):
        check_inbound("reaction_added", {})

"""Asking to be added, and being asked to lead: who may answer, and what an answer makes of it."""

from enum import StrEnum

from domain.steps import step

ANSWER_WITHIN = 2
"""Working days in which somebody who asks to be added hears."""

LEAD_WITHIN = 2
"""Working days in which whoever is asked to lead a contract says whether they will."""


class RequestState(StrEnum):
    """A request is answered by adding the person, or by saying that they are not to be added; they may be later."""

    ASKED = "asked"
    ADDED = "added"
    DECLINED = "declined"


class OfferState(StrEnum):
    """An offer to lead a contract. Another offer for the same contract takes the place of one not answered yet."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REPLACED = "replaced"


_ANSWERS: dict[RequestState, frozenset[RequestState]] = {
    RequestState.ASKED: frozenset({RequestState.ADDED, RequestState.DECLINED}),
    RequestState.ADDED: frozenset(),
    RequestState.DECLINED: frozenset({RequestState.ADDED}),
}
_REPLIES: dict[OfferState, frozenset[OfferState]] = {
    OfferState.OFFERED: frozenset({OfferState.ACCEPTED, OfferState.DECLINED, OfferState.REPLACED}),
    OfferState.ACCEPTED: frozenset(),
    OfferState.DECLINED: frozenset(),
    OfferState.REPLACED: frozenset(),
}


def answer(current: RequestState, wanted: RequestState) -> RequestState:
    """Return the wanted state. Raises NotAllowed when somebody has answered already."""
    return step(_ANSWERS, current, wanted, "Somebody has answered this already.")


def reply(current: OfferState, wanted: OfferState) -> OfferState:
    """Return the wanted state. Raises NotAllowed when the offer does not stand any more."""
    return step(
        _REPLIES, current, wanted, "This has been answered already, or somebody else was asked since."
    )

"""The hub message of a linked channel: owed once, and once more for each time that the gate turned it away."""

from datetime import datetime
from uuid import UUID

from bot.casework.notices import Owed, owe_channel
from domain.chronology import SubjectKind
from domain.confidentiality import ContentClass
from domain.notices import NoticeKind, NoticeState
from domain.rhythm import Speed
from storage.contracts import ContractChannel
from storage.unit_of_work import UnitOfWork


def owe_hub(work: UnitOfWork, link: ContractChannel, now: datetime) -> None:
    """Owe a channel its hub message, unless one stands there or is on its way."""
    earlier = [
        notice
        for notice in work.notices.about(link.contract_id)
        if notice.kind is NoticeKind.HUB and notice.to_channel == link.slack_channel
    ]
    if any(notice.state is not NoticeState.CANCELLED for notice in earlier):
        return
    hub = Owed(
        kind=NoticeKind.HUB,
        subject=(SubjectKind.CONTRACT, link.contract_id),
        content_class=ContentClass.SHARED,
        speed=Speed.PROMPT,
        event=f"hub:{link.id.hex}:{len(earlier)}",
        contract_id=link.contract_id,
        is_at_once=True,  # somebody has just linked the channel and looks for it
    )
    owe_channel(work, hub, link.slack_channel, now)


def owe_hubs_turned_away(work: UnitOfWork, contract_id: UUID, now: datetime) -> None:
    """Owe the hub messages again that could not be posted while somebody in the channel was not known."""
    for link in work.contracts.channels(contract_id):
        owe_hub(work, link, now)

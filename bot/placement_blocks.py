"""The placement position on a screen: the window, with what its reader may do, and the facts that messages say."""

from datetime import datetime
from typing import Any

from bot.blocks import Block, button, buttons, form, header, paragraphs, typed
from bot.buttons import OPEN_PLACEMENT
from bot.casework.notices import calendar_of
from bot.casework.placement_reading import Reading, limit_of, readable_texts
from bot.casework.placements import approvers
from bot.templates import render, words
from domain.people import Party
from domain.placements import DecisionState
from storage.contracts import Contract
from storage.placements import PlacementDecision
from storage.unit_of_work import UnitOfWork

DECIDE, APPROVE, REFUSE = "placement_decide", "placement_approve", "placement_refuse"
PAUSE, LIFT, TELL = "placement_pause", "placement_lift", "placement_tell"
SHOWN = 8


def provider_name(work: UnitOfWork, contract: Contract) -> str:
    """Return the name of a contract's provider."""
    provider = work.contracts.provider_of(contract.id)
    return work.organisations.get(provider).name if provider else ""


def decision_facts(work: UnitOfWork, decision: PlacementDecision) -> dict[str, Any]:
    """Return what messages say of a decision; of what was typed only what its provider may read."""
    contract, own = work.contracts.get(decision.contract_id), work.organisations.own()
    texts = readable_texts(work, decision, Party.PROVIDER)
    return {
        "reference": decision.reference,
        "contract": contract.title,
        "position": decision.position.value,
        "limit": limit_of(work, decision),
        "provider": provider_name(work, contract),
        "own_side": own.name if own else "",
        "by_provider": decision.party is Party.PROVIDER,
        "state": decision.state.value,
        "is_over": decision.state is DecisionState.ENDED,
        "from_on": decision.from_on,
        "review_on": decision.review_on,
        "said": texts.get("said", ""),
        "to_provider": texts.get("to_provider", ""),
        "asked_by": work.people.get(decision.decided_by).name,
        "answered_by": _name(work, decision),
    }


def _name(work: UnitOfWork, decision: PlacementDecision) -> str:
    return work.people.get(decision.answered_by).name if decision.answered_by else ""


def window(work: UnitOfWork, reading: Reading, now: datetime) -> Block:
    """Return the window of a contract's position, with what its reader may do."""
    label, is_own = words("placement_form"), reading.party is Party.OWN
    blocks = paragraphs(render("placement_window", _window_facts(work, reading, now)))
    texts = reading.asked_texts if reading.asked is not None else reading.texts
    for name in ("why", "to_provider", "said"):
        if texts.get(name):
            blocks += [header(_heading(label, name, reading)), *typed(texts[name])]
    if is_own and reading.standing is not None:
        told = [
            {"name": each.name, "means": getattr(label, each.means), "told_on": each.told_on}
            for each in reading.told
        ]
        blocks += paragraphs(render("placement_history", {"told": told}))
    blocks += _row(reading)
    if reading.history:
        blocks += paragraphs(render("placement_past", _past_facts(reading)))
    return form("read_only", label.choose_title, blocks)


def _heading(label: Any, name: str, reading: Reading) -> str:
    is_for_them = name == "to_provider" and reading.party is Party.PROVIDER
    return str(label.heading_for_you if is_for_them else getattr(label, f"heading_{name}"))


def _window_facts(work: UnitOfWork, reading: Reading, now: datetime) -> dict[str, Any]:
    standing, asked, contract = reading.standing, reading.asked, reading.contract
    is_known = standing is not None and reading.party is not Party.PROVIDER
    today = calendar_of(work, contract.id).local(now).date()
    review_on = standing.review_on if standing else None
    by_whom = ""
    if standing is not None:
        decider = work.people.get(standing.decided_by)
        side = decider.organisation_id
        by_whom = decider.name if is_known else work.organisations.get(side).name if side else ""
    return {
        "contract": contract.title,
        "position": reading.position.value,
        "limit": reading.limit,
        "provider": provider_name(work, contract),
        "from_on": standing.from_on if standing else None,
        "decided_by": by_whom,
        "answered_by": _name(work, standing) if standing is not None and is_known else "",
        "review_on": review_on,
        "is_late": review_on is not None and review_on < today,
        "is_asked": asked is not None,
        "asked_by": work.people.get(asked.decided_by).name if asked else "",
        "asked_from_on": asked.from_on if asked else None,
        "may_approve": reading.may_approve,
        "approvers": " or ".join(each.name for each in approvers(work, asked)) if asked else "",
    }


def _past_facts(reading: Reading) -> dict[str, Any]:
    label = words("placement_form")
    past = [
        {
            "from_on": each.from_on,
            "said": getattr(label, each.position.value).lower(),
            "side": each.side,
            "reference": each.reference,
            "state": each.state,
        }
        for each in reading.history[:SHOWN]
    ]
    return {"past": past, "more": max(len(reading.history) - SHOWN, 0)}


def _row(reading: Reading) -> list[Block]:
    label, value = words("placement_form"), reading.contract.id.hex
    asked = reading.asked.id.hex if reading.asked is not None else ""
    standing = reading.standing.id.hex if reading.standing is not None else ""
    is_own_decider = reading.asked is not None and reading.may_refuse
    pause_label = label.longer_button if reading.may_lift else label.pause_button
    return buttons(
        button(APPROVE, label.approve_button, asked, style="danger") if reading.may_approve else None,
        button(REFUSE, label.refuse_button, asked) if is_own_decider else None,
        button(DECIDE, label.decide_button, value, style="primary") if reading.may_decide else None,
        button(TELL, label.told_button, standing) if reading.may_tell else None,
        button(LIFT, label.lift_button, value) if reading.may_lift else None,
        button(PAUSE, pause_label, value) if reading.may_pause else None,
    )


def open_button(contract_id_hex: str) -> Block:
    """Return the button that opens the position of a contract."""
    return button(OPEN_PLACEMENT, words("buttons").open, contract_id_hex)

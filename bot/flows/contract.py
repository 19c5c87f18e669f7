"""The story of contracts: `/contract` lists them, and `/contract new` sets one up with its provider and lead."""

from bot.answers import Answer, Note, OpenForm, ShowInstead
from bot.blocks import (
    Block,
    choice_input,
    day_input,
    divider,
    form,
    option,
    paragraphs,
    people_input,
    section,
    shortened,
    text_input,
)
from bot.casework.access import may_do, require_act
from bot.casework.areas import put_contract
from bot.casework.contracts import ASK_AN_ADMINISTRATOR, contracts_in_reach, create_contract
from bot.casework.meeting import meet_staff
from bot.inbound import Command, Submission
from bot.listeners import Listeners
from bot.look_ups import people_picked
from bot.route_blocks import area_choice, chosen_area
from bot.services import Services
from bot.templates import Markup, render, words
from bot.turn import Turn
from domain.calendar import Nation
from domain.contracts import ChannelPurpose, NewContract
from domain.errors import NotAllowed
from domain.people import Act, Role
from storage.contracts import Contract
from storage.unit_of_work import UnitOfWork

FORM = "contract_form"
SHOWN = 10
LONGEST_NOTE = 3900


def command(turn: Turn[Command]) -> Answer:
    """`/contract` lists the contracts somebody can see; `help` and anything unknown say how it is used."""
    if turn.inbound.text:
        return Note(render("contract_usage", {}))
    work, person = turn.work, turn.person
    may_set_up = may_do(work, person, None, Act.SET_UP_CONTRACT)
    found = contracts_in_reach(work, person, Act.SET_UP_CONTRACT if may_set_up else Act.READ_CONTRACT)
    facts = {
        "count": len(found),
        "more": max(len(found) - SHOWN, 0),
        "may_set_up": may_set_up,
        "administrators": " or ".join(each.name for each in work.people.holding((Role.ADMINISTRATOR,), None)),
    }
    top = render("contract_list", facts)
    lines = [render("contract_line", _facts(work, contract)) for contract in found[:SHOWN]]
    blocks: list[Block] = paragraphs(top)
    for line in lines:
        blocks += [divider(), section(line)]
    return Note(shortened("\n\n".join([top, *lines]), LONGEST_NOTE), blocks)


def _facts(work: UnitOfWork, contract: Contract) -> dict[str, object]:
    roles = words("roles")
    provider = work.contracts.provider_of(contract.id)
    return {
        "title": contract.title,
        "reference": contract.reference,
        "service": contract.service,
        "provider": work.organisations.get(provider).name if provider else "",
        "starts_on": contract.starts_on,
        "ends_on": contract.ends_on,
        "channels": [
            {
                "mention": Markup(f"<#{link.slack_channel}>"),
                "is_shared": link.purpose is ChannelPurpose.SHARED,
            }
            for link in work.contracts.channels(contract.id)
        ],
        "people": [
            {
                "name": person.name,
                "role": ", ".join(
                    getattr(roles, role.value)
                    for role in Role
                    if role in work.people.held(person.id, contract.id)
                ),
                "organisation": work.organisations.get(person.organisation_id).name
                if person.organisation_id
                else "",
                "is_in_slack": person.user_id is not None,
            }
            for person in work.people.of_contract(contract.id)
        ],
    }


def new_form(turn: Turn[Command]) -> Answer:
    """`/contract new`: what has to be known of a contract."""
    require_act(turn.work, turn.person, None, Act.SET_UP_CONTRACT, ASK_AN_ADMINISTRATOR)
    label = words("contract_form")
    kept = turn.work.organisations.settings()
    nations = [option(getattr(label, nation.value), nation) for nation in Nation]
    return OpenForm(
        form(
            FORM,
            label.title,
            [
                text_input("reference", label.reference, hint=label.reference_hint, longest=60),
                text_input("title", label.name, hint=label.name_hint, longest=150),
                text_input("provider", label.provider, longest=150),
                text_input("service", label.service, hint=label.service_hint, longest=150),
                choice_input(
                    "nation", label.nation, nations, initial=kept.nation if kept else Nation.ENGLAND
                ),
                day_input("starts_on", label.starts_on),
                day_input("ends_on", label.ends_on),
                people_input("lead", label.lead, hint=label.lead_hint),
                people_input("seniors", label.seniors, several=True, optional=True, hint=label.seniors_hint),
                *area_choice(turn.work),
            ],
            submit=label.submit,
        )
    )


def create(turn: Turn[Submission]) -> Answer:
    """Keep the contract, and say what comes next."""
    earlier = turn.work.submissions.find(turn.inbound.view_id, FORM)
    if earlier is not None and earlier.record_id is not None:
        return _saved(turn.work.contracts.get(earlier.record_id))
    require_act(turn.work, turn.person, None, Act.SET_UP_CONTRACT, ASK_AN_ADMINISTRATOR)
    answers, members = turn.inbound.form, turn.found.members
    leads = [meet_staff(turn.work, members.get(user), "lead") for user in answers.people("lead")]
    seniors = [meet_staff(turn.work, members.get(user), "seniors") for user in answers.people("seniors")]
    starts_on, ends_on = answers.day("starts_on"), answers.day("ends_on")
    if not leads or starts_on is None or ends_on is None:
        raise NotAllowed(words("refusals").contract_incomplete, "lead")
    new = NewContract(
        reference=answers.text("reference"),
        title=answers.text("title"),
        provider=answers.text("provider"),
        service=answers.text("service"),
        nation=Nation(answers.choice("nation")),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    senior_ids = tuple(senior.id for senior in seniors)
    contract = create_contract(turn.work, turn.person, new, leads[0].id, senior_ids, turn.now)
    put_contract(turn.work, turn.person, contract.id, chosen_area(answers.choice("area")), turn.now)
    turn.keep_submission(FORM, contract.id)
    return _saved(contract)


def _saved(contract: Contract) -> Answer:
    text = render("contract_saved", {"title": contract.title, "reference": contract.reference})
    return ShowInstead(form("read_only", words("common").saved_title, paragraphs(text)))


def register(listeners: Listeners, _services: Services) -> None:
    """Make the story known."""
    listeners.command("/contract", command)
    listeners.command("/contract", new_form, word="new")
    listeners.submission(FORM, create, look_up=people_picked("lead", "seniors"), once=False)

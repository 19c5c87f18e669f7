"""How people do what the matrix says about contracts, monitoring, evaluations, channels and copies."""

from collections.abc import Awaitable, Callable
from datetime import date

from domain.people import Act, Party
from playground import alderwick, channel_changes
from playground.house import House
from playground.visitor import Visitor
from tests.flows.a_way import Step, ours_and, people, way
from tests.flows.evaluation_story import (
    ABOUT,
    FACT,
    HOW,
    INSTEAD,
    NIGHT_FIGURE,
    REASONS,
    SEEN,
    WRONG,
    challenge,
    confirm,
    share,
)
from tests.flows.export_story import FOR, KIND, READERS, REASON
from tests.flows.monitoring_story import (
    FOUND,
    IT_MEETS,
    MEETS,
    RATED,
    RESTS_ON,
    RESULT,
    SOURCE,
    TOM,
    schedule,
    show_dates,
)
from tests.flows.reporting import INTERNAL
from tests.flows.route_story import LEVEL_2
from tests.flows.setting_up import (
    EMAIL,
    FOR_OURS,
    FOR_WHOM,
    GENERAL,
    NAME,
    ROLE,
    SENIOR_OF_PROVIDER,
    TO_WHICH,
    WHICH,
    bring_the_bot,
)
from tests.flows.speaking_up import CONTRACT_OF_DEMO

JOANNE, SAM = "Joanne Field, Alderwick Care", "Sam Whitlock, Westermere Integrated Care Board"
DELE = "Dele Akande, Alderwick Care"


@way(Act.SET_UP_CONTRACT, "a channel to be linked")
async def _link(house: House) -> Step:
    [priya] = people(house, alderwick.PRIYA)
    await bring_the_bot(house, "C0GENERAL")
    await priya.command("/contract", GENERAL, "link")
    await priya.fill({WHICH: CONTRACT_OF_DEMO, FOR_WHOM: FOR_OURS})
    return priya.submit


@way(Act.ADD_PERSON, "somebody new")
async def _add(house: House) -> Step:
    [priya] = people(house, alderwick.PRIYA)
    await priya.command("/contract", INTERNAL, "add")
    await priya.fill(
        {
            TO_WHICH: CONTRACT_OF_DEMO,
            NAME: "Olive Byrne",
            EMAIL: "olive@alderwick.example",
            ROLE: SENIOR_OF_PROVIDER,
        }
    )
    return priya.submit


@way(Act.SET_UP_ORGANISATION, "who is on the route")
async def _route(house: House) -> Step:
    [anita] = people(house, alderwick.ANITA)
    await anita.command("/contract", GENERAL, "route")
    await anita.fill({LEVEL_2: [alderwick.HELEN.user_id, alderwick.NADIA.user_id]})
    return anita.submit


@way(Act.PLAN_MONITORING, "something to be looked at")
async def _plan(house: House) -> Step:
    [tom] = people(house, alderwick.TOM)
    await show_dates(tom)
    return tom.submit


def _record_of(who: alderwick.Character, owner: str) -> Callable[[House], Awaitable[Step]]:
    async def prepare(house: House) -> Step:
        priya, looks = people(house, alderwick.PRIYA, who)
        await schedule(house, priya, first_on=date(2026, 9, 24), owner=owner)
        await looks.press("Open", "direct")
        await looks.press("Record it")
        await looks.fill({FOUND: RESULT, SOURCE: "Read in a document", MEETS: IT_MEETS})
        return looks.submit

    return prepare


way(Act.RECORD_MONITORING, "what the provider looks at", ours_and(Party.PROVIDER))(
    _record_of(alderwick.JOANNE, JOANNE)
)
way(Act.RECORD_MONITORING, "what the partner looks at", ours_and(Party.PARTNER))(
    _record_of(alderwick.SAM, SAM)
)
way(Act.RECORD_MONITORING, "what we look at ourselves", ours_and(Party.OWN))(_record_of(alderwick.TOM, TOM))


@way(Act.RATE_CONTRACT, "a rating")
async def _rate(house: House) -> Step:
    [priya] = people(house, alderwick.PRIYA)
    await priya.command("/monitor", INTERNAL, "rate")
    await priya.fill({RATED: "Amber", RESTS_ON: "Two concerns in one quarter"})
    return priya.submit


@way(Act.EVALUATE, "a new evaluation")
async def _evaluate(house: House) -> Step:
    [tom] = people(house, alderwick.TOM)
    await tom.command("/evaluate", INTERNAL)
    return tom.submit


@way(Act.SHARE_EVALUATION, "an evaluation that is confirmed")
async def _share(house: House) -> Step:
    [priya] = people(house, alderwick.PRIYA)
    await confirm(house, priya)
    await priya.press("Share with all parties")
    return priya.submit


@way(Act.CHALLENGE_EVALUATION, "an evaluation that was shared", or_act=(Act.EVALUATE, Party.OWN))
async def _challenge(house: House) -> Step:
    priya, joanne = people(house, alderwick.PRIYA, alderwick.JOANNE)
    await share(house, priya)
    await joanne.press("This is not right", "direct")
    await joanne.fill({ABOUT: FACT, WRONG: NIGHT_FIGURE, SEEN: "Night rota of January"})
    return joanne.submit


@way(Act.DECIDE_CHALLENGE, "a challenge by the provider")
async def _decide(house: House) -> Step:
    priya, joanne, tom = people(house, alderwick.PRIYA, alderwick.JOANNE, alderwick.TOM)
    await share(house, priya)
    await challenge(house, joanne)
    await tom.press("Decide", "direct")
    await tom.fill({HOW: "They are right", INSTEAD: "86 of 100 nights", REASONS: "The rota shows it"})
    return tom.submit


@way(Act.CONFIRM_CHANNEL, "a channel that somebody else could read")
async def _confirm(house: House) -> Step:
    [priya] = people(house, alderwick.PRIYA)
    slack = house.playground.slack
    actor = slack.workspace.people[alderwick.PRIYA.user_id]
    step = {"channel": alderwick.INTERNAL, "team": alderwick.HEALTH}
    await channel_changes.share(slack, actor, step)
    await channel_changes.unshare(slack, actor, step)
    await house.settle()
    await priya.press("See who can read it", "direct")
    return priya.submit


@way(Act.END_CONTRACT, "the last day")
async def _end(house: House) -> Step:
    [priya] = people(house, alderwick.PRIYA)
    await priya.command("/contract", INTERNAL, "end")
    await priya.submit()
    await priya.fill({"Last day": date(2026, 9, 10), "Why does it end?": "The home closes"})
    return priya.submit


@way(Act.EXPORT_CONTRACT, "a copy of the record")
async def _export(house: House) -> Step:
    [priya] = people(house, alderwick.PRIYA)
    await priya.command("/contract", INTERNAL, "export")
    await priya.fill({FOR: REASON})
    return priya.submit


@way(Act.EXPORT_RESTRICTED, "a copy of its safeguarding records")
async def _export_restricted(house: House) -> Step:
    officer = Visitor(house.playground.control_url, "U0ONLYRECORDSOFFICER")
    await officer.command("/contract", GENERAL, "export")
    form = await officer.modal()
    assert form is not None
    chosen = {KIND: "Its safeguarding records only", READERS: [alderwick.GRACE.user_id]}
    contract = {"Of which contract?": CONTRACT_OF_DEMO} if "Of which contract?" in form.labels else {}
    await officer.fill({FOR: REASON} | chosen | contract)
    return officer.submit


@way(Act.CLOSE_DATA_INCIDENT, "an incident to be decided about")
async def _incident(house: House) -> Step:
    [tom] = people(house, alderwick.TOM)
    officer = Visitor(house.playground.control_url, "U0ONLYRECORDSOFFICER")
    await tom.say_to_the_bot("Mrs Ferncombe in room 4 has not had her tablets")
    await tom.press("Note a data incident", "direct")
    await tom.fill({"What kind of detail was it?": ["Somebody's name"]})
    assert (await tom.submit()).ok
    await house.settle()
    await officer.press("Decide about it", "direct")
    await officer.fill(
        {"What have you decided?": "No breach of personal data", "Why?": "It was deleted at once"}
    )
    return officer.submit

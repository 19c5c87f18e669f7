"""How people of Alderwick House keep, confirm and share an evaluation, so that a test tells only its own part."""

from playground.house import House
from playground.visitor import Answer, Visitor
from storage.evaluations import Evaluation, EvaluationReceipt
from tests.flows.action_story import press
from tests.flows.reporting import INTERNAL

SUMMARY = "In two or three sentences: how does it stand, and what comes next?"
VOICE = "What do people who use the service, and their families, say?"
IN_WORDS, PEOPLE_SAY = "Nights are steadier than in September", "Families say that they are rung sooner"
ABOUT, WRONG, SEEN = (
    "What is it about?",
    "What is not right, and what would be?",
    "Where can it be seen?",
)
FACT = "A fact or a figure is wrong"
NIGHT_FIGURE = "The night figure leaves out the second half of January"
HOW, INSTEAD, REASONS = "How is it decided?", "What should it have said?", "Reasons"


async def confirm(house: House, lead: Visitor) -> None:
    """Look, keep it, and confirm the judgement that is suggested; its window stays open."""
    assert (await lead.command("/evaluate", INTERNAL)).ok
    assert (await lead.submit()).ok
    await lead.fill({SUMMARY: IN_WORDS, VOICE: PEOPLE_SAY})
    assert (await lead.submit()).ok
    await house.settle()


async def share(house: House, lead: Visitor) -> None:
    """Keep, confirm and share an evaluation; what that owes arrives."""
    await confirm(house, lead)
    await lead.press("Share with all parties")
    assert (await lead.submit()).ok
    await house.settle()


async def challenge(
    house: House, who: Visitor, wrong: str = NIGHT_FIGURE, in_: str | None = "direct"
) -> Answer:
    """Say that something is not right."""
    pressed = await who.press("This is not right", in_)
    assert pressed.ok, pressed
    await who.fill({ABOUT: FACT, WRONG: wrong, SEEN: "Night rota of January"})
    answer = await who.submit()
    await house.settle()
    return answer


async def decide(
    house: House, who: Visitor, how: str = "They are right", instead: str = "86 of 100 nights"
) -> Answer:
    """Decide a challenge."""
    assert (await who.press("Decide")).ok
    await who.fill({HOW: how, INSTEAD: instead, REASONS: "The rota of January shows it"})
    answer = await who.submit()
    await house.settle()
    return answer


async def receive(house: House, who: Visitor, in_: str | None = "direct") -> Answer:
    """Press Received."""
    return await press(house, who, "Received", in_)


async def the_evaluation(house: House) -> Evaluation:
    """The newest evaluation of the record."""
    return await house.handrail.services.database.read(
        lambda work: [
            each for contract in work.contracts.all() for each in work.evaluations.of_contract(contract.id)
        ][-1]
    )


async def receipts(house: House) -> dict[str, EvaluationReceipt]:
    """Who has it, by the name of the organisation."""
    evaluation = await the_evaluation(house)
    return await house.handrail.services.database.read(
        lambda work: {
            work.organisations.get(receipt.organisation_id).name: receipt
            for receipt in work.evaluations.receipts(evaluation.id)
        }
    )

"""How people of Alderwick House decide on admissions and pass things on, so that a test tells only its own part."""

from datetime import date

from playground import alderwick
from playground.house import House
from playground.visitor import Answer, Visitor
from tests.flows.action_story import press
from tests.flows.reporting import INTERNAL, SHARED

POSITION, LIMIT, REVIEW = "What is the position?", "If limited: how far?", "When is it looked at again?"
WHY, TO_PROVIDER = "Why?", "What is the provider told?"
LIMITED, SUSPENDED, OPEN = "Limited", "Suspended", "Open"
ONE_A_WEEK = "one admission a week"
OUR_REASON = "Night cover is thin since the second nurse left"
LETTER_WORDS = "Please take one new resident a week at most until the night rota is full."
REVIEW_ON = date(2026, 9, 29)
BECAUSE, LINE = "Why, in a line?", "Norovirus on the first floor"

RECIPIENT, WHOM, PASSED = (
    "To whom?",
    "Which body, and which team?",
    "What was passed on, and where can it be seen?",
)
HEALTH, NOTIFICATION = "Health partner", "The provider's own notification to the regulator"
ASKED = "Provider's own notification: what do you ask for?"
OUR_WHY, THEIR_WORDS = "The charts show missed doses", "The pharmacist visits on Thursday"


async def decide(
    house: House,
    visitor: Visitor,
    position: str = LIMITED,
    review_on: date | None = REVIEW_ON,
    **more: object,
) -> Answer:
    """Decide on admissions with `/contract placement`; what that owes arrives."""
    await visitor.command("/contract", INTERNAL, "placement")
    await visitor.press("Decide")
    answers: dict[str, object] = {POSITION: position, WHY: OUR_REASON, TO_PROVIDER: LETTER_WORDS}
    answers |= {LIMIT: ONE_A_WEEK} if position == LIMITED else {}
    answers |= {REVIEW: review_on} if review_on else {}
    await visitor.fill(answers | more)
    answer = await visitor.submit()
    await house.settle()
    return answer


async def open_admissions(visitor: Visitor) -> str:
    """What somebody outside reads of admissions, from their open items."""
    await visitor.press("My open items", SHARED)
    await visitor.press("Admissions")
    return await read(visitor)


async def read(visitor: Visitor) -> str:
    """All words of the window that is open."""
    window = await visitor.modal()
    return "\n".join(window.texts) if window else ""


async def pass_on(house: House, visitor: Visitor, recipient: str = HEALTH, **more: object) -> Answer:
    """Pass something on from the contract; what that owes arrives."""
    await visitor.command("/contract", INTERNAL, "handoffs")
    await visitor.press("Pass on to …")
    answers: dict[str, object] = {RECIPIENT: recipient, WHY: OUR_WHY}
    if recipient != NOTIFICATION:
        answers |= {WHOM: "Medicines team, integrated care board", PASSED: "Letter of 7 September"}
    await visitor.fill(answers | more)
    answer = await visitor.submit()
    await house.settle()
    return answer


async def play_placement(house: House) -> None:
    """Let everybody be offered every button and form of admissions and of what is passed on."""
    priya, anita, joanne, dele = (
        house.visitor(who) for who in (alderwick.PRIYA, alderwick.ANITA, alderwick.JOANNE, alderwick.DELE)
    )
    review_on = date(2027, 9, 28)
    await decide(house, priya, review_on=review_on)
    await decide(house, priya, SUSPENDED, review_on=review_on)
    await anita.press("Do not suspend", "direct")
    await anita.fill({"Why are admissions not suspended?": "The rota is filled from Monday"})
    await anita.submit()
    await house.settle()
    await decide(house, priya, SUSPENDED, review_on=review_on)
    await press(house, anita, "Suspend admissions", "direct")
    await anita.close()
    await decide(house, priya, OPEN, review_on=None)
    await open_admissions(joanne)
    await joanne.press("We are pausing admissions")
    await joanne.fill({"Until when?": review_on, BECAUSE: LINE})
    await joanne.submit()
    await house.settle()
    await open_admissions(dele)
    await dele.press("Lift our pause")
    await dele.fill({"Why is it lifted, in a line?": "Nobody is ill any more"})
    await dele.submit()
    await house.settle()
    await decide(house, priya, review_on=review_on)
    await priya.command("/contract", INTERNAL, "placement")
    await priya.press("Somebody was told")
    await priya.fill({"Who was told?": f"{alderwick.RUTH} (not in Slack)", "How?": "by telephone"})
    await priya.submit()
    await play_passing_on(house)


async def play_passing_on(house: House) -> None:
    """Something is passed on and answered, given up, and notified by the provider."""
    priya, joanne = house.visitor(alderwick.PRIYA), house.visitor(alderwick.JOANNE)
    await pass_on(house, priya)
    await priya.command("/contract", INTERNAL, "handoffs")
    await priya.press("Open")
    await priya.press("No answer awaited")
    await priya.fill({"Why is no answer awaited any more?": "Settled in the meeting"})
    await priya.submit()
    await pass_on(house, priya, NOTIFICATION, **{ASKED: "The scalding of 7 September"})
    await joanne.press("The regulator is notified", "direct")
    await joanne.fill({"On which day was it made?": date(2026, 9, 8), "Its reference": "NOT-11"})
    await joanne.submit()
    await house.settle()
    await joanne.press("My open items", SHARED)
    await joanne.press("Passed on")
    await joanne.press("The regulator is notified")
    await joanne.fill({"On which day was it made?": date(2026, 9, 8), "Its reference": "NOT-12"})
    await joanne.submit()
    await house.settle()

"""Plays all stories one after the other, so that everybody has been offered every button and every form there is."""

from playground import alderwick
from playground.house import House
from tests.flows.action_story import play_another_date
from tests.flows.channel_play import play_channels, play_incident
from tests.flows.closing_play import play_closing
from tests.flows.deciding import play_deciding
from tests.flows.ending_play import play_ending
from tests.flows.evaluation_play import play_evaluation
from tests.flows.evidence_play import play_evidence
from tests.flows.improvement_play import play_improvement
from tests.flows.monitoring_story import play_monitoring
from tests.flows.on_behalf_story import play_recording
from tests.flows.people_play import play_people, play_views
from tests.flows.placement_story import play_placement
from tests.flows.planted import play
from tests.flows.raising import play_raising
from tests.flows.records_play import play_records
from tests.flows.route_story import play_route
from tests.flows.setting_up import set_up_contract
from tests.flows.sharing_play import play_sharing
from tests.flows.speaking_up import play_speaking_up
from tests.flows.support_story import play_support
from tests.flows.versions_story import play_versions


async def play_everything(house: House) -> None:
    """Let everybody be offered every button and every form there is.

    Nobody is tested while something urgent is open, and the clock moves only before anything is: a night of ladders
    is told elsewhere.
    """
    await play_speaking_up(house)
    await play_support(house)
    await play_raising(house)
    await play(house)
    await play_versions(house)
    await play_closing(house)
    await play_evidence(house)
    anita, tom, priya, grace = (
        house.visitor(who) for who in (alderwick.ANITA, alderwick.TOM, alderwick.PRIYA, alderwick.GRACE)
    )
    for name in ("setup", "link", "add", "export"):
        await (anita if name == "setup" else priya).command("/contract", "alderwick-internal", name)
    assert (await set_up_contract(anita)).ok
    await play_route(anita)
    await play_evaluation(house)
    await play_sharing(house)
    await play_views(house)
    for name in ("placement", "handoffs"):
        await tom.command("/contract", "general", name)
        await tom.close()
    await tom.command("/action", "general", "new")
    await play_another_date(house)
    await play_monitoring(house)
    await play_recording(house)
    await play_placement(house)
    await play_improvement(house)
    await play_ending(house)
    await play_people(house)
    await play_channels(house)
    await play_incident(house)
    await play_records(house)
    for who in (tom, priya, grace):
        await who.open_home()
    await play_deciding(house)

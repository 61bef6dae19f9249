"""An award on Temporal's real server: decision and letters drawn, sent, waited for, concluded."""

from contracts import awarding
from tests.evaluated import AWARD, Course
from tests.running import Running


async def test_an_award_goes_from_proposal_to_conclusion(running: Running) -> None:
    course = Course(running)
    await course.evaluate()
    await course.decide()
    waiting = await course.reach(AWARD, awarding.Stage.STANDSTILL)
    assert waiting.standstill_ends is not None

"""A tender on Temporal's real server: acts, refusals, repeats, catching up."""

import pytest

from api.commands import RefusedError
from contracts import names
from contracts.refusals import Code
from contracts.tendering import Stage, process
from infra.store import records
from tests import builders
from tests.builders import uid
from tests.workflows.conftest import Running

TENDER = names.tender(uid("tender"))


async def create(running: Running) -> str:
    """A dossier by Noor; the hash of its draft."""
    parts = running.parts
    sha256 = await parts.store.write(lambda c: records.put_content(c, builders.draft()))
    command = process.CreateTender(
        id="create",
        aggregate=TENDER,
        organisation=builders.CITY,
        actor=uid("Noor"),
        at=await running.commands.instant(),
        draft_hash=sha256,
    )
    await running.commands.arrive(command)
    return sha256


async def test_an_act_passes_the_workflow_and_lands_in_the_store(running: Running) -> None:
    draft_hash = await create(running)
    command = process.SubmitForApproval(
        id="submit",
        aggregate=TENDER,
        organisation=builders.CITY,
        actor=uid("Noor"),
        at=await running.commands.instant(),
        draft_hash=draft_hash,
    )
    answer = await running.commands.send(command)
    assert (answer.version, answer.stage) == (2, Stage.APPROVAL)
    again = await running.commands.send(command)
    assert again.repeated
    state = await running.parts.store.read(lambda c: records.read_state(c, TENDER))
    assert state is not None
    assert state.version == 2


async def test_an_act_of_the_wrong_stage_is_refused_with_its_reason(running: Running) -> None:
    draft_hash = await create(running)
    command = process.PublishTender(
        id="publish",
        aggregate=TENDER,
        organisation=builders.CITY,
        actor=uid("Bram"),
        at=await running.commands.instant(),
        draft_hash=draft_hash,
    )
    with pytest.raises(RefusedError) as refused:
        await running.commands.send(command)
    assert refused.value.refusal.code is Code.WRONG_STAGE

"""What an earlier release left running goes on with this one: every kept history replays."""

from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from bestek import worker
from infra.temporal import connect
from tests.histories.keeping import FOLDER
from workflows import runner

HISTORIES = sorted(FOLDER.rglob("*.json"))


def named(place: Path) -> str:
    """`TenderWorkflow/0.1.0/opened.json`."""
    return str(place.relative_to(FOLDER))


def kept(place: Path, instead: tuple[str, str] | None = None) -> WorkflowHistory:
    """A kept history, with one text of it replaced."""
    body = place.read_text("utf-8")
    return WorkflowHistory.from_json("kept", body.replace(*instead) if instead else body)


def replayer() -> Replayer:
    """The workflows of this release, as their worker runs them."""
    return Replayer(
        workflows=worker.WORKFLOWS,
        workflow_runner=runner.sandbox(),
        data_converter=connect.converter(),
        runtime=connect.runtime(),
    )


@pytest.mark.parametrize("place", HISTORIES, ids=named)
async def test_a_kept_history_replays(place: Path) -> None:
    await replayer().replay_workflow(kept(place))


async def test_a_workflow_that_took_another_step_would_be_seen() -> None:
    place = next(p for p in HISTORIES if p.parts[-3] == "AcceptanceWorkflow")
    other = kept(place, ("draw_certificate", "draw_something_else"))
    with pytest.raises(workflow.NondeterminismError):
        await replayer().replay_workflow(other)

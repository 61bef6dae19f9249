"""The activities that workflows call, as abstract classes: the real ones and fakes inherit them.

Names of activities are never changed: recorded histories hold them.
"""

from abc import ABC, abstractmethod

from temporalio import activity, workflow

with workflow.unsafe.imports_passed_through():
    from contracts.envelope import CommitRequest, Outcome, StepRequest, StepResult


class Commit(ABC):
    """The way to the store, run as a local activity."""

    @abstractmethod
    @activity.defn
    async def commit(self, request: CommitRequest) -> Outcome:
        """Judge and record a command in one transaction; a refusal is a value."""


class Tendering(ABC):
    """Steps of publication and opening."""

    @abstractmethod
    @activity.defn
    async def dispatch_notice(self, request: StepRequest) -> StepResult:
        """Send the notice out and put it on the portal; its hash and the moment of dispatch."""

    @abstractmethod
    @activity.defn
    async def open_bids(self, request: StepRequest) -> StepResult:
        """Open every seal and compare it with its receipt; the hash of what was found."""

    @abstractmethod
    @activity.defn
    async def draw_opening_record(self, request: StepRequest) -> StepResult:
        """Draw the record of the opening (D-07); the document and its hash."""

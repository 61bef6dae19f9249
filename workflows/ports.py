"""The activities that workflows call, as abstract classes: the real ones and fakes inherit them.

Names of activities are never changed: recorded histories hold them.
"""

from abc import ABC, abstractmethod

from temporalio import activity, workflow

with workflow.unsafe.imports_passed_through():
    from contracts.awarding import DrawnLetters, SentLetters
    from contracts.envelope import CommitRequest, Outcome, StepRequest, StepResult
    from contracts.evaluation import ComputedRanking


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


class Evaluation(ABC):
    """The step of an evaluation."""

    @abstractmethod
    @activity.defn
    async def compute_ranking(self, request: StepRequest) -> ComputedRanking:
        """Make the totals from the opened prices and the agreed scores; bind the result."""


class Awarding(ABC):
    """Steps of an award."""

    @abstractmethod
    @activity.defn
    async def draw_award_letters(self, request: StepRequest) -> DrawnLetters:
        """Draw the reasoned decision (D-12) and, for dispatch today, the letters (D-14)."""

    @abstractmethod
    @activity.defn
    async def dispatch_award_letters(self, request: StepRequest) -> SentLetters:
        """Send each letter once, on the day that it states; the proof and the last moment."""


class Acceptance(ABC):
    """The step of an acceptance."""

    @abstractmethod
    @activity.defn
    async def draw_certificate(self, request: StepRequest) -> StepResult:
        """Draw the certificate of acceptance (D-21); the document and its hash."""

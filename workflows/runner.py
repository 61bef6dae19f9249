"""The sandbox that workflows run in, and the one list of modules it passes through."""

from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

PASSED_THROUGH = ("pydantic", "pydantic_core", "contracts", "stdnum", "holidays")
"""Loaded once for all workflows: reloading pydantic in each costs 15 MiB and 260 ms."""


def sandbox() -> SandboxedWorkflowRunner:
    """The workflow runner of workers, tests and the benchmark."""
    restrictions = SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH)
    return SandboxedWorkflowRunner(restrictions=restrictions)

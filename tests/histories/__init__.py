"""Histories of each release, as Temporal recorded them: `<WorkflowType>/<release>/<name>.json`.

Workflows that run when a new release is installed go on with it, so every recorded history must
replay with the present code. A recorded file is never changed. A release adds its own: run the
tests of the workflows with BESTEK_KEEP_HISTORIES set to its number.
"""

"""The one exception of the rules: an input for which the rules hold no answer.

A caller that passes on what a person typed turns it into a refusal: `code` is stable and `facts`
are the placeholders of its sentence. Everything a person is expected to get wrong while filling
in a draft comes back as a value instead (for example `scoring.Finding`).
"""


class RuleError(ValueError):
    """`code` says why, `facts` are texts."""

    def __init__(self, code: str, /, **facts: str) -> None:
        super().__init__(f"{code}: {facts}" if facts else code)
        self.code = code
        self.facts = facts

"""How a command says that no answer follows from what was typed.

A sentence for people; one JSON object of one line for a program that asked for JSON, so that it
goes by the code and not by words.
"""

import json
from collections.abc import Mapping


def written(code: str, facts: Mapping[str, str], sentence: str, *, as_json: bool) -> str:
    """What goes to standard error: the sentence, or the code with its facts as they were typed.
    The JSON is plain ASCII, so nothing that was typed moves the cursor of a terminal."""
    if not as_json:
        return sentence
    return json.dumps({"code": code, "facts": dict(facts), "sentence": sentence})

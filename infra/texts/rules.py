"""What the rules of the rulebook are called: formulas, policies on low prices, rules for lots."""

from infra.texts import methods, screening
from infra.texts.catalogue import Texts


def named(name: str, texts: Texts) -> str:
    """A rule with its version, as reports write it, and what it is called: `P1/1 (...)`. Only its
    own name, when the rulebook does not know it."""
    key = f"lots.rule.{name.replace('/', '_')}"
    called = texts.say(key) if texts.has(key) else screening.policy(name, texts)
    called = methods.formula(name, "name", texts) if called == name else called
    return name if called == name else f"{name} ({called})"

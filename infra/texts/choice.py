"""The procedure of a tender in words: on which ground it stands open, what is announced of it."""

from contracts.rules import procedures
from contracts.rules.editions import Confidence, Edition
from contracts.rules.procedures import AwardProcedure
from contracts.tendering import TenderDraft, choice
from infra.texts import advised
from infra.texts.catalogue import Texts


def left_out(procedure: AwardProcedure, texts: Texts, *, mark: bool = False) -> tuple[str, ...]:
    """What a tender leaves out: *De opdracht wordt gegund op basis van de eerste offertes, zonder
    onderhandelingen.* With `mark`, marked where a jurist must confirm that it may."""
    return tuple(
        advised.marked(
            texts.say(f"procedure.without.{each.code}"),
            not mark or each.confidence is Confidence.HIGH,
            texts,
        )
        for each in procedures.left_out(procedure)
    )


def announced(draft: TenderDraft, procedure: AwardProcedure, texts: Texts) -> tuple[str, ...]:
    """What the documents announce of the course: what is left out, and why bids have less time."""
    if draft.shortened is None:
        return left_out(procedure, texts)
    ground, reasons = texts.say(f"shortened.{draft.shortened}"), draft.shortened_reasons.strip()
    shorter = texts.say("procedure.shortened", ground=ground, reasons=reasons)
    return (*left_out(procedure, texts), shorter)


def grounds(
    draft: TenderDraft, procedure: AwardProcedure, edition: Edition, texts: Texts
) -> tuple[str, ...]:
    """The grounds on which a procedure stands open for what a draft buys, each a sentence with
    its article, marked where a jurist must confirm it."""
    judged = choice.grounds(draft, procedure, edition)
    points = (advised.ground(each, texts) for each in judged if each.holds)
    return tuple(_sentence(advised.line(each, texts)) for each in points)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."

"""What was found out about a file and its signatures, in words: on the page and for the command."""

from contracts.base import local_date
from contracts.documents.checks import CertificateStanding, FoundSignature, Trust
from infra.texts import formats
from infra.texts.catalogue import Texts


def who(found: FoundSignature, texts: Texts) -> str:
    """Who signed: the person for whom the installation sealed, or the name in the certificate."""
    if found.level is None:
        return texts.say("signature.unreadable")
    if found.behalf is not None:
        return texts.say("signature.behalf", name=found.behalf, signer=found.signer)
    return found.signer


def when(found: FoundSignature, texts: Texts) -> str:
    """When it was signed, and who says so."""
    if found.signed_at is None:
        return texts.say("signature.time.unknown")
    key = "witnessed" if found.timestamped else "told"
    moment = formats.moment_short(found.signed_at, texts.language)
    return texts.say(f"signature.time.{key}", moment=moment)


def details(found: FoundSignature, texts: Texts) -> tuple[str, ...]:
    """What holds of a signature and what does not, one phrase each."""
    said = [texts.say(f"signature.integrity.{found.integrity}")]
    if found.level is None:
        return tuple(said)
    said.append(texts.say(f"signature.trust.{found.trust}"))
    said.append(_certificate(found, texts))
    said.append(_baseline(found, texts))
    if found.claims_qualified and found.trust is Trust.UNKNOWN:
        said.append(texts.say("signature.claims_qualified"))
    return tuple(said)


def _certificate(found: FoundSignature, texts: Texts) -> str:
    standing = found.certificate or CertificateStanding.VALID
    ends = local_date(found.certificate_ends) if found.certificate_ends else None
    day = formats.day_short(ends, texts.language) if ends else "–"
    return texts.say(f"signature.certificate.{standing}", day=day)


def _baseline(found: FoundSignature, texts: Texts) -> str:
    """What the signature brings along, and whether who gave it is known."""
    if found.baseline is None:
        return texts.say("signature.baseline.none")
    said = texts.say(f"signature.baseline.{found.baseline}")
    return said if found.vouched else f"{said}; {texts.say('signature.baseline.unvouched')}"


def signature(found: FoundSignature, texts: Texts) -> str:
    """A signature in one sentence."""
    level = f" – {texts.say(f'signature.level.{found.level}')}" if found.level else ""
    held = "; ".join(details(found, texts))
    return f"{who(found, texts)}{level} – {when(found, texts)} – {held}."

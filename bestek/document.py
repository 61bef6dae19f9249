"""`bestek document verify`: a document checked without its server, its store or a network."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.base import Language

if TYPE_CHECKING:
    from contracts.documents.checks import CheckedFile, InclusionProof
    from infra.signatures.checking import Known
    from infra.texts.catalogue import Texts

VERIFIED, FAILED, UNUSABLE_FILE, UNPROVEN = 0, 1, 2, 3
"""Exit codes: in order; altered, or a proof that does not fit; a file that cannot be read; nothing
wrong, but from whom it comes is not shown."""

_VERDICTS = {VERIFIED: "verified", FAILED: "failed", UNPROVEN: "unaltered"}

app = typer.Typer(
    name="document",
    help="Documents that Bestek issued.",
    no_args_is_help=True,
)


@app.callback()
def document() -> None:
    """Documents that Bestek issued."""


class Unusable(Exception):
    """A file that cannot be used; the message says which, in the reader's language."""


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="The PDF file, as it was received.")],
    proof: Annotated[
        Path | None,
        typer.Option("--proof", help="The proof of the audit log, from the verification page."),
    ] = None,
    seal: Annotated[
        Path | None,
        typer.Option("--seal", help="The certificate of the installation's seal (PEM or DER)."),
    ] = None,
    roots: Annotated[
        Path | None,
        typer.Option("--roots", help="A folder of certificates whose signatures are trusted."),
    ] = None,
    table: Annotated[bool, typer.Option("--table", help="Sentences instead of JSON.")] = False,
    language: Annotated[
        Language, typer.Option("--lang", help="The language of the sentences.")
    ] = Language.NL,
) -> None:
    """Check a document offline: its seal, its signatures, and its place in the audit log.

    Prints one JSON document. Ends with exit code 0 when the file is unaltered and comes from whom
    the proof or the given certificates name, 1 when it was altered or the proof does not fit it, 2
    when a file cannot be read, and 3 when nothing shows from whom it comes.
    """
    from infra.texts.catalogue import Texts

    texts = Texts(language)
    try:
        told = _told(file, proof, seal, roots, texts)
    except Unusable as unusable:
        typer.echo(str(unusable), err=True)
        raise typer.Exit(UNUSABLE_FILE) from unusable
    if table:
        typer.echo("\n".join(told["said"]))
    else:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    raise typer.Exit(told["exit_code"])


@app.command()
def redraw(
    file: Annotated[Path, typer.Argument(help="The PDF file, as it was received.")],
    language: Annotated[
        Language, typer.Option("--lang", help="The language of the sentence.")
    ] = Language.NL,
) -> None:
    """Draw a document again from the data and the look inside it, and compare the bytes.

    Prints one JSON document with the hash of what was drawn. Ends with exit code 0 when the file
    begins with those bytes, 1 when it does not, and 2 when nothing can be drawn from it.
    """
    from contracts.base import content_hash
    from contracts.documents import checks
    from infra import issuing
    from infra.texts.catalogue import Texts

    texts = Texts(language)
    try:
        content = _read(file, texts)
        drawn = content_hash(issuing.redrawn(content))
    except (Unusable, ValueError) as error:
        said = str(error) if isinstance(error, Unusable) else texts.say("check.redrawn.none")
        typer.echo(said, err=True)
        raise typer.Exit(UNUSABLE_FILE) from error
    same = drawn in checks.versions(content)
    said = texts.say(f"check.redrawn.{'same' if same else 'differs'}")
    told = {"same": same, "drawn": drawn, "said": said}
    typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    raise typer.Exit(VERIFIED if same else FAILED)


def _told(
    file: Path, proof: Path | None, seal: Path | None, roots: Path | None, texts: "Texts"
) -> dict[str, Any]:
    """Everything that is found, as JSON values with the sentences that say it."""
    from datetime import UTC, datetime

    from infra.signatures import checking
    from infra.texts import checked

    given = _proof(proof, texts) if proof is not None else None
    known = _known(given, seal, roots, texts)
    try:
        found = checking.check(_read(file, texts), known, datetime.now(UTC))
    except checking.NotAPdf as error:
        raise Unusable(texts.say("check.not_a_pdf")) from error
    proven = _proven(given, found) if given is not None else None
    code = _exit_code(found, proven)
    verdict = "unsigned" if code == UNPROVEN and not found.signatures else _VERDICTS[code]
    said = [texts.say(f"check.verdict.{verdict}")]
    said += [checked.signature(each, texts) for each in found.signatures]
    if given is not None and proven is not None:
        said.append(
            texts.say(
                "check.proof.fails" if proven["error"] else "check.proof.fits", leaf=str(given.leaf)
            )
        )
    if found.signatures:
        said.append(texts.say("signature.revocation"))
    return {
        "verdict": verdict,
        "exit_code": code,
        "file": found.model_dump(mode="json"),
        "proof": proven,
        "said": said,
    }


def _read(file: Path, texts: "Texts") -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Unusable(texts.say("check.unreadable", name=str(file))) from error


def _proof(file: Path, texts: "Texts") -> "InclusionProof":
    from pydantic import ValidationError

    from contracts.documents.checks import InclusionProof

    try:
        return InclusionProof.model_validate_json(_read(file, texts))
    except ValidationError as error:
        raise Unusable(texts.say("check.unusable_proof")) from error


def _known(
    proof: "InclusionProof | None", seal: Path | None, roots: Path | None, texts: "Texts"
) -> "Known":
    """The certificates to compare with: those given, and those that the proof names."""
    from infra.signatures.checking import Known
    from infra.vault import certificates

    own: list[bytes] = []
    try:
        for each in proof.certificates if proof is not None else ():
            own += certificates.certificates_in(each.encode(), "--proof")
        if seal is not None:
            own += certificates.certificates_in(_read(seal, texts), str(seal))
        trusted = certificates.in_folder(roots) if roots is not None else ()
    except certificates.NoCertificate as error:
        raise Unusable(texts.say("check.unusable_certificate", name=error.name)) from error
    except OSError as error:
        raise Unusable(texts.say("check.unreadable", name=str(roots))) from error
    return Known(tuple(own), trusted)


def _proven(proof: "InclusionProof", found: "CheckedFile") -> dict[str, Any]:
    """What the proof says of the file: the entry, who signed the head, and what does not fit."""
    from contracts.documents import checks
    from infra.signatures import proofs

    told = {"leaf": proof.leaf, "key": proof.key.get("kid"), "origin": None, "error": None}
    try:
        entry = proofs.entry_of(proof)
    except proofs.BadProof as error:
        return told | {"error": str(error)}
    came = checks.origin(found, str(entry["drawn"]), str(entry["issued"]))
    fits = came in {checks.Origin.ISSUED, checks.Origin.SIGNED_SINCE, checks.Origin.DRAWN}
    return told | {
        "origin": came.value,
        "entry": entry,
        "error": None if fits else "the entry is not that of this file",
    }


def _exit_code(found: "CheckedFile", proven: dict[str, Any] | None) -> int:
    from contracts.documents.checks import Trust

    if any(not each.holds for each in found.signatures):
        return FAILED
    if proven is not None:
        return FAILED if proven["error"] else VERIFIED
    known = [each.trust is not Trust.UNKNOWN for each in found.signatures]
    return VERIFIED if known and all(known) else UNPROVEN

"""`bestek document verify`: a document checked without server, store or network."""

import json
import os
import re
import shlex
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bestek import cli, document
from contracts.base import Language, canonical_json, content_hash
from contracts.documents import checks
from contracts.documents.checks import FoundSignature, InclusionProof
from infra import issuing
from infra.texts import checked
from infra.texts.catalogue import Texts
from infra.vault import certificates, seals
from infra.vault.signing import Signer
from tests import certificates as made
from tests import issuers, signed
from tests.servers import ROOT


@pytest.fixture
def seal(tmp_path: Path) -> seals.Seal:
    """The seal of an installation."""
    return signed.own_seal(tmp_path)


@pytest.fixture
def file(tmp_path: Path, seal: seals.Seal) -> Path:
    """A sealed document."""
    path = tmp_path / "opening.pdf"
    path.write_bytes(signed.sealed(seal.source))
    return path


def proof_of(folder: Path, file: Path, seal: seals.Seal, **changes: Any) -> Path:
    """The proof of an entry, the third of a log of three, as the verification page gives it."""
    entry = checks.issued_entry(
        "D",
        "D-07",
        content_hash(signed.drawn()),
        content_hash(file.read_bytes()),
        datetime(2026, 11, 23, tzinfo=UTC),
    )
    body = canonical_json(entry).decode()
    path = ("7" * 64,)
    signer = Signer(folder / "keys")
    proof = InclusionProof(
        entry=body,
        leaf=2,
        path=path,
        head=signer.sign_head({"size": 3, "root": checks.root_above(body, path)}),
        key=signer.public_jwk(),
        certificates=(certificates.as_pem(seal.certificate),),
    )
    found = folder / "proof.json"
    found.write_text(proof.model_copy(update=changes).model_dump_json())
    return found


def run(*arguments: str | Path) -> Result:
    """The command, in this process."""
    return CliRunner().invoke(cli.app, ["document", "verify", *map(str, arguments)])


def test_a_document_with_its_proof_is_in_order(
    tmp_path: Path, file: Path, seal: seals.Seal
) -> None:
    done = run(file, "--proof", proof_of(tmp_path, file, seal))
    told = json.loads(done.stdout)
    assert done.exit_code == document.VERIFIED, done.output
    assert (told["verdict"], told["proof"]["origin"]) == ("verified", "issued")
    assert told["proof"]["key"] == Signer(tmp_path / "keys").public_jwk()["kid"]
    [one] = told["file"]["signatures"]
    assert (one["integrity"], one["trust"], one["level"]) == ("intact", "own", "own_seal")


def test_the_example_of_the_auditor_page_runs_as_it_stands(
    tmp_path: Path, file: Path, seal: seals.Seal
) -> None:
    page = (ROOT / "docs" / "auditing" / "README.md").read_text("utf-8")
    examples = re.findall(r"^    bestek (document verify .*)$", page, re.MULTILINE)
    assert len(examples) == 1
    arguments = shlex.split(examples[0])
    _, _, document_file, _, proof_file = arguments
    (tmp_path / document_file).write_bytes(file.read_bytes())
    made = proof_of(tmp_path, file, seal)
    made.rename(tmp_path / proof_file)
    done = subprocess.run(
        [sys.executable, "-m", "bestek", *arguments],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == document.VERIFIED, done.stderr
    told = json.loads(done.stdout)
    # What the page promises of the answer.
    assert told["proof"]["key"] == Signer(tmp_path / "keys").public_jwk()["kid"]
    assert told["verdict"] == "verified"
    changed = bytearray(file.read_bytes())
    changed[len(changed) // 2] ^= 1
    (tmp_path / document_file).write_bytes(changed)
    again = subprocess.run(
        [sys.executable, "-m", "bestek", *arguments],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert again.returncode == document.FAILED


def test_the_certificate_of_the_seal_is_enough(
    tmp_path: Path, file: Path, seal: seals.Seal
) -> None:
    certificate = tmp_path / "seal.crt"
    certificate.write_bytes(seal.certificate)
    done = run(file, "--seal", certificate)
    assert done.exit_code == document.VERIFIED
    assert json.loads(done.stdout)["proof"] is None


def test_without_either_nobody_knows_from_whom_it_comes(file: Path) -> None:
    done = run(file)
    assert done.exit_code == document.UNPROVEN
    assert json.loads(done.stdout)["verdict"] == "unaltered"


def test_a_trusted_list_is_enough_too(tmp_path: Path) -> None:
    root = made.owner("Vertrouwd", authority=True)
    city = made.owner("Stad Scheldeburg", root)
    (tmp_path / "roots").mkdir()
    (tmp_path / "roots" / "root.pem").write_bytes(root.pem)
    file = tmp_path / "opening.pdf"
    file.write_bytes(signed.sealed(city.source(tmp_path, "s.p12", root)))
    assert run(file, "--roots", tmp_path / "roots").exit_code == document.VERIFIED


@pytest.mark.parametrize("language", Language)
def test_it_says_who_signed_elsewhere_and_with_which_level(
    tmp_path: Path, language: Language
) -> None:
    """The copy that came back of a document under a lasting seal."""
    with issuers.issuer() as issuer:
        stamp = issuing.Stamp(issuer.seal(tmp_path), issuer.authority(), (issuer.root.der,))
        content = issuing.issue(signed.acceptance(language), stamp).content
    person = made.owner("An Peeters", issuer.root, qualified=True).source(tmp_path, "a.p12")
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(signed.countersigned(content, person, "signature-1"))
    (tmp_path / "roots").mkdir()
    (tmp_path / "roots" / "root.pem").write_bytes(issuer.root.pem)
    arguments = (copy, "--lang", language.value, "--roots", tmp_path / "roots")
    done = run(*arguments)
    assert done.exit_code == document.VERIFIED, done.output
    told = json.loads(done.stdout)
    seal, signature = told["file"]["signatures"]
    assert (seal["signer"], seal["baseline"], seal["vouched"]) == ("Stad Scheldeburg", "b_lt", True)
    assert (signature["signer"], signature["level"]) == ("An Peeters", "qualified")
    assert (signature["baseline"], signature["vouched"]) == ("b_b", True)
    texts = Texts(language)
    found = [FoundSignature.model_validate(each) for each in (seal, signature)]
    # The page prints the same parts, from the same words.
    assert told["said"][1:3] == [checked.signature(each, texts) for each in found]
    lasting, plain = run(*arguments, "--table").stdout.splitlines()[1:3]
    assert texts.say("signature.baseline.b_lt") in lasting
    assert "An Peeters" in plain
    assert texts.say("signature.level.qualified") in plain
    assert texts.say("signature.baseline.b_b") in plain
    unknown = run(*arguments[:3], "--table")
    assert unknown.exit_code == document.UNPROVEN
    assert texts.say("signature.baseline.unvouched") in unknown.stdout.splitlines()[1]


def test_a_changed_document_fails(tmp_path: Path, file: Path, seal: seals.Seal) -> None:
    proof = proof_of(tmp_path, file, seal)
    changed = bytearray(file.read_bytes())
    changed[len(changed) // 3] ^= 1
    file.write_bytes(changed)
    done = run(file, "--proof", proof)
    assert done.exit_code in {document.FAILED, document.UNUSABLE_FILE}
    other = tmp_path / "other.pdf"
    other.write_bytes(signed.sealed(seal.source))
    done = run(other, "--proof", proof)
    assert done.exit_code == document.FAILED
    assert json.loads(done.stdout)["proof"]["error"]


def test_a_document_without_a_seal_says_so(tmp_path: Path) -> None:
    bare = tmp_path / "bare.pdf"
    bare.write_bytes(signed.drawn())
    done = run(bare)
    assert done.exit_code == document.UNPROVEN
    assert json.loads(done.stdout)["verdict"] == "unsigned"


@pytest.mark.parametrize(
    "changes",
    [{"leaf": 4}, {"leaf": 3}, {"path": ()}, {"path": ("8" * 64,)}, {"entry": "{}"}, {"head": "x"}],
)
def test_a_proof_that_was_changed_does_not_hold(
    tmp_path: Path, file: Path, seal: seals.Seal, changes: dict[str, Any]
) -> None:
    done = run(file, "--proof", proof_of(tmp_path, file, seal, **changes))
    assert done.exit_code == document.FAILED
    assert json.loads(done.stdout)["proof"]["error"]


@pytest.mark.parametrize("language", Language)
def test_it_is_said_in_four_languages(
    tmp_path: Path, file: Path, seal: seals.Seal, language: Language
) -> None:
    proof = proof_of(tmp_path, file, seal)
    done = run(file, "--proof", proof, "--table", "--lang", language.value)
    assert done.exit_code == document.VERIFIED
    assert len(done.stdout.splitlines()) == 4
    assert "(Bestek)" in done.stdout


def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, file: Path) -> None:
    text = tmp_path / "text.pdf"
    text.write_text("geen pdf")
    for arguments in (
        (text,),
        (tmp_path / "absent.pdf",),
        (file, "--proof", text),
        (file, "--seal", text),
        (file, "--roots", tmp_path / "absent"),
    ):
        done = run(*arguments)
        assert done.exit_code == document.UNUSABLE_FILE
        assert done.stdout == ""
        assert len(done.stderr.splitlines()) == 1


def test_it_loads_no_server_and_no_store(file: Path) -> None:
    program = (
        "import atexit, sys\n"
        "heavy = {'temporalio', 'fastapi', 'sqlalchemy', 'reportlab', 'uvicorn'}\n"
        "atexit.register(lambda: print(sorted(heavy & set(sys.modules)), file=sys.stderr))\n"
        f"sys.argv = ['bestek', 'document', 'verify', {str(file)!r}]\n"
        "from bestek.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == document.UNPROVEN
    assert done.stderr == "[]\n"

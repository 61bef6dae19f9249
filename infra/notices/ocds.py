"""An OCDS release as the draft of a tender: OCDS 1.0 and 1.1, with lots, criteria and techniques.

Sources: the OCDS 1.1.5 schema and the extensions of its European Union profile. What the draft has
no place for is named, never lost silently; nothing that a source contains makes `read` raise.
"""

from collections.abc import Sequence

from contracts.base import REFERENCE_LENGTH, Language
from contracts.refusals import fact, key, procedure_named
from contracts.tendering import TenderDraft
from contracts.tendering.draft import Category, Source
from infra import procedure_files
from infra.notices import criteria, goods, periods, places, reading, releases
from infra.notices.reading import LABEL, Node, shown
from infra.notices.results import (
    Findings,
    ImportProblem,
    ImportResult,
    NoteCode,
    ProblemCode,
    refused,
)
from infra.texts import procedures
from infra.texts.catalogue import Texts

_STATUSES = frozenset(
    {"planning", "planned", "active", "cancelled", "unsuccessful", "complete", "withdrawn"}
)
_CATEGORIES = {
    Category.GOODS: "import.category.goods",
    Category.SERVICES: "import.category.services",
    Category.WORKS: "import.category.works",
}
_OPEN = "open"
"""In the code list of OCDS: everybody may submit a bid."""
_TECHNIQUES = {
    "hasFrameworkAgreement": NoteCode.FRAMEWORK,
    "hasDynamicPurchasingSystem": NoteCode.DYNAMIC_PURCHASING,
    "hasElectronicAuction": NoteCode.AUCTION,
}
_NOTICES = frozenset({"tenderNotice", "contractNotice"})


def read(
    content: bytes, *, ocid: str | None = None, language: Language = Language.NL
) -> ImportResult:
    """The draft in a release, package, record or release with versions.

    Of several processes the one named by `ocid` is read, else the first with a tender. Criteria
    without a name are named in `language`. The result holds a refusal instead of a draft when the
    file is not OCDS or has no tender in it.
    """
    text = reading.decode(content)
    document = text if isinstance(text, ImportProblem) else reading.parse(text)
    if isinstance(document, ImportProblem):
        return ImportResult(refusal=document)
    findings = Findings()
    release = releases.choose(document, ocid, findings)
    if isinstance(release, ImportProblem):
        return ImportResult(refusal=release)
    package = Node(document, "", Findings())
    return _draft(Node(release, "", findings), package, Texts(language), findings)


def _draft(release: Node, package: Node, texts: Texts, findings: Findings) -> ImportResult:
    tender = release.node("tender")
    lot_nodes, item_nodes = tender.nodes("lots"), tender.nodes("items")
    parts = (tender, *lot_nodes)
    title = _title(release, tender, findings)
    description = _description(tender, findings)
    category = _category(tender, findings)
    named = _procedure(tender, findings)
    cpv = goods.cpv(tender, item_nodes, findings)
    lots = goods.lots(lot_nodes, title, findings)
    draft = TenderDraft(
        title=title,
        description=description,
        category=category,
        cpv=cpv,
        places=places.read(item_nodes, findings),
        estimate=goods.estimate(tender, lot_nodes, findings),
        estimate_method=_estimate_method(tender, findings),
        lots=lots,
        items=goods.items(item_nodes, lots, title, cpv, findings),
        criteria=criteria.read(tender, lot_nodes, release, _names(texts), findings),
        submission_deadline=periods.deadline(parts, findings),
        contract_months=periods.contract_months(parts, findings),
        renewal=_renewal(parts, findings),
    )
    if draft == TenderDraft():
        return ImportResult(refusal=_without_tender(release))
    if days := periods.validity(parts, findings):
        draft = draft.model_copy(update={"validity_days": days})
    if named is not None:
        draft = draft.model_copy(update={"procedure": named})
    reference = _reference(release, tender, findings)
    draft = draft.model_copy(update={"source": _source(release, package, findings)})
    _status(tender, findings)
    _techniques(parts, findings)
    release.pass_by("ocid", "id", "date", "tag", "initiationType")
    reading.account(release, findings)
    return findings.result(draft, reference)


def _without_tender(release: Node) -> ImportProblem:
    """Why a release with nothing for a draft is not a purchase to prepare."""
    if release.content.get("awards") or release.content.get("contracts"):
        return refused(ProblemCode.AWARD_ONLY)
    if release.content.get("planning"):
        return refused(ProblemCode.PLANNING_ONLY)
    return refused(ProblemCode.NO_TENDER)


def _names(texts: Texts) -> dict[str, str]:
    return {
        "price": texts.say("import.named.price"),
        "cost": texts.say("import.named.cost"),
        "quality": texts.say("import.named.quality"),
    }


def _title(release: Node, tender: Node, findings: Findings) -> str:
    for node, code in ((tender, NoteCode.TITLE), (release, NoteCode.TITLE_FROM_RELEASE)):
        if title := node.label("title"):
            findings.take(code, node.at("title"), shown(title))
            return title
    return ""


def _description(tender: Node, findings: Findings) -> str:
    description = tender.text("description")
    if description:
        findings.take(NoteCode.DESCRIPTION, tender.at("description"), shown(description))
    return description


def _category(tender: Node, findings: Findings) -> Category | None:
    stated, path = tender.label("mainProcurementCategory"), tender.at("mainProcurementCategory")
    if not stated:
        return None
    if stated not in set(Category):
        findings.leave(NoteCode.CATEGORY_UNKNOWN, path, shown(stated))
        return None
    category = Category(stated)
    findings.take(NoteCode.CATEGORY, path, key(_CATEGORIES[category]))
    return category


def _estimate_method(tender: Node, findings: Findings) -> str:
    method = tender.label("valueCalculationMethod")
    if method:
        path = tender.at("valueCalculationMethod")
        findings.take(NoteCode.ESTIMATE_METHOD, path, shown(method))
    return method


def _procedure(tender: Node, findings: Findings) -> str | None:
    """The procedure that the source calls by its name in the law, in one of our languages. Else
    the draft keeps the one that it begins with: that is what an open method means, and for any
    other method a person is told in the words of the source."""
    stated = tender.label("procurementMethod")
    details = tender.label("procurementMethodDetails")
    named = procedures.called(details, procedure_files.shipped())
    if named is not None:
        path = tender.at("procurementMethod")
        findings.take(NoteCode.PROCEDURE_NAMED, path, procedure_named(named))
    elif stated == _OPEN:
        path = tender.at("procurementMethod")
        findings.take(NoteCode.PROCEDURE, path, shown(details or stated))
    elif stated or details:
        words = ": ".join(filter(None, (stated, details)))
        findings.leave(NoteCode.PROCEDURE_OTHER, tender.at("procurementMethod"), shown(words))
    return named


def _status(tender: Node, findings: Findings) -> None:
    status = tender.label("status")
    if status:
        code = NoteCode.STATUS if status in _STATUSES else NoteCode.STATUS_UNKNOWN
        findings.leave(code, tender.at("status"), shown(status))


def _renewal(parts: Sequence[Node], findings: Findings) -> str:
    """The renewal of the first part that has one; how many others differ is noted."""
    announced = [part for part in parts if part.flag("hasRenewal")]
    found = [
        (text, node.at("description"))
        for part in parts
        if (text := (node := part.node("renewal")).text("description"))
    ]
    if not found:
        if announced:
            findings.leave(NoteCode.RENEWAL_UNDESCRIBED, announced[0].at("hasRenewal"))
        return ""
    text, path = found[0]
    findings.take(NoteCode.RENEWAL, path, shown(text))
    if differing := sum(each != text for each, _ in found):
        findings.leave(NoteCode.RENEWALS_DIFFER, path, fact(differing))
    return text


def _techniques(parts: Sequence[Node], findings: Findings) -> None:
    for part in parts:
        techniques = part.node("techniques")
        for flag, code in _TECHNIQUES.items():
            if techniques.flag(flag):
                findings.count_left(code, reading.any_index(techniques.path), 1)


def _reference(release: Node, tender: Node, findings: Findings) -> str | None:
    for node, name in ((tender, "id"), (release, "ocid")):
        reference = node.identifier(name)
        if 0 < len(reference) <= REFERENCE_LENGTH:
            findings.take(NoteCode.REFERENCE, node.at(name), shown(reference))
            return reference
    return None


def _source(release: Node, package: Node, findings: Findings) -> Source:
    """Whose notice this is and under which licence; a licence that is not told is missing."""
    publisher = package.node("publisher").peek("name")
    buyer = Node(release.content.get("buyer"), "buyer", findings).peek("name")
    named = " · ".join(filter(None, (publisher or buyer, release.peek("ocid")))) or "OCDS"
    licence = package.label("license")
    if not licence:
        findings.lack(NoteCode.LICENCE, "license")
    if language := release.label("language"):
        findings.take(NoteCode.LANGUAGE, "language", shown(language))
    source = Source(name=named[:LABEL], licence=licence, address=_address(release, package))
    findings.take(NoteCode.SOURCE, "publisher" if publisher else "buyer", shown(source.name))
    return source


def _address(release: Node, package: Node) -> str | None:
    """Where the notice can be seen: its own page, or the package it came in."""
    tender = Node(release.content.get("tender"), "", Findings())
    notices = [
        each.peek("url")
        for each in tender.nodes("documents")
        if each.peek("documentType") in _NOTICES
    ]
    links = [each.peek("href") for each in Node(release.content, "", Findings()).nodes("links")]
    for address in (*notices, *links, package.peek("uri")):
        if address.startswith(("https://", "http://")) and len(address) <= LABEL:
            return address
    return None

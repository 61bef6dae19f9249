"""The content of a drawn document as a page of HTML, from its structure: what a reader hears."""

from html import escape

from infra.documents.style import HOUSE, file_of
from tests.documents.heard import Node

TAGS = {
    **{name: name.lower() for name in ("H1", "H2", "H3", "P", "TR", "TH", "TD", "Table", "Div")},
    "THead": "thead",
    "TBody": "tbody",
    "Caption": "caption",
    "L": "dl",
    "LI": "div",
    "Lbl": "dt",
    "LBody": "dd",
    "Document": "body",
}
"""Every other element, a drawing among them, is left out."""


def page(root: Node, language: str) -> str:
    """The whole page, A4 in the fonts and sizes of the house."""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>–</title>'
        f"<style>{_css()}</style></head>{_element(root)}</html>"
    )


def _element(node: Node) -> str:
    tag = TAGS.get(node.kind)
    if tag is None:
        return ""
    inside = escape(node.text) + "".join(_element(kid) for kid in node.kids)
    return f"<{tag}>{inside}</{tag}>"


def _css() -> str:
    faces = "".join(
        f"@font-face {{ font-family: S; font-weight: {weight}; "
        f"src: url({file_of(name).as_uri()}) }}"
        for name, weight in ((HOUSE.regular, 400), (HOUSE.semibold, 600))
    )
    return f"""{faces}
    @page {{ size: A4; margin: 30mm 20mm 34mm 25mm; @bottom-right {{ content: counter(page) }} }}
    body {{ font: 10pt/14pt S }} h1 {{ font-size: 20pt }} h2 {{ font-size: 12.5pt }}
    h3 {{ font-size: 10pt }} h1, h2, h3, th, dt {{ font-weight: 600 }}
    table {{ width: 100%; border-collapse: collapse; font-size: 9pt; line-height: 12pt }}
    caption {{ text-align: left; font-size: 8pt }}
    th, td {{ text-align: left; vertical-align: top; padding: 1.6mm 0 1.6mm 3mm }}
    tr {{ break-inside: avoid; border-bottom: 0.35pt solid #b8bfca }}"""

"""Pages from templates: one Jinja environment a language, strict, escaped, speaking that language.

A template gets, besides its own context: `_` and `_n` (the catalogue), `lang`, `frame`, `url`
(a path of ours with the language before it), `static` (a static file) and `languages` (this page
in each language). Filters write numbers and dates: `money`, `number`, `plain`, `percentage`,
`day`, `day_short`, `month_short`, `moment`, `moment_short`, `hour`, `deadline`, `deadline_moment`,
`relative`, `remaining`, `cited`, `figure_and_unit`, `file_size`, `hash_groups`, `sentence_case`;
those that tell a computed period, `brief`, `marks`, `shifts` and `doubts`, are for `_rule.html`.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse

from api import assets
from api.frame import Destination, Frame
from contracts.base import Language
from contracts.rules import deadlines
from infra.texts import citations, formats, periods
from infra.texts.catalogue import Texts

TEMPLATES = Path(__file__).parent / "templates"

NAMES = {
    Language.NL: "Nederlands",
    Language.FR: "Français",
    Language.DE: "Deutsch",
    Language.EN: "English",
}
"""Each language by its own name."""

BELONGS = ("/acceptances/", "/contracts/")
"""Pages that have an address of their own, and the part of the menu that they belong to."""

_LOCALES = {
    Language.NL: "nl-BE",
    Language.FR: "fr-BE",
    Language.DE: "de-BE",
    Language.EN: "en-GB",
}


def render(request: Request, template: str, /, status: int = 200, **context: Any) -> HTMLResponse:
    """The page `template` in the language of the request, framed by `request.state.frame`.

    A variable that the template asks for and the context lacks raises UndefinedError.
    """
    language = language_of(request)
    frame = getattr(request.state, "frame", None) or Frame()
    page = environment(language).get_template(template)
    html = page.render(
        context,
        frame=frame,
        here=_here(request, language, frame),
        languages=_languages(request, language),
    )
    return HTMLResponse(html, status_code=status, headers={"Content-Language": language.value})


def language_of(request: Request) -> Language:
    """The language in the address (`/{lang}/...`), else the one that the browser asks for."""
    asked = request.path_params.get("lang") or request.url.path.strip("/").split("/")[0]
    return Language(asked) if asked in set(Language) else accepted(request)


def accepted(request: Request) -> Language:
    """The first language we speak of those that the client accepts; Dutch when there is none."""
    for part in request.headers.get("accept-language", "").split(","):
        code = part.split(";")[0].strip()[:2].lower()
        if code in set(Language):
            return Language(code)
    return Language.NL


@cache
def environment(language: Language) -> jinja2.Environment:
    """The templates as they speak one language."""
    texts = Texts(language)
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        _=texts.say,
        _n=texts.plural,
        lang=language.value,
        locale=_LOCALES[language],
        url=lambda path: f"/{language.value}{path}",
        static=assets.address,
    )
    made.filters.update({name: _in(language, written) for name, written in _WRITTEN.items()})
    made.filters["number"] = lambda value, decimals: formats.number(value, decimals, language)
    made.filters["remaining"] = lambda until, now: formats.remaining(now, until, language)
    made.filters["relative"] = lambda due, now: formats.relative(now, due, language)
    made.filters["cited"] = lambda article: citations.cited(article, texts)
    made.filters["brief"] = lambda why: periods.brief(why, texts)
    made.filters["marks"] = lambda why: periods.marks(why, texts)
    made.filters["shifts"] = lambda why: periods.shifts(why, texts)
    made.filters["doubts"] = lambda why: periods.remarks(deadlines.doubts(why), texts)
    made.filters["hash_groups"] = hash_groups
    made.filters["figure_and_unit"] = figure_and_unit
    made.filters["sentence_case"] = lambda text: text[:1].upper() + text[1:]
    return made


def hash_groups(value: str) -> str:
    """A hash in groups of four, as people compare it."""
    return " ".join(value[start : start + 4] for start in range(0, len(value), 4))


def figure_and_unit(written: str) -> tuple[str, str]:
    """`9 dagen` as its figure and its unit; what does not begin with a figure is all unit."""
    figure, _, unit = written.partition(formats.SPACE)
    return (figure, unit) if figure.isdecimal() else ("", written)


_WRITTEN: dict[str, Callable[..., str]] = {
    "money": formats.money,
    "plain": formats.plain,
    "percentage": formats.percentage,
    "file_size": formats.file_size,
    "day": formats.day,
    "day_short": formats.day_short,
    "month_short": formats.month_short,
    "moment": formats.moment,
    "moment_short": formats.moment_short,
    "hour": formats.hour,
    "deadline": formats.deadline,
    "deadline_moment": formats.deadline_moment,
}


def _in(language: Language, written: Callable[..., str]) -> Callable[..., str]:
    def filtered(value: Any, **how: Any) -> str:
        return written(value, language, **how)

    return filtered


def _here(request: Request, language: Language, frame: Frame) -> Destination | None:
    """The entry of the menu that this page belongs to: the longest path that begins its own."""
    path = request.url.path.removeprefix(f"/{language.value}") or "/"
    path = path.replace(*BELONGS, 1) if path.startswith(BELONGS[0]) else path
    fits = [
        place
        for place in frame.menu
        if path == place.path or (place.path != "/" and path.startswith(f"{place.path}/"))
    ]
    return max(fits, key=lambda place: len(place.path), default=None)


def _languages(request: Request, language: Language) -> list[dict[str, Any]]:
    """This page in each language: code, name, address, whether it is the one shown."""
    rest = request.url.path.removeprefix(f"/{language.value}")
    query = f"?{request.url.query}" if request.url.query else ""
    return [
        {
            "code": each.value,
            "name": NAMES[each],
            "href": f"/{each.value}{rest}{query}",
            "shown": each is language,
        }
        for each in Language
    ]

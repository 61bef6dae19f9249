"""The sentences of the product, by key, in four languages.

A catalogue is a set of gettext files, one a domain (`locales/<language>/LC_MESSAGES/*.po`), read
as they stand: there is no compile step. The msgid is a dotted key (`refusal.weights_sum`), the
same in all languages; placeholders are named (`{sum}`). Nothing fails silently: a key that is
missing, a placeholder without value, an empty or fuzzy translation and a key that stands in two
domains all raise.
"""

import functools
import gettext
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from babel.messages import catalog, pofile

from contracts.base import Language

LOCALES = Path(__file__).parent / "locales"

_TEXT = r'"((?:[^"\\\n]|\\["\\n])+)"'
_PLAIN = re.compile(
    rf"msgid {_TEXT}\n(?:msgstr {_TEXT}"
    rf"|msgid_plural {_TEXT}\nmsgstr\[0\] {_TEXT}\nmsgstr\[1\] {_TEXT})"
)
"""An entry as ours are written: each text on one line, without comment or flag."""

_ESCAPED = {r"\n": "\n", r"\"": '"', r"\\": "\\"}

PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)\}")

Value = str | int
"""What may fill a placeholder. A number, date or amount is put in words by `formats` first."""


class Texts:
    """What the product says in one language. Cheap to make: the catalogue is read once."""

    def __init__(self, language: Language | str) -> None:
        """ValueError if the product does not speak `language`."""
        self.language = Language(language)
        self._entries = _entries(self.language)

    def say(self, key: str, /, **values: Value) -> str:
        """The text of `key`, filled in; a value without placeholder is left out.

        KeyError names the key (missing, or asking for `plural`), or the placeholder without value.
        """
        forms = self._entries.get(key)
        if forms is None or len(forms) > 1:
            raise KeyError(f"no text without plural forms {key!r} in {self.language}")
        return _filled(key, forms[0], values)

    def plural(self, key: str, n: int, /, **values: Value) -> str:
        """The text of `key` for `n` things; `{n}` is filled with `n` unless given otherwise.

        KeyError also if the key has no plural forms.
        """
        if not self.has_plural(key):
            raise KeyError(f"no text with plural forms {key!r} in {self.language}")
        form = self._entries[key][_plural_form(self.language)(abs(n))]
        return _filled(key, form, {"n": n, **values})

    def has(self, key: str) -> bool:
        """Whether the catalogue holds `key`."""
        return key in self._entries

    def has_plural(self, key: str) -> bool:
        """Whether `key` counts: `plural` answers it, `say` does not."""
        return len(self._entries.get(key, ())) > 1


def keys(language: Language | str) -> Mapping[str, tuple[str, ...]]:
    """All keys of a language with their forms: one, or one for each plural form."""
    return _entries(Language(language))


def _filled(key: str, form: str, values: Mapping[str, Value]) -> str:
    def value(found: re.Match[str]) -> str:
        if found[1] not in values:
            raise KeyError(f"text {key!r} needs a value for {{{found[1]}}}")
        return str(values[found[1]])

    return PLACEHOLDER.sub(value, form)


@functools.cache
def _entries(language: Language) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted((LOCALES / language / "LC_MESSAGES").glob("*.po")):
        for key, forms in _plain(path) or _parsed(path, language):
            if key in found:
                raise ValueError(f"{path}: {key!r} already stands in another domain")
            found[key] = forms
    return found


_Entries = list[tuple[str, tuple[str, ...]]]


def _plain(path: Path) -> _Entries:
    """The entries of a file in which all are plain, eight times as fast as parsing it; else none:
    then whatever is wrong is told by the parser."""
    _, *written = path.read_text("utf-8").rstrip("\n").split("\n\n")
    found = [_PLAIN.fullmatch(entry) for entry in written]
    if not all(found):
        return []
    each = [[_unescaped(text) for text in match.groups() if text] for match in found if match]
    entries = [(key, tuple(forms[-2:])) for key, *forms in each]
    return entries if all(form.strip() for _, forms in entries for form in forms) else []


def _unescaped(text: str) -> str:
    return re.sub(r'\\["\\n]', lambda found: _ESCAPED[found[0]], text) if "\\" in text else text


def _parsed(path: Path, language: Language) -> _Entries:
    return [
        (message.id if isinstance(message.id, str) else message.id[0], _forms(message, path))
        for message in _read(path, language)
        if message.id
    ]


def _read(path: Path, language: Language) -> catalog.Catalog:
    with path.open("rb") as source:
        return pofile.read_po(source, locale=language.value, abort_invalid=True)


def _forms(message: catalog.Message, path: Path) -> tuple[str, ...]:
    text = message.string or ""
    forms = (text,) if isinstance(text, str) else tuple(text)
    if message.fuzzy or not all(form.strip() for form in forms):
        raise ValueError(f"{path}: {message.id!r} is empty or fuzzy")
    return forms


@functools.cache
def _plural_form(language: Language) -> Callable[[int], int]:
    expression = catalog.Catalog(locale=language.value).plural_expr
    return gettext.c2py(expression)

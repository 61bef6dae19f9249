"""Numbers of enterprises, accounts, payments and participants: read, written, refused."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.base import Language
from contracts.rules.errors import RuleError
from contracts.rules.identifiers import banking, cpv, enterprises, nuts, peppol
from contracts.rules.identifiers.problems import LONGEST, REPEATED, Problem
from infra.texts import identifiers as said

Read = Callable[[str], str]


def refused(read: Read, text: str) -> str:
    """The code with which a text is refused."""
    with pytest.raises(RuleError) as caught:
        read(text)
    assert caught.value.facts["value"] == text[:REPEATED]
    return caught.value.code


@pytest.mark.parametrize(
    "written",
    ["0403019261", "0403.019.261", "BE 0403.019.261", "BE403019261", "403019261"],
)
def test_an_enterprise_number_is_read_however_it_is_written(written: str) -> None:
    assert enterprises.enterprise_number(written) == "0403019261"


def test_an_enterprise_number_is_written_in_groups() -> None:
    assert enterprises.written_enterprise_number("BE0403019261") == "0403.019.261"


def test_the_new_range_of_numbers_is_known() -> None:
    assert enterprises.enterprise_number("1000.000.021") == "1000000021"


def test_the_invented_companies_of_the_demo_have_valid_numbers() -> None:
    for written in ("0999.001.218", "0999.012.304", "0999.023.487", "0999.034.573"):
        assert enterprises.written_enterprise_number(written) == written


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("0403019262", "enterprise_number_check"),
        ("0403.019.2", "enterprise_number_form"),
        ("2403019261", "enterprise_number_form"),
        ("0000000000", "enterprise_number_form"),
        ("four hundred", "enterprise_number_form"),
        ("", "enterprise_number_form"),
        ("٠٤٠٣٠١٩٢٦١", "enterprise_number_form"),
        ("1" * 5000, "enterprise_number_form"),
    ],
)
def test_a_wrong_enterprise_number_is_refused(written: str, code: str) -> None:
    assert refused(enterprises.enterprise_number, written) == code


@pytest.mark.parametrize("written", ["0000009700", "0000009698", "0000009599"])
def test_check_digits_outside_01_to_97_are_refused_though_the_sum_fits(written: str) -> None:
    assert (int(written[:8]) + int(written[8:])) % 97 == 0
    assert refused(enterprises.enterprise_number, written) == "enterprise_number_check"


@pytest.mark.parametrize("written", ["2000000042", "2.000.000.042", "2 000 000 042"])
def test_an_establishment_unit_is_read_however_it_is_written(written: str) -> None:
    assert enterprises.establishment_number(written) == "2000000042"
    assert enterprises.written_establishment_number(written) == "2.000.000.042"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2000000043", "establishment_number_check"),
        ("0403019261", "establishment_number_form"),
        ("9000000042", "establishment_number_form"),
        ("200000042", "establishment_number_form"),
        ("2" * 5000, "establishment_number_form"),
    ],
)
def test_a_wrong_establishment_unit_is_refused(written: str, code: str) -> None:
    assert refused(enterprises.establishment_number, written) == code


@pytest.mark.parametrize(
    ("typed", "number", "written"),
    [
        ("be 0403.019.261", "BE0403019261", "BE 0403.019.261"),
        ("BE403019261", "BE0403019261", "BE 0403.019.261"),
        ("NL 4495445B01", "NL004495445B01", "NL 004495445B01"),
        ("FR 40 303 265 045", "FR40303265045", "FR 40303265045"),
        ("de 136,695 976", "DE136695976", "DE 136695976"),
        ("EL 094259216", "EL094259216", "EL 094259216"),
    ],
)
def test_a_vat_number_is_read_and_written_with_its_country(
    typed: str, number: str, written: str
) -> None:
    assert enterprises.vat_number(typed) == number
    assert enterprises.written_vat_number(number) == written


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("0403019261", "vat_country"),
        ("US123456789", "vat_country"),
        ("EU372022452", "vat_country"),
        ("GR094259216", "vat_country"),
        ("", "vat_country"),
        ("BE0403019262", "vat_check"),
        ("BE04030192", "vat_form"),
        ("DE136695978", "vat_check"),
        ("NL4495446B01", "vat_check"),
        ("FR", "vat_form"),
        ("DE" + "1" * 5000, "vat_form"),
    ],
)
def test_a_wrong_vat_number_is_refused(typed: str, code: str) -> None:
    assert refused(enterprises.vat_number, typed) == code


@pytest.mark.parametrize(
    ("typed", "number", "written"),
    [
        ("be68 5390 0754 7034", "BE68539007547034", "BE68 5390 0754 7034"),
        ("BE71096123456769", "BE71096123456769", "BE71 0961 2345 6769"),
        ("GB82-WEST-1234-5698-7654-32", "GB82WEST12345698765432", "GB82 WEST 1234 5698 7654 32"),
        ("NO9386011117947", "NO9386011117947", "NO93 8601 1117 947"),
    ],
)
def test_an_iban_of_any_country_is_read_and_written(typed: str, number: str, written: str) -> None:
    assert banking.iban(typed) == number
    assert banking.written_iban(number) == written


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("BE68539007547035", "iban_check"),
        ("BE6853900754703", "iban_check"),
        ("XX07539007547034", "iban_form"),
        ("BE595390075470345", "iban_form"),
        ("BE3453900754703A", "iban_form"),
        ("", "iban_form"),
        ("BE", "iban_form"),
        ("not an account", "iban_form"),
    ],
)
def test_a_wrong_iban_is_refused(typed: str, code: str) -> None:
    assert refused(banking.iban, typed) == code


@pytest.mark.parametrize("right", [f"{n:010}" for n in range(2000)][::7])
def test_check_digits_that_iso_7064_never_computes_are_refused(right: str) -> None:
    account = f"{right}{int(right) % 97 or 97:02}"
    good = [n for n in range(100) if _is_iban(f"BE{n:02}{account}")]
    assert len(good) == 1
    assert 2 <= good[0] <= 98


def _is_iban(text: str) -> bool:
    try:
        return banking.iban(text) == text
    except RuleError:
        return False


@pytest.mark.parametrize(
    "typed", ["+++010/8068/17183+++", "***010/8068/17183***", "010806817183", "010/8068/17183"]
)
def test_a_structured_communication_is_read_however_it_is_written(typed: str) -> None:
    assert banking.structured_communication(typed) == "010806817183"
    assert banking.written_structured_communication(typed) == "+++010/8068/17183+++"


def test_a_remainder_of_none_is_written_97() -> None:
    assert banking.structured_communication("000000009797") == "000000009797"
    assert refused(banking.structured_communication, "000000009700") == "communication_check"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("+++010/8068/17184+++", "communication_check"),
        ("+++010/8068/1718+++", "communication_form"),
        ("invoice 12", "communication_form"),
        ("", "communication_form"),
        ("1" * 5000, "communication_form"),
    ],
)
def test_a_wrong_structured_communication_is_refused(typed: str, code: str) -> None:
    assert refused(banking.structured_communication, typed) == code


@pytest.mark.parametrize(
    ("typed", "participant"),
    [
        ("0208:0403019261", "0208:0403019261"),
        ("0208:0403.019.261", "0208:0403019261"),
        ("iso6523-actorid-upis::0208:0403019261", "0208:0403019261"),
        ("9925:BE0403019261", "9925:be0403019261"),
        ("0088:5412345000013", "0088:5412345000013"),
        ("0106:12345678", "0106:12345678"),
        ("9930:DE136695976", "9930:de136695976"),
    ],
)
def test_a_peppol_participant_is_read_with_its_scheme(typed: str, participant: str) -> None:
    assert peppol.participant(typed) == participant
    assert peppol.written_participant(typed) == f"iso6523-actorid-upis::{participant}"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("0208:0403019262", "peppol_check"),
        ("9925:BE0403019262", "peppol_check"),
        ("0088:5412345000014", "peppol_check"),
        ("0088:96385074", "peppol_form"),
        ("0208:12", "peppol_form"),
        ("9925:0403019261", "peppol_form"),
        ("208:0403019261", "peppol_form"),
        ("0106:", "peppol_form"),
        ("0106:a b", "peppol_form"),
        ("0106:" + "1" * 136, "peppol_form"),
        ("0403019261", "peppol_form"),
    ],
)
def test_a_wrong_participant_is_refused(typed: str, code: str) -> None:
    assert refused(peppol.participant, typed) == code


def test_an_enterprise_has_its_participant() -> None:
    assert peppol.of_enterprise("0403.019.261") == "0208:0403019261"


# --- what holds for all of them ---------------------------------------------------------------


def _with_check(first: int, head: range) -> str:
    digits = f"{head.start + first % len(head)}{first % 10**7:07}"
    return f"{digits}{97 - int(digits) % 97:02}"


numbers = st.integers(0, 10**9)
enterprise_numbers = numbers.map(lambda n: _with_check(n, range(2))).filter(lambda d: int(d) > 97)
units = numbers.map(lambda n: _with_check(n, range(2, 9)))
communications = st.integers(0, 10**10 - 1).map(lambda n: f"{n:010}{n % 97 or 97:02}")
accounts = communications.map(lambda d: f"BE{98 - int(f'{d}111400') % 97:02}{d}")
codes = st.integers(0, 10**8 - 1).map(lambda n: cpv.cpv_code(f"{n:08}"))

CHECKED: list[tuple[Read, Read, st.SearchStrategy[str]]] = [
    (
        enterprises.enterprise_number,
        enterprises.written_enterprise_number,
        enterprise_numbers,
    ),
    (enterprises.establishment_number, enterprises.written_establishment_number, units),
    (
        enterprises.vat_number,
        enterprises.written_vat_number,
        enterprise_numbers.map(lambda n: f"BE{n}"),
    ),
    (banking.iban, banking.written_iban, accounts),
    (
        banking.structured_communication,
        banking.written_structured_communication,
        communications,
    ),
    (
        peppol.participant,
        peppol.written_participant,
        enterprise_numbers.map(lambda n: f"0208:{n}"),
    ),
]


@pytest.mark.parametrize(("read", "written", "valid"), CHECKED)
def test_what_is_written_is_read_back(
    read: Read, written: Read, valid: st.SearchStrategy[str]
) -> None:
    @given(valid)
    def each(canonical: str) -> None:
        assert read(canonical) == canonical
        assert read(written(canonical)) == canonical

    each()


@pytest.mark.parametrize(("read", "written", "valid"), CHECKED)
def test_a_changed_digit_is_refused(
    read: Read, written: Read, valid: st.SearchStrategy[str]
) -> None:
    @given(valid, st.integers(0, 30), st.integers(1, 9))
    def each(canonical: str, place: int, by: int) -> None:
        after = canonical.find(":") + 1  # another scheme is another kind of number
        places = [at for at, sign in enumerate(canonical) if at >= after and sign.isdigit()]
        at = places[place % len(places)]
        changed = f"{canonical[:at]}{(int(canonical[at]) + by) % 10}{canonical[at + 1 :]}"
        assert refused(read, changed).endswith(("_check", "_form"))

    each()


@pytest.mark.parametrize(
    "read",
    [
        *(each[0] for each in CHECKED),
        *(cpv.cpv_code, nuts.nuts_code),
    ],
)
def test_any_text_is_read_or_refused_with_a_sentence_in_every_language(read: Read) -> None:
    @given(st.text(max_size=LONGEST * 2))
    def each(text: str) -> None:
        try:
            canonical = read(text)
        except RuleError as error:
            sentences = [said.sentence(error, language) for language in Language]
        else:
            sentences = [text[:REPEATED]]
            assert read(canonical) == canonical
        assert all(text[:REPEATED] in sentence for sentence in sentences)

    each()


@pytest.mark.parametrize("problem", Problem)
def test_every_problem_has_its_sentence(problem: Problem) -> None:
    error = RuleError(problem, value="x1", expected="y2")
    sentences = {said.sentence(error, language) for language in Language}
    assert len(sentences) == len(Language)
    assert all("x1" in each for each in sentences)

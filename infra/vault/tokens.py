"""A seal on a PKCS#11 token: the key never leaves it, the token signs."""

from dataclasses import dataclass, field
from pathlib import Path

import pkcs11

from infra.vault.keys import SealUnusable


@dataclass(frozen=True)
class Token:
    """Where a seal lies on a PKCS#11 token."""

    module: Path
    name: str
    label: str
    """Of the key and of its certificate."""
    pin: str | None = field(repr=False)


def session(token: Token) -> pkcs11.Session:
    """An open session, which its caller closes; SealUnusable when there is none to be had."""
    try:
        found = pkcs11.lib(str(token.module)).get_token(token_label=token.name)
        return found.open(user_pin=token.pin)
    except (pkcs11.PKCS11Error, OSError, RuntimeError) as error:
        raise SealUnusable(
            f"The token {token.name!r} of {token.module} does not open: "
            f"{str(error) or type(error).__name__}."
        ) from error


def certificate_of(token: Token) -> bytes:
    """The certificate (DER) of a seal on a token; SealUnusable when it is not there."""
    with session(token) as opened:
        wanted = {
            pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
            pkcs11.Attribute.LABEL: token.label,
        }
        for found in opened.get_objects(wanted):
            return bytes(found[pkcs11.Attribute.VALUE])
    raise SealUnusable(f"The token {token.name!r} holds no certificate {token.label!r}.")

"""What an installation decides: `BESTEK_*` environment variables, with defaults for one machine.

Every path of the data folder is a property here, so that each folder has one name. Reading the
settings touches no disk; `prepare()` makes the data folder.
"""

import re
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_MEBIBYTE = 1024 * 1024
_POSTGRESQL = ("postgresql://", "postgres://", "postgresql+asyncpg://")
_SQLITE = "sqlite:///"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def _colour(written: str) -> str:
    if not _COLOUR.fullmatch(written):
        raise ValueError("a colour is written as # and six hexadecimal figures: #0d6b3f")
    return written.lower()


Colour = Annotated[str, AfterValidator(_colour)]
"""`#rrggbb`, in small letters."""

HeadLine = Annotated[str, Field(min_length=1, max_length=100)]
"""A line at the head of documents."""


class Settings(BaseSettings):
    """The settings of one process, frozen. ValidationError names the variable that is wrong.

    `BESTEK_DATA` is the data folder; every other variable is `BESTEK_` and the field's name.
    """

    model_config = SettingsConfigDict(
        env_prefix="BESTEK_", frozen=True, extra="ignore", populate_by_name=True
    )

    data_folder: Annotated[Path, Field(validation_alias="BESTEK_DATA")] = Path("data")
    """Everything that lasts; made absolute when read, so a later `chdir` changes nothing."""

    store_url: str | None = None
    """`postgresql://…` or `sqlite:///…`; None is a SQLite file in the data folder."""

    temporal_address: str | None = None
    """`host:port` of a Temporal server; None starts the embedded one."""

    namespace: str = "default"
    """The Temporal namespace of this installation."""

    host: str = "127.0.0.1"
    """The address the web server binds."""

    port: Annotated[int, Field(ge=0, le=65535)] = 8420
    """The port of the web server; 0 takes a free one."""

    base_url: str | None = None
    """How people reach the installation; see `public_url`."""

    organisation: str = "Mijn organisatie"
    """The name of the first organisation, until an administrator changes it."""

    mail_url: SecretStr | None = None
    """`smtp://` or `smtps://`, `user:password@` allowed; None writes letters in the data folder."""

    mail_from: str = "bestek@localhost"
    """The sender of every letter."""

    max_file_bytes: Annotated[int, Field(gt=0)] = 200 * _MEBIBYTE
    """The largest file that is taken in."""

    max_body_bytes: Annotated[int, Field(gt=0)] = 64 * 1024
    """The largest body of a command; Temporal stays healthy far above it."""

    seal_file: Path | None = None
    """A PKCS#12 file with the key and certificate of the organisation's seal; without it and
    without a token the installation makes a seal of its own."""

    seal_password: SecretStr | None = None
    """What opens the file; None for a file without one."""

    seal_module: Path | None = None
    """The PKCS#11 library of a token that holds the seal, instead of a file."""

    seal_token: str | None = None
    """The label of that token."""

    seal_label: str | None = None
    """The label under which its key and its certificate lie."""

    seal_pin: SecretStr | None = None
    """What opens the token."""

    timestamp_url: str | None = None
    """A timestamp authority (RFC 3161): seals are then PAdES baseline B-T."""

    seal_long_term: bool = False
    """Whether seals carry what shows later that no certificate was revoked (B-LT): it is asked of
    the issuers over the network, at the addresses in their certificates."""

    trusted_certificates: Path | None = None
    """A folder of root certificates (PEM or DER) whose signatures are trusted."""

    look_name: HeadLine | None = None
    """The organisation as it stands at the head of documents, beside the logo."""

    look_address: Annotated[tuple[HeadLine, ...], Field(max_length=8), NoDecode] = ()
    """The lines below it, parted by `|` in the variable: street, town, telephone, web address."""

    look_logo: Path | None = None
    """A PNG or JPEG file; needs the name, which is read aloud instead of it."""

    look_accent: Colour | None = None
    """The one colour of documents: their kind, and the parts of drawings in its shades."""

    look_ink: Colour | None = None
    """The colour of text."""

    look_meta: Colour | None = None
    """The colour of captions, heads of columns, header and footer."""

    look_label: Colour | None = None
    """The colour of the labels above facts."""

    fault: str | None = None
    """Where the fault tests let the process die; see `infra.faults`."""

    test: bool = False
    """Whether this process runs under test; without it no fault is honoured."""

    @field_validator("data_folder")
    @classmethod
    def _absolute(cls, folder: Path) -> Path:
        return folder.expanduser().absolute()

    @field_validator("store_url")
    @classmethod
    def _known_store(cls, url: str | None) -> str | None:
        if url is not None and not url.startswith((*_POSTGRESQL, _SQLITE)):
            raise ValueError("the store is postgresql:// or sqlite:///")
        return url

    @field_validator("base_url")
    @classmethod
    def _web_address(cls, url: str | None) -> str | None:
        if url is None:
            return None
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("the base url is http:// or https:// with a host")
        return url.rstrip("/")

    @field_validator("mail_url")
    @classmethod
    def _mail_server(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            parts = urlsplit(url.get_secret_value())
            if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
                raise ValueError("the mail server is smtp:// or smtps:// with a host")
        return url

    @model_validator(mode="after")
    def _body_fits(self) -> Self:
        if self.max_body_bytes > _MEBIBYTE:
            raise ValueError("a command body above 1 MiB can wedge a workflow")
        return self

    @field_validator("timestamp_url")
    @classmethod
    def _timestamp_server(cls, url: str | None) -> str | None:
        if url is not None:
            parts = urlsplit(url)
            if parts.scheme not in {"http", "https"} or not parts.hostname:
                raise ValueError("the timestamp authority is http:// or https:// with a host")
        return url

    @field_validator("look_address", mode="before")
    @classmethod
    def _lines(cls, address: object) -> object:
        if not isinstance(address, str):
            return address
        return tuple(line.strip() for line in address.split("|") if line.strip())

    @model_validator(mode="after")
    def _named_look(self) -> Self:
        if self.look_name is None and (self.look_logo is not None or self.look_address):
            raise ValueError(
                "a logo or an address at the head of documents (BESTEK_LOOK_LOGO, "
                "BESTEK_LOOK_ADDRESS) needs the name that goes with it (BESTEK_LOOK_NAME)"
            )
        return self

    @model_validator(mode="after")
    def _one_seal(self) -> Self:
        if self.seal_file is not None and self.seal_module is not None:
            raise ValueError("the seal lies in a file (BESTEK_SEAL_FILE) or on a token, not both")
        if self.seal_module is not None and None in (self.seal_token, self.seal_label):
            raise ValueError(
                "BESTEK_SEAL_MODULE needs its token (BESTEK_SEAL_TOKEN) and the label of the key "
                "(BESTEK_SEAL_LABEL)"
            )
        return self

    @model_validator(mode="after")
    def _timestamp_first(self) -> Self:
        if self.seal_long_term and self.timestamp_url is None:
            raise ValueError(
                "long-term data (BESTEK_SEAL_LONG_TERM) need a timestamp to belong to "
                "(BESTEK_TIMESTAMP_URL)"
            )
        return self

    @property
    def database_url(self) -> str:
        """The store as an address: PostgreSQL with its asynchronous driver."""
        if self.store_url is None:
            return f"{_SQLITE}{self.data_folder / 'store.db'}"
        _, rest = self.store_url.split("://", 1)
        return (
            self.store_url if self.store_url.startswith(_SQLITE) else f"postgresql+asyncpg://{rest}"
        )

    @property
    def is_postgresql(self) -> bool:
        """Whether several processes may write the store."""
        return self.database_url.startswith("postgresql")

    def public_url(self, bound_port: int) -> str:
        """What links in letters and documents start with, without a slash at the end."""
        return self.base_url or f"http://{self.host}:{bound_port}"

    @property
    def fault_point(self) -> str | None:
        """The fault to honour: None in every process that is not under test."""
        return self.fault if self.test else None

    @property
    def lock_file(self) -> Path:
        """Held by the one program that writes this data folder."""
        return self.data_folder / "bestek.lock"

    @property
    def files_folder(self) -> Path:
        """The content-addressed files."""
        return self.data_folder / "files"

    @property
    def keys_folder(self) -> Path:
        """The keys of the installation and of each tender."""
        return self.data_folder / "keys"

    @property
    def seals_folder(self) -> Path:
        """Every certificate that this installation ever sealed with."""
        return self.keys_folder / "seals"

    @property
    def receipts_folder(self) -> Path:
        """The signed receipts and their manifests."""
        return self.data_folder / "receipts"

    @property
    def mail_folder(self) -> Path:
        """The letters, when no mail server is set."""
        return self.data_folder / "mail"

    @property
    def documents_folder(self) -> Path:
        """Drawn documents under names that people know."""
        return self.data_folder / "documents"

    @property
    def assets_folder(self) -> Path:
        """What pages are made with and had to be made first: the fonts."""
        return self.data_folder / "assets"

    def prepare(self) -> None:
        """Make the data folder, readable by its owner only. An existing folder keeps its mode."""
        self.data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)

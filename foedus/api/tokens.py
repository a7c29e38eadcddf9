"""Tokens of the explorer: who may read, record and give roles. Only their hashes are kept."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foedus.ledger.roles import ROLES
from foedus.model.errors import FoedusError, did_you_mean

_RANK = tuple(ROLES)
_PREFIX = "foedus_"


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who holds a token: a name, under which what they record is entered, and a role of the ledger."""

    name: str
    role: str

    def may(self, role: str) -> bool:
        """True where the bearer's role reaches as far as ``role``."""
        return _RANK.index(self.role) >= _RANK.index(role)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The file of tokens: name, role and SHA-256 hash of each, and the secret that signs sessions.

    A token is 256 random bits, which nobody can guess from its hash; a slow hash would add nothing.
    """

    file: Path

    def add(self, name: str, role: str) -> str:
        """A new token for a name, in place of any it had; shown once and never kept. Raises FOE004."""
        if role not in ROLES:
            help_ = did_you_mean(role, ROLES) or f"roles: {', '.join(ROLES)}"
            raise FoedusError("FOE004", f'"{role}" is no role', help=help_)
        if not name.strip() or not name.isprintable() or len(name) > 80:
            raise FoedusError("FOE004", f'"{name}" is no name', help="give 1 to 80 printable characters")
        held = self._held()
        token = _PREFIX + secrets.token_urlsafe(32)
        held["tokens"] = [item for item in held["tokens"] if item["name"] != name]
        held["tokens"].append({"name": name, "role": role, "hash": _hash(token)})
        self._write(held)
        return token

    def withdraw(self, name: str) -> None:
        """Make a name's token and its sessions worthless. Raises FOE320 where there is none."""
        held = self._held()
        left = [item for item in held["tokens"] if item["name"] != name]
        if len(left) == len(held["tokens"]):
            raise FoedusError("FOE320", f'"{name}" has no token', help="foedus token list shows them")
        self._write({**held, "tokens": left})

    def listed(self) -> list[dict[str, str]]:
        """Names and roles."""
        return [{"name": item["name"], "role": item["role"]} for item in self._held()["tokens"]]

    def find(self, token: str) -> Bearer:
        """Who bears it. Raises `FoedusError` FOE910 for an unknown one."""
        given = _hash(token)
        found = None
        for item in self._held()["tokens"]:  # all of them, so that time tells nothing
            if hmac.compare_digest(given, item["hash"]):
                found = Bearer(item["name"], item["role"])
        if found is None:
            raise FoedusError("FOE910", "the token is not known", help="foedus token add NAME makes one")
        return found

    def named(self, name: str) -> Bearer | None:
        """The bearer of that name, where the token was not withdrawn."""
        return next((Bearer(i["name"], i["role"]) for i in self._held()["tokens"] if i["name"] == name), None)

    def sign(self, text: str) -> str:
        """A mark that only this server's secret makes, bound to ``text``."""
        return hmac.new(bytes.fromhex(self._held()["secret"]), text.encode(), hashlib.sha256).hexdigest()

    def _held(self) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads(self.file.read_text("utf-8"))
            return {"secret": str(found["secret"]), "tokens": list(found["tokens"])}
        except FileNotFoundError:
            fresh: dict[str, Any] = {"secret": secrets.token_hex(32), "tokens": []}
            self._write(fresh)
            return fresh
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise FoedusError("FOE002", "the file of tokens cannot be read", where=str(self.file)) from error

    def _write(self, held: dict[str, Any]) -> None:
        """Whole or not at all, and readable for its owner alone."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.file.with_suffix(f".{secrets.token_hex(4)}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            json.dump(held, out, indent=1)
            out.flush()
            os.fsync(out.fileno())
        os.replace(fresh, self.file)


def default_tokens() -> Path:
    """Where the tokens lie: a file in the user's data folder."""
    from platformdirs import user_data_path

    return Path(user_data_path("foedus", appauthor=False)) / "tokens.json"


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

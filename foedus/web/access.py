"""Who is asking: by a token in the header (programs) or a signed session in a cookie (people); forms only from here."""

from __future__ import annotations

import base64
import hmac
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fastapi import Request

from foedus.model.errors import FoedusError

if TYPE_CHECKING:
    from foedus.api.tokens import Bearer, Tokens

COOKIE = "foedus_session"
LASTS = 12 * 3600  # seconds of a session


def tokens_of(request: Request) -> Tokens:
    """The server's tokens. Raises `FoedusError` FOE904 where it was started read-only."""
    from foedus.api.tokens import Tokens, default_tokens

    settings = request.app.state.settings
    if not settings.write:
        raise FoedusError("FOE904", "this server is read-only", help="foedus serve --write lets editors write")
    return Tokens(Path(settings.tokens) if settings.tokens else default_tokens())


def new_session(request: Request, name: str) -> str:
    """A session for a name: name and end, signed."""
    body = f"{base64.urlsafe_b64encode(name.encode()).decode()}.{int(time.time()) + LASTS}"
    return f"{body}.{tokens_of(request).sign('session ' + body)}"


def session_of(request: Request) -> Bearer | None:
    """Who is signed in in this browser; None for nobody, a false or an old session."""
    name, dot, rest = request.cookies.get(COOKIE, "").partition(".")
    until, _, signed = rest.partition(".")
    if not dot or not request.app.state.settings.write or not until.isdecimal() or int(until) < time.time():
        return None
    held = tokens_of(request)
    if not hmac.compare_digest(signed.encode(), held.sign(f"session {name}.{until}").encode()):
        return None
    try:
        return held.named(base64.urlsafe_b64decode(name).decode())
    except ValueError:
        return None


def signed_in(request: Request, role: str) -> Bearer:
    """The bearer of the header's token or the session, with at least that role.

    Raises `FoedusError` FOE904 (read-only, or the role does not reach), FOE910 (no valid token).
    """
    held = tokens_of(request)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    bearer = held.find(token.strip()) if scheme.lower() == "bearer" else session_of(request)
    if bearer is None:
        raise FoedusError("FOE910", "this needs a token", help="sign in, or send Authorization: Bearer …")
    if not bearer.may(role):
        raise FoedusError("FOE904", f"{bearer.name} is {bearer.role}; this needs the role {role}")
    return bearer


def mark(request: Request) -> str:
    """What a form of this session must carry back."""
    return tokens_of(request).sign("form " + request.cookies.get(COOKIE, ""))


def check_form(request: Request, given: str | None) -> None:
    """Is the form one of ours, sent from our pages? ``None`` where there is no session yet to mark it with.

    Raises `FoedusError` FOE911 otherwise.
    """
    origin = request.headers.get("origin")
    foreign = request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
    if foreign or (origin is not None and urlsplit(origin).netloc != request.headers.get("host")):
        raise FoedusError("FOE911", "the form came from another site")
    if given is None:
        return
    if not hmac.compare_digest(given.encode(), mark(request).encode()):
        raise FoedusError("FOE911", "the form does not carry this session's mark")

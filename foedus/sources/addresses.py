"""Which addresses may be fetched from: never a private, loopback or otherwise inner one unless allowed."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from foedus.model.errors import FoedusError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def vetted(url: str, *, allow_private: bool) -> tuple[str, str, int]:
    """The address to connect to, the host's name and the port, for a URL that may be fetched.

    The name is resolved once and the connection made to that address, so that a name cannot point outside when
    looked at and inside when used. Raises `FoedusError` FOE803 for a refused one, FOE804 where it cannot be resolved.
    """
    parts = urlsplit(url)
    host = parts.hostname
    if parts.scheme not in ("http", "https") or not host:
        raise FoedusError("FOE803", f"{url}: only http and https addresses are fetched", help="check the address")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError, UnicodeError) as error:
        raise FoedusError("FOE804", f"{host}: the name cannot be resolved", help="check the address") from error
    addresses = [ipaddress.ip_address(entry[4][0]) for entry in found]
    inner = [address for address in addresses if is_inner(address)]
    if inner and not allow_private:
        raise FoedusError(
            "FOE803",
            f"{host} is the inner address {inner[0]}",
            help="inner addresses are refused; allow_private = true under [fetch] allows them",
        )
    return str(addresses[0]), host, port


def is_inner(address: Address) -> bool:
    """True for addresses that are not of the public internet, also when wrapped in IPv6."""
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if wrapped is not None:
            return is_inner(wrapped)
    return not address.is_global or address.is_multicast

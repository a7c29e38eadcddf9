"""Takes a command line. Gives the answer on stdout, talk on stderr, and exit status 0, 1 (problems) or 2 (wrong use).

Never does what Python cannot: it sees only ``foedus.api`` and ``foedus.model``.
"""

import os

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # else it looks through all that is installed, each time

from foedus.cli.app import main

__all__ = ["main"]

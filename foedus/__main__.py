"""``python -m foedus`` is the command ``foedus``."""

from foedus.cli import main

main()

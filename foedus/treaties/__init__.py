"""Takes TOML files, one a treaty: those that ship (``atlas/``) and those of a user's own folder. Gives Treaty values.

Never reckons: what binds whom is computed from what is read here, in ``foedus.status``.
"""

from foedus.treaties.atlas import Atlas, atlas
from foedus.treaties.from_file import from_file, from_toml

__all__ = ["Atlas", "atlas", "from_file", "from_toml"]

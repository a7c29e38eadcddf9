"""The public face is small and listed; the help stays quick because nothing heavy is loaded for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

import foedus


def test_the_public_names_are_these() -> None:
    assert set(foedus.__all__) == {"FoedusError", "__version__", "brief", "open", "read"}
    assert all(hasattr(foedus, name) for name in foedus.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError):
        foedus.nothing  # noqa: B018


def test_the_command_line_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['foedus', '--help']\n"
        "from foedus.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'spacy', 'pyarrow', 'numpy', 'pydantic', 'hyperscan', 'fastapi', 'sqlite3'} & set(sys.modules)\n"
        "print(sorted(heavy), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "foedus brief article.txt" in done.stdout

"""Takes very many documents: files of an archive, or what feeds bring. Gives the claims that reading each alone gives.

Never reads differently from ``foedus.claims``, and never keeps more in memory than a part of the input.
"""

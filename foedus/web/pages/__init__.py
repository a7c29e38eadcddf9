"""Takes a request for a page. Gives its context and template; the same context leaves as JSON or CSV.

Never asks another stage than ``foedus.api``.
"""

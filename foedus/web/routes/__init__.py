"""Takes a program's request under ``/api``. Gives plain values with one error shape, described by OpenAPI.

Never computes, and never writes without an editor's token.
"""

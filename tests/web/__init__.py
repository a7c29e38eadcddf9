"""Tests of the explorer and its API."""

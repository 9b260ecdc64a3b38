"""What holds for every test: hypothesis tries the same examples on every machine, and no example is too slow on a busy one."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("arsip", derandomize=True, database=None, deadline=None)
settings.load_profile("arsip")

"""An example that takes longer than this hangs."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, settings

prompt = settings(deadline=timedelta(seconds=2), suppress_health_check=[HealthCheck.too_slow])

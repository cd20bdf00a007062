"""The report that the tests of the command line put in the place of a comparison."""

from __future__ import annotations

from dataclasses import replace

from consistency.engine.settings import Models
from tests.writers._sample import REPORT

SAMPLE = replace(REPORT, skipped=(), tool=replace(REPORT.tool, embedder=Models().embedder))

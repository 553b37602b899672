"""Everything a desk needs, imported and made once in the fork server, so that its children start quickly."""

from __future__ import annotations

import alembic.command
import uvicorn

from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.invoice import Invoice
from desktop_invoicer.domain.journal import Content
from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.persistence import values
from tests.flow import desk_process

WARM = (alembic.command, uvicorn, desk_process)

for _type in (Content, Document, Invoice, Problem, values.Facts):
    values._adapters[_type]  # noqa: SLF001 (made on first use)

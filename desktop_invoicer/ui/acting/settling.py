"""Which dialog settles which matter of a return, and which of them the desk missed."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.settlement import Matter
from desktop_invoicer.errors import InvoicerError, UnsettledError
from desktop_invoicer.ui.acting.approval_dialog import ApprovalDialog
from desktop_invoicer.ui.acting.no_refund_dialog import NoRefundDialog
from desktop_invoicer.ui.acting.operation_dialog import OperationDialog
from desktop_invoicer.ui.acting.reversal_dialog import ReversalDialog
from desktop_invoicer.ui.acting.settle_dialog import SettleDialog
from desktop_invoicer.ui.acting.takeover_dialog import TakeoverDialog

DIALOGS: Mapping[Matter, type[SettleDialog]] = {
    Matter.OPERATION: OperationDialog,
    Matter.TAKEOVER: TakeoverDialog,
    Matter.NO_REFUND: NoRefundDialog,
    Matter.REVERSAL: ReversalDialog,
    Matter.APPROVAL: ApprovalDialog,
}
"""Each asks for one word."""
_MATTERS = {ProblemCode.REVERSAL_DUE: Matter.REVERSAL, ProblemCode.APPROVAL_DUE: Matter.APPROVAL}


def missing_matter(error: InvoicerError) -> Matter | None:
    """Give what has to be settled before what the desk refused goes out; ``None`` where it refused something else."""
    problems = error.problems if isinstance(error, UnsettledError) else ()
    codes = [problem.code for problem in problems if isinstance(problem, Problem)]
    return next((_MATTERS[code] for code in codes if code in _MATTERS), None)

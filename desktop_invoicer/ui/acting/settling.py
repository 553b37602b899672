"""Which dialog settles which matter of a return."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_invoicer.domain.settlement import Matter
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

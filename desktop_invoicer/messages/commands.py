"""The commands that messages name, after ``desktop-invoicer``. Pasted into a shell they must do no harm."""

ATTACH = "document {this} --xml FILE"
DATE = "document {this} --key KEY --issued-at DATE"
DIAGNOSE = "diagnose {order}"
DISMISS = "jobs dismiss {this} --reason TEXT"
RETRY = "jobs retry {this}"
SHOW = "jobs show {this}"
SUBMIT = "submit {this}"

SETTLE = "jobs settle {this} --as OPERATION"
TAKE_OVER = "jobs take-over {this} --manager NAME --reason TEXT"
WITHOUT_REFUND = "jobs without-refund {this} --reason TEXT"
REVERSAL = "jobs reversal {this} --authorisation TEXT"
APPROVE = "jobs approve {this} --manager NAME"

SEND_KEY = "diagnose {order} --send-key {key} --number {number}"

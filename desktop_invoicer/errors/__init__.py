"""The error tree. A family equals what the engine does about it (design.md, section 3; style.md, section 5).

InvoicerError
├── TransientError              wait and try again: nothing happened outside
│   ├── VtexUnavailableError        not reached, or VTEX asked us to come back later
│   ├── VtexBusyError               too many requests (429, or our own budget): the whole account rests
│   ├── VtexGarbledError            an answer that is no JSON: cut on its way, or written wrong for good
│   ├── NotificationNotReadyError   404 of details: VTEX stores them only after our answer
│   ├── OrderChangingError          a Change of the order is under way: nothing is posted before its end
│   ├── AlikeRequestError           the document fits another open request of the order, whose turn it is
│   ├── InvoiceNotShownError        VTEX took an invoice, and does not show it in its order yet
│   └── StorageBusyError            another program holds the database for a moment
├── OutcomeUnknownError         something may have happened: read the truth before anything is repeated
│   └── VtexSilentError             cut, timed out, 5xx or unreadable after the request was sent
├── RejectedError               VTEX or a rule said no: a person must look
│   ├── VtexRefusedError            4xx with VTEX's own words
│   └── FeedMissingError            the account has no feed of this desk's own
├── InvalidOrderError           what VTEX sent cannot be invoiced
├── SetupError                  settings, credentials or the machine: the account or the program pauses
│   ├── CredentialsRefusedError     401 or 403
│   ├── CredentialsMissingError     no credentials stored
│   ├── UnsafeConnectionError       whoever answers cannot prove to be VTEX
│   ├── UntrustedOriginError        an address that is not the account's own
│   ├── ConfigError                 config.toml cannot be used
│   ├── RulesUnreadableError        rules.toml cannot be used; the rules that ship count instead
│   ├── MarketplacesUnreadableError marketplaces.toml cannot be used; the one that ships counts instead
│   ├── KeyringError                the keyring is there but refuses
│   ├── HomeHeldError               another program holds this home
│   ├── PortTakenError              the receiver cannot listen where its settings say
│   └── StorageError                the database cannot be used
│       ├── WrongKeyError               encrypted with another key, or not a database
│       ├── FutureDatabaseError         written by a newer program
│       ├── StorageFullError            no space left
│       └── StorageReadOnlyError        the folder or file cannot be written
├── StaleJobError               somebody changed the job meanwhile: read it again
└── CommandError                a person asked for something that cannot be done now
    ├── UnknownJobError             no such job, or more than one
    ├── UnknownOrderError           VTEX knows no such order
    ├── UnknownAccountError         no such VTEX account in the settings
    ├── OnlyReceivingError          the program that holds the home only receives
    ├── NoWindowError               the program that holds the home has no window
    ├── ServiceStoppedError         the program is ending
    │   └── NotRunningError             no desk runs in this window; nothing was begun
    ├── NotAllowedNowError          the job's stage does not allow it
    ├── ConfirmationMissingError    money would move without a person's word
    ├── UnsettledError              a return needs words of people first; carries what is missing
    ├── NotAManagerError            only a manager may say it
    ├── SignInNeededError           nobody is signed in, or somebody else
    ├── NotPermittedError           it takes another role, or the word of somebody who has it
    ├── WrongPinError               name and PIN do not belong together
    ├── PinThrottledError           too many wrong PINs
    ├── WeakPinError                this cannot be the new PIN
    ├── NameTakenError              somebody of that name is at this desk
    ├── UnknownOperatorError        nobody of that name is at this desk
    ├── NoAdministratorError        somebody of that name is, but not as an administrator
    ├── AdministratorNeededError    a desk with PINs has an administrator at all times
    ├── NothingSaidError            a name or a reason is empty
    ├── ImpossibleMomentError       it cannot have been then
    ├── UnknownReportFormatError    a report is not written in that format
    ├── UnknownTrailFormatError     the audit trail is not written in that format
    ├── ReportUnwritableError       a report cannot be written there
    ├── SendingAlreadyError         what is ready is being sent already
    ├── NothingReadyError           nothing is ready to be sent
    ├── NotReadyError               a job cannot go out together with others
    ├── FutureDayError              a day that has not begun cannot be closed
    ├── DayChangedError             a day is not what the manager saw any more
    ├── ReasonMissingError          work is not sent, and nobody says why the day is closed
    ├── UnknownFindingError         no comparison found what was named
    ├── BackupError                 a backup cannot be written or taken back; nothing was changed
    │   ├── BackupUnwritableError       its folder cannot be written
    │   ├── BackupTooLargeError         the disk has no room for it
    │   ├── BackupUnreadableError       no such file, or no right to read it
    │   ├── NoBackupError               the file is something else
    │   ├── BackupDamagedError          cut or changed after it was written
    │   ├── BackupOfOtherDeskError      another desk's key encrypts it
    │   ├── BackupOfOtherStoreError     the settings here name another store
    │   ├── PassphraseWrongError        not the passphrase with which it was made
    │   ├── PassphraseNeededError       a passphrase opens it, and none was given
    │   └── FutureBackupError           written by a newer program
    ├── PassphraseTooShortError     guessed too easily for a file that leaves the store
    ├── FileChangedError            a file of a watched folder is not what it was
    ├── DocumentRefusedError        the document does not fit; carries every problem found
    ├── DocumentUsedError           the document serves another job
    └── UnreadableDocumentError     the file is no fiscal document that can be read safely
        └── NoFiscalDocumentError       it can be read, and is something else
"""

from desktop_invoicer.errors.commands import (
    CommandError,
    ConfirmationMissingError,
    DayChangedError,
    DocumentRefusedError,
    DocumentUsedError,
    FileChangedError,
    FutureDayError,
    ImpossibleMomentError,
    NoFiscalDocumentError,
    NotAllowedNowError,
    NotAManagerError,
    NothingReadyError,
    NothingSaidError,
    NotReadyError,
    NotRunningError,
    NoWindowError,
    OnlyReceivingError,
    ReasonMissingError,
    ReportUnwritableError,
    SendingAlreadyError,
    ServiceStoppedError,
    StaleJobError,
    UnknownAccountError,
    UnknownFindingError,
    UnknownJobError,
    UnknownOrderError,
    UnknownReportFormatError,
    UnknownTrailFormatError,
    UnreadableDocumentError,
    UnsettledError,
)
from desktop_invoicer.errors.families import (
    AlikeRequestError,
    ConfigError,
    CredentialsMissingError,
    CredentialsRefusedError,
    FeedMissingError,
    FutureDatabaseError,
    HomeHeldError,
    InvalidOrderError,
    InvoiceNotShownError,
    InvoicerError,
    KeyringError,
    MarketplacesUnreadableError,
    NotificationNotReadyError,
    OrderChangingError,
    OutcomeUnknownError,
    PortTakenError,
    RejectedError,
    RulesUnreadableError,
    SetupError,
    StorageBusyError,
    StorageError,
    StorageFullError,
    StorageReadOnlyError,
    TransientError,
    UnsafeConnectionError,
    UntrustedOriginError,
    VtexBusyError,
    VtexGarbledError,
    VtexRefusedError,
    VtexSilentError,
    VtexUnavailableError,
    WrongKeyError,
)
from desktop_invoicer.errors.keeping import (
    BackupDamagedError,
    BackupError,
    BackupOfOtherDeskError,
    BackupOfOtherStoreError,
    BackupTooLargeError,
    BackupUnreadableError,
    BackupUnwritableError,
    FutureBackupError,
    NoBackupError,
    PassphraseNeededError,
    PassphraseTooShortError,
    PassphraseWrongError,
)
from desktop_invoicer.errors.people import (
    AdministratorNeededError,
    NameTakenError,
    NoAdministratorError,
    NotPermittedError,
    PinThrottledError,
    SignInNeededError,
    UnknownOperatorError,
    WeakPinError,
    WrongPinError,
)

__all__ = [
    "AdministratorNeededError",
    "AlikeRequestError",
    "BackupDamagedError",
    "BackupError",
    "BackupOfOtherDeskError",
    "BackupOfOtherStoreError",
    "BackupTooLargeError",
    "BackupUnreadableError",
    "BackupUnwritableError",
    "CommandError",
    "ConfigError",
    "ConfirmationMissingError",
    "CredentialsMissingError",
    "CredentialsRefusedError",
    "DayChangedError",
    "DocumentRefusedError",
    "DocumentUsedError",
    "FeedMissingError",
    "FileChangedError",
    "FutureBackupError",
    "FutureDatabaseError",
    "FutureDayError",
    "HomeHeldError",
    "ImpossibleMomentError",
    "InvalidOrderError",
    "InvoiceNotShownError",
    "InvoicerError",
    "KeyringError",
    "MarketplacesUnreadableError",
    "NameTakenError",
    "NoAdministratorError",
    "NoBackupError",
    "NoFiscalDocumentError",
    "NoWindowError",
    "NotAManagerError",
    "NotAllowedNowError",
    "NotPermittedError",
    "NotReadyError",
    "NotRunningError",
    "NothingReadyError",
    "NothingSaidError",
    "NotificationNotReadyError",
    "OnlyReceivingError",
    "OrderChangingError",
    "OutcomeUnknownError",
    "PassphraseNeededError",
    "PassphraseTooShortError",
    "PassphraseWrongError",
    "PinThrottledError",
    "PortTakenError",
    "ReasonMissingError",
    "RejectedError",
    "ReportUnwritableError",
    "RulesUnreadableError",
    "SendingAlreadyError",
    "ServiceStoppedError",
    "SetupError",
    "SignInNeededError",
    "StaleJobError",
    "StorageBusyError",
    "StorageError",
    "StorageFullError",
    "StorageReadOnlyError",
    "TransientError",
    "UnknownAccountError",
    "UnknownFindingError",
    "UnknownJobError",
    "UnknownOperatorError",
    "UnknownOrderError",
    "UnknownReportFormatError",
    "UnknownTrailFormatError",
    "UnreadableDocumentError",
    "UnsafeConnectionError",
    "UnsettledError",
    "UntrustedOriginError",
    "VtexBusyError",
    "VtexGarbledError",
    "VtexRefusedError",
    "VtexSilentError",
    "VtexUnavailableError",
    "WeakPinError",
    "WrongKeyError",
    "WrongPinError",
]

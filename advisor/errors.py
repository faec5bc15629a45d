"""Every error that this package raises on purpose.

    AdvisorError                      exit status 1
    ├── UsageError                    exit status 2   an argument, a question or a file that cannot be used
    │   └── DocumentError                             a document that cannot be read; names file and line
    ├── IndexUnusable                 exit status 3
    │   ├── IndexMissing                              nothing has been indexed yet
    │   ├── IndexMismatch                             made with another model or splitter
    │   └── IndexCorrupt                              the files of the index cannot be read
    ├── IndexBusy                                     another process is writing to the index
    ├── StorageError                                  disk full, folder read-only
    ├── ModelError                                    the embedding model cannot be loaded
    └── ChatModelError                                a call of the chat model failed; `kind` says how

A message names the value that was wrong and what to do about it, in one or two sentences.
"""


class AdvisorError(Exception):
    """Root of the tree; `exit_status` is what the command line ends with."""

    exit_status = 1


class UsageError(AdvisorError):
    exit_status = 2


class DocumentError(UsageError):
    pass


class IndexUnusable(AdvisorError):
    exit_status = 3


class IndexMissing(IndexUnusable):
    pass


class IndexMismatch(IndexUnusable):
    pass


class IndexCorrupt(IndexUnusable):
    pass


class IndexBusy(AdvisorError):
    pass


class StorageError(AdvisorError):
    pass


class ModelError(AdvisorError):
    pass


class ChatModelError(AdvisorError):
    """`kind` is one of `advisor.chat_model.failures.KINDS`; `retryable` says whether the same call may work later,
    `retry_after` in how many seconds, where the provider said so."""

    def __init__(self, message: str, kind: str, retryable: bool = False, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.retryable = retryable
        self.retry_after = retry_after

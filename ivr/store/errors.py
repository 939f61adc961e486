"""Every failure of a database as one error that quotes nothing."""


class StoreError(Exception):
    """Why the database did not do it, as its code (SQLITE_FULL, 57P01) or the error's kind.

    It holds no statement, no parameter and no message of the database: those may quote what is kept.
    """


def reason(error: BaseException) -> str:
    """The code of what a driver, or SQLAlchemy around it, raised."""
    cause = getattr(error, "orig", None) or error
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
    return str(code or type(cause).__name__)

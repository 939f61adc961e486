"""Fill a database with so many rows of every kind, in SQL, as a long life of the line would leave them."""

from sqlalchemy import Connection, text

# The numbers from :first to :last, and a key like those of ivr/store/keys.py: 64 digits by chance.
SQLITE = "WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last)"
POSTGRES = "WITH n AS (SELECT i FROM generate_series(CAST(:first AS int), CAST(:last AS int)) AS s(i))"
SQLITE_KEY = "lower(hex(randomblob(32)))"
POSTGRES_KEY = "encode(sha256(random()::text::bytea), 'hex')"
ROWS = {
    "drafts (sender, report, language, question, began, touched, danger, answered, texts)": (
        "{key}, 'old' || i, 'en', 'what', :now, :now, {no}, 'what', 1"
    ),
    "answers (report, question, sealed)": "'old' || i, 'what', {blob}",
    "threads (sender, language, touched)": "{key}, 'es', :now",
    "messages (id, at, reply)": "{key}, :now, '[\"en\", []]'",
    "counters (name, begun, expires)": "'sender:' || {key}, 1, :now + 86400",
    "reports (id, received, sent_at, language, danger, test, state, attempts, next_try, opened_at, mails)": (
        "'old' || i, :now, :now, 'en', {no}, {no}, 'opened', 0, 0, :now, 0"
    ),
}


def fill(connection: Connection, first: int, last: int, now: float) -> None:
    """Add the rows with these numbers to every table that grows."""
    postgres = connection.dialect.name == "postgresql"
    values = {
        "key": POSTGRES_KEY if postgres else SQLITE_KEY,
        "no": "false" if postgres else "0",
        "blob": "decode(repeat('ab', 900), 'hex')" if postgres else "zeroblob(900)",
    }
    numbers = POSTGRES if postgres else SQLITE
    for table, row in ROWS.items():
        insert = f"INSERT INTO {table} {numbers} SELECT {row.format(**values)} FROM n"  # noqa: S608  # all ours
        connection.execute(text(insert), {"first": first, "last": last, "now": now})


def settle(connection: Connection) -> None:
    """Let the database know how much there is now, as its own upkeep would in time."""
    connection.execute(text("ANALYZE"))

"""Fill a database with so many rows of every kind, in SQL, as a long life of the line would leave them."""

from sqlalchemy import Connection, Engine, create_engine, make_url, text

# The numbers from :first to :last, and a key like those of ivr/store/keys.py: 64 digits by chance.
SQLITE = "WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last)"
POSTGRES = "WITH n AS (SELECT i FROM generate_series(CAST(:first AS int), CAST(:last AS int)) AS s(i))"
SQLITE_KEY = "lower(hex(randomblob(32)))"
POSTGRES_KEY = "encode(sha256(random()::text::bytea), 'hex')"
HASTE = ("PRAGMA synchronous=OFF", "PRAGMA cache_size=-1000000", "PRAGMA temp_store=MEMORY")
ROWS = {
    "drafts (sender, report, language, question, began, touched, danger, answered, texts)": (
        "{key}, 'old' || i, 'en', 'what', :now, :now, {no}, 'what', 1"
    ),
    "answers (report, question, sealed)": "'old' || i, 'what', {blob}",
    "threads (sender, language, touched)": "{key}, 'es', :now",
    "messages (id, at, reply)": "{key}, :now, '[\"en\", []]'",
    "counters (name, begun, expires)": "'sender:' || {key}, 1, :now + 86400",
    # Of two reports one was opened; the other waits for an inbox that refuses it, and will be tried later.
    "reports (id, received, sent_at, language, danger, test, mails, state, attempts, next_try, "
    "opened_at, ring_at)": (
        "'old' || i, :now, :now, 'en', {no}, {no}, 0, "
        "CASE WHEN i % {every} = 0 THEN 'opened' ELSE 'waiting' END, 0, :now + 600, "
        "CASE WHEN i % {every} = 0 THEN :now END, CASE WHEN i % {every} = 0 THEN NULL ELSE :now + 900 END"
    ),
}


def fill(url: str, first: int, last: int, now: float, *, all_opened: bool = False) -> None:
    """Add the rows with these numbers to every table that grows, as of `now` (seconds since 1970)."""
    engine = _engine(url)
    with engine.connect() as connection:
        if not _is_postgres(connection):
            for pragma in HASTE:
                connection.execute(text(pragma))
        connection.commit()
        _insert(connection, {"first": first, "last": last, "now": now}, every=1 if all_opened else 2)
        connection.commit()
    _settle(engine)
    engine.dispose()


def _insert(connection: Connection, numbers: dict[str, float], *, every: int) -> None:
    postgres = _is_postgres(connection)
    values = {
        "key": POSTGRES_KEY if postgres else SQLITE_KEY,
        "no": "false" if postgres else "0",
        "blob": "decode(repeat('ab', 900), 'hex')" if postgres else "zeroblob(900)",
        "every": every,
    }
    begin = POSTGRES if postgres else SQLITE
    for table, row in ROWS.items():
        insert = f"INSERT INTO {table} {begin} SELECT {row.format(**values)} FROM n"  # noqa: S608  # all ours
        connection.execute(text(insert), numbers)


def _settle(engine: Engine) -> None:
    """Let the database do its own upkeep now, so that it does not do it while something is measured."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        upkeep = (
            ("VACUUM ANALYZE", "CHECKPOINT")
            if _is_postgres(connection)
            else ("ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)")
        )
        for statement in upkeep:
            connection.execute(text(statement))


def _engine(url: str) -> Engine:
    chosen = make_url(url)
    driver = "postgresql+psycopg" if chosen.get_backend_name() == "postgresql" else "sqlite"
    return create_engine(chosen.set(drivername=driver))


def _is_postgres(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"

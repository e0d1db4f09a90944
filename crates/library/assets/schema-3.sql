-- The library's own, too.

-- The width that a person chose for an article in the reader, in cells.
CREATE TABLE measures (
    identity TEXT PRIMARY KEY,
    measure INTEGER NOT NULL
) WITHOUT ROWID;

-- The library's own, too.

-- The other addresses of an article, such as the one in a feed that leads to it. None is the
-- `identity` of an article.
CREATE TABLE other_addresses (
    address TEXT PRIMARY KEY,
    identity TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX other_addresses_by_identity ON other_addresses (identity);

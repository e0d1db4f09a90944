-- Derived from articles, notes files, snapshots and kept pages. `pullquote library rebuild` makes
-- these tables anew.

-- One row for each article. `identity` is its address, or 32 hex digits of the SHA-256 of its text.
CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    url TEXT,
    path TEXT GENERATED ALWAYS AS (CASE WHEN source LIKE '%://%' THEN NULL ELSE source END) VIRTUAL,
    title TEXT NOT NULL,
    site TEXT,
    authors TEXT,
    published TEXT,
    language TEXT,
    summary TEXT,
    added TEXT NOT NULL,
    words INTEGER NOT NULL,
    quote_count INTEGER NOT NULL DEFAULT 0,
    text_sha256 TEXT,
    modified INTEGER,
    size INTEGER
);
CREATE INDEX articles_by_source ON articles (source);
CREATE INDEX articles_by_added ON articles (added);
CREATE INDEX articles_by_date ON articles (substr(coalesce(published, added), 1, 10));

-- The text of each article that was read, apart from `articles` so that a list is quick.
CREATE TABLE texts (
    article INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    text TEXT NOT NULL
);

-- `start` and `end` are code points of the text. `words` is NULL where the words are just the text
-- between them; the view `quotes` always has the words.
CREATE TABLE quote_places (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    speaker TEXT,
    words TEXT,
    kind TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    confidence REAL NOT NULL
);
CREATE INDEX quote_places_by_article ON quote_places (article, start);
CREATE VIEW quotes AS
    SELECT id, quote_places.article AS article, speaker,
        coalesce(words, substr(text, start + 1, end - start)) AS words, kind, start, end, confidence
    FROM quote_places LEFT JOIN texts ON texts.article = quote_places.article;

-- Each name once; the view `entities` has a row for each article that names it.
CREATE TABLE entity_names (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (name, kind)
);
CREATE TABLE entity_mentions (
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    name INTEGER NOT NULL REFERENCES entity_names (id),
    role TEXT,
    mentions INTEGER NOT NULL,
    PRIMARY KEY (article, name)
) WITHOUT ROWID;
CREATE INDEX entity_mentions_by_name ON entity_mentions (name);
CREATE VIEW entities AS
    SELECT article, kind, entity_names.name AS name, role, mentions
    FROM entity_mentions JOIN entity_names ON entity_names.id = entity_mentions.name;

-- The notes files as they were when they were read: `modified` in nanoseconds since 1970,
-- `text_sha256` of the text that the places of the notes were found in.
CREATE TABLE notes_files (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    modified INTEGER NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    article INTEGER REFERENCES articles (id) ON DELETE SET NULL,
    text_sha256 TEXT,
    problem TEXT
);
CREATE INDEX notes_files_by_article ON notes_files (article);

-- `start` and `end` are code points of the text; NULL where the words are not found in it.
CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    file INTEGER NOT NULL REFERENCES notes_files (id) ON DELETE CASCADE,
    annotation TEXT NOT NULL,
    words TEXT NOT NULL,
    note TEXT NOT NULL,
    tags TEXT NOT NULL,
    speaker TEXT,
    checked TEXT,
    place TEXT NOT NULL,
    start INTEGER,
    end INTEGER,
    made TEXT NOT NULL
);
CREATE INDEX notes_by_article ON notes (article, start);
CREATE INDEX notes_by_file ON notes (file);

CREATE VIEW speakers AS
    SELECT speaker AS name, count(*) AS quotes, count(DISTINCT article) AS articles
    FROM quotes WHERE speaker IS NOT NULL GROUP BY speaker;

-- The full-text indexes keep no copy of the words: they read them from these tables.
CREATE VIEW article_words AS
    SELECT articles.id AS id, title, authors, site, coalesce(text, summary, '') AS text
    FROM articles LEFT JOIN texts ON texts.article = articles.id;
CREATE VIRTUAL TABLE article_index USING fts5 (
    title, authors, site, text,
    content = 'article_words', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE quote_index USING fts5 (
    words, speaker,
    content = 'quotes', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE entity_index USING fts5 (
    name,
    content = 'entity_names', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE note_index USING fts5 (
    words, note, tags,
    content = 'notes', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);

-- The library's own: nothing else holds it. `pullquote library export` prints it.

-- `position` is a code point of the text, `progress` the share of it that was read, 0 to 1.
CREATE TABLE reading (
    identity TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    title TEXT NOT NULL,
    added TEXT NOT NULL,
    opened TEXT,
    read INTEGER NOT NULL DEFAULT 0,
    starred INTEGER NOT NULL DEFAULT 0,
    position INTEGER,
    progress REAL,
    trashed TEXT,
    feed TEXT
) WITHOUT ROWID;
CREATE INDEX reading_by_feed ON reading (feed) WHERE feed IS NOT NULL;

CREATE TABLE article_tags (
    identity TEXT NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (identity, tag)
) WITHOUT ROWID;

CREATE TABLE feeds (
    address TEXT PRIMARY KEY,
    title TEXT,
    home TEXT,
    folder TEXT,
    added TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    checked TEXT,
    not_before TEXT,
    stopped INTEGER NOT NULL DEFAULT 0,
    problem TEXT
) WITHOUT ROWID;

-- The items of a feed that were seen, so that none comes again after it was deleted.
CREATE TABLE feed_items (
    feed TEXT NOT NULL REFERENCES feeds (address) ON DELETE CASCADE ON UPDATE CASCADE,
    item TEXT NOT NULL,
    identity TEXT NOT NULL,
    PRIMARY KEY (feed, item)
) WITHOUT ROWID;

CREATE TABLE searches (
    name TEXT PRIMARY KEY,
    query TEXT NOT NULL
) WITHOUT ROWID;

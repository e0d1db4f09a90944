-- Indexes for large libraries: what is in the trash, read or starred is found without reading all of `reading`.
CREATE INDEX reading_trashed ON reading (identity) WHERE trashed IS NOT NULL;
CREATE INDEX reading_read ON reading (identity) WHERE read = 1;
CREATE INDEX reading_starred ON reading (identity) WHERE starred = 1;

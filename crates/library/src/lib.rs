//! A searchable library of articles: their text, who said what in them, and the
//! notes on them, in one SQLite file.

//! Everything the crate knows of languages: the word lists in
//! `assets/language/` and the rules in `assets/rules/`.
//!
//! A [`Language`] is read once and handed to the cleaning; no other code knows
//! a word of any language.

use std::collections::HashMap;
use std::sync::LazyLock;

use memchr::memmem;
use pullquote_article::text;

use crate::page::judge::Judge;
use crate::phrases::Phrases;
use crate::rules::{ElementRules, Rules};

/// A list of words, in the order of its file.
type Words = Vec<&'static str>;

/// The words and rules that cleaning goes by.
#[derive(Debug)]
pub(crate) struct Language {
    /// Words of bylines.
    pub(crate) bylines: BylineWords,
    /// Words of paywalls, consent walls and pages that still load.
    pub(crate) walls: WallWords,
    /// Names in `class`, `id` and similar attributes.
    pub(crate) names: ElementNames,
    /// Names of `meta` elements.
    pub(crate) meta: FieldNames,
    /// Keys of front matter in Markdown.
    pub(crate) front_matter: FieldNames,
    /// The most frequent words of languages, and for each the codes of its languages.
    pub(crate) small_words: HashMap<&'static str, &'static str>,
    /// How a line begins that gives the date of the last change.
    pub(crate) changed: Words,
    /// How the sentence begins with which weblogs say when an entry was published.
    entry: Words,
    /// What a line says before the date of publication.
    published: Phrases,
    /// How a line begins with a date that is not that of the article.
    other_date: Words,
    /// Rules for the words of a block.
    pub(crate) rules: &'static Rules,
    /// Rules for elements of a page.
    pub(crate) elements: ElementRules,
    /// The learned judge of short blocks; `None` if its file is damaged.
    pub(crate) judge: Option<Judge>,
}

/// Words of bylines, in lower case.
#[derive(Debug)]
pub(crate) struct BylineWords {
    /// Words that begin a line with the authors: `by`, `von`.
    pub(crate) line_starts: Words,
    /// Words that begin such a line if a colon follows: `autorin`.
    pub(crate) labels: Words,
    /// Words before the names in a page's metadata: `analysis by`.
    pub(crate) prefixes: Words,
    /// Words between two names: `and`.
    pub(crate) conjunctions: Words,
    /// Words between the names and a place: `in`.
    pub(crate) before_place: Words,
    /// Words between the names and a date: `on`.
    pub(crate) before_date: Words,
    /// Words of an office: `correspondent`.
    pub(crate) offices: Words,
    /// What pages put where no author is known: `admin`.
    pub(crate) placeholders: Words,
    /// What newsrooms call themselves in place of names.
    pub(crate) staff: Words,
    /// Words of leave before the name of an author, below the text.
    pub(crate) sign_offs: Words,
    /// The names of months and days of the week.
    pub(crate) calendar: &'static text::Language,
}

/// Words of pages that hold less than their article, in lower case and in
/// several languages.
#[derive(Debug)]
pub(crate) struct WallWords {
    /// What a paywall asks a reader to do.
    pub(crate) gate: Phrases,
    /// Verbs of saying: a block with one of them only reports about a paywall.
    pub(crate) saying: Words,
    /// What a consent wall talks about.
    pub(crate) consent: Phrases,
    /// What the buttons of a consent wall say.
    pub(crate) answers: Phrases,
    /// What a page shows until its text arrives.
    pub(crate) loading: Words,
    /// What a page shows where scripts are not allowed.
    pub(crate) script_request: Phrases,
}

/// Names that content systems give their elements, in lower case.
#[derive(Debug)]
pub(crate) struct ElementNames {
    /// The element around the article's text.
    pub(crate) article_body: Phrases,
    /// A summary under the headline.
    pub(crate) standfirst: Words,
    /// A first paragraph set apart from the others.
    pub(crate) lead: Words,
    /// Words of the text, repeated large.
    pub(crate) pull_quote: Words,
    /// The names of the last three lists.
    pub(crate) blocks: Phrases,
    /// Around the name of an author.
    pub(crate) author: Words,
    /// Around the name of an author and nothing else.
    pub(crate) author_name: Words,
    /// An icon before the name of an author.
    pub(crate) author_icon: Words,
    /// Parts of the addresses of authors' pages.
    pub(crate) author_page: Words,
    /// Around what an author does.
    pub(crate) author_role: Words,
    /// A line that may be a byline or a date.
    pub(crate) byline_or_date: Phrases,
    /// A `<time>` of publication.
    pub(crate) published_time: Words,
    /// A `<time>` of the last change.
    pub(crate) modified_time: Words,
    /// A caption or a picture's credit.
    pub(crate) caption: Phrases,
    /// A picture that is not a photograph.
    pub(crate) ornament: Words,
    /// The element around what a paywall says.
    pub(crate) paywall: Phrases,
    /// The id of an empty element that scripts fill.
    pub(crate) script_mount: Words,
}

/// Names that metadata gives to the fields of an article, the most trusted first.
#[derive(Debug)]
pub(crate) struct FieldNames {
    /// The address that the page names as its own.
    pub(crate) address: Words,
    /// The authors.
    pub(crate) author: Words,
    /// The language.
    pub(crate) language: Words,
    /// The date of the last change.
    pub(crate) modified: Words,
    /// The date of publication.
    pub(crate) published: Words,
    /// The section of the paper.
    pub(crate) section: Words,
    /// The name of the site.
    pub(crate) site: Words,
    /// The headline.
    pub(crate) title: Words,
}

const BYLINES: &str = include_str!("../assets/language/en/bylines.tsv");
const LINE_STARTS: &str = include_str!("../assets/language/many/line-starts.tsv");
const WALLS: &str = include_str!("../assets/language/many/walls.tsv");
const ELEMENT_NAMES: &str = include_str!("../assets/language/many/element-names.tsv");
const META_TAGS: &str = include_str!("../assets/language/many/meta-tags.tsv");
const SMALL_WORDS: &str = include_str!("../assets/language/many/small-words.tsv");
const FRONT_MATTER: &str = include_str!("../assets/language/many/front-matter.tsv");

impl Language {
    /// The words and rules of the crate, read at the first call.
    pub(crate) fn bundled() -> &'static Self {
        static BUNDLED: LazyLock<Language> = LazyLock::new(Language::read);
        &BUNDLED
    }

    /// Whether the line gives the date of a change.
    pub(crate) fn says_changed(&self, line: &str) -> bool {
        begins_with_one(line, &self.changed)
    }

    /// Whether the text is the sentence with which weblogs say when an entry was published:
    /// “This entry was posted on Monday, 2 March 2026 at 10:30 and is filed under Ports.”
    pub(crate) fn is_entry_note(&self, text: &str) -> bool {
        begins_with_one(text, &self.entry)
    }

    /// Whether the line begins with words that say of its date that it is not that of the
    /// article: “Received”, “Registered”.
    pub(crate) fn has_other_date(&self, line: &str) -> bool {
        let lower = line.to_lowercase();
        self.other_date.iter().any(|word| lower.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', ':'])))
    }

    /// What comes in `line` after words that say that an article was published.
    pub(crate) fn after_published<'t>(&self, line: &'t str) -> Option<&'t str> {
        let end = if line.is_ascii() {
            self.published.first_end(line)?
        } else {
            let lower = line.to_lowercase();
            // In lower case, some letters have other lengths.
            self.published.first_end(&lower).filter(|_| lower.len() == line.len())?
        };
        line.get(end..)
    }

    /// Reads all tables.
    fn read() -> Self {
        let name = |list| words(ELEMENT_NAMES, list);
        let names = |list| Phrases::new(name(list));
        let phrases = |list| Phrases::new(words(WALLS, list));
        Self {
            bylines: BylineWords {
                line_starts: words(LINE_STARTS, "byline"),
                labels: words(LINE_STARTS, "byline-label"),
                prefixes: words(BYLINES, "author-prefix"),
                conjunctions: [words(BYLINES, "and"), words(LINE_STARTS, "and")].concat(),
                before_place: words(BYLINES, "place-preposition"),
                before_date: words(BYLINES, "date-preposition"),
                offices: [words(BYLINES, "office"), words(LINE_STARTS, "office")].concat(),
                placeholders: words(BYLINES, "placeholder"),
                staff: words(LINE_STARTS, "staff"),
                sign_offs: words(LINE_STARTS, "sign-off"),
                calendar: text::Language::english(),
            },
            walls: WallWords {
                gate: phrases("gate"),
                saying: words(WALLS, "saying"),
                consent: phrases("consent"),
                answers: phrases("answer"),
                loading: words(WALLS, "loading"),
                script_request: phrases("script-request"),
            },
            names: ElementNames {
                article_body: names("article-body"),
                standfirst: name("standfirst"),
                lead: name("lead"),
                pull_quote: name("pull-quote"),
                blocks: Phrases::new(["standfirst", "lead", "pull-quote"].map(name).concat()),
                author: name("author"),
                author_name: name("author-name"),
                author_icon: name("author-icon"),
                author_page: name("author-page"),
                author_role: name("author-role"),
                byline_or_date: names("byline-or-date"),
                published_time: name("published-time"),
                modified_time: name("modified-time"),
                caption: names("caption"),
                ornament: name("ornament"),
                paywall: names("paywall"),
                script_mount: name("script-mount"),
            },
            meta: field_names(META_TAGS),
            front_matter: field_names(FRONT_MATTER),
            small_words: languages_by_word(SMALL_WORDS, "small-word"),
            changed: words(LINE_STARTS, "changed"),
            entry: words(LINE_STARTS, "entry"),
            published: Phrases::new(words(LINE_STARTS, "published")),
            other_date: words(LINE_STARTS, "other-date"),
            rules: Rules::bundled(),
            elements: ElementRules::bundled(),
            judge: Judge::bundled(),
        }
    }
}

/// How many characters of a line are compared, at most; the words in the tables are much shorter.
const BEGINNING: usize = 120;

/// Whether `line`, in any case, begins with one of `words`, which are in lower case.
fn begins_with_one(line: &str, words: &[&str]) -> bool {
    let begins = |word: &&str| line.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    if line.is_ascii() {
        return words.iter().any(begins);
    }
    // The rest of it changes nothing.
    let end = line.char_indices().nth(BEGINNING).map_or(line.len(), |(at, _)| at);
    let lower = line.get(..end).unwrap_or(line).to_lowercase();
    words.iter().any(|word| lower.starts_with(word))
}

/// The names in a table of fields.
fn field_names(table: &'static str) -> FieldNames {
    let field = |field| words(table, field);
    FieldNames {
        address: field("address"),
        author: field("author"),
        language: field("language"),
        modified: field("modified"),
        published: field("published"),
        section: field("section"),
        site: field("site"),
        title: field("title"),
    }
}

/// The rows of `list`, split at tabs: the lines that begin with its name and a tab. They are
/// together, because a table is sorted.
fn rows(table: &'static str, list: &str) -> impl Iterator<Item = std::str::Split<'static, char>> {
    let name = format!("{list}\t");
    let first = memmem::find(table.as_bytes(), format!("\n{name}").as_bytes()).map(|line| line + 1);
    let lines = first.and_then(|first| table.get(first..)).unwrap_or("").lines();
    lines.take_while(move |line| line.starts_with(&name)).map(|line| line.split('\t'))
}

/// The languages of each word of `list`: the second and the third column of its rows.
fn languages_by_word(table: &'static str, list: &str) -> HashMap<&'static str, &'static str> {
    let mut words = HashMap::new();
    for mut row in rows(table, list) {
        if let (Some(languages), Some(word)) = (row.nth(1), row.next()) {
            words.insert(word, languages);
        }
    }
    words
}

/// The last column of the rows of `list`, which is their first column.
fn words(table: &'static str, list: &str) -> Words {
    rows(table, list).filter_map(|mut row| row.next_back()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashSet};

    use pullquote_article::text::fold::fold;

    use super::*;
    use crate::tests::sources;

    /// Every table: its name, its text and its lists.
    const TABLES: [(&str, &str); 7] = [
        ("en/bylines.tsv", BYLINES),
        ("many/line-starts.tsv", LINE_STARTS),
        ("many/walls.tsv", WALLS),
        ("many/element-names.tsv", ELEMENT_NAMES),
        ("many/meta-tags.tsv", META_TAGS),
        ("many/front-matter.tsv", FRONT_MATTER),
        ("many/small-words.tsv", SMALL_WORDS),
    ];

    /// Lists of one table that exclude each other: a word in both would be
    /// counted twice or decide against itself.
    const EXCLUSIVE: [(&str, &[&str]); 5] = [
        ("en/bylines.tsv", &["office", "placeholder"]),
        ("many/walls.tsv", &["answer", "consent", "gate", "loading", "saying", "script-request"]),
        ("many/element-names.tsv", &["article-body", "lead", "paywall", "pull-quote", "standfirst"]),
        ("many/meta-tags.tsv", &FIELDS),
        ("many/front-matter.tsv", &FIELDS),
    ];

    /// The lists of a table of fields.
    const FIELDS: [&str; 8] = ["address", "author", "language", "modified", "published", "section", "site", "title"];

    /// The rows of all lists of a table.
    fn all_rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
        let lines = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        lines.skip(1).map(|line| line.split('\t').collect())
    }

    #[test]
    fn the_rows_of_a_list_are_those_with_its_name() {
        for (name, table) in TABLES {
            let mut lists: BTreeMap<&str, Vec<Vec<&str>>> = BTreeMap::new();
            all_rows(table).for_each(|row| lists.entry(row[0]).or_default().push(row));
            for (list, expected) in lists {
                let found: Vec<Vec<&str>> = rows(table, list).map(Iterator::collect).collect();
                assert_eq!(found, expected, "{name}: {list}");
            }
            assert_eq!(rows(table, "no-such-list").count(), 0);
        }
    }

    #[test]
    fn every_file_of_words_is_read() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/language");
        let mut files = Vec::new();
        for folder in ["en", "many"] {
            for entry in std::fs::read_dir(root.join(folder)).unwrap() {
                files.push(format!("{folder}/{}", entry.unwrap().file_name().to_string_lossy()));
            }
        }
        let mut read: Vec<String> = TABLES.iter().map(|(name, _)| (*name).to_owned()).collect();
        files.sort();
        read.sort();
        assert_eq!(files, read);
    }

    #[test]
    fn every_table_has_a_header_and_is_sorted_and_every_list_is_used() {
        let code: String = sources().into_iter().filter(|(file, _)| file == "language.rs").map(|(_, c)| c).collect();
        for (name, table) in TABLES {
            assert!(table.starts_with("# ") && table.contains("# Sorted by "), "{name} says what it is");
            assert!(table.contains(".rs`"), "{name} says who reads it");
            let columns = table.lines().find(|line| !line.starts_with('#')).unwrap().split('\t').count();
            let rows: Vec<Vec<&str>> = all_rows(table).collect();
            assert!(!rows.is_empty() && rows.is_sorted(), "{name} is sorted");
            for row in &rows {
                assert!(row.len() == columns && row.iter().all(|cell| *cell == cell.trim()), "{name}: {row:?}");
                let word = row.last().unwrap();
                assert_eq!(**word, word.to_lowercase(), "{name} is in lower case");
                assert!(!word.is_empty() && code.contains(&format!("\"{}\"", row[0])), "{name}: {row:?} is used");
            }
        }
    }

    #[test]
    fn no_word_is_there_twice_and_none_in_two_lists_that_exclude_each_other() {
        for (name, table) in TABLES {
            let exclusive = EXCLUSIVE.iter().find(|(table, _)| *table == name).map_or(&[][..], |(_, lists)| lists);
            let mut lists: BTreeMap<&str, HashSet<String>> = BTreeMap::new();
            let mut excluded = HashSet::new();
            for row in all_rows(table) {
                let word = row.last().unwrap();
                // In names every hyphen counts, and folding would join them.
                let is_name = name.ends_with("-names.tsv") || exclusive == FIELDS;
                let (list, word) = (row[0], if is_name { word.to_lowercase() } else { fold(word) });
                assert!(lists.entry(list).or_default().insert(word.clone()), "{name}: {word:?} is twice in {list}");
                if exclusive.contains(&list) {
                    assert!(excluded.insert(word.clone()), "{name}: {word:?} of {list} is in an excluded list too");
                }
            }
            for list in exclusive {
                assert!(lists.contains_key(list), "{name} has no list {list}");
            }
        }
    }

    /// Lists in code that are not words of a language: the file, the first
    /// string of the list, and what it is.
    const NO_LANGUAGE: [(&str, &str, &str); 7] = [
        ("html/element.rs", "script", "names of HTML elements"),
        ("html/element.rs", "a", "names of HTML elements"),
        ("html/nesting.rs", "html", "names of HTML elements"),
        ("html/nesting.rs", "a", "names of HTML elements"),
        ("html/tag_kinds.rs", "b", "names of HTML elements"),
        ("html/tag_kinds.rs", "encoding", "names of HTML attributes"),
        ("ingest/detect.rs", "%PDF-", "first bytes of file formats"),
    ];

    /// The lists of strings in `code`, each as its strings: literals with
    /// nothing but punctuation between them.
    fn string_lists(code: &str) -> Vec<Vec<String>> {
        let mut lists = Vec::new();
        let mut list: Vec<String> = Vec::new();
        for line in code.lines().map(str::trim).filter(|line| !line.starts_with("//")) {
            let mut pieces = line.split('"');
            while let Some(between) = pieces.next() {
                let (between, is_comment) = between.split_once("//").map_or((between, false), |(code, _)| (code, true));
                let joins = |c: char| matches!(c, ',' | '|' | '(' | ')' | '&' | '[' | ']' | 'b' | ' ');
                if !between.chars().all(joins) {
                    lists.push(std::mem::take(&mut list));
                }
                if is_comment {
                    break;
                }
                if let Some(word) = pieces.next() {
                    list.push(word.to_owned());
                }
            }
        }
        lists.push(list);
        lists
    }

    #[test]
    fn no_list_of_words_is_left_in_code() {
        assert_eq!(string_lists("f(&[\n\"a\", // x\n\"b\"]) or \"c\"").iter().map(Vec::len).max(), Some(2));
        let mut explained: Vec<&(&str, &str, &str)> = Vec::new();
        for (file, code) in sources() {
            for list in string_lists(&code).into_iter().filter(|list| list.len() > 12) {
                let allowed = NO_LANGUAGE.iter().find(|(f, first, _)| *f == file && *first == list[0]);
                assert!(allowed.is_some(), "{file} lists {} words from {:?} on", list.len(), list[0]);
                explained.extend(allowed);
            }
        }
        assert_eq!(explained.len(), NO_LANGUAGE.len(), "an entry of the allow-list is gone: {explained:?}");
    }
}

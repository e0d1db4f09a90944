//! Tests over every table of English, and over the sources of this crate.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::tables::{ENGLISH, ENGLISH_ROLES, Tables};
use super::{Language, rows};

/// Files with rules of grammar, which may have single words of English. Each says so
/// at its top.
const GRAMMAR: [&str; 49] = [
    "attribution/report_within.rs",
    "attribution/values.rs",
    "coref/belongings.rs",
    "coref/binding.rs",
    "coref/continuing.rs",
    "coref/indefinite.rs",
    "coref/last_subject.rs",
    "coref/mention.rs",
    "coref/nominal.rs",
    "coref/overview.rs",
    "cue/inflect.rs",
    "cue/noun.rs",
    "entity/bearers.rs",
    "entity/lent_family.rs",
    "entity/name_form.rs",
    "entity/repair/body.rs",
    "entity/repair/family_name.rs",
    "entity/repair/kind_by_use.rs",
    "entity/repair/listed_people.rs",
    "entity/repair/shared_surname.rs",
    "entity/role.rs",
    "entity/short_form.rs",
    "passage/credits.rs",
    "quote/namesake.rs",
    "quote/nested.rs",
    "quote/together.rs",
    "reported/clause.rs",
    "reported/extent.rs",
    "reported/mod.rs",
    "reported/verb.rs",
    "scene/apposition.rs",
    "scene/can_speak.rs",
    "scene/gap_totals.rs",
    "scene/grammar.rs",
    "scene/inhabitant.rs",
    "scene/phrase.rs",
    "scene/relative.rs",
    "scene/relayed.rs",
    "scene/source.rs",
    "scene/subject.rs",
    "scene/supposed.rs",
    "scene/unlisted_verb.rs",
    "speech/naming.rs",
    "speech/signs.rs",
    "train/resolver.rs",
    "value/calendar.rs",
    "value/date.rs",
    "value/money.rs",
    "value/quantity.rs",
];

/// Files with small words that are no English: places of a source in
/// `cue/lexicon.rs`, and names of features, inputs and codes in the format of the
/// attribution, speech and resolver weights.
const NO_GRAMMAR: [&str; 8] = [
    "attribution/codes.rs",
    "attribution/cue_record.rs",
    "attribution/features.rs",
    "attribution/network_inputs.rs",
    "cue/lexicon.rs",
    "reported/features.rs",
    "resolver/facts.rs",
    "speech/features.rs",
];

/// More words than this make a list that belongs into a table.
const LONGEST_IN_CODE: usize = 12;

/// Tables in which the order of the rows means something, as their headers
/// say.
const ORDERED: [&str; 1] = ["cues.tsv"];

/// Tables whose second column names lists.
const LISTS: [&str; 12] = [
    "credit-words.tsv",
    "description-words.tsv",
    "name-particles.tsv",
    "naming-words.tsv",
    "noun-phrase-words.tsv",
    "organization-words.tsv",
    "person-words.tsv",
    "place-words.tsv",
    "speaking-nouns.tsv",
    "time-words.tsv",
    "verb-lists.tsv",
    "work-nouns.tsv",
];

/// Lists, each as its table and its name, of which no word may be in both.
const EXCLUDE: [[(&str, &str); 2]; 6] = [
    [("time-words.tsv", "ahead"), ("time-words.tsv", "past")],
    [("time-words.tsv", "ahead"), ("time-words.tsv", "not-one-day")],
    [("work-nouns.tsv", "work"), ("work-nouns.tsv", "programme")],
    [("organization-words.tsv", "no-surname"), ("place-words.tsv", "no-surname")],
    [("noun-phrase-words.tsv", "owner"), ("noun-phrase-words.tsv", "determiner")],
    [("description-words.tsv", "links"), ("description-words.tsv", "ends")],
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/language/en")
}

/// The header of a table: its first lines, without the `#`.
fn header(table: &str) -> Vec<&str> {
    table.lines().map_while(|line| line.strip_prefix('#')).map(str::trim).collect()
}

/// What says which word a row is about: the phrase of a cue phrase, everywhere
/// else the first column.
fn key(file: &str, row: (&'static str, &'static str)) -> &'static str {
    if file == "cue-phrases.tsv" { row.1 } else { row.0 }
}

/// The words of a list; for a table without lists, `list` is a value of the
/// second column.
fn words(file: &str, list: &str) -> BTreeSet<&'static str> {
    let rows = rows(ENGLISH.text(file)).filter(|(_, lists)| lists.split(' ').any(|name| name == list));
    rows.map(|(word, _)| word).collect()
}

/// The names of the lists of a table.
fn lists_of(file: &str) -> BTreeSet<&'static str> {
    rows(ENGLISH.text(file)).flat_map(|(_, lists)| lists.split(' ')).collect()
}

/// English with the text of one table changed.
fn english_with(file: &str, change: impl Fn(&'static str) -> String) -> String {
    let text = |name: &str, text: &'static str| -> &'static str {
        if name == file { Box::leak(change(text).into_boxed_str()) } else { text }
    };
    let tables: Vec<(&'static str, &'static str)> = ENGLISH.0.iter().map(|&(name, t)| (name, text(name, t))).collect();
    format!(
        "{:?}",
        Language::read(
            Tables(Box::leak(tables.into_boxed_slice())),
            ENGLISH_ROLES,
            pullquote_article::text::Language::english()
        )
    )
}

#[test]
fn every_table_of_the_folder_is_embedded() {
    let files = fs::read_dir(folder()).expect("the folder of English exists");
    let names: BTreeSet<String> =
        files.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned()).collect();
    let embedded: BTreeSet<String> = ENGLISH.0.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names, embedded);
}

#[test]
fn every_table_and_every_list_of_it_is_read() {
    let whole = format!("{:?}", Language::english());
    for &(file, _) in ENGLISH.0 {
        assert_ne!(english_with(file, |_| String::new()), whole, "{file} is not read");
    }
    for file in LISTS {
        for list in lists_of(file) {
            let without = |text: &'static str| {
                let kept = rows(text).map(|(word, lists)| {
                    let lists: Vec<&str> = lists.split(' ').filter(|name| *name != list).collect();
                    format!("{word}\t{}\n", if lists.is_empty() { "none".to_owned() } else { lists.join(" ") })
                });
                kept.collect()
            };
            assert_ne!(english_with(file, without), whole, "the list {list} of {file} is not read");
        }
    }
}

#[test]
fn every_value_of_a_column_is_understood() {
    let whole = format!("{:?}", Language::english());
    for file in ["function-words.tsv", "given-names.tsv", "numbers.tsv", "titles.tsv", "pronouns.tsv"] {
        let values: BTreeSet<&str> = rows(ENGLISH.text(file)).map(|(_, value)| value).collect();
        for value in values {
            let without = |text: &'static str| {
                rows(text).filter(|row| row.1 != value).map(|(a, b)| format!("{a}\t{b}\n")).collect()
            };
            assert_ne!(english_with(file, without), whole, "the rows of {file} with {value} are not read");
        }
    }
}

#[test]
fn every_table_has_a_header() {
    for &(file, text) in ENGLISH.0 {
        let header = header(text);
        let has = |start: &str| header.iter().any(|line| line.starts_with(start));
        assert!(header.len() > 2 && !header[0].is_empty(), "{file} does not say what it is");
        assert!(has("Columns: ") && has("Used by: "), "the header of {file} lacks its columns or its users");
        assert_eq!(has("Order: "), ORDERED.contains(&file), "the header of {file} and its order");
        assert!(!text.lines().skip(header.len()).any(|line| line.starts_with('#') || line.trim().is_empty()), "{file}");
        let used = header.join(" ");
        let (_, users) = used.split_once("Used by: ").expect("it has its users");
        for user in users.split([' ', ',', '(', ')']).filter(|word| word.ends_with(".rs")) {
            assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(user).exists(), "{file} names {user}");
        }
        for list in LISTS.contains(&file).then(|| lists_of(file)).into_iter().flatten() {
            let explained = header.iter().any(|line| line.split_once("  ").is_some_and(|(name, _)| name == list))
                || header.iter().any(|line| line.starts_with(&format!("{list} ")));
            assert!(explained, "the header of {file} does not explain {list}");
        }
    }
}

#[test]
fn tables_are_sorted_and_have_no_word_twice() {
    for &(file, text) in ENGLISH.0.iter().filter(|(file, _)| !ORDERED.contains(file)) {
        let folded: Vec<String> = rows(text).map(|row| row.0.to_lowercase()).collect();
        assert!(folded.is_sorted(), "{file} is not sorted by its first column");
        let mut seen = BTreeSet::new();
        for row in rows(text) {
            let key = key(file, row);
            assert!(seen.insert(key.to_lowercase()), "{file} has {key} twice");
            assert_eq!(key.trim(), key, "{file}");
        }
    }
}

#[test]
fn no_row_of_cues_has_a_verb_twice() {
    for (sense, columns) in rows(Language::english().cues) {
        let mut seen = BTreeSet::new();
        let (_, verbs) = columns.split_once('\t').expect("frames and verbs");
        let twice: Vec<_> = verbs.split(' ').filter(|verb| !seen.insert(*verb)).collect();
        assert!(twice.is_empty(), "{twice:?} twice in a row of {sense}");
    }
}

#[test]
fn lists_that_exclude_each_other_share_no_word() {
    for [(file, list), (other_file, other_list)] in EXCLUDE {
        let (one, other) = (words(file, list), words(other_file, other_list));
        assert!(!one.is_empty() && !other.is_empty(), "{list} and {other_list} exist");
        let both: Vec<_> = one.intersection(&other).collect();
        assert!(both.is_empty(), "{both:?} are in {list} of {file} and in {other_list} of {other_file}");
    }
}

/// A word has one class in `function-words.tsv`; the lists that repeat some of
/// a class for a narrower use agree with it.
#[test]
fn narrower_lists_agree_with_the_classes_of_words() {
    for (list, class) in [
        ("determiner", "determiner"),
        ("article", "determiner"),
        ("owner", "possessive"),
        ("preposition", "preposition"),
    ] {
        let missing: Vec<_> =
            words("noun-phrase-words.tsv", list).difference(&words("function-words.tsv", class)).copied().collect();
        assert!(missing.is_empty(), "{missing:?} are {list} but no {class}");
    }
}

/// A string literal of a source.
struct Literal {
    text: String,
    /// The code between the literal before and this one, without comments.
    gap: String,
}

/// The string literals of a source, in order. Tests and comments are left out.
fn literals(source: &str) -> Vec<Literal> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let mut found = Vec::new();
    let mut gap = String::new();
    let mut rest = code.chars();
    while let Some(c) = rest.next() {
        match c {
            '/' if rest.as_str().starts_with('/') => {
                rest = rest.as_str().trim_start_matches(|c| c != '\n').chars();
            }
            // A character literal; anything else is a lifetime.
            '\'' => {
                let inner = rest.as_str();
                let first = if inner.starts_with('\\') { 2 } else { 1 };
                if let Some((end, '\'')) = inner.char_indices().nth(first) {
                    rest = inner[end + 1..].chars();
                }
                gap.push('\'');
            }
            '"' => {
                let mut text = String::new();
                while let Some(c) = rest.next().filter(|c| *c != '"') {
                    text.extend(if c == '\\' { rest.next() } else { Some(c) });
                }
                found.push(Literal { text, gap: std::mem::take(&mut gap) });
            }
            c => gap.push(c),
        }
    }
    found
}

/// The lists of string literals in a source: how many literals follow each other
/// with nothing between them but names, numbers and the marks of a list, and the
/// first of them.
fn lists_in(source: &str) -> Vec<(usize, String)> {
    let is_list = |c: char| c.is_alphanumeric() || c.is_whitespace() || ",|()[]&:_".contains(c);
    let mut lists: Vec<(usize, String)> = Vec::new();
    for Literal { text, gap } in literals(source) {
        match lists.last_mut().filter(|_| gap.chars().all(is_list)) {
            Some((count, _)) => *count += 1,
            None => lists.push((1, text)),
        }
    }
    lists
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

#[test]
fn no_list_of_words_is_in_the_code() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    assert!(files.len() > 50);
    for path in files {
        // Names of tables, rules, senses, features and inputs are no words of a language.
        let names = ["language/tables.rs", "attribution/rule.rs"];
        if names.iter().chain(&NO_GRAMMAR).any(|file| path.ends_with(file)) {
            continue;
        }
        let source = fs::read_to_string(&path).expect("a source");
        for (count, first) in lists_in(&source) {
            assert!(count <= LONGEST_IN_CODE, "{} has a list of {count} from {first:?} on", path.display());
        }
    }
}

#[test]
fn only_rules_of_grammar_have_words_of_english() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in GRAMMAR {
        let source = fs::read_to_string(root.join(file)).expect("a source");
        let top: String = source.lines().take_while(|line| line.starts_with("//!")).collect();
        assert!(top.contains("English"), "{file} does not say that its rules are English");
    }
    let mut files = Vec::new();
    sources(&root, &mut files);
    files.retain(|path| !GRAMMAR.iter().chain(&NO_GRAMMAR).any(|file| path.ends_with(file)));
    files.retain(|path| !path.starts_with(root.join("language")));
    let small: BTreeSet<&str> = rows(ENGLISH.text("function-words.tsv")).map(|(word, _)| word).collect();
    for path in files {
        let source = fs::read_to_string(&path).expect("a source");
        let words = literals(&source).into_iter().map(|literal| literal.text.trim().to_owned());
        let words: Vec<String> = words.filter(|word| word.chars().count() > 1 && small.contains(&**word)).collect();
        assert!(words.is_empty(), "{} has words of English: {words:?}", path.display());
    }
}

#[test]
fn a_list_in_code_is_counted() {
    let source = r#"
        // "not" "this"
        const A: &[&str] = &["a", "b", '\'', '"', "d"];
        fn f(x: &'static str) -> bool { matches!(x, "e" | "f\"" | "g") && x != "h" }
        const C: &[(&str, i8)] = &[("k", 1), ("l", Self::TWO)];
        #[cfg(test)]
        mod tests { const B: &[&str] = &["i", "j"]; }
    "#;
    let expected = [(2, "a"), (1, "d"), (3, "e"), (1, "h"), (2, "k")];
    assert_eq!(lists_in(source), expected.map(|(count, first)| (count, first.to_owned())));
}

//! YAML front matter that a person and their editor may also edit.
//!
//! The exported keys have fixed names. One more key, `pullquote`, has a hash of
//! their values and the list of exported tags. Values are compared, not their
//! spelling, because note-taking programs rewrite front matter in their own
//! style.

use super::super::citation::UNTITLED;
use super::super::sections::{Terms, seal};
use pullquote_article::text::sanitize;
use pullquote_notes::Header;

/// The key for the hash and the exported tags.
const SEAL: &str = "pullquote";
/// The key for the tags, the person's and the exported ones together.
const TAGS: &str = "tags";

/// The exported keys with their values, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Front {
    pub(super) fields: Vec<(&'static str, Values)>,
}

/// The value of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Values {
    /// One text.
    One(String),
    /// A number.
    Count(usize),
    /// A list of texts.
    Several(Vec<String>),
}

/// The exported keys, except [`TAGS`] and [`SEAL`].
const OURS: [&str; 9] =
    ["title", "author", "site", "source", "published", "fetched", "annotations", "source_sha256", "text_sha256"];

impl Values {
    fn list(&self) -> Vec<String> {
        match self {
            Values::One(text) => vec![text.clone()],
            Values::Count(n) => vec![n.to_string()],
            Values::Several(texts) => texts.clone(),
        }
    }

    fn written(&self) -> String {
        match self {
            Values::One(text) => yaml(text),
            Values::Count(n) => n.to_string(),
            Values::Several(texts) => format!("[{}]", texts.iter().map(|t| yaml(t)).collect::<Vec<_>>().join(", ")),
        }
    }
}

impl Front {
    /// Reads the result of [`Self::written`] without its two lines of hyphens.
    pub(super) fn read(text: &str) -> Self {
        let known = |key: &str| OURS.into_iter().chain([TAGS]).find(|known| *known == key);
        let fields = entries(text).into_iter().filter_map(|(key, lines)| {
            let list = values(lines);
            let values = if lines.ends_with(']') {
                Values::Several(list)
            } else {
                let one = list.into_iter().next().unwrap_or_default();
                let count = if lines.ends_with('"') { None } else { one.parse().ok() };
                count.map_or(Values::One(one), Values::Count)
            };
            Some((known(key)?, values))
        });
        Self { fields: fields.collect() }
    }

    /// The front matter as text, with both lines of hyphens.
    pub(super) fn written(&self) -> String {
        let mut lines: Vec<String> = self.fields.iter().map(|(key, value)| written(key, value)).collect();
        lines.push(format!("{SEAL}: {}", yaml(&self.sealed())));
        format!("---\n{}\n---\n", lines.join("\n"))
    }

    fn tags(&self) -> Vec<String> {
        self.fields.iter().find(|(key, _)| *key == TAGS).map(|(_, values)| values.list()).unwrap_or_default()
    }

    fn sealed(&self) -> String {
        let fields = self.fields.iter().filter(|(key, _)| *key != TAGS);
        let hash = hash(fields.map(|(key, values)| (*key, values.list())).collect());
        [vec![hash], self.tags()].concat().join(" ")
    }

    /// Updates `text`, the front matter of a file without its lines of hyphens.
    /// The second result is whether a value that a person changed was kept.
    pub(super) fn update(&self, text: &str, terms: Terms) -> (String, bool) {
        let entries = entries(text);
        let value = |key: &str| entries.iter().find(|(k, _)| *k == key).map(|(_, lines)| values(lines));
        let seal_words = value(SEAL).and_then(|v| v.into_iter().next()).unwrap_or_default();
        let mut seal_words = seal_words.split_whitespace();
        let old_hash = seal_words.next().unwrap_or("");
        let old_tags: Vec<&str> = seal_words.collect();
        let present = OURS.iter().filter_map(|key| Some((*key, value(key)?))).collect();
        // A person changed it to exactly the new value, so it counts as exported again.
        let same = |(key, new): &(&str, Values)| *key == TAGS || value(key) == Some(new.list());
        let untouched = hash(present) == old_hash || terms.force || self.fields.iter().all(same);
        let tags: Vec<String> = value(TAGS).unwrap_or_default();
        let ours = self.tags();
        let theirs = tags.into_iter().filter(|tag| !old_tags.contains(&tag.as_str()) && !ours.contains(tag));
        let tags = Values::Several(theirs.chain(ours.iter().cloned()).collect());

        let mut lines: Vec<String> = Vec::new();
        let mut kept = false;
        let mut put = Vec::new();
        for (key, text) in &entries {
            let new = self.fields.iter().find(|(k, _)| k == key).map(|(_, values)| values);
            put.push(*key);
            match new {
                _ if *key == SEAL => {}
                _ if *key == TAGS => lines.extend(tag_lines(text, &tags)),
                Some(new) if values(text) == new.list() => lines.push((*text).to_owned()),
                Some(new) if untouched => lines.push(written(key, new)),
                None if OURS.contains(key) && untouched => {}
                new => {
                    kept |= new.is_some();
                    lines.push((*text).to_owned());
                }
            }
        }
        for (key, values) in &self.fields {
            if !put.contains(key) && (untouched || *key == TAGS) {
                lines.push(if *key == TAGS { written(TAGS, &tags) } else { written(key, values) });
            }
        }
        // Where a person's values stay, the old hash stays: they still count as changed.
        let hash = if untouched { self.sealed() } else { [vec![old_hash.to_owned()], ours].concat().join(" ") };
        lines.push(format!("{SEAL}: {}", yaml(&hash)));
        (lines.join("\n") + "\n", kept)
    }
}

fn tag_lines(old: &str, tags: &Values) -> Option<String> {
    let list = tags.list();
    if values(old) == list {
        return Some(old.to_owned());
    }
    (!list.is_empty()).then(|| written(TAGS, tags))
}

fn written(key: &str, values: &Values) -> String {
    format!("{key}: {}", values.written())
}

fn hash(fields: Vec<(&str, Vec<String>)>) -> String {
    let mut fields = fields;
    fields.sort();
    seal(&fields.into_iter().map(|(key, values)| format!("{key}\u{1f}{}\n", values.join("\u{1f}"))).collect::<String>())
}

/// The front matter of `text` without its lines of hyphens, and the text after
/// it; `None` where `text` does not begin with front matter.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"))?;
    let mut at = 0;
    for line in inner.split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some((inner.get(..at)?, inner.get(at + line.len()..)?));
        }
        at += line.len();
    }
    None
}

/// The exported front matter in `text`, without its lines of hyphens, also
/// where a person wrote something above it.
pub(super) fn find(text: &str) -> Option<&str> {
    let is_ours = |inner: &&str| entries(inner).iter().any(|(key, _)| *key == SEAL);
    let mut at = 0;
    text.split_inclusive('\n').find_map(|line| {
        let from = at;
        at += line.len();
        let opens = line.trim_end() == "---";
        opens.then(|| split(text.get(from..)?)).flatten().map(|(inner, _)| inner).filter(is_ours)
    })
}

/// The header of the article from its front matter.
pub(super) fn header(text: &str) -> Header {
    let entries = entries(text);
    let several = |wanted: &str| -> Vec<String> {
        entries.iter().find(|(key, _)| *key == wanted).map(|(_, lines)| values(lines)).unwrap_or_default()
    };
    let one = |wanted: &str| several(wanted).into_iter().next();
    let source = one("source");
    let file = source.as_deref().and_then(|source| source.rsplit(['/', '\\']).next());
    // An article without a title was exported with its file name instead.
    let title = one("title").filter(|title| title != UNTITLED && Some(title.as_str()) != file);
    Header {
        title,
        byline: several("author"),
        site: one("site"),
        source,
        published: one("published"),
        fetched: one("fetched"),
        source_sha256: one("source_sha256"),
        text_sha256: one("text_sha256").unwrap_or_default(),
    }
}

/// Each key with its lines, without the last line feed. Lines before the
/// first key get an empty key.
fn entries(text: &str) -> Vec<(&str, &str)> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let key = line.split_once(':').map(|(key, _)| key).filter(|key| {
            !key.is_empty() && !key.starts_with([' ', '\t', '-', '#', '"', '\'']) && !key.contains(['[', '{'])
        });
        if key.is_some() || at == 0 {
            starts.push((key.unwrap_or("").trim(), at));
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|(_, at)| *at).chain([text.len()]).collect::<Vec<_>>();
    starts.iter().zip(ends).map(|((key, at), end)| (*key, text.get(*at..end).unwrap_or("").trim_end())).collect()
}

/// The value or values of a key's lines: text, `[a, b]`, or a list of lines
/// with hyphens.
fn values(lines: &str) -> Vec<String> {
    let Some((_, rest)) = lines.split_once(':') else { return Vec::new() };
    let rest = rest.trim();
    if let Some(inner) = rest.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return flow(inner);
    }
    if rest.starts_with('-') && rest.lines().all(|line| line.trim_start().starts_with('-')) {
        return rest.lines().map(|line| plain(line.trim_start().trim_start_matches('-'))).collect();
    }
    if rest.is_empty() { Vec::new() } else { vec![plain(rest)] }
}

/// The items of a YAML list in one line, split at the commas outside of
/// quotation marks.
fn flow(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut item = String::new();
    let mut quote = None;
    let mut escaped = false;
    for c in text.chars() {
        match quote {
            Some(mark) => {
                if c == mark && !escaped {
                    quote = None;
                }
                escaped = mark == '"' && c == '\\' && !escaped;
            }
            None if c == ',' => {
                found.push(plain(&std::mem::take(&mut item)));
                continue;
            }
            None if c == '"' || c == '\'' => quote = Some(c),
            None => {}
        }
        item.push(c);
    }
    if !item.trim().is_empty() {
        found.push(plain(&item));
    }
    found
}

fn plain(text: &str) -> String {
    let text = text.trim();
    if text.starts_with('"') {
        return serde_json::from_str(text).unwrap_or_else(|_| text.to_owned());
    }
    match text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
        Some(inner) => inner.replace("''", "'"),
        None => text.to_owned(),
    }
}

/// `text` as a YAML string in double quotes. It is escaped as in JSON, and so
/// are the characters that YAML does not count as printable, or a terminal
/// must not get.
pub(in crate::export) fn yaml(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::new();
    for c in serde_json::to_string(text).unwrap_or_default().chars() {
        let unsafe_here = c < '\u{10000}' && !sanitize::is_safe(c);
        if unsafe_here || matches!(c, '\u{fffe}' | '\u{ffff}') {
            // Writing to a String cannot fail.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn front(count: usize, tags: &[&str]) -> Front {
        let one = |text: &str| Values::One(text.to_owned());
        let tags = Values::Several(tags.iter().map(|t| (*t).to_owned()).collect());
        let author = Values::Several(vec!["Ida \"I\" Holm".to_owned(), "Per, Ek".to_owned()]);
        Front {
            fields: vec![
                ("title", one("It: x")),
                ("author", author),
                (TAGS, tags),
                ("annotations", Values::Count(count)),
            ],
        }
    }

    fn inner(front: &Front) -> String {
        split(&front.written()).unwrap().0.to_owned()
    }

    #[test]
    fn front_matter_is_read_as_it_was_written() {
        let front = front(2, &["a", "b, c]"]);
        assert_eq!(Front::read(&inner(&front)), front);
    }

    #[test]
    fn front_matter_is_found_below_what_a_person_wrote() {
        let ours = inner(&front(1, &[]));
        for above in ["", "\n", "# Mine\n\n", "Mine\n\n---\n\nMore: of mine\n\n"] {
            assert_eq!(find(&format!("{above}---\n{ours}---\nRest\n")), Some(ours.as_str()), "{above:?}");
        }
        assert_eq!(find("---\ntitle: theirs\n---\n"), None);
    }

    #[test]
    fn an_update_keeps_an_editors_spelling_and_a_persons_keys_and_tags() {
        let theirs = "aliases:\n  - Wall\ntitle: 'It: x'\nauthor:\n- Ida \"I\" Holm\n- Per, Ek\ntags:\n  - mine\n  - law\nannotations: 1\n";
        let old = front(1, &["law", "sea"]);
        let seal = inner(&old).lines().last().unwrap().to_owned();
        let (text, kept) = front(2, &["sea", "law"]).update(&format!("{theirs}{seal}\n"), Terms::default());
        assert!(!kept);
        for line in
            ["aliases:\n  - Wall\n", "title: 'It: x'\n", "tags: [\"mine\", \"sea\", \"law\"]\n", "annotations: 2\n"]
        {
            assert!(text.contains(line), "{line:?} in {text}");
        }
        // `law` is no longer exported; `mine` is the person's.
        let (text, _) = front(2, &["sea"]).update(&text, Terms::default());
        assert!(text.contains("tags: [\"mine\", \"sea\"]\n"), "{text}");
        assert_eq!(front(2, &["sea"]).update(&text, Terms::default()), (text, false));
    }

    #[test]
    fn a_value_that_a_person_changed_stays_and_is_reported() {
        let theirs = inner(&front(1, &[])).replace("It: x", "Mine");
        let (text, kept) = front(2, &[]).update(&theirs, Terms::default());
        assert!(kept && text.contains("title: \"Mine\"\n") && text.contains("annotations: 1\n"), "{text}");
        let (text, kept) = front(2, &[]).update(&theirs, Terms { force: true, complete: true, within: None });
        assert!(!kept && text.contains("It: x"), "{text}");
    }
}

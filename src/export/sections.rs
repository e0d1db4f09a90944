//! Exported sections in files that a person may also write in.
//!
//! Each exported section is between two comments:
//!
//! ```text
//! <!-- pq 01JD… 2026-01-05T10:12:33Z -->
//! …
//! <!-- /pq 01JD… 3f2a9c1b7d20 -->
//! ```
//!
//! The second comment has a hash of the text between them. While the hash
//! matches, nobody has changed the section, and a later export may replace it.
//! A section that a person changed stays as it is and is reported. Everything
//! outside of sections belongs to the person and stays byte for byte.

use std::collections::{HashMap, HashSet};

use pullquote_article::sha256_hex;

/// How a format writes comments.
#[derive(Debug, Clone, Copy)]
pub(super) struct Comment {
    /// The start of a comment.
    pub(super) open: &'static str,
    /// The end of a comment.
    pub(super) close: &'static str,
}

/// HTML comments, which Markdown also allows.
pub(super) const HTML: Comment = Comment { open: "<!-- ", close: " -->" };
/// Org comments.
pub(super) const ORG: Comment = Comment { open: "# ", close: "" };

/// One section of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// An annotation's id as `section_id` spells it, or another word without
    /// white space.
    pub id: String,
    /// When the annotation was last changed, as RFC 3339; may be empty.
    pub stamp: String,
    /// The text; it ends with a line feed.
    pub text: String,
}

/// A section that was found in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundSection<'a> {
    /// See [`Section::id`].
    pub id: &'a str,
    /// See [`Section::stamp`].
    pub stamp: &'a str,
    /// The text between the comments.
    pub text: &'a str,
    /// Both comments and the text between them.
    pub whole: &'a str,
    /// Whether its second comment is missing, so that its end is unknown.
    pub broken: bool,
    /// Whether a person changed it.
    pub edited: bool,
}

/// A piece of a file: an exported section, or text of the person.
#[derive(Debug, Clone, Copy)]
enum Piece<'a> {
    Person(&'a str),
    Exported(FoundSection<'a>),
}

/// What an update does with sections that a person changed, and with those
/// that are no longer in the export.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Terms {
    /// Whether to write over sections that a person changed.
    pub force: bool,
    /// Whether the export has every annotation, so that an unchanged section
    /// which is not in the export is removed.
    pub complete: bool,
    /// Where the export has every annotation of one article only: the eight hex
    /// digits of that article. Sections of other articles are not removed.
    pub within: Option<[u8; 8]>,
}

/// A file after an update.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Updated {
    /// Its text.
    pub text: String,
    /// The ids of sections that the update left alone, though they differ,
    /// because a person had changed them.
    pub kept: Vec<String>,
    /// Whether the first section was removed, so that the blank line after it
    /// has to be removed, too.
    pub(super) gap: bool,
}

/// Whether `text` is an earlier export of what `fresh` is an export of: both
/// have one article or both have several, and they share an annotation or a
/// heading.
pub(super) fn is_earlier(text: &str, fresh: &str, comment: Comment) -> bool {
    let (there, fresh) = (find(text, comment), find(fresh, comment));
    let several = |sections: &[FoundSection<'_>]| sections.iter().any(|section| section.id.starts_with("article-"));
    if there.is_empty() || several(&there) != several(&fresh) {
        return false;
    }
    let marks_one = |section: &&FoundSection<'_>| !RESERVED.contains(&section.id) && !section.text.is_empty();
    let known: HashSet<&str> = there.iter().filter(marks_one).map(|section| section.id).collect();
    let head = |sections: &[FoundSection<'_>]| sections.iter().find(|s| s.id == "article").map(|s| seal(s.text));
    known.is_empty() || fresh.iter().any(|section| known.contains(section.id)) || head(&there) == head(&fresh)
}

/// Whether `text` has the section of an article in a file of several.
pub(super) fn holds_several(text: &str, comment: Comment) -> bool {
    find(text, comment).iter().any(|section| section.id.starts_with("article-"))
}

/// A hash of `text`, 12 hex digits. White space at the ends of lines does not
/// count, because editors remove it.
pub(super) fn seal(text: &str) -> String {
    let lines: Vec<&str> = text.trim_end().lines().map(str::trim_end).collect();
    sha256_hex(lines.join("\n").as_bytes()).chars().take(12).collect()
}

/// The ids of sections that are not annotations.
const RESERVED: [&str; 7] = ["article", "notes", "quotes", "head", "end", "hashes", "homeless"];

/// The beginnings of other ids of sections that are not annotations, or not
/// in their place.
const BEGINNINGS: [&str; 3] = ["article-", "block-", UNPLACED];

/// The prefix of the section id of an annotation that is listed because its
/// words have no place in the text.
pub(super) const UNPLACED: &str = "homeless-";

/// The section id for an annotation's id: letters, digits, `-` and `_` stay,
/// other bytes become `%` and two hex digits, because an imported id can have
/// any character. An id that is reserved gets its first byte escaped.
pub(super) fn section_id(id: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(id.len());
    let reserved = RESERVED.contains(&id) || BEGINNINGS.iter().any(|beginning| id.starts_with(beginning));
    for (i, byte) in id.bytes().enumerate() {
        if (byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) && !(reserved && i == 0) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    if out.is_empty() { "%".to_owned() } else { out }
}

/// The annotation's id from a section id: the inverse of `section_id`.
pub(super) fn annotation_id(section: &str) -> String {
    let mut parts = section.split('%');
    let mut bytes = parts.next().unwrap_or("").as_bytes().to_vec();
    for part in parts {
        let (hex, rest) = part.split_at_checked(2).unwrap_or(("", part));
        bytes.extend(u8::from_str_radix(hex, 16).ok());
        bytes.extend(rest.bytes());
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

impl Section {
    pub(super) fn written(&self, comment: Comment) -> String {
        let Comment { open, close } = comment;
        let Section { id, stamp, text } = self;
        let gap = if stamp.is_empty() { "" } else { " " };
        format!("{open}pq {id}{gap}{stamp}{close}\n{text}{open}/pq {id} {}{close}\n", seal(text))
    }
}

/// Names sections for a message, from their ids: `the list of quotes and 2
/// notes`.
#[must_use]
pub fn described(ids: &[String]) -> String {
    let named = |id: &str| match id {
        "front matter" => Some("the front matter"),
        "article" => Some("the article's heading"),
        "notes" | "homeless" => Some("the heading of the notes"),
        "quotes" => Some("the list of quotes"),
        "head" => Some("the page's head"),
        "hashes" | "end" => Some("the page's foot"),
        _ => None,
    };
    let mut parts: Vec<String> = Vec::new();
    let mut counts = [("heading", 0usize), ("paragraph", 0), ("note", 0)];
    for id in ids {
        let kind = match id.as_str() {
            id if id.starts_with("article-") => 0,
            id if id.starts_with("block-") => 1,
            _ => 2,
        };
        match (named(id), counts.get_mut(kind)) {
            (Some(name), _) => parts.push(name.to_owned()),
            (None, Some((_, n))) => *n += 1,
            (None, None) => {}
        }
    }
    parts.extend(counts.iter().filter(|(_, n)| *n > 0).map(|(what, n)| match n {
        1 => format!("a {what}"),
        n => format!("{n} {what}s"),
    }));
    match parts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// The text of a new file with these sections.
pub(super) fn fresh(sections: &[Section], comment: Comment) -> String {
    sections.iter().map(|section| section.written(comment)).collect::<Vec<_>>().join("\n")
}

/// The sections of an export.
pub(super) fn read(text: &str, comment: Comment) -> Vec<Section> {
    let owned = |section: FoundSection<'_>| Section {
        id: section.id.to_owned(),
        stamp: section.stamp.to_owned(),
        text: section.text.to_owned(),
    };
    find(text, comment).into_iter().map(owned).collect()
}

/// The sections in `text`, in order. Where several have one id, only the
/// first counts.
pub(super) fn find(text: &str, comment: Comment) -> Vec<FoundSection<'_>> {
    let ours = |part| if let Piece::Exported(section) = part { Some(section) } else { None };
    pieces(text, comment).into_iter().filter_map(ours).collect()
}

/// Updates the sections in `text` to `sections`. Each stays in its place; a
/// new one goes after the section that precedes it in `sections`.
pub(super) fn update(text: &str, sections: &[Section], comment: Comment, terms: Terms) -> Updated {
    let parts = pieces(text, comment);
    let there: HashSet<&str> = parts.iter().filter_map(Piece::id).collect();
    let mut updated = Updated::default();
    let mut waiting = sections.iter().peekable();
    let mut article = None;
    for part in &parts {
        let Piece::Exported(old) = part else {
            if let Piece::Person(text) = part {
                let gap = std::mem::take(&mut updated.gap);
                updated.text.push_str(text.strip_prefix('\n').filter(|_| gap).unwrap_or(text));
            }
            continue;
        };
        let new = sections.iter().find(|section| section.id == old.id);
        if new.is_some() {
            // New sections that come before this one.
            while let Some(section) = waiting.next_if(|section| section.id != old.id && !there.contains(&*section.id)) {
                updated.text.push_str(&section.written(comment));
                updated.text.push('\n');
            }
            waiting.next_if(|section| section.id == old.id);
        }
        article = old.id.strip_prefix("article-").or(article);
        let of_it = terms.within.is_none_or(|within| article.is_some_and(|short| short.as_bytes() == within));
        updated.put(old, new, comment, Terms { complete: terms.complete && of_it, ..terms });
    }
    for section in waiting.filter(|section| !there.contains(&*section.id)) {
        if !updated.text.is_empty() {
            let gap = if updated.text.ends_with('\n') { "\n" } else { "\n\n" };
            updated.text.push_str(gap);
        }
        updated.text.push_str(&section.written(comment));
    }
    updated
}

/// Removes from `text` the unchanged sections that are in another order than
/// in `sections`, as few as possible. [`update`] then adds them in the right
/// place.
pub(super) fn without_misplaced(text: &str, sections: &[Section], comment: Comment) -> String {
    let order: HashMap<&str, usize> = sections.iter().enumerate().map(|(at, s)| (s.id.as_str(), at)).collect();
    let parts = pieces(text, comment);
    let place = |part: &Piece<'_>| part.id().and_then(|id| order.get(id)).copied();
    let in_order = longest_increasing(&parts.iter().filter_map(place).collect::<Vec<_>>());
    let mut kept = String::with_capacity(text.len());
    for part in parts {
        match part {
            Piece::Person(theirs) => kept.push_str(theirs),
            Piece::Exported(ours) => {
                if ours.edited || place(&part).is_none_or(|at| in_order.contains(&at)) {
                    kept.push_str(ours.whole);
                } else if kept.ends_with("\n\n") {
                    kept.pop();
                }
            }
        }
    }
    kept
}

/// The longest increasing subsequence of `numbers`, which are all different
/// (patience sorting).
fn longest_increasing(numbers: &[usize]) -> HashSet<usize> {
    // For each length, the least number that a subsequence of this length ends
    // with; for each number, the one before it in its subsequence.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: HashMap<usize, usize> = HashMap::new();
    for number in numbers {
        let at = ends.partition_point(|end| end < number);
        if let Some(previous) = at.checked_sub(1).and_then(|at| ends.get(at)) {
            before.insert(*number, *previous);
        }
        match ends.get_mut(at) {
            Some(end) => *end = *number,
            None => ends.push(*number),
        }
    }
    std::iter::successors(ends.last().copied(), |number| before.get(number).copied()).collect()
}

impl Updated {
    /// Appends the section that replaces `old`, or `old` itself.
    fn put(&mut self, old: &FoundSection<'_>, new: Option<&Section>, comment: Comment, terms: Terms) {
        // A person changed it to exactly the new text, so it counts as exported again.
        let same = new.is_some_and(|new| seal(&new.text) == seal(old.text));
        let free = !old.broken && (!old.edited || terms.force || same);
        match new {
            Some(new) if free => self.text.push_str(&new.written(comment)),
            Some(_) => {
                if !same {
                    self.kept.push(old.id.to_owned());
                }
                self.text.push_str(old.whole);
            }
            None if free && terms.complete => {
                // Together with the blank line before it.
                if self.text.ends_with("\n\n") {
                    self.text.pop();
                }
                self.gap = self.text.is_empty();
            }
            None => {
                if terms.complete {
                    self.kept.push(old.id.to_owned());
                }
                self.text.push_str(old.whole);
            }
        }
    }
}

impl Piece<'_> {
    fn id(&self) -> Option<&str> {
        if let Piece::Exported(section) = self { Some(section.id) } else { None }
    }
}

fn pieces(text: &str, comment: Comment) -> Vec<Piece<'_>> {
    let mut parts = Vec::new();
    let mut seen = HashSet::new();
    let mut rest = text;
    let mut theirs = 0;
    while let Some(line) = rest.get(theirs..).and_then(|rest| rest.split_inclusive('\n').next()) {
        let Some((id, stamp)) = comment_fields(line, "pq ", comment).filter(|(id, _)| seen.insert(id.to_owned()))
        else {
            theirs += line.len();
            continue;
        };
        let (before, from) = rest.split_at_checked(theirs).unwrap_or((rest, ""));
        if !before.is_empty() {
            parts.push(Piece::Person(before));
        }
        let section = section_at_start(from, line.len(), (id, stamp), comment);
        rest = from.get(section.whole.len()..).unwrap_or("");
        theirs = 0;
        parts.push(Piece::Exported(section));
    }
    if !rest.is_empty() {
        parts.push(Piece::Person(rest));
    }
    parts
}

/// The section at the beginning of `text`. Its first comment takes `begun`
/// bytes.
fn section_at_start<'a>(
    text: &'a str,
    begun: usize,
    (id, stamp): (&'a str, &'a str),
    comment: Comment,
) -> FoundSection<'a> {
    let mut at = begun;
    for line in text.get(begun..).unwrap_or("").split_inclusive('\n') {
        if let Some((end, hash)) = comment_fields(line, "/pq ", comment)
            && end == id
        {
            let inner = text.get(begun..at).unwrap_or("");
            let whole = text.get(..at + line.len()).unwrap_or(text);
            return FoundSection { id, stamp, text: inner, whole, broken: false, edited: seal(inner) != hash };
        }
        if comment_fields(line, "pq ", comment).is_some() {
            break;
        }
        at += line.len();
    }
    let whole = text.get(..at).unwrap_or(text);
    let inner = whole.get(begun..).unwrap_or("");
    FoundSection { id, stamp, text: inner, whole, broken: true, edited: true }
}

/// The id and the rest of a section comment that begins with `word`; `None` for
/// any other line. An editor may have indented it.
fn comment_fields<'a>(line: &'a str, word: &str, comment: Comment) -> Option<(&'a str, &'a str)> {
    let inner = line.trim().strip_prefix(comment.open)?.strip_suffix(comment.close)?.strip_prefix(word)?;
    let (id, rest) = inner.split_once(' ').unwrap_or((inner, ""));
    (!id.is_empty()).then_some((id, rest.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn section(id: &str, text: &str) -> Section {
        Section { id: id.to_owned(), stamp: String::new(), text: format!("{text}\n") }
    }

    const COMPLETE: Terms = Terms { force: false, complete: true, within: None };

    #[test]
    fn an_update_changes_sections_and_no_text_around_them() {
        let first = fresh(&[section("a", "one"), section("b", "two")], HTML);
        let theirs = format!("Before.\n\n{}", first.replace("\n<!-- pq b", "\nBetween.\n\n<!-- pq b")) + "\nAfter.\n";
        let next = [section("a", "one, again"), section("c", "new"), section("b", "two")];
        let updated = update(&theirs, &next, HTML, COMPLETE);
        let expected = format!(
            "Before.\n\n{}\nBetween.\n\n{}\n{}\nAfter.\n",
            next[0].written(HTML),
            next[1].written(HTML),
            next[2].written(HTML)
        );
        assert_eq!(updated, Updated { text: expected.clone(), ..Updated::default() });
        assert_eq!(update(&expected, &next, HTML, COMPLETE).text, expected, "again changes nothing");
    }

    #[test]
    fn what_a_person_changed_stays_unless_forced() {
        let old = fresh(&[section("a", "one"), section("b", "two")], HTML).replace("one", "my one");
        let next = [section("a", "changed"), section("b", "changed")];
        let updated = update(&old, &next, HTML, COMPLETE);
        assert_eq!(updated.kept, ["a"]);
        assert!(updated.text.contains("my one") && !updated.text.contains("two"));
        let forced = update(&old, &next, HTML, Terms { force: true, ..COMPLETE });
        assert_eq!(forced, Updated { text: fresh(&next, HTML), ..Updated::default() });
        // A person changed it to exactly the new text, so it counts as exported again.
        let same = old.replace("my one", "changed");
        assert_eq!(update(&same, &next, HTML, COMPLETE), Updated { text: fresh(&next, HTML), ..Updated::default() });
    }

    #[test]
    fn what_is_gone_goes_only_from_a_whole_export_and_unchanged() {
        let old = fresh(&[section("a", "one"), section("b", "two"), section("c", "three")], HTML);
        let next = [section("c", "three")];
        assert_eq!(update(&old, &next, HTML, COMPLETE).text, fresh(&next, HTML));
        assert_eq!(update(&old, &next, HTML, Terms::default()).text, old);
        let edited = old.replace("one", "my one");
        let updated = update(&edited, &next, HTML, COMPLETE);
        assert_eq!(updated.kept, ["a"]);
        assert!(updated.text.contains("my one") && !updated.text.contains("two"));
    }

    #[test]
    fn sections_in_another_order_are_removed_and_edited_ones_stay() {
        let order = |ids: &str| ids.split(' ').map(|id| section(id, id)).collect::<Vec<_>>();
        let old = fresh(&order("a n b c"), HTML).replace("<!-- /pq b", "mine\n<!-- /pq b");
        let left = without_misplaced(&old, &order("a b c n"), HTML);
        let ids: Vec<&str> = find(&left, HTML).iter().map(|s| s.id).collect();
        assert_eq!(ids, ["a", "b", "c"]);
        assert!(left.contains("mine"));
        // A section that a person changed stays in its place.
        assert_eq!(find(&without_misplaced(&old, &order("b a n c"), HTML), HTML).len(), 4);
        proptest!(|(numbers in Just((0..9usize).collect::<Vec<_>>()).prop_shuffle())| {
            let increasing = longest_increasing(&numbers);
            let row: Vec<usize> = numbers.iter().copied().filter(|n| increasing.contains(n)).collect();
            prop_assert!(row.is_sorted() && !row.is_empty());
        });
    }

    #[test]
    fn a_section_without_its_end_is_never_written_over() {
        let old = "<!-- pq a -->\none\nand my own words\n<!-- pq b -->\ntwo\n<!-- /pq b 0 -->\n";
        let updated = update(old, &[section("a", "x"), section("b", "y")], HTML, Terms { force: true, ..COMPLETE });
        assert!(updated.text.contains("and my own words"));
        assert_eq!(updated.kept, ["a"]);
    }

    proptest! {
        #[test]
        fn any_id_is_read_back_from_its_section_id(id in "(?s)(article|notes|-->|[ %\n]|.){0,6}") {
            let section = section_id(&id);
            prop_assert!(!section.is_empty() && !section.contains(char::is_whitespace) && !section.contains('>'));
            prop_assert!(!RESERVED.contains(&section.as_str()));
            prop_assert_eq!(annotation_id(&section), id);
        }

        #[test]
        fn every_byte_outside_sections_stays(
            text in "(<!-- pq a -->\n|<!-- /pq a [0-9a-f]{2} -->\n|<!-- pq b x -->\r\n|words\n|\n|# pq|é.){0,12}",
        ) {
            let sections = [section("a", "ours"), section("z", "new")];
            let updated = update(&text, &sections, HTML, Terms::default());
            for part in pieces(&text, HTML) {
                match part {
                    Piece::Person(theirs) => prop_assert!(updated.text.contains(theirs)),
                    Piece::Exported(section) if section.edited => prop_assert!(updated.text.contains(section.whole)),
                    Piece::Exported(_) => {}
                }
            }
            let again = update(&updated.text, &sections, HTML, Terms::default());
            prop_assert_eq!(again.text, updated.text);
        }
    }
}

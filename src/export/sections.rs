//! Files that a person writes in, too.
//!
//! What is ours stands in sections between two comments:
//!
//! ```text
//! <!-- pq 01JD… 2026-01-05T10:12:33Z -->
//! …
//! <!-- /pq 01JD… 3f2a9c1b7d20 -->
//! ```
//!
//! The second holds a hash of what stands between. While it agrees, nobody
//! has changed the section, and a later export may replace it; a section that
//! a person changed stays as it is and is reported. Everything outside of
//! sections is the person's and stays byte for byte.

use std::collections::{HashMap, HashSet};

use pullquote_article::sha256_hex;

/// How a format writes comments.
#[derive(Debug, Clone, Copy)]
pub(super) struct Comment {
    pub(super) open: &'static str,
    pub(super) close: &'static str,
}

/// Comments of HTML, which Markdown takes.
pub(super) const HTML: Comment = Comment { open: "<!-- ", close: " -->" };
/// Comments of Org.
pub(super) const ORG: Comment = Comment { open: "# ", close: "" };

/// One stretch of an export that is ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// An annotation's id, or another word without white space.
    pub id: String,
    /// When the annotation was last changed, as RFC 3339; may be empty.
    pub stamp: String,
    /// Its text; ends with a line feed.
    pub text: String,
}

/// A section as it stands in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing<'a> {
    /// See [`Section::id`].
    pub id: &'a str,
    /// See [`Section::stamp`].
    pub stamp: &'a str,
    /// What stands between the comments.
    pub text: &'a str,
    /// Both comments and what is between them.
    pub whole: &'a str,
    /// Its end is missing, so nobody knows how far it goes.
    pub broken: bool,
    /// A person changed it.
    pub edited: bool,
}

/// A stretch of a file.
#[derive(Debug, Clone, Copy)]
enum Part<'a> {
    Theirs(&'a str),
    Ours(Standing<'a>),
}

/// What to do with what an export no longer holds, or a person changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Terms {
    /// Write over sections that a person changed.
    pub force: bool,
    /// The export holds everything there is, so that an unchanged section
    /// that is not in it goes.
    pub complete: bool,
    /// It does so of this article alone, among several: eight hex digits.
    pub within: Option<[u8; 8]>,
}

/// A file after an export.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Updated {
    /// Its text.
    pub text: String,
    /// Sections that would have changed, and stayed because a person had
    /// changed them.
    pub kept: Vec<String>,
    /// The section that stood first has gone, and the blank line behind it is
    /// to go with it.
    pub(super) gap: bool,
}

/// Whether `text` is an earlier export of what `fresh` is an export of: both
/// of one article or both of several, and the same ones, as far as the
/// annotations and headings in them tell.
pub(super) fn is_earlier(text: &str, fresh: &str, comment: Comment) -> bool {
    let (there, fresh) = (standing(text, comment), standing(fresh, comment));
    let several = |sections: &[Standing<'_>]| sections.iter().any(|section| section.id.starts_with("article-"));
    if there.is_empty() || several(&there) != several(&fresh) {
        return false;
    }
    let marks_one = |section: &&Standing<'_>| !RESERVED.contains(&section.id) && !section.text.is_empty();
    let known: HashSet<&str> = there.iter().filter(marks_one).map(|section| section.id).collect();
    let head = |sections: &[Standing<'_>]| sections.iter().find(|s| s.id == "article").map(|s| seal(s.text));
    known.is_empty() || fresh.iter().any(|section| known.contains(section.id)) || head(&there) == head(&fresh)
}

/// Whether `text` holds the section of one article among several.
pub(super) fn holds_several(text: &str, comment: Comment) -> bool {
    standing(text, comment).iter().any(|section| section.id.starts_with("article-"))
}

/// Twelve hex digits; white space at the ends of lines doesn't count, because
/// editors take it away.
pub(super) fn seal(text: &str) -> String {
    let lines: Vec<&str> = text.trim_end().lines().map(str::trim_end).collect();
    sha256_hex(lines.join("\n").as_bytes()).chars().take(12).collect()
}

/// The ids of sections that are no annotation's.
const RESERVED: [&str; 7] = ["article", "notes", "quotes", "head", "end", "hashes", "homeless"];

/// What the ids of other sections that are no annotation's begin with.
const BEGINNINGS: [&str; 3] = ["article-", "block-", HOMELESS];

/// What stands before an annotation's id where it is listed without a place.
pub(super) const HOMELESS: &str = "homeless-";

/// An annotation's id as a section's: of letters, digits, `-` and `_`, other
/// bytes as `%` and two hex digits. Ids may come from anywhere.
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

/// The annotation's id that [`section_id`] was given.
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

/// Sections, by their ids, as a person knows them: `the heading and 2 notes`.
#[must_use]
pub fn told(ids: &[String]) -> String {
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

/// A new file of these sections.
pub(super) fn fresh(sections: &[Section], comment: Comment) -> String {
    sections.iter().map(|section| section.written(comment)).collect::<Vec<_>>().join("\n")
}

/// The sections of an export.
pub(super) fn read(text: &str, comment: Comment) -> Vec<Section> {
    let owned = |standing: Standing<'_>| Section {
        id: standing.id.to_owned(),
        stamp: standing.stamp.to_owned(),
        text: standing.text.to_owned(),
    };
    standing(text, comment).into_iter().map(owned).collect()
}

/// The sections that stand in `text`, in order; of several with one id the
/// first.
pub(super) fn standing(text: &str, comment: Comment) -> Vec<Standing<'_>> {
    let ours = |part| if let Part::Ours(standing) = part { Some(standing) } else { None };
    parts(text, comment).into_iter().filter_map(ours).collect()
}

/// `text` with `sections` in it: each in the place it had, new ones behind
/// the one before them.
pub(super) fn update(text: &str, sections: &[Section], comment: Comment, terms: Terms) -> Updated {
    let parts = parts(text, comment);
    let there: HashSet<&str> = parts.iter().filter_map(Part::id).collect();
    let mut updated = Updated::default();
    let mut waiting = sections.iter().peekable();
    let mut article = None;
    for part in &parts {
        let Part::Ours(old) = part else {
            if let Part::Theirs(text) = part {
                let gap = std::mem::take(&mut updated.gap);
                updated.text.push_str(text.strip_prefix('\n').filter(|_| gap).unwrap_or(text));
            }
            continue;
        };
        let new = sections.iter().find(|section| section.id == old.id);
        if new.is_some() {
            // New sections that stand before this one.
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

/// `text` without those unchanged sections that stand in another order than
/// in `sections`, as few as can be: [`update`] puts them where they belong.
pub(super) fn without_misplaced(text: &str, sections: &[Section], comment: Comment) -> String {
    let order: HashMap<&str, usize> = sections.iter().enumerate().map(|(at, s)| (s.id.as_str(), at)).collect();
    let parts = parts(text, comment);
    let place = |part: &Part<'_>| part.id().and_then(|id| order.get(id)).copied();
    let in_order = longest_rise(&parts.iter().filter_map(place).collect::<Vec<_>>());
    let mut kept = String::with_capacity(text.len());
    for part in parts {
        match part {
            Part::Theirs(theirs) => kept.push_str(theirs),
            Part::Ours(ours) => {
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

/// Those of `numbers`, which are all different, that make the longest row in
/// which each is greater than the one before.
fn longest_rise(numbers: &[usize]) -> HashSet<usize> {
    // For each length the least number that a row of it ends with, and for
    // each number the one before it in its row (patience sorting).
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
    /// Puts the section that replaces `old`, or `old` itself.
    fn put(&mut self, old: &Standing<'_>, new: Option<&Section>, comment: Comment, terms: Terms) {
        // Changed to just what it would become: from now on it is ours again.
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
                // With the blank line that parted it from what is before.
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

impl Part<'_> {
    fn id(&self) -> Option<&str> {
        if let Part::Ours(standing) = self { Some(standing.id) } else { None }
    }
}

fn parts(text: &str, comment: Comment) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut seen = HashSet::new();
    let mut rest = text;
    let mut theirs = 0;
    while let Some(line) = rest.get(theirs..).and_then(|rest| rest.split_inclusive('\n').next()) {
        let Some((id, stamp)) = mark(line, "pq ", comment).filter(|(id, _)| seen.insert(id.to_owned())) else {
            theirs += line.len();
            continue;
        };
        let (before, from) = rest.split_at_checked(theirs).unwrap_or((rest, ""));
        if !before.is_empty() {
            parts.push(Part::Theirs(before));
        }
        let standing = cut(from, line.len(), (id, stamp), comment);
        rest = from.get(standing.whole.len()..).unwrap_or("");
        theirs = 0;
        parts.push(Part::Ours(standing));
    }
    if !rest.is_empty() {
        parts.push(Part::Theirs(rest));
    }
    parts
}

/// The section that `text` begins with, whose first comment is `begun` bytes.
fn cut<'a>(text: &'a str, begun: usize, (id, stamp): (&'a str, &'a str), comment: Comment) -> Standing<'a> {
    let mut at = begun;
    for line in text.get(begun..).unwrap_or("").split_inclusive('\n') {
        if let Some((end, hash)) = mark(line, "/pq ", comment)
            && end == id
        {
            let inner = text.get(begun..at).unwrap_or("");
            let whole = text.get(..at + line.len()).unwrap_or(text);
            return Standing { id, stamp, text: inner, whole, broken: false, edited: seal(inner) != hash };
        }
        if mark(line, "pq ", comment).is_some() {
            break;
        }
        at += line.len();
    }
    let whole = text.get(..at).unwrap_or(text);
    let inner = whole.get(begun..).unwrap_or("");
    Standing { id, stamp, text: inner, whole, broken: true, edited: true }
}

/// The two words of a comment of ours, which an editor may have indented.
fn mark<'a>(line: &'a str, word: &str, comment: Comment) -> Option<(&'a str, &'a str)> {
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
    fn what_a_person_wrote_around_stays_and_what_is_ours_is_updated() {
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
        // Changed to just what it would become: it is ours again.
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
    fn what_stands_in_another_order_is_taken_out_to_be_put_where_it_belongs() {
        let order = |ids: &str| ids.split(' ').map(|id| section(id, id)).collect::<Vec<_>>();
        let old = fresh(&order("a n b c"), HTML).replace("<!-- /pq b", "mine\n<!-- /pq b");
        let left = without_misplaced(&old, &order("a b c n"), HTML);
        let ids: Vec<&str> = standing(&left, HTML).iter().map(|s| s.id).collect();
        assert_eq!(ids, ["a", "b", "c"]);
        assert!(left.contains("mine"));
        // What a person changed stays where it is.
        assert_eq!(standing(&without_misplaced(&old, &order("b a n c"), HTML), HTML).len(), 4);
        proptest!(|(numbers in Just((0..9usize).collect::<Vec<_>>()).prop_shuffle())| {
            let rise = longest_rise(&numbers);
            let row: Vec<usize> = numbers.iter().copied().filter(|n| rise.contains(n)).collect();
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
        fn an_id_of_any_letters_comes_back(id in "(?s)(article|notes|-->|[ %\n]|.){0,6}") {
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
            for part in parts(&text, HTML) {
                match part {
                    Part::Theirs(theirs) => prop_assert!(updated.text.contains(theirs)),
                    Part::Ours(standing) if standing.edited => prop_assert!(updated.text.contains(standing.whole)),
                    Part::Ours(_) => {}
                }
            }
            let again = update(&updated.text, &sections, HTML, Terms::default());
            prop_assert_eq!(again.text, updated.text);
        }
    }
}

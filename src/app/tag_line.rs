//! The line in which tags are typed: words separated by spaces or commas. A tag
//! that contains a space or a comma is written between quotation marks.

/// One tag of the line, by its bytes.
struct Word<'a> {
    /// Its first byte, after any `#`.
    start: usize,
    /// One past its last byte, including its quotation marks.
    end: usize,
    text: &'a str,
}

fn separates(c: char) -> bool {
    c == ',' || c.is_whitespace()
}

fn words(line: &str) -> Vec<Word<'_>> {
    let mut found = Vec::new();
    let mut rest = line.trim_start_matches(separates);
    while !rest.is_empty() {
        let bare = rest.trim_start_matches('#');
        let start = line.len() - bare.len();
        let ended = |(at, _): &(usize, &str)| {
            bare.get(at + 1..).is_none_or(|rest| rest.is_empty() || rest.starts_with(separates))
        };
        let (text, len) = match bare.strip_prefix('"') {
            Some(inner) => {
                // Without a second quotation mark the tag is still being typed.
                let close = bare.match_indices('"').skip(1).find(ended).map(|(at, _)| at);
                (close.and_then(|at| bare.get(1..at)).unwrap_or(inner), close.map_or(bare.len(), |at| at + 1))
            }
            None => {
                let len = bare.find(separates).unwrap_or(bare.len());
                (bare.get(..len).unwrap_or(""), len)
            }
        };
        found.push(Word { start, end: start + len, text });
        rest = bare.get(len..).unwrap_or("").trim_start_matches(separates);
    }
    found
}

/// The tags of a line, each once, in their order.
pub(super) fn tags(line: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for word in words(line) {
        let tag = word.text.trim();
        if !tag.is_empty() && !tags.iter().any(|known| known == tag) {
            tags.push(tag.to_owned());
        }
    }
    tags
}

/// A tag as it is written in the line.
pub(super) fn written(tag: &str) -> String {
    if tag.contains(separates) { format!("\"{tag}\"") } else { tag.to_owned() }
}

/// Tags as a line, with a space after the last one.
pub(super) fn line(tags: &[String]) -> String {
    tags.iter().map(|tag| written(tag) + " ").collect()
}

/// The byte at which the tag before the cursor begins, and the tag without a
/// leading `#` and without quotation marks.
pub(super) fn word_before(line: &str, cursor: usize) -> (usize, &str) {
    let before = line.get(..cursor).unwrap_or("");
    match words(before).pop().filter(|word| word.end == before.len()) {
        Some(word) => (word.start, word.text),
        None => (before.len(), ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_with_blanks_and_commas_come_back_as_they_were() {
        let kept: Vec<String> = ["two words", "sea", "a, b", "size 5\" pipe"].map(str::to_owned).to_vec();
        assert_eq!(line(&kept), "\"two words\" sea \"a, b\" \"size 5\" pipe\" ");
        assert_eq!(tags("#sea,river  #sea \"open wat"), ["sea", "river", "open wat"]);
        assert_eq!(tags(&line(&kept[..3])), kept[..3]);
        assert_eq!(tags(" , \"\" # "), [""; 0]);
    }

    #[test]
    fn the_tag_at_the_cursor_is_found_also_between_quotation_marks() {
        assert_eq!(word_before("sea #ri", 7), (5, "ri"));
        assert_eq!(word_before("sea \"two w", 10), (4, "two w"));
        assert_eq!(word_before("sea \"two words\"", 15), (4, "two words"));
        assert_eq!(word_before("sea ", 4), (4, ""));
    }
}

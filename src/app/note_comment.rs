//! The comment below a note that is written in `$EDITOR`: the words that it is about, who said
//! them, and that the comment is not part of the note.

use super::App;
use super::mode::{NoteDraft, Target};
use crate::layout::plain;
use pullquote_article::text::sanitize;

/// What each line of the comment begins with. In Markdown a heading has a space after its `#`,
/// too, so a note may have lines that look the same.
const MARK: &str = "# ";
/// The longest line of the comment in cells, without [`MARK`].
const CELLS: usize = 76;
/// The most lines of annotated words.
const MOST: usize = 24;

impl App {
    /// The comment for a note that is being written, without a line break at its end.
    pub(super) fn note_comment(&self, draft: &NoteDraft, target: &Target) -> String {
        let quote = self.quote_of_target(target).and_then(|id| self.analysis()?.quote(id));
        let speaker = quote.and_then(|quote| quote.speaker.as_ref()).map(|speaker| sanitize::line(&speaker.name));
        let words = draft.annotation.exact();
        let words = if words.is_empty() { "the whole article" } else { words };
        let lines = plain(&without_settings(words), CELLS, MOST);
        let speaker = speaker.map(|name| format!("— {}", without_settings(&name)));
        let end = "These lines are not part of the note: they are removed when it is saved.".to_owned();
        let all: Vec<String> = lines.into_iter().chain(speaker).chain([end]).collect();
        all.iter().map(|line| format!("{MARK}{line}")).collect::<Vec<_>>().join("\n")
    }
}

/// Words of the article in which no editor reads settings of its own: Vim reads them after `vim:`,
/// `vi:` and `ex:`, Emacs after `Local Variables:` and between `-*-`.
fn without_settings(words: &str) -> String {
    words.replace("-*-", "- * -").replace(':', "\u{2236}")
}

/// The text of the file that the editor opens: the note, and the comment below a blank line.
#[must_use]
pub fn with_comment(note: &str, comment: &str) -> String {
    if comment.is_empty() { note.to_owned() } else { format!("{note}\n\n{comment}\n") }
}

/// The note in the file that the editor left. Each line of the comment is removed once, from the
/// end; other lines stay, also those that begin in the same way, and those written below the
/// comment.
#[must_use]
pub fn without_comment(edited: &str, comment: &str) -> String {
    let mut left: Vec<&str> = comment.lines().collect();
    let mut kept: Vec<&str> = Vec::new();
    for line in edited.lines().rev() {
        match left.iter().rposition(|ours| *ours == line.trim_end()) {
            // Lines of the comment that the person deleted are not looked for any more.
            Some(at) => left.truncate(at),
            None => kept.push(line),
        }
    }
    kept.reverse();
    kept.join("\n").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const COMMENT: &str = "# Ann Lee:\n# “We won the harbour.”\n# These lines are not part of the note.";

    #[test]
    fn the_comment_is_removed_and_lines_like_it_stay() {
        let note = "# Ann Lee:\n\n# A heading\nwords";
        assert_eq!(without_comment(&with_comment(note, COMMENT), COMMENT), note);
        assert_eq!(without_comment(&with_comment("", COMMENT), COMMENT), "");
        assert_eq!(without_comment("a note\r\n\r\n# Ann Lee:\r\n", COMMENT), "a note");
    }

    #[test]
    fn no_editor_finds_settings_in_the_words_of_an_article() {
        assert!(!without_settings("vim: set modeline: Local Variables: -*- eval: x -*-").contains(':'));
        assert!(!without_settings("-*- eval -*-").contains("-*-"));
    }

    #[test]
    fn what_is_written_below_or_in_the_comment_is_not_lost() {
        let below = format!("{}more words\n", with_comment("a note", COMMENT));
        assert_eq!(without_comment(&below, COMMENT), "a note\n\nmore words");
        let halved = "a note\n# “We won the harbour.”\nand this";
        assert_eq!(without_comment(halved, COMMENT), "a note\nand this");
    }

    proptest! {
        #[test]
        fn every_note_comes_back(note in "(?:# [a-c]\n|[a-c#]{0,3}\n|\n){0,6}[a-c]") {
            let comment = "# a\n# b";
            prop_assert_eq!(without_comment(&with_comment(&note, comment), comment), note);
        }
    }
}

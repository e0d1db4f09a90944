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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_editor_finds_settings_in_the_words_of_an_article() {
        assert!(!without_settings("vim: set modeline: Local Variables: -*- eval: x -*-").contains(':'));
        assert!(!without_settings("-*- eval -*-").contains("-*-"));
    }
}

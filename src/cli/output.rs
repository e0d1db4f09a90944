//! JSON for standard output, and error sentences.

use std::io;
use std::path::Path;

use serde_json::Value;

use crate::export;
use crate::export::Input;
use crate::json_text;
use crate::printing;
use pullquote_article::text::sanitize;

/// Prints a value as indented JSON.
///
/// # Errors
/// When standard output can't be written; see [`printing::print`].
pub(super) fn print_json(value: &Value) -> io::Result<()> {
    printing::print(&json_text::indented(value)?)
}

/// The notes of `input` as in a JSON export, with another `schema` and the path
/// of the notes file.
pub(super) fn with_file(schema: &str, file: &Path, input: &Input<'_>) -> Value {
    let mut value = export::json::value(input);
    if let Some(object) = value.as_object_mut() {
        object.insert("schema".to_owned(), schema.into());
        object.insert("notes_file".to_owned(), file.display().to_string().into());
    }
    value
}

/// The beginning of words, on one line: at most 60 code points, and `…` if there are more.
pub(super) fn shortened(words: &str) -> String {
    const LONGEST: usize = 60;
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = line.chars().take(LONGEST).collect();
    if cut.len() < line.len() { format!("{cut}…") } else { cut }
}

/// Whether the error is a closed pipe: the reader of our output has stopped, as
/// in `pullquote extract … | head -1`.
pub(super) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        io.or(json) == Some(io::ErrorKind::BrokenPipe)
    })
}

/// The error as one sentence: what was tried, then each cause that is not yet
/// in the sentence. Control characters, which a file can bring into it, are
/// taken out.
pub(super) fn sentence(error: &anyhow::Error) -> String {
    let sentence = error.chain().map(ToString::to_string).fold(String::new(), |sentence, cause| {
        if sentence.is_empty() {
            cause
        } else if sentence.contains(&cause) {
            sentence
        } else {
            format!("{sentence}: {cause}")
        }
    });
    sentence.lines().map(sanitize::line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::anyhow;

    #[test]
    fn a_cause_is_named_once() {
        let named = anyhow!("no such file").context("cannot read a.txt: no such file; give another");
        assert_eq!(sentence(&named), "cannot read a.txt: no such file; give another");
        assert_eq!(sentence(&anyhow!("no such file").context("cannot read a.txt")), "cannot read a.txt: no such file");
    }

    #[test]
    fn an_error_has_no_control_characters() {
        let message = sentence(&anyhow!("“\u{1b}[2J” is not a check\nsecond line"));
        assert!(!message.contains('\u{1b}') && message.ends_with("\nsecond line"), "{message:?}");
    }

    #[test]
    fn a_closed_pipe_is_found_among_the_causes() {
        let closed = || io::Error::from(io::ErrorKind::BrokenPipe);
        assert!(is_closed_pipe(&anyhow::Error::from(closed()).context("cannot print")));
        assert!(is_closed_pipe(&anyhow::Error::from(serde_json::Error::io(closed()))));
        assert!(!is_closed_pipe(&anyhow!(io::Error::from(io::ErrorKind::NotFound))));
    }
}

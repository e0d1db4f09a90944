//! Standard output and error sentences.

use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::Path;

use serde_json::Value;

use crate::export;
use crate::export::Input;
use pullquote_article::text::sanitize;

/// Standard output, locked and buffered.
pub(super) fn stdout() -> BufWriter<StdoutLock<'static>> {
    BufWriter::with_capacity(64 * 1024, io::stdout().lock())
}

/// Prints `text` to standard output, with a line feed at its end.
///
/// # Errors
/// The error from writing, with a sentence that says what to do. A closed pipe
/// is also an error here; see [`is_closed_pipe`].
pub(super) fn print(text: &str) -> io::Result<()> {
    let write = || {
        let mut out = stdout();
        out.write_all(text.as_bytes())?;
        if !text.is_empty() && !text.ends_with('\n') {
            out.write_all(b"\n")?;
        }
        out.flush()
    };
    write().map_err(|error: io::Error| {
        io::Error::new(
            error.kind(),
            format!("writing to standard output failed: {error}; free some space, or write elsewhere"),
        )
    })
}

/// Prints a value as indented JSON.
///
/// # Errors
/// When standard output can't be written; see [`print`].
pub(super) fn print_json(value: &Value) -> io::Result<()> {
    print(&serde_json::to_string_pretty(value)?)
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

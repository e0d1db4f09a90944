//! Emacs sets variables, and may run code, as the end of a text file says under
//! the words “Local Variables:”, or its first line between `-*-` and `-*-`
//! (Emacs manual, “Specifying File Variables”). An export ends with words of
//! others, so these marks are broken in it.

/// What Emacs looks for, in any case, up to the colon.
const MARK: &str = "local variables";

/// A zero-width space, the guard in formats that have no escape.
pub(super) const INVISIBLE: &str = "\u{200b}";

/// `text` with `guard` before the colon of every “Local Variables:”, and with a
/// zero-width space in every `-*-`.
pub(super) fn disarmed(text: &str, guard: &str) -> String {
    colons(text, guard, |guards| guards + 1).replace("-*-", "-\u{200b}*-")
}

/// `text` with `guard` before the colon of every “Local Variables:”.
pub(super) fn without_list(text: &str, guard: &str) -> String {
    colons(text, guard, |guards| guards + 1)
}

/// The text that [`without_list`] was given.
pub(super) fn with_list(text: &str, guard: &str) -> String {
    colons(text, guard, |guards| guards.saturating_sub(1))
}

/// `text` with another number of guards before each colon of the mark. A text
/// that has guards already gets one more, so that nothing is lost.
fn colons(text: &str, guard: &str, number: impl Fn(usize) -> usize) -> String {
    let lower = text.to_ascii_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (at, mark) in lower.match_indices(MARK) {
        let after = at + mark.len();
        let rest = text.get(after..).unwrap_or_default();
        let bare = rest.trim_start_matches(guard);
        if bare.starts_with(':') && after > done {
            out.push_str(text.get(done..after).unwrap_or_default());
            let guards = (rest.len() - bare.len()) / guard.len();
            out.push_str(&guard.repeat(number(guards)));
            done = text.len() - bare.len();
        }
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_marks_are_broken_in_any_case() {
        assert_eq!(disarmed("a LOCAL Variables: b -*- c", "\\"), "a LOCAL Variables\\: b -\u{200b}*- c");
        assert_eq!(disarmed("local variables are local", "\\"), "local variables are local");
    }

    proptest! {
        #[test]
        fn the_list_comes_back(text in "((?i)local variables|\\\\|:|.){0,6}") {
            let without = without_list(&text, "\\");
            prop_assert!(!without.to_ascii_lowercase().contains("local variables:"));
            prop_assert_eq!(with_list(&without, "\\"), text);
        }
    }
}

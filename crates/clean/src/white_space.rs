//! Folding of white space.

/// `text` with one space for each run of white space, and none at its beginning and end.
pub(crate) fn folded(text: &str) -> String {
    folded_by(text, char::is_whitespace)
}

/// `text` with one space for each run of characters that `is_space`, and none at its beginning
/// and end.
pub(crate) fn folded_by(text: &str, is_space: impl Fn(char) -> bool) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_white_space_become_one_space() {
        assert_eq!(folded(" \n a\u{a0}b \t c\n"), "a b c");
        assert_eq!(folded(" \n"), "");
        assert_eq!(folded_by("a,, b", |c| c == ','), "a  b");
    }
}

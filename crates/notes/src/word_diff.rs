//! The differences between two texts, word by word.
//!
//! The shortest edit between the words of both is found by Myers' algorithm
//! (“An O(ND) difference algorithm and its variations”, 1986), in the crate
//! `similar`. All runs of white space are equal.

use similar::{Algorithm, DiffTag, capture_diff_slices};

use pullquote_article::Span;

/// A stretch of text that both texts have, or only one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    /// Words of both texts.
    Same {
        /// Their bytes in the older text.
        old: Span,
        /// Their bytes in the newer text.
        new: Span,
    },
    /// Words of only the older text, as bytes of it.
    Cut(Span),
    /// Words of only the newer text, as bytes of it.
    Added(Span),
}

/// The number of words above which the texts are only compared as a whole: the
/// time grows with it times the number of differences.
const MOST: usize = 20_000;

/// The differences of `new` from `old`, in the order of the text; every byte of
/// both is in one stretch. Cut words come before the words that replace them.
#[must_use]
pub fn difference(old: &str, new: &str) -> Vec<Stretch> {
    let (was, is) = (words_and_gaps(old), words_and_gaps(new));
    if was.len() + is.len() > MOST && old != new {
        return joined([Stretch::Cut(Span::new(0, old.len())), Stretch::Added(Span::new(0, new.len()))]);
    }
    let words = |text: &str, spans: &[Span]| -> Vec<String> { spans.iter().map(|span| alike(span.of(text))).collect() };
    let ops = capture_diff_slices(Algorithm::Myers, &words(old, &was), &words(new, &is));
    let over = |spans: &[Span], range: std::ops::Range<usize>| {
        let here = spans.get(range).unwrap_or(&[]);
        here.first().zip(here.last()).map_or(Span::default(), |(first, last)| first.union(*last))
    };
    let mut stretches = Vec::new();
    for op in ops {
        let (old, new) = (over(&was, op.old_range()), over(&is, op.new_range()));
        match op.tag() {
            DiffTag::Equal => stretches.push(Stretch::Same { old, new }),
            DiffTag::Delete => stretches.push(Stretch::Cut(old)),
            DiffTag::Insert => stretches.push(Stretch::Added(new)),
            DiffTag::Replace => stretches.extend([Stretch::Cut(old), Stretch::Added(new)]),
        }
    }
    bridged(joined(stretches), old)
}

/// The share of letters and digits that two texts have in common, from 0 to 1.
#[must_use]
pub fn likeness(old: &str, new: &str) -> f32 {
    let words = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let same: usize = difference(old, new)
        .iter()
        .map(|stretch| if let Stretch::Same { old: here, .. } = stretch { words(here.of(old)) } else { 0 })
        .sum();
    let all = words(old) + words(new);
    if all == 0 { f32::from(u8::from(old == new)) } else { (2.0 * same as f64 / all as f64) as f32 }
}

/// Splits `text` into words, runs of white space and single marks, without gaps.
fn words_and_gaps(text: &str) -> Vec<Span> {
    let kind = |c: char| match c {
        c if c.is_whitespace() => 0,
        c if c.is_alphanumeric() => 1,
        _ => 2,
    };
    let mut spans: Vec<Span> = Vec::new();
    let mut last = 2;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        match spans.last_mut() {
            // A combining mark belongs to its letter.
            Some(span) if (kind(c) == last && last != 2) || unicode_normalization::char::is_combining_mark(c) => {
                span.end = end;
            }
            _ => {
                spans.push(Span::new(at, end));
                last = kind(c);
            }
        }
    }
    spans
}

/// The piece in the form in which it is compared: any white space is a space.
fn alike(piece: &str) -> String {
    if piece.trim().is_empty() { " ".to_owned() } else { piece.to_owned() }
}

/// The stretches without empty ones, neighbours of the same kind joined.
fn joined(stretches: impl IntoIterator<Item = Stretch>) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    for stretch in stretches {
        match (out.last_mut(), stretch) {
            (_, Stretch::Cut(span) | Stretch::Added(span)) if span.is_empty() => {}
            (Some(Stretch::Cut(last)), Stretch::Cut(span)) | (Some(Stretch::Added(last)), Stretch::Added(span)) => {
                *last = last.union(span);
            }
            _ => out.push(stretch),
        }
    }
    out
}

/// Joins replacements with only white space between them: “two words” becomes
/// “other things” in one replacement, which reads better than word for word.
fn bridged(stretches: Vec<Stretch>, old: &str) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        let tail = out.len().checked_sub(3).and_then(|from| out.get(from..));
        let whole = match (tail, stretch) {
            (Some([Stretch::Cut(first), Stretch::Added(_), Stretch::Same { old: gap, .. }]), Stretch::Cut(cut))
                if gap.of(old).trim().is_empty() =>
            {
                Some((*first, cut))
            }
            _ => None,
        };
        match (whole, stretch) {
            (Some((first, cut)), _) => {
                let gap = out.pop();
                let added = out.pop();
                out.pop();
                out.push(Stretch::Cut(first.union(cut)));
                if let (Some(Stretch::Added(added)), Some(Stretch::Same { new, .. })) = (added, gap) {
                    out.push(Stretch::Added(added.union(new)));
                }
            }
            (None, Stretch::Added(span)) => match out.last_mut() {
                Some(Stretch::Added(last)) => *last = last.union(span),
                _ => out.push(stretch),
            },
            (None, _) => out.push(stretch),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `[-cut-]{+added+}`, as `git diff --word-diff` shows it.
    fn shown(old: &str, new: &str) -> String {
        difference(old, new)
            .into_iter()
            .map(|stretch| match stretch {
                Stretch::Same { new: span, .. } => span.of(new).to_owned(),
                Stretch::Cut(span) => format!("[-{}-]", span.of(old)),
                Stretch::Added(span) => format!("{{+{}+}}", span.of(new)),
            })
            .collect()
    }

    #[test]
    fn changed_words_are_separated_from_unchanged_words() {
        assert_eq!(
            shown("The council met on Monday.", "The council met late on Tuesday."),
            "The council met {+late +}on [-Monday-]{+Tuesday+}."
        );
        assert_eq!(shown("three old boats left", "two new boats left"), "[-three old-]{+two new+} boats left");
        assert_eq!(shown("“No,” he said", "\"No,\" he said"), "[-“-]{+\"+}No,[-”-]{+\"+} he said");
        assert_eq!(shown("a  b", "a b"), "a b");
        assert_eq!(shown("", "new"), "{+new+}");
        assert!(likeness("three old boats left", "two new boats left") > 0.4);
        assert!(likeness("three old boats", "a different matter") < 0.2);
    }

    proptest! {
        #[test]
        fn every_byte_of_both_is_in_one_stretch(old in "[abé ,\n]{0,60}", new in "[abé ,\n]{0,60}") {
            let (mut was, mut is) = (String::new(), String::new());
            for stretch in difference(&old, &new) {
                match stretch {
                    Stretch::Same { old: a, new: b } => {
                        was.push_str(a.of(&old));
                        is.push_str(b.of(&new));
                    }
                    Stretch::Cut(span) => was.push_str(span.of(&old)),
                    Stretch::Added(span) => is.push_str(span.of(&new)),
                }
            }
            prop_assert_eq!(was, old);
            prop_assert_eq!(is, new);
        }
    }
}

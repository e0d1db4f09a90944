//! The numbers of the variants of enums in the attribution weights.
//!
//! Features and network inputs are made from these codes, never from the position of a
//! variant in its enum, so the variants can be reordered and renamed freely.
//! Names and codes are part of the format of `attribution.weights`: they enter
//! its [`super::fingerprint`], so weights that were trained with other codes
//! are refused. A new variant takes the next free code and needs new weights.

use super::candidate::Side;
use super::rule::Rule;
use crate::cue::inflect::Form;
use crate::cue::lexicon::Sense;
use crate::passage::marks::Style;
use crate::scene::grammar::Class;
use crate::scene::source::Link;

/// An enum with a fixed number for each variant.
pub(crate) trait Coded: Copy {
    /// The name of the enum in the fingerprint.
    const NAME: &'static str;
    /// The name and the code of each variant. The codes are the numbers from
    /// 0 to one less than there are variants, in any order.
    const CODES: &'static [(&'static str, u32)];
    /// The number of codes.
    const COUNT: usize = Self::CODES.len();

    /// The code of this variant.
    fn code(self) -> u32;
}

/// Gives each enum its codes, and fails to compile if a variant has none or
/// two variants share one.
macro_rules! codes {
    ($($type:ident $title:literal { $($variant:ident: $name:literal = $code:literal,)+ })+) => {
        $(
            impl Coded for $type {
                const NAME: &'static str = $title;
                const CODES: &'static [(&'static str, u32)] = &[$(($name, $code)),+];

                fn code(self) -> u32 {
                    match self {
                        $($type::$variant => $code,)+
                    }
                }
            }

            const _: () = assert!(are_dense($type::CODES), "each code from 0 on belongs to one variant");
        )+

        /// Every enum that has codes: its name, and the name and code of each
        /// variant.
        pub(super) const ALL: &[(&str, &[(&str, u32)])] = &[$(($type::NAME, $type::CODES)),+];
    };
}

/// True if the codes are the numbers from 0 to one less than there are codes.
const fn are_dense(codes: &[(&str, u32)]) -> bool {
    let (mut seen, mut i) = (0_u64, 0);
    while i < codes.len() {
        seen |= 1 << codes[i].1;
        i += 1;
    }
    seen == (1 << codes.len()) - 1
}

codes! {
    Sense "sense" {
        Say: "say" = 0,
        Tell: "tell" = 1,
        Ask: "ask" = 2,
        Answer: "answer" = 3,
        Add: "add" = 4,
        Write: "write" = 5,
        Announce: "announce" = 6,
        Claim: "claim" = 7,
        Warn: "warn" = 8,
        Promise: "promise" = 9,
        Admit: "admit" = 10,
        Deny: "deny" = 11,
        Argue: "argue" = 12,
        Explain: "explain" = 13,
        Joke: "joke" = 14,
        Shout: "shout" = 15,
        Praise: "praise" = 16,
        Blame: "blame" = 17,
        Call: "call" = 18,
        Order: "order" = 19,
        Think: "think" = 20,
        Mean: "mean" = 21,
        Talk: "talk" = 22,
        Phrase: "phrase" = 23,
    }
    Form "form" {
        Base: "base" = 0,
        Third: "third person" = 1,
        Past: "past" = 2,
        Participle: "participle" = 3,
        Ing: "ing" = 4,
    }
    Rule "rule" {
        CueAfter: "cue-after" = 0,
        CueInverted: "cue-inverted" = 1,
        CueBefore: "cue-before" = 2,
        ColonBefore: "colon-before" = 3,
        SharedSubject: "shared-subject" = 4,
        AccordingTo: "according-to" = 5,
        Apposition: "apposition" = 6,
        Relative: "relative" = 7,
        Owner: "owner" = 8,
        Subject: "subject" = 9,
        NearName: "near-name" = 10,
        SentenceBefore: "sentence-before" = 11,
        SentenceAfter: "sentence-after" = 12,
        ParagraphBefore: "paragraph-before" = 13,
        ParagraphAfter: "paragraph-after" = 14,
        SignedOff: "signed-off" = 15,
        Transcript: "transcript" = 16,
        Carried: "carried" = 17,
    }
    Link "link" {
        Subject: "subject" = 0,
        Inverted: "inverted" = 1,
        Apposition: "apposition" = 2,
        Relative: "relative" = 3,
        Shared: "shared" = 4,
        Phrase: "phrase" = 5,
        Owner: "owner" = 6,
        Label: "label" = 7,
        Loose: "loose" = 8,
    }
    Side "side" {
        Before: "before" = 0,
        Between: "between" = 1,
        After: "after" = 2,
    }
    Class "class" {
        Determiner: "determiner" = 0,
        Possessive: "possessive" = 1,
        Subject: "subject" = 2,
        Object: "object" = 3,
        Relative: "relative" = 4,
        Preposition: "preposition" = 5,
        Conjunction: "conjunction" = 6,
        Subordinator: "subordinator" = 7,
        Auxiliary: "auxiliary" = 8,
        To: "to" = 9,
        Adverb: "adverb" = 10,
        Number: "number" = 11,
        Name: "name" = 12,
        Verb: "verb" = 13,
        Word: "word" = 14,
        Comma: "comma" = 15,
        Colon: "colon" = 16,
        Dash: "dash" = 17,
        Open: "open" = 18,
        Close: "close" = 19,
        Stop: "stop" = 20,
        Quote: "quote" = 21,
        Mark: "mark" = 22,
    }
    Style "style" {
        Double: "double" = 0,
        Doubled: "doubled" = 1,
        Single: "single" = 2,
        Low: "low" = 3,
        Guillemet: "guillemet" = 4,
        Label: "label" = 5,
        SetOff: "set-off" = 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_belongs_to_the_name_of_its_variant() {
        for row in Rule::ALL {
            assert!(Rule::CODES.contains(&(row.name, row.rule.code())), "{}", row.name);
        }
        assert!(!are_dense(&[("a", 0), ("b", 0)]) && !are_dense(&[("a", 1), ("b", 2)]));
        assert!(are_dense(&[("a", 1), ("b", 0)]));
    }
}

//! The features of the ranker: conjunctions of small categorical values, hashed into the
//! slots of one table (Weinberger et al. 2009). Training and use share this code.

use super::candidate::{Candidate, Side};
use super::codes::Coded as _;
use super::hashing::{hash, templates};
use super::values::{Setting, bucket, context, named_in_quote, phrase_kind};
use super::weights::SLOTS;
use crate::cue::inflect::VerbForm;
use crate::scene::Scene;
use crate::scene::grammar::Class;
use crate::scene::group::Group;
use pullquote_article::Span;

/// The values of a candidate that its features combine.
struct CandidateValues<'q> {
    setting: &'q Setting,
    rule: u32,
    kind: u32,
    sense: u32,
    form: u32,
    frames: u32,
    link: u32,
    side: u32,
    between: u32,
    place: u32,
    tokens: u32,
    rivals: u32,
    passages: u32,
    nearest: u32,
    far: u32,
    verbs: u32,
    is_previous: u32,
    opens: u32,
    touched: u32,
    /// The class of the token before the source. The next three are those of the token after
    /// the source, after its cue, and of the first token between source and quote.
    before: u32,
    after: u32,
    after_cue: u32,
    next: u32,
    /// 1 if a preposition is before the source.
    object: u32,
    /// 1 if the quote contains the name of the source.
    named: u32,
    capital: u32,
    shape: u32,
    /// The sense of the rival cue.
    rival_sense: u32,
    /// The hash of the first word between source and quote.
    next_word: u32,
    /// The hash of the last word of the source.
    last_word: u32,
}

impl<'q> CandidateValues<'q> {
    fn of(
        scene: &Scene<'_>,
        (setting, group): (&'q Setting, &Group),
        c: &Candidate<'_>,
        previous: Option<Span>,
    ) -> Self {
        let cue = c.source.cue.and_then(|i| scene.cues.get(i));
        let rival = c.rival_cue.and_then(|i| scene.cues.get(i));
        let tokens = &c.source.tokens;
        let side = c.side.code();
        let stops = bucket(c.stops).min(3);
        let paragraphs = bucket(c.paragraphs).min(3);
        let capital = u32::from(setting.capital);
        let object = matches!(scene.class(tokens.start.wrapping_sub(1)), Class::Preposition | Class::To);
        Self {
            setting,
            rule: c.rule.code(),
            kind: phrase_kind(scene, c.source),
            sense: cue.map_or(99, |cue| cue.sense.code()),
            form: cue.and_then(|cue| cue.form).map_or(9, VerbForm::code),
            frames: cue.map_or(9, |cue| u32::from(cue.frames.quote) + 2 * u32::from(cue.frames.weak)),
            link: c.source.link.code(),
            side,
            between: u32::from(c.side == Side::Between),
            place: side + 3 * stops + 12 * paragraphs,
            tokens: bucket(c.tokens),
            rivals: bucket(c.rivals).min(3),
            passages: bucket(c.passages).min(3),
            nearest: c.nearest,
            far: c.far,
            verbs: bucket(c.verbs).min(4),
            is_previous: u32::from(previous == Some(c.source.span)),
            opens: u32::from(c.source.opens),
            touched: u32::from(setting.touched),
            before: tokens.start.checked_sub(1).map_or(31, |i| context(scene, i)),
            after: context(scene, tokens.end),
            after_cue: cue.map_or(31, |cue| context(scene, cue.end)),
            next: c.next.map_or(30, |i| context(scene, i)),
            object: u32::from(object),
            named: u32::from(named_in_quote(scene, group, c)),
            capital,
            shape: setting.end + 5 * capital + 10 * u32::from(setting.opens) + 20 * u32::from(setting.closes),
            rival_sense: rival.map_or(98, |cue| cue.sense.code()),
            next_word: c.next.map_or(1, |i| hash(scene.word(i))),
            last_word: hash(scene.word(tokens.end.wrapping_sub(1))),
        }
    }
}

templates! {
    /// The names of the templates of [`features`].
    RANKING_TEMPLATES: s = CandidateValues<'_>, ranking_slots in SLOTS {
        "rule": [s.rule];
        "rule, kind": [s.rule, s.kind];
        "rule, sense": [s.rule, s.sense];
        "rule, tokens": [s.rule, s.tokens];
        "rule, tokens, before quote": [s.rule, s.tokens, s.setting.before];
        "rule, tokens, after quote": [s.rule, s.tokens, s.setting.after];
        "rule, end of quote, capital": [s.rule, s.setting.end, s.capital];
        "rule, shape, place": [s.rule, s.shape, s.place];
        "rule, place, touched": [s.rule, s.place, s.touched];
        "rule, rivals, passages": [s.rule, s.rivals, s.passages];
        "rule, form, before quote": [s.rule, s.form, s.setting.before];
        "link, place, kind": [s.link, s.place, s.kind];
        "link, place, sense": [s.link, s.place, s.sense];
        "link, place, length": [s.link, s.place, s.setting.length];
        "link, frames, place": [s.link, s.frames, s.place];
        "previous, place, touched": [s.is_previous, s.place, s.touched];
        "previous, rule, before quote": [s.is_previous, s.rule, s.setting.before];
        "previous, shape": [s.is_previous, s.shape];
        "kind, opens, place": [s.kind, s.opens, s.place];
        "kind, after, rule": [s.kind, s.after, s.rule];
        "kind, before, link": [s.kind, s.before, s.link];
        "after, link, place": [s.after, s.link, s.place];
        "object, rule, kind": [s.object, s.rule, s.kind];
        "opens, rule, rivals": [s.opens, s.rule, s.rivals];
        "before quote, rule, sense": [s.setting.before, s.rule, s.sense];
        "after quote, rule, end of quote": [s.setting.after, s.rule, s.setting.end];
        "length, rule, touched": [s.setting.length, s.rule, s.touched];
        "split, side, link": [u32::from(s.setting.split), s.side, s.link];
        "side, between, tokens, link": [s.side, s.between, s.tokens, s.link];
        "passages, place, link, touched": [s.passages, s.place, s.link, s.touched];
        "nearest, link, side": [s.nearest, s.link, s.side];
        "nearest, place, kind": [s.nearest, s.place, s.kind];
        "nearest, previous, place": [s.nearest, s.is_previous, s.place];
        "far, link, place, touched": [s.far, s.link, s.place, s.touched];
        "far, rule, end of quote": [s.far, s.rule, s.setting.end];
        "next, rule, sense": [s.next, s.rule, s.sense];
        "next, rule, before quote": [s.next, s.rule, s.setting.before];
        "after cue, rule, tokens": [s.after_cue, s.rule, s.tokens];
        "verbs, rule": [s.verbs, s.rule];
        "verbs, rule, opens, tokens": [s.verbs, s.rule, s.opens, s.tokens];
        "rival sense, rule, opens": [s.rival_sense, s.rule, s.opens];
        "named in quote, rule": [s.named, s.rule];
        "named in quote, kind, place": [s.named, s.kind, s.place];
        "word before quote, rule": [s.setting.words[0], s.rule];
        "two words before quote, link, side": [s.setting.words[0], s.setting.words[1], s.link, s.side];
        "word after quote, rule": [s.setting.words[2], s.rule];
        "first word of quote, rule": [s.setting.words[3], s.rule];
        "next word, rule": [s.next_word, s.rule];
        "last word, link, side": [s.last_word, s.link, s.side];
    }
}

/// Writes the slots of the features of candidate `c` to `found`, which is cleared first.
/// `previous` is the span of the source of the quote before.
pub(crate) fn features(
    scene: &Scene<'_>,
    (setting, group): (&Setting, &Group),
    c: &Candidate<'_>,
    previous: Option<Span>,
    found: &mut Vec<u32>,
) {
    found.clear();
    ranking_slots(&CandidateValues::of(scene, (setting, group), c, previous), found);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_templates_share_a_name_or_its_hash() {
        let hashes: std::collections::BTreeSet<u32> = RANKING_TEMPLATES.iter().map(|name| hash(name)).collect();
        assert_eq!(hashes.len(), RANKING_TEMPLATES.len());
    }
}

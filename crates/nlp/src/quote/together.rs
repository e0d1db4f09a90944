//! Joint speakers: “Washington and Kyiv said in a joint statement”.
//!
//! These rules are English grammar; see [`crate::language`].

use crate::analysis::{EntityKind, How};
use crate::cue::inflect::VerbForm;
use crate::scene::grammar::Class;
use crate::scene::source::{Link, Source};
use crate::scene::{NameAt, Scene};

/// The most names of joint speakers.
const MOST: usize = 6;

/// The most words of a title before a name.
const LONGEST_TITLE: usize = 2;

/// The names of all speakers if the source is one of several joint ones, in the order of the
/// text; otherwise nothing.
pub(super) fn speakers<'s>(scene: &'s Scene<'_>, source: &Source) -> Vec<&'s NameAt> {
    let Some(cue) = source.cue(scene) else { return Vec::new() };
    let own = source.tokens.clone().find_map(|i| scene.name_at(i).filter(|name| name.span == source.span));
    let Some(own) = own.filter(|_| source.how == How::Name && cue.form != Some(VerbForm::Third)) else {
        return Vec::new();
    };
    let mut all = match source.link {
        Link::Subject => before(scene, source.tokens.start),
        Link::Inverted => after(scene, source.tokens.end),
        _ => return Vec::new(),
    };
    if source.link == Link::Subject {
        all.push(own);
    } else {
        all.insert(0, own);
    }
    let person = |name: &&NameAt| name.kind == EntityKind::Person;
    let alike = all.iter().all(|name| person(name) == person(&own));
    let different = all.iter().enumerate().all(|(i, name)| all.iter().skip(i + 1).all(|n| n.entity != name.entity));
    if all.len() > 1 && all.len() <= MOST && alike && different { all } else { Vec::new() }
}

/// The names in a list that ends with “and” before token `end`: “A, B and”.
fn before<'s>(scene: &'s Scene<'_>, end: usize) -> Vec<&'s NameAt> {
    let mut found = Vec::new();
    let Some(joint) = end.checked_sub(1).filter(|&i| scene.is(i, "and")) else { return found };
    let mut at = joint;
    loop {
        let last =
            at.checked_sub(1).and_then(|i| if scene.class(i) == Class::Comma { i.checked_sub(1) } else { Some(i) });
        let Some(name) = last.and_then(|i| scene.name_at(i)) else { break };
        found.insert(0, name);
        at = without_title(scene, scene.token_from(name.span.start));
        let comma = at.checked_sub(1).is_some_and(|i| scene.class(i) == Class::Comma);
        if !comma || found.len() >= MOST {
            break;
        }
    }
    // In “talks between A and B” or “met A and B” the names are no subject.
    let begins = at.checked_sub(1).is_none_or(|i| {
        matches!(
            scene.class(i),
            Class::Stop | Class::Comma | Class::Quote | Class::Conjunction | Class::Subordinator | Class::Determiner
        ) || scene.class(i) == Class::Word && scene.word(i).ends_with('s')
            || starts_paragraph(scene, at)
    });
    if begins { found } else { Vec::new() }
}

/// The name after “and” at token `at`, if no verb follows it.
fn after<'s>(scene: &'s Scene<'_>, at: usize) -> Vec<&'s NameAt> {
    if !scene.is(at, "and") {
        return Vec::new();
    }
    let Some(name) = (at + 1..=at + 1 + LONGEST_TITLE).find_map(|i| scene.name_at(i)) else { return Vec::new() };
    let next = scene.token_from(name.span.end);
    let ends =
        matches!(scene.class(next), Class::Stop | Class::Comma | Class::Close | Class::Preposition | Class::Adverb)
            || next >= scene.tokens.len()
            || starts_paragraph(scene, next);
    if ends { vec![name] } else { Vec::new() }
}

/// The first token of the title before the name at token `start`, or `start`.
fn without_title(scene: &Scene<'_>, start: usize) -> usize {
    let title = |i: usize| scene.class(i) == Class::Name && scene.name_at(i).is_none();
    let length = (1..=LONGEST_TITLE).take_while(|back| start.checked_sub(*back).is_some_and(title)).count();
    start - length
}

fn starts_paragraph(scene: &Scene<'_>, token: usize) -> bool {
    let paragraph = scene.paragraphs.partition_point(|p| p.tokens.start <= token).checked_sub(1);
    paragraph.and_then(|p| scene.paragraphs.get(p)).is_some_and(|p| p.tokens.start == token)
}

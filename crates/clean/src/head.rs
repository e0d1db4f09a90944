//! What stands between a page's headline and its text: standfirst, byline,
//! a first paragraph that is set apart.

use super::blocks::OUTSIDE;
use super::metadata::signed;
use crate::candidate_block::{Draft, Part};
use crate::candidate_block::{is_running, letters, same};
use pullquote_article::BlockKind;

/// Characters above which a line is no byline.
const BYLINE: usize = 120;

/// The head of an article without its title.
#[derive(Debug, Default)]
pub(super) struct Head {
    standfirst: Option<Draft>,
    byline: Option<Draft>,
    /// Captions of the pictures above the text.
    captions: Vec<Draft>,
}

impl Head {
    /// Takes the head out of `before`, what stands above the article's
    /// element, and out of `drafts`, what stands in it. A lead paragraph that
    /// stands above becomes the first of `drafts`. `names` are the authors.
    pub(super) fn take(
        before: &mut Vec<Draft>,
        drafts: &mut Vec<Draft>,
        title: Option<&str>,
        names: &[String],
    ) -> Self {
        let standfirst = standfirst(before, drafts, title);
        let lead = under_headline(before, title, Part::Lead).filter(|&at| before.get(at).is_some_and(is_long));
        if let Some(at) = lead {
            let lead = before.remove(at);
            drafts.insert(0, Draft { cut: None, ..lead });
        }
        let byline = byline(before, drafts, names);
        Self { standfirst, byline, captions: captions(before, title) }
    }

    /// The captions of the pictures above the text.
    pub(super) fn captions(&mut self) -> &mut [Draft] {
        &mut self.captions
    }

    /// The authors that its byline names.
    pub(super) fn names(&self) -> Vec<String> {
        self.byline.as_ref().map(|draft| signed(draft.text.trim())).unwrap_or_default()
    }

    /// Its blocks, in the order in which they stand under the title.
    pub(super) fn blocks(&self) -> impl Iterator<Item = (BlockKind, &Draft)> {
        let standfirst = self.standfirst.iter().map(|draft| (BlockKind::Standfirst, draft));
        standfirst.chain(self.byline.iter().map(|draft| (BlockKind::Byline, draft)))
    }
}

/// Captions of pictures that stand above the article's element.
fn captions(before: &mut Vec<Draft>, title: Option<&str>) -> Vec<Draft> {
    let Some(above) = before.iter().rposition(|d| title.is_some_and(|t| same(t, &d.text))) else { return Vec::new() };
    let is_caption = |d: &Draft| d.kind == BlockKind::Caption && is_outside(d) && d.text.len() <= CAPTION;
    let (mut kept, mut captions) = (Vec::with_capacity(before.len()), Vec::new());
    for (at, draft) in before.drain(..).enumerate() {
        if at > above && captions.len() < PICTURES && is_caption(&draft) {
            captions.push(Draft { cut: None, ..draft });
        } else {
            kept.push(draft);
        }
    }
    *before = kept;
    captions
}

/// Bytes above which something beside a picture is no caption.
const CAPTION: usize = 800;
/// Pictures above the text, at most.
const PICTURES: usize = 3;

/// Two to five words with capital letters.
fn is_name(name: &str) -> bool {
    let words = name.split_whitespace().count();
    (2..=5).contains(&words) && name.split_whitespace().filter(|w| w.starts_with(char::is_uppercase)).count() >= 2
}

fn is_long(draft: &Draft) -> bool {
    draft.text.trim().len() > 60
}

/// Takes the standfirst out of what stands above the article or at its
/// beginning: a sentence or two under the headline, called so by the page.
fn standfirst(before: &mut Vec<Draft>, drafts: &mut Vec<Draft>, title: Option<&str>) -> Option<Draft> {
    if let Some(at) = under_headline(before, title, Part::Standfirst) {
        return Some(before.remove(at));
    }
    let first = drafts.iter().position(|d| is_running(d) && d.head != Some(Part::Standfirst))?;
    let at = drafts.iter().take(first).position(|d| {
        let called = d.head == Some(Part::Standfirst) || (matches!(d.kind, BlockKind::Heading(_)) && is_sentence(d));
        called && d.cut.as_ref().is_none_or(|(rule, _)| rule == "before-the-text") && is_standfirst(d)
    })?;
    Some(drafts.remove(at))
}

/// Takes out the line above the text that says who wrote it, by the names
/// that the page's metadata has.
fn byline(before: &mut Vec<Draft>, drafts: &mut Vec<Draft>, names: &[String]) -> Option<Draft> {
    let signs = |d: &Draft| {
        let text = d.text.trim();
        d.cut.is_some()
            && text.chars().count() <= BYLINE
            && text.lines().filter(|line| !line.trim().is_empty()).count() <= 2
            && match names {
                [] => signed(text).iter().any(|name| is_name(name)),
                names => {
                    names.iter().any(|name| letters(text).contains(&letters(name)))
                        && (!signed(text).is_empty() || names.iter().any(|name| same(name, text)))
                }
            }
    };
    let first = drafts.iter().position(is_running).unwrap_or(0);
    if let Some(at) = drafts.iter().take(first).position(signs) {
        return Some(drafts.remove(at));
    }
    let at = before.iter().rposition(signs)?;
    Some(before.remove(at))
}

/// Where in `before` a block that the page calls `wanted` stands, close under
/// the headline.
fn under_headline(before: &[Draft], title: Option<&str>, wanted: Part) -> Option<usize> {
    let above = before.iter().rposition(|d| title.is_some_and(|t| same(t, &d.text)))?;
    let mut near = before.iter().enumerate().skip(above + 1).take(6);
    near.find(|(_, d)| d.head == Some(wanted) && is_outside(d) && is_standfirst(d)).map(|(at, _)| at)
}

/// Whether nothing speaks against it but where it stands.
fn is_outside(draft: &Draft) -> bool {
    draft.cut.as_ref().is_some_and(|(rule, _)| rule == OUTSIDE)
}

fn is_standfirst(draft: &Draft) -> bool {
    let text = draft.text.trim();
    (20..=700).contains(&text.len()) && draft.linked * 2 < text.len()
}

/// A heading that is a sentence and no question.
fn is_sentence(draft: &Draft) -> bool {
    let text = draft.text.trim();
    text.split_whitespace().count() > 8 && text.trim_end_matches(['”', '"', '’']).ends_with(['.', '!'])
}

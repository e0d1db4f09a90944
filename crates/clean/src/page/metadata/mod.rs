//! What a page says about itself.
//!
//! The sources, in the order of trust: JSON-LD (made for machines, with
//! types), OpenGraph and `article:` tags, Twitter cards, Dublin Core and plain
//! `meta` names, then the page itself: microdata and `rel="author"`, `<time>`,
//! lines in elements that are called byline or date, the visible headline, and
//! last the document's title. Each field comes from the first source that has
//! it, with these exceptions:
//!
//! * A byline right below the headline is preferred to the tags.
//! * A person is preferred to the site and to an organisation.
//! * A heading that is a whole piece of a longer title is the title; the rest
//!   names the section or the site.
//! * The headline that the page shows is preferred to titles for search engines
//!   (`title.rs`).
//! * A date right below the headline is preferred if it is earlier (`dates.rs`).
//! * `og:site_name` is preferred to the publisher, which may be an agency.
//! * A year before 1700 is not a date, and a change before publication is ignored.

mod authors;
mod beside_date;
mod dates;
mod day_order;
mod json_ld;
mod line;
mod local;
mod nearby;
mod script_dates;
mod shown_names;
mod tags;
#[cfg(test)]
mod tests;
mod title;
mod visible;
mod writers;

use pullquote_article::Meta;
use pullquote_article::text::date;

use self::authors::is_host;
use self::dates::Dates;
use self::json_ld::JsonLd;
use self::nearby::{Nearby, Page};
use self::tags::Tags;
use self::title::{Site, Stated};
use self::visible::Visible;
use super::candidate_block::same_letters;
use super::density::Density;
use crate::html::tree::{NodeId, Tree};
use crate::language::Language;
use crate::rules::elements::{COMMENTS, RELATED};

/// What a page says about its article.
#[derive(Debug)]
pub(super) struct Metadata {
    /// Title, authors, dates and so on.
    pub(super) meta: Meta,
    /// Whether the only author is the site or an organisation.
    pub(super) is_by_site: bool,
    /// The summary for search engines and social networks.
    pub(super) description: Option<String>,
    /// The article's text, if JSON-LD states it.
    pub(super) body: Option<String>,
    /// How many words the text has, if JSON-LD states it.
    pub(super) word_count: Option<usize>,
}

/// What the page says about its article.
pub(super) fn read(tree: &Tree, density: &Density<'_>, language: &Language) -> Metadata {
    let mut tags = Tags::default();
    let mut scripts = Vec::new();
    let mut visible = Visible::new(language, day_order::is_day_first(tree));
    let mut at = Some(0);
    while let Some(node) = at {
        // Names and dates in comments are not the article's.
        let others = is_by_others(tree, density, node);
        match tree.name(node) {
            _ if others => {}
            "meta" => tags::add(tree, node, &mut tags),
            "script" => {
                let kind = tree.attribute(node, "type").unwrap_or("").trim();
                if kind.eq_ignore_ascii_case("application/ld+json") {
                    scripts.push(tree.children(node).filter_map(|c| tree.text(c)).collect::<String>());
                }
            }
            _ => visible.element(tree, node),
        }
        at = tree.following(node, 0, !others);
    }
    let json_ld = JsonLd::new(&scripts);
    let body = json_ld.body();
    let stated =
        ["og:description", "description", "twitter:description"].iter().find_map(|name| tags.first(name)).cloned();
    let description = stated.or_else(|| json_ld.field("description"));
    let meta = meta(tree, density, &json_ld, &tags, visible, language);
    let sites = json_ld.organisations().into_iter().chain(json_ld.publisher()).chain(meta.site.clone());
    let sites: Vec<String> = sites.collect();
    let is_site = |name: &String| is_host(name) || sites.iter().any(|site| same_letters(site, name));
    let is_by_site = !meta.byline.is_empty() && meta.byline.iter().all(is_site);
    Metadata { meta, is_by_site, description, body, word_count: json_ld.word_count() }
}

/// Whether the element holds text that is not the author's: comments, readers'
/// reviews, links to other articles.
fn is_by_others(tree: &Tree, density: &Density<'_>, node: NodeId) -> bool {
    let i = node as usize;
    let cut = density.cut.get(i).copied().flatten();
    // A line that is called a teaser for its look may have the article's own date.
    let leads_away = || density.links.get(i) > Some(&0) && density.link_density(node) >= 0.5;
    cut.is_some_and(|rule| rule.name == COMMENTS || rule.name == RELATED && leads_away())
        || tree
            .attribute(node, "itemtype")
            .is_some_and(|kind| ["Comment", "UserComments", "Review"].iter().any(|k| kind.trim_end().ends_with(k)))
        || tree.attribute(node, "itemprop") == Some("citation")
}

/// The metadata, each field from the first source that has it.
fn meta(
    tree: &Tree,
    density: &Density<'_>,
    json_ld: &JsonLd,
    tags: &Tags,
    visible: Visible<'_>,
    language: &Language,
) -> Meta {
    let tag = |names: &[&str]| names.iter().find_map(|name| tags.first(name)).cloned();
    let names = &language.meta;
    let dated = |value: Option<String>| value.and_then(|v| date::normalise(&v));
    let canonical_url =
        visible.canonical.clone().or_else(|| tag(&language.meta.address)).filter(|u| u.starts_with("http"));
    let site = tag(&names.site).or_else(|| json_ld.publisher());
    let site = site.map(|s| s.trim_start_matches('@').to_owned());
    let host = canonical_url.as_deref().and_then(|u| u.split('/').nth(2)).map(str::to_owned);
    let known_site = Site::new(site.clone().or_else(|| visible.site_headings.first().cloned()), host.as_deref());
    let in_tags = names.title.iter().flat_map(|name| tags.all(name)).collect();
    let title = title::choose(Stated { in_json_ld: json_ld.field("headline"), in_tags }, &visible, &known_site);
    let title = title.or_else(|| visible.headings.first().or(visible.site_headings.first()).cloned());
    let page = Page {
        tree,
        density,
        elements: &visible.elements,
        headings: &visible.outline,
        title: visible.title.as_deref(),
        day_first: visible.day_first,
        controls: &language.rules.active_in(""),
        language,
    };
    let headlines = page.headlines(title.as_deref());
    let nearby = Nearby::read(page, &headlines);
    let authors = writers::authors(json_ld, tags, &visible, &nearby, language, site.as_deref());
    let stated = dated(json_ld.field_of_work("datePublished"))
        .or_else(|| names.published.iter().find_map(|name| dated(tag(&[name]))));
    let dates = Dates {
        stated,
        marked: visible.published.clone(),
        in_address: canonical_url.as_deref().and_then(dates::day_in_address),
        nearby: nearby.date.clone(),
        other: visible.dated(nearby.date.as_ref(), headlines.first().copied()),
    };
    let tagged = names.published.iter().filter_map(|name| tag(&[name]));
    let local_times: Vec<String> = tagged.chain(visible.times.iter().cloned()).collect();
    let published = dates.published(&local_times).or_else(|| script_dates::published(tree));
    let mut meta = Meta {
        title,
        byline: authors,
        published,
        modified: dated(json_ld.field_of_work("dateModified"))
            .or_else(|| names.modified.iter().find_map(|name| dated(tag(&[name]))))
            .or(visible.modified)
            .or(nearby.changed),
        language: json_ld
            .field("inLanguage")
            .or(visible.language)
            .or_else(|| tag(&names.language))
            .map(|l| l.replace('_', "-"))
            .filter(|l| l.len() <= 35 && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')),
        section: json_ld.field("articleSection").or_else(|| tag(&names.section)),
        site,
        canonical_url,
    };
    let day = |date: &Option<String>| date.as_deref().and_then(|d| d.get(..10)).map(str::to_owned);
    if day(&meta.modified) < day(&meta.published) {
        meta.modified = None;
    }
    if meta.section == meta.site {
        meta.section = None;
    }
    meta
}

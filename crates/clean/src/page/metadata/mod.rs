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
//! * Where only the last change is dated, that is the date of the article.

mod author_box;
mod authors;
mod beside_date;
mod dates;
mod day_order;
mod headings;
mod json_ld;
mod line;
mod local;
mod marked_authors;
mod marked_dates;
mod nearby;
mod script_dates;
mod shown_names;
mod tags;
#[cfg(test)]
mod tests;
mod title;
mod visible;
mod whole_names;
mod writers;

use pullquote_article::Meta;
use pullquote_article::text::date;

use self::authors::{is_host, is_office};
use self::dates::Dates;
use self::json_ld::JsonLd;
use self::nearby::{Nearby, Page};
use self::tags::Tags;
use self::title::{Site, Stated};
use self::visible::Visible;
use self::writers::Writers;
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
    /// Whether the only author is the site, an organisation or an office.
    pub(super) is_by_site: bool,
    /// The summary for search engines and social networks.
    pub(super) description: Option<String>,
    /// The article's text, if JSON-LD states it.
    pub(super) body: Option<String>,
    /// The questions and answers that JSON-LD states.
    pub(super) answers: Vec<String>,
    /// How many words the text has, if JSON-LD states it.
    pub(super) word_count: Option<usize>,
}

impl Metadata {
    /// The title and the summary, as far as the page has them.
    pub(super) fn title_and_summary(&self) -> [Option<&str>; 2] {
        [self.meta.title.as_deref(), self.description.as_deref()]
    }
}

/// What the page, which was fetched from `address`, says about its article.
pub(super) fn read(tree: &Tree, density: &Density<'_>, address: Option<&str>, language: &Language) -> Metadata {
    let mut tags = Tags::default();
    let mut scripts = Vec::new();
    let day_first = day_order::is_day_first(tree);
    let mut visible = Visible::new(language, day_first);
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
        // A drawing has many elements and no text.
        at = tree.following(node, 0, !others && tree.name(node) != "svg");
    }
    let json_ld = JsonLd::new(&scripts);
    let (body, answers) = (json_ld.body(), json_ld.answers());
    let stated =
        ["og:description", "description", "twitter:description"].iter().find_map(|name| tags.first(name)).cloned();
    let description = stated.or_else(|| json_ld.field("description"));
    let found =
        Found { tree, density, address, json_ld: &json_ld, tags: &tags, visible: &visible, day_first, language };
    let meta = found.meta();
    let sites = json_ld.organisations().into_iter().chain(json_ld.publisher()).chain(meta.site.clone());
    let sites: Vec<String> = sites.collect();
    let is_site = |name: &String| {
        is_host(name) || is_office(name, &language.bylines) || sites.iter().any(|site| same_letters(site, name))
    };
    let is_by_site = !meta.byline.is_empty() && meta.byline.iter().all(is_site);
    Metadata { meta, is_by_site, description, body, answers, word_count: json_ld.word_count() }
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

/// Everything that was found in a page.
struct Found<'p> {
    tree: &'p Tree,
    density: &'p Density<'p>,
    /// Where the page was fetched from.
    address: Option<&'p str>,
    json_ld: &'p JsonLd,
    tags: &'p Tags,
    visible: &'p Visible<'p>,
    /// Whether the day comes before the month in the dates of the page.
    day_first: Option<bool>,
    language: &'p Language,
}

impl Found<'_> {
    /// The metadata, each field from the first source that has it.
    fn meta(&self) -> Meta {
        let Self { json_ld, visible, language, .. } = *self;
        let (names, names_of) = (&language.meta, &language.names);
        let canonical_url = visible.canonical.clone().or_else(|| self.tag(&names.address));
        let canonical_url = canonical_url.filter(|address| address.starts_with("http"));
        let address = canonical_url.as_deref().or(self.address);
        let site = self.tag(&names.site).or_else(|| json_ld.publisher());
        let site = site.map(|s| s.trim_start_matches('@').to_owned());
        let title = self.title(address, site.as_ref());
        let page = Page {
            tree: self.tree,
            density: self.density,
            elements: &visible.elements,
            headings: &visible.headings.outline,
            title: visible.title.as_deref(),
            day_first: self.day_first,
            controls: &language.rules.active_in(""),
            language,
        };
        let headlines = page.headlines(title.as_deref());
        let nearby = Nearby::read(page, &headlines);
        let modified = self
            .dated("dateModified", &names.modified)
            .or_else(|| visible.dates.modified.clone())
            .or_else(|| nearby.changed.clone())
            .or_else(|| visible.dates.changed.clone());
        let site_name = site.as_deref();
        let writers = Writers { json_ld, tags: self.tags, visible, nearby: &nearby, language, site: site_name };
        let mut byline = writers.authors();
        whole_names::complete(&mut byline, visible, &nearby, site.as_deref(), self.tree, &names_of.ornament);
        if byline.is_empty() {
            byline = author_box::names(self.tree, &visible.elements, &names_of.author);
        }
        let mut meta = Meta {
            title,
            byline,
            published: self.published(address, &nearby, headlines.first().copied()).or_else(|| modified.clone()),
            modified,
            language: self.language(),
            section: json_ld.field("articleSection").or_else(|| self.tag(&names.section)),
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

    /// The content of the first `meta` element with one of the `names`.
    fn tag(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.tags.first(name)).cloned()
    }

    /// The title of the article on the page at `address`, of the `site`.
    fn title(&self, address: Option<&str>, site: Option<&String>) -> Option<String> {
        let visible = self.visible;
        let site = Site::new(
            site.or(visible.headings.of_site.first()).cloned(),
            address.and_then(|address| address.split('/').nth(2)),
        );
        let in_tags = self.language.meta.title.iter().flat_map(|name| self.tags.all(name)).collect();
        let stated =
            Stated { in_json_ld: self.json_ld.field("headline"), in_tags, in_address: title::letters_in(address) };
        let shown = || visible.headings.first_level.first().or(visible.headings.of_site.first()).cloned();
        title::choose(stated, visible, &site).or_else(shown)
    }

    /// The date in the field `name` of JSON-LD, or in the first `meta` element with one of
    /// the names in `tags` that has a date.
    fn dated(&self, name: &str, tags: &[&str]) -> Option<String> {
        let date = |value: String| date::normalise(&value);
        let in_tag = || tags.iter().find_map(|name| self.tag(&[name]).and_then(date));
        self.json_ld.field_of_work(name).and_then(date).or_else(in_tag)
    }

    /// When the article at `address` was published; `headline` is the index of the element
    /// with its headline.
    fn published(&self, address: Option<&str>, nearby: &Nearby, headline: Option<usize>) -> Option<String> {
        let names = &self.language.meta.published;
        let dates = Dates {
            stated: self.dated("datePublished", names),
            marked: self.visible.dates.published.clone(),
            in_address: address.and_then(dates::day_in_address),
            nearby: nearby.date.clone(),
            other: self.visible.dates.any(nearby.date.as_ref(), headline),
        };
        let tagged = names.iter().filter_map(|name| self.tag(&[name]));
        let times: Vec<String> = tagged.chain(self.visible.dates.times.iter().cloned()).collect();
        let visible = self.visible;
        let after_author = || visible.dates.after_author.clone().filter(|_| !visible.authors.signed_link().is_empty());
        dates.published(&times).or_else(after_author).or_else(|| script_dates::published(self.tree))
    }

    /// The language that the page says it is in: `de-AT`.
    fn language(&self) -> Option<String> {
        let is_code = |code: &String| {
            let base = code.split('-').next().unwrap_or("");
            code.len() <= 35
                && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
                && (2..=3).contains(&base.len())
                && !code.eq_ignore_ascii_case("utf-8")
        };
        let code = |stated: Option<String>| stated.map(|code| code.replace('_', "-")).filter(is_code);
        let (root, json_ld) = (code(self.visible.language.clone()), code(self.json_ld.field("inLanguage")));
        // `en-GB` says more than `en`.
        let says_more =
            |root: &String, code: &String| code.strip_prefix(root.as_str()).is_some_and(|rest| rest.starts_with('-'));
        match (root, json_ld) {
            (Some(root), Some(code)) if says_more(&root, &code) => Some(code),
            (root, json_ld) => root.or(json_ld).or_else(|| code(self.tag(&self.language.meta.language))),
        }
    }
}

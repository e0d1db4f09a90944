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
//! * A heading that is a whole piece of a longer title is the title; the rest
//!   names the section or the site.
//! * A headline that contains the document's title, and more, is preferred.
//! * `og:site_name` is preferred to the publisher, which may be an agency.
//! * A year before 1700 is not a date, and a change before publication is ignored.

mod authors;
mod dates;
mod day_order;
mod json_ld;
mod line;
mod local;
mod nearby;
mod script_dates;
mod shown_names;
mod title;
mod visible;

use std::collections::{HashMap, HashSet};

use pullquote_article::Meta;
use pullquote_article::text::date;

use self::dates::Dates;
use self::nearby::{Nearby, Page};
use self::authors::{is_host, is_user_name, people};
use self::json_ld::JsonLd;
use self::line::line;
use self::title::{Site, Stated};
use self::visible::Visible;
use super::candidate_block::same_letters;
use super::density::Density;
use crate::html::tree::{NodeId, Tree};
use crate::language::{BylineWords, Language};
use crate::rules::elements::{COMMENTS, RELATED};

/// Authors that are listed at most.
const AUTHORS: usize = 20;
/// The name of the `meta` elements by which scholars cite an author.
const CITATION: &str = "citation_author";

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
            "meta" => tag(tree, node, &mut tags),
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
fn meta(tree: &Tree, density: &Density<'_>, json_ld: &JsonLd, tags: &Tags, visible: Visible<'_>, language: &Language) -> Meta {
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
        language,
    };
    let headlines = page.headlines(title.as_deref());
    let nearby = Nearby::read(page, &headlines);
    let authors = authors(json_ld, tags, &visible, &nearby, language, site.as_deref());
    let stated = dated(json_ld.field_of_work("datePublished"))
        .or_else(|| names.published.iter().find_map(|name| dated(tag(&[name]))));
    let dates = Dates {
        stated,
        marked: visible.published.clone(),
        in_address: canonical_url.as_deref().and_then(dates::day_in_address),
        nearby: nearby.date.clone(),
        other: visible.dated(nearby.date.as_ref().map(|date| date.at.clone()), headlines.first().copied()),
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

/// The authors, from the first source that names any. The `site` itself is one
/// only if no source names another.
fn authors(
    json_ld: &JsonLd,
    tags: &Tags,
    visible: &Visible<'_>,
    nearby: &Nearby,
    language: &Language,
    site: Option<&str>,
) -> Vec<String> {
    let listed = |names: Vec<String>| {
        let mut known = HashSet::new();
        let people = names.iter().flat_map(|name| people(name, &language.bylines));
        let mut list: Vec<String> = Vec::new();
        for name in people.filter(|name| known.insert(name.to_lowercase())).take(AUTHORS) {
            if !authors::repeats(&name, &list) {
                list.push(name);
            }
        }
        list
    };
    let tagged = || {
        let stated = language.meta.author.iter().map(|name| tags.all(name));
        let people = stated.map(|names| names.into_iter().filter(|name| !name.contains("://")).collect::<Vec<_>>());
        people.into_iter().find(|names| !names.is_empty()).unwrap_or_default()
    };
    // A line may name the first of several authors that are marked one by one.
    let signed = || {
        let (signed, marked) = (&nearby.signed, visible.authors());
        if signed.iter().all(|name| marked.contains(name)) && !signed.is_empty() { marked } else { signed.clone() }
    };
    let labelled = || tags.labelled(&language.bylines);
    let creator = || tags.all("twitter:creator").into_iter().filter(|name| name.contains(' ')).take(1).collect();
    let sources: [&dyn Fn() -> Vec<String>; 9] = [
        &|| json_ld.authors(),
        &signed,
        &tagged,
        &|| visible.authors(),
        &|| visible.byline.clone(),
        &|| nearby.named.clone(),
        &labelled,
        &creator,
        &|| visible.labelled_authors.clone(),
    ];
    let publisher = json_ld.publisher();
    let organisations = json_ld.organisations();
    let is_site = |name: &String| {
        let sites = [site, publisher.as_deref()].into_iter().flatten();
        is_host(name) || is_user_name(name) || organisations.contains(name) || sites.into_iter().any(|site| same_letters(site, name))
    };
    let mut first = sources.iter().map(|source| listed(source())).find(|names| !names.is_empty()).unwrap_or_default();
    if !first.iter().all(is_site) {
        first.retain(|name| !is_site(name));
    }
    if first.is_empty() {
        let left = [listed(nearby.beside_date.clone()), nearby.unusual.clone(), authors::offices(&json_ld.authors(), &tagged(), &language.bylines)];
        return left.into_iter().find(|names| !names.is_empty()).unwrap_or_default();
    }
    if !first.iter().all(is_site) {
        return first;
    }
    let mut others = sources.iter().map(|source| listed(source())).filter(|names| !names.is_empty());
    others.find(|names| !names.iter().any(is_site)).unwrap_or(first)
}

/// The `meta` elements of a page by their names in lower case.
#[derive(Debug, Default)]
struct Tags(HashMap<String, Vec<String>>);

impl Tags {
    /// The content of the first element called `name`.
    fn first(&self, name: &str) -> Option<&String> {
        self.0.get(name)?.first()
    }

    /// The contents of the elements called `name`, in the order of the page.
    /// Where a name has its parts in the order of a catalogue (“Lee, Ann”, as
    /// `citation_author` does), they are exchanged.
    fn all(&self, name: &str) -> Vec<String> {
        let contents = self.0.get(name).map_or(&[][..], Vec::as_slice).iter().take(AUTHORS);
        let as_spoken = |content: &String| match content.split_once(", ") {
            Some((last, first)) if name == CITATION && !first.contains(',') => format!("{first} {last}"),
            _ => content.clone(),
        };
        contents.map(as_spoken).collect()
    }
}

impl Tags {
    /// The names after a label of a Twitter card that says who wrote the article
    /// (`twitter:label1` is “Written by”, `twitter:data1` the name).
    fn labelled(&self, words: &BylineWords) -> Vec<String> {
        let says_author = |label: &String| {
            let label = label.to_lowercase();
            words.line_starts.iter().any(|by| label == *by || label.ends_with(&format!(" {by}")))
        };
        ["1", "2"]
            .iter()
            .filter(|number| self.first(&format!("twitter:label{number}")).is_some_and(says_author))
            .filter_map(|number| self.first(&format!("twitter:data{number}")).cloned())
            .collect()
    }
}

/// Adds the content of a `meta` element to `tags`, under each of its names in
/// lower case.
fn tag(tree: &Tree, node: NodeId, tags: &mut Tags) {
    // Some pages write `value` for `content`.
    let content = tree.attribute(node, "content").or_else(|| tree.attribute(node, "value"));
    let Some(content) = content.and_then(line) else { return };
    for key in ["property", "name", "itemprop", "http-equiv"] {
        for name in tree.attribute(node, key).unwrap_or("").split_ascii_whitespace().take(8) {
            tags.0.entry(name.to_ascii_lowercase()).or_default().push(content.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_ld_is_trusted_before_the_tags() {
        let html = r#"<html lang=en-GB><head><title>Pier opens | Courier</title><meta property="og:title" content="Pier is open - Courier">
            <script type="application/ld+json">{"@graph":[{"@type":"WebPage"},{"@type":"NewsArticle","headline":"Pier opens again","author":[{"name":"Ann Lee"}],"datePublished":"2026-02-17T08:00:00+01:00","publisher":{"name":"Courier"}}]}</script>"#;
        let meta = meta_of(html);
        assert_eq!(meta.title.as_deref(), Some("Pier opens again"));
        assert_eq!(meta.byline, ["Ann Lee"]);
        assert_eq!(meta.published.as_deref(), Some("2026-02-17T08:00:00+01:00"));
        assert_eq!((meta.site.as_deref(), meta.language.as_deref()), (Some("Courier"), Some("en-GB")));
    }

    fn meta_of(html: &str) -> Meta {
        let tree = Tree::parse(html);
        let language = Language::bundled();
        read(&tree, &Density::new(&tree, &language.elements), language).meta
    }

    #[test]
    fn a_short_title_gives_way_to_the_headline_that_holds_it() {
        let page = meta_of("<title>News</title><h1>News of the day: the mayor goes</h1>");
        assert_eq!(page.title.as_deref(), Some("News of the day: the mayor goes"));
        let page = meta_of("<title>The pier is open again, two winters on</title><h1>Courier</h1>");
        assert_eq!(page.title.as_deref(), Some("The pier is open again, two winters on"));
    }

    #[test]
    fn a_commenter_is_not_the_author() {
        let page = meta_of(
            r#"<p class=byline>By Ann Lee</p><div itemscope itemtype="https://schema.org/Comment"><span itemprop=author>Troll</span>
            <time itemprop=datePublished datetime="2020-01-01">then</time></div>"#,
        );
        assert_eq!((page.byline, page.published), (vec!["Ann Lee".to_owned()], None));
    }

    #[test]
    fn a_byline_may_hold_the_date() {
        for line in [
            "By Ann Lee on 18 NOV 2019",
            "By Ann Lee, Monday, November 18th, 2019 at 11:08 a.m.",
            "by Ann Lee | Nov. 18, 2019",
        ] {
            let page = meta_of(&format!("<p class=meta>{line}</p>"));
            assert_eq!(
                (page.byline, page.published.as_deref()),
                (vec!["Ann Lee".to_owned()], Some("2019-11-18")),
                "{line}"
            );
        }
        let page = meta_of("<p class=date>Updated 3:05 PM EST, Mon November 18, 2019</p>");
        assert_eq!((page.published, page.modified.as_deref()), (None, Some("2019-11-18T15:05:00-05:00")));
    }

    #[test]
    fn a_line_below_the_headline_names_the_authors() {
        let tags = r#"<meta name=author content="Northlight Media">"#;
        let page = meta_of(&format!("{tags}<h1>Pier opens</h1><div><span>by </span><b>Ann Lee</b></div>"));
        assert_eq!(page.byline, ["Ann Lee"]);
        let page = meta_of(&format!("{tags}<h1>Pier opens</h1><p>By the time it opened, nobody cared.</p>"));
        assert_eq!(page.byline, ["Northlight Media"]);
        let page = meta_of("<h1>Pier opens</h1><p class=author>Ann June Lee<br>4 August 2010</p>");
        assert_eq!((page.byline, page.published.as_deref()), (vec!["Ann June Lee".to_owned()], Some("2010-08-04")));
    }

    #[test]
    fn a_person_in_a_testimonial_is_not_the_author() {
        let story =
            "<p>The harbour was closed on Monday after a barge broke loose in the night and struck the pier.</p>";
        let said = "<p>“It never sank.”</p><div class=author>Ann Lee<br>Founder, Courier</div>";
        assert_eq!(meta_of(&format!("<h1>Pier opens</h1>{}{said}", story.repeat(4))).byline, [""; 0]);
        assert_eq!(meta_of(&format!("<h1>Pier opens</h1>{said}{story}")).byline, ["Ann Lee"]);
    }

    #[test]
    fn several_authors_that_are_marked_one_by_one_are_all_found() {
        let marked = "<span class=author>By: <a rel=author>Ann Lee</a></span>, <a rel=author>Ben Roe</a>";
        assert_eq!(meta_of(&format!("<h1>Pier opens</h1><p>{marked}</p>")).byline, ["Ann Lee", "Ben Roe"]);
    }

    #[test]
    fn a_heading_that_links_to_the_first_page_is_the_name_of_the_site() {
        let page = meta_of("<title>Courier » Archive » Pier opens again</title><h1><a href='/'>Courier</a></h1>");
        assert_eq!(page.title.as_deref(), Some("Pier opens again"));
    }

    #[test]
    fn authors_are_found_by_their_identifier_and_commas_are_forgiven() {
        let page = meta_of(
            r##"<script type="application/ld+json">{"@graph":[{"@type":"Article","headline":"Pier","author":{"@id":"#lee"},},{"@type":"Person","@id":"#lee","name":"Ann Lee"},]}</script>"##,
        );
        assert_eq!(page.byline, ["Ann Lee"]);
        let recipe = r#"<script type="application/ld+json">{"@type":"Recipe","datePublished":"2026-02-17"}</script>"#;
        assert_eq!(meta_of(recipe).published.as_deref(), Some("2026-02-17"));
    }

    #[test]
    fn a_card_says_who_wrote_the_article() {
        let card = |label: &str| {
            format!(r#"<meta name="twitter:label1" content="{label}"><meta name="twitter:data1" content="Ann Lee">"#)
        };
        for label in ["Written by", "Geschrieben von", "Escrito por"] {
            assert_eq!(meta_of(&card(label)).byline, ["Ann Lee"], "{label}");
        }
        assert_eq!(meta_of(&card("Reading time")).byline, [""; 0]);
    }

    #[test]
    fn the_site_is_an_author_only_if_nobody_else_is() {
        let site = r#"<meta property="og:site_name" content="Courier">"#;
        let page = |authors: &str| {
            meta_of(&format!(r#"{site}<meta name=author content="{authors}"><p class=byline>By Ann Lee</p>"#)).byline
        };
        assert_eq!(page("Courier"), ["Ann Lee"]);
        assert_eq!(page("courier.example"), ["Ann Lee"]);
        assert_eq!(page("Courier, Ben Roe"), ["Ben Roe"]);
        assert_eq!(meta_of(r#"<meta name=author content="courier.example">"#).byline, ["courier.example"]);
    }

    #[test]
    fn the_day_is_that_of_the_place() {
        for local in [r#"<time datetime="2023-11-08T21:11:03-05:00">"#, r#"<time datetime="2023-11-08 21:11:03">"#] {
            let html = format!(r#"<meta property="article:published_time" content="2023-11-09T02:11:03Z">{local}"#);
            assert_eq!(meta_of(&html).published.as_deref(), Some("2023-11-08T21:11:03-05:00"), "{local}");
        }
    }

    #[test]
    fn a_link_to_the_page_of_an_author_below_the_headline_is_a_name() {
        let page = |to: &str| meta_of(&format!("<h1>Pier opens</h1><div><a href='{to}'>Ann Lee</a></div>")).byline;
        assert_eq!(page("/authors/ann-lee/"), ["Ann Lee"]);
        assert_eq!(page("/ports/ann-lee/"), [""; 0]);
    }

    #[test]
    fn a_change_before_publication_is_ignored() {
        let page = meta_of(
            r#"<meta property="article:published_time" content="2026-02-11"><meta property="article:modified_time" content="2026-02-09">"#,
        );
        assert_eq!(page.modified, None);
    }

    #[test]
    fn tags_are_read_in_the_order_of_trust() {
        let dublin = r#"<meta name="DC.title" content="Pier, of 1902"><meta name="DC.creator" content="Ben Roe"><meta name="DC.date.issued" content="2026-02-10">"#;
        let twitter = r#"<meta name="twitter:title" content="The pier">"#;
        let graph = r#"<meta property="og:title" content="Pier opens"><meta property="article:published_time" content="2026-02-11T08:00Z"><meta property="article:modified_time" content="2026-02-12T09:30:00Z"><meta property="article:section" content="Coast">"#;
        assert_eq!(meta_of(dublin).title.as_deref(), Some("Pier, of 1902"));
        assert_eq!(meta_of(&format!("{dublin}{twitter}")).title.as_deref(), Some("The pier"));
        let all = meta_of(&format!("{dublin}{twitter}{graph}"));
        assert_eq!(all.title.as_deref(), Some("Pier opens"));
        assert_eq!(
            (all.published.as_deref(), all.modified.as_deref()),
            (Some("2026-02-11T08:00:00Z"), Some("2026-02-12T09:30:00Z"))
        );
        assert_eq!((all.byline, all.section.as_deref()), (vec!["Ben Roe".to_owned()], Some("Coast")));
    }

    #[test]
    fn the_visible_page_is_read_where_nothing_is_stated() {
        let page = meta_of(
            r#"<title>Courier: Pier opens again</title><h1>Pier opens again</h1>
            <span itemprop="author" itemscope><span itemprop="name">Ann Lee</span></span>
            <time datetime="2026-02-01">Events</time> <time itemprop="datePublished" datetime="2026-02-17T08:00:00+01:00">today</time>
            <span itemprop="dateModified" content="2026-02-18"></span>"#,
        );
        assert_eq!(page.title.as_deref(), Some("Pier opens again"), "without the section before it");
        assert_eq!(page.byline, ["Ann Lee"]);
        assert_eq!(page.published.as_deref(), Some("2026-02-17T08:00:00+01:00"), "the marked time and not the first");
        assert_eq!(page.modified.as_deref(), Some("2026-02-18"));
        let lines = meta_of(
            r#"<p class="article-byline">By Ann Lee and Ben Roe</p><div class="post_date">17 February 2026</div>"#,
        );
        assert_eq!(lines.byline, ["Ann Lee", "Ben Roe"]);
        assert_eq!(lines.published.as_deref(), Some("2026-02-17"));
    }

    #[test]
    fn references_that_are_escaped_twice_are_decoded() {
        let page = meta_of(r#"<meta property="og:title" content="Pier &amp;#8211; and &amp;amp; quay">"#);
        assert_eq!(page.title.as_deref(), Some("Pier – and & quay"));
        let stated = r#"<meta name="author" content="By ANN LEE and BEN ROE, Harbour Writer, Northlight">"#;
        assert_eq!(meta_of(stated).byline, ["ANN LEE", "BEN ROE", "Northlight"]);
    }

    #[test]
    fn a_list_of_other_articles_is_not_this_one() {
        let html = r#"<script type="application/ld+json">{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"Another"}]}</script>
            <script type="application/ld+json">[{"@type":"NewsMediaOrganization","name":"Courier"},{"@type":["NewsArticle"],"headline":"This one","datePublished":"0001-01-01"}]</script>"#;
        let meta = meta_of(html);
        assert_eq!(
            (meta.title.as_deref(), meta.site.as_deref(), meta.published),
            (Some("This one"), Some("Courier"), None)
        );
    }
}

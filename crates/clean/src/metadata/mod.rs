//! What a page says about itself.
//!
//! Sources in the order of trust: JSON-LD (made for machines, with types),
//! OpenGraph and `article:` tags, Twitter cards, Dublin Core and plain `meta`
//! names, then the page itself: microdata and `rel="author"`, `<time>`, lines
//! that are called byline or date, the visible headline, and last the
//! document's title. Each field is taken from the first source that has it.
//! Some things are taken against that order: a headline that stands whole in
//! a longer stated title is the title without the section or site around it;
//! the headline says more than a document's title that it holds; a site is what
//! `og:site_name` says before the publisher, who may be an agency; a year before
//! 1700 is no date, and no article was changed before it was published.

mod linked;
mod visible;

use std::collections::HashMap;

use self::linked::Linked;
use self::visible::Visible;
pub(super) use self::visible::signed;
use super::tree::{NodeId, Tree};
use crate::candidate_block::letters;
use crate::density::Survey;
use pullquote_article::Meta;
use pullquote_article::text::date;

/// What a page says besides its metadata, as evidence for cleaning.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statement {
    /// The article's text, as JSON-LD states it.
    pub body: Option<String>,
    /// Whether all of it may be read without paying.
    pub free: Option<bool>,
}

/// The metadata of the page, and what it states about the article's text.
#[must_use]
pub fn read(tree: &Tree, survey: &Survey<'_>) -> (Meta, Statement) {
    let mut tags: HashMap<String, String> = HashMap::new();
    let mut scripts = Vec::new();
    let mut visible = Visible::default();
    let mut at = Some(0);
    while let Some(node) = at {
        // Who comments, and when, is not who wrote the article.
        let others = is_others(tree, survey, node);
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
    let linked = Linked::new(&scripts);
    let statement = Statement { body: linked.body(), free: linked.is_free() };
    (meta(&linked, &tags, visible), statement)
}

/// Whether the element holds what others wrote: comments, reviews of readers,
/// links to other articles.
fn is_others(tree: &Tree, survey: &Survey<'_>, node: NodeId) -> bool {
    let cut = survey.cut.get(node as usize).copied().flatten();
    cut.is_some_and(|rule| rule.name == "comments" || rule.name == "related")
        || tree
            .attribute(node, "itemtype")
            .is_some_and(|kind| ["Comment", "UserComments", "Review"].iter().any(|k| kind.trim_end().ends_with(k)))
}

fn meta(linked: &Linked, tags: &HashMap<String, String>, visible: Visible) -> Meta {
    let tag = |names: &[&str]| names.iter().find_map(|name| tags.get(*name)).cloned();
    let dated = |value: Option<String>| value.and_then(|v| date::normalise(&v));
    let canonical_url = visible.canonical.clone().or_else(|| tag(&["og:url"])).filter(|u| u.starts_with("http"));
    let site =
        tag(&["og:site_name", "application-name", "dc.publisher", "dcterms.publisher"]).or_else(|| linked.publisher());
    let site = site.map(|s| s.trim_start_matches('@').to_owned());
    let stated = linked
        .field("headline")
        .or_else(|| tag(&["og:title", "twitter:title", "dc.title", "dcterms.title", "title", "headline"]))
        .or_else(|| visible.headline())
        .or_else(|| visible.title.clone());
    let host = canonical_url.as_deref().and_then(|u| u.split('/').nth(2)).map(str::to_owned);
    let title = stated.map(|title| without_site(&title, site.as_deref().or(host.as_deref()), &visible.headings));
    let mut meta = Meta {
        title: title.or_else(|| visible.headings.first().cloned()),
        byline: authors(linked, &tag, &visible),
        published: dated(linked.field("datePublished"))
            .or_else(|| PUBLISHED.iter().find_map(|name| dated(tag(&[name]))))
            .or_else(|| visible.published()),
        modified: dated(linked.field("dateModified"))
            .or_else(|| MODIFIED.iter().find_map(|name| dated(tag(&[name]))))
            .or(visible.modified),
        language: linked
            .field("inLanguage")
            .or(visible.language)
            .or_else(|| tag(&["og:locale", "content-language", "dc.language", "language"]))
            .map(|l| l.replace('_', "-"))
            .filter(|l| l.len() <= 35 && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')),
        section: linked.field("articleSection").or_else(|| tag(&["article:section", "parsely-section", "section"])),
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

/// Names of `meta` tags for when an article was published, the plainest
/// first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "article:published",
    "og:published_time",
    "og:article:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "dc.date.created",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish-date",
    "published",
    "pdate",
    "ptime",
    "publication_date",
    "article.published",
    "date",
];

/// The same for when it was last changed.
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "article:modified",
    "og:updated_time",
    "og:modified_time",
    "dcterms.modified",
    "dc.date.modified",
    "datemodified",
    "lastmod",
    "last-modified",
    "article.updated",
];

/// The authors, from the first source that names some.
fn authors(linked: &Linked, tag: &impl Fn(&[&str]) -> Option<String>, visible: &Visible) -> Vec<String> {
    let listed = |names: Vec<String>| {
        let mut known = std::collections::HashSet::new();
        let names = names.iter().flat_map(|name| byline(name)).filter(|name| known.insert(name.to_lowercase()));
        names.take(20).collect::<Vec<_>>()
    };
    let tagged =
        ["author", "article:author", "dc.creator", "dcterms.creator", "byl", "parsely-author", "sailthru.author"];
    let tagged = || tagged.iter().filter_map(|name| tag(&[name])).find(|a| !a.contains("://")).into_iter().collect();
    let sources: [&dyn Fn() -> Vec<String>; 5] =
        [&|| linked.authors(), &tagged, &|| visible.authors.clone(), &|| visible.byline.clone(), &|| {
            tag(&["twitter:creator"]).filter(|name| name.contains(' ')).into_iter().collect()
        }];
    sources.iter().map(|source| listed(source())).find(|names| !names.is_empty()).unwrap_or_default()
}

/// What may stand before the names.
const BY: &[&str] = &["By ", "by ", "BY ", "Analysis by ", "Opinion by ", "Review by ", "Story by ", "Written by "];

/// Words of an office that stands behind a name and is none.
const OFFICES: &[&str] =
    &["writer", "editor", "editor-at-large", "correspondent", "reporter", "columnist", "contributor"];

/// The people in one statement of who wrote it: “By ANN LEE and BEN ROE,
/// Northlight” are two and an agency.
fn byline(stated: &str) -> Vec<String> {
    let stated = stated.trim();
    let list = BY.iter().find_map(|by| stated.strip_prefix(by)).unwrap_or(stated);
    let office = |name: &str| name.split_whitespace().any(|w| OFFICES.contains(&w.to_lowercase().as_str()));
    super::scraped::names(list).into_iter().filter_map(|name| person(&name)).filter(|name| !office(name)).collect()
}

/// A name as it may stand in a byline; `None` for a place holder or something
/// longer than a name.
fn person(name: &str) -> Option<String> {
    let name = line(name)?;
    let lower = name.to_lowercase();
    let placeholder = ["admin", "administrator", "user", "guest", "undefined", "null", "none", "n/a", "author"];
    (!placeholder.contains(&lower.as_str()) && name.chars().count() <= 80 && !name.contains("://")).then_some(name)
}

fn tag(tree: &Tree, node: NodeId, tags: &mut HashMap<String, String>) {
    let Some(content) = tree.attribute(node, "content").and_then(line) else { return };
    for key in ["property", "name", "itemprop", "http-equiv"] {
        for name in tree.attribute(node, key).unwrap_or("").split_ascii_whitespace().take(8) {
            tags.entry(name.to_ascii_lowercase()).or_insert_with(|| content.clone());
        }
    }
}

/// White space folded and character references undone, which pages state
/// twice; `None` where nothing is left.
fn line(text: &str) -> Option<String> {
    let text = unescaped(text);
    let folded = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    (!folded.is_empty()).then_some(folded)
}

/// `text` with the character references that pages escape once too often.
fn unescaped(text: &str) -> std::borrow::Cow<'_, str> {
    let escaped = text.find('&').is_some_and(|at| text.get(at..).is_some_and(|rest| rest.contains(';')));
    if escaped { Tree::parse(text).all_text(0).into() } else { text.into() }
}

/// The title without the section before it or the name of the site around it.
fn without_site(title: &str, site: Option<&str>, headings: &[String]) -> String {
    let parts = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", ": "];
    // A headline that is a whole part of the title.
    let whole = |h: &&String| {
        let Some(at) = title.find(h.as_str()).filter(|_| h.chars().count() > 10 && title.len() > h.len()) else {
            return false;
        };
        let (before, behind) = (title.get(..at).unwrap_or(""), title.get(at + h.len()..).unwrap_or(""));
        (before.is_empty() || parts.iter().any(|p| before.ends_with(p)))
            && (behind.is_empty() || parts.iter().any(|p| behind.starts_with(p)))
    };
    if let Some(heading) = headings.iter().find(whole) {
        return heading.clone();
    }
    let names_site = |part: &str| {
        site.is_some_and(|site| {
            let (part, site) = (letters(part), letters(site.trim_start_matches("www.")));
            part.len() >= 3 && (part.contains(&site) || site.contains(&part))
        })
    };
    for part in parts.iter().take(parts.len() - 1) {
        if let Some((head, tail)) = title.rsplit_once(part)
            && (names_site(tail)
                || (*part == " | " && head.split_whitespace().count() >= 4 && tail.split_whitespace().count() <= 4))
        {
            return head.trim().to_owned();
        }
    }
    for part in parts {
        if let Some((head, tail)) = title.split_once(part)
            && names_site(head)
            && tail.split_whitespace().count() >= 3
        {
            return tail.trim().to_owned();
        }
    }
    title.to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::elements::ElementRules;
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

    #[test]
    fn the_sites_name_is_no_part_of_the_title() {
        assert_eq!(without_site("Pier opens again - Courier", Some("The Courier"), &[]), "Pier opens again");
        assert_eq!(without_site("Pier opens - and closes", None, &[]), "Pier opens - and closes");
    }

    fn meta_of(html: &str) -> Meta {
        let tree = Tree::parse(html);
        read(&tree, &Survey::new(&tree, ElementRules::bundled())).0
    }

    #[test]
    fn a_short_title_gives_way_to_the_headline_that_holds_it() {
        let page = meta_of("<title>News</title><h1>News of the day: the mayor goes</h1>");
        assert_eq!(page.title.as_deref(), Some("News of the day: the mayor goes"));
        let page = meta_of("<title>The pier is open again, two winters on</title><h1>Courier</h1>");
        assert_eq!(page.title.as_deref(), Some("The pier is open again, two winters on"));
    }

    #[test]
    fn who_comments_is_no_author() {
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
    fn nothing_is_changed_before_it_is_published() {
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
    fn the_page_itself_is_asked_where_nothing_is_stated() {
        let page = meta_of(
            r#"<title>Courier: Pier opens again</title><h1>Pier opens again</h1>
            <span itemprop="author" itemscope><span itemprop="name">Ann Lee</span></span>
            <time datetime="2026-02-01">Events</time> <time itemprop="datePublished" datetime="2026-02-17T08:00:00+01:00">today</time>
            <span itemprop="dateModified" content="2026-02-18"></span>"#,
        );
        assert_eq!(page.title.as_deref(), Some("Pier opens again"), "without what stands before it");
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
    fn what_a_page_escapes_twice_is_read_once() {
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

//! The metadata of whole pages.

mod dates;
mod names;

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
    read(&tree, &Density::new(&tree, &language.elements), None, language).meta
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
    assert_eq!(page.modified.as_deref(), Some("2019-11-18T15:05:00-05:00"));
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
    let story = "<p>The harbour was closed on Monday after a barge broke loose in the night and struck the pier.</p>";
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
    let lines =
        meta_of(r#"<p class="article-byline">By Ann Lee and Ben Roe</p><div class="post_date">17 February 2026</div>"#);
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

#[test]
fn the_headline_need_not_be_a_heading() {
    let page = |headline: &str| {
        meta_of(&format!(
            "<title>Pier opens again - Courier</title><p>1 May 2019</p>{}{headline}<div>17 February 2026</div>",
            "<p>x</p>".repeat(20)
        ))
    };
    for headline in ["<div>Pier opens again</div>", "<td><b>Pier opens again</b></td>", "<h2>Pier opens again</h2>"] {
        assert_eq!(page(headline).published.as_deref(), Some("2026-02-17"), "{headline}");
    }
}

/// The title of a page with `head` and the heading `heading`.
fn title_of(head: &str, heading: &str) -> Option<String> {
    meta_of(&format!("<head>{head}</head>{heading}<p>Text.</p>")).title
}

#[test]
fn the_headline_shown_is_preferred_to_titles_for_search_engines() {
    let og = r#"<meta property="og:title" content="All about piers: what to know"><title>All about piers: what to know | Courier</title>"#;
    let shown = "<h1>Why the harbour waited two winters</h1>";
    assert_eq!(title_of(og, shown).as_deref(), Some("Why the harbour waited two winters"));
    let stated = Some("All about piers: what to know");
    // The name of the site, a section, or a headline that data for machines states.
    let named = format!(r#"{og}<meta property="og:site_name" content="The Harbour Courier">"#);
    assert_eq!(title_of(&named, "<h1>Welcome to the Harbour Courier</h1>").as_deref(), stated);
    assert_eq!(title_of(og, "<h1>Coast and sea</h1>").as_deref(), stated);
    let json = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Barges at rest"}</script>"#;
    assert_eq!(title_of(&format!("{og}{json}"), shown).as_deref(), Some("Barges at rest"));
    // The document's own title agrees with the heading, or another tag does.
    let section = r#"<meta property="og:title" content="Everything of the day at one glance"><title>Pier opens again today | Courier</title>"#;
    assert_eq!(title_of(section, "<h1>Pier opens again today</h1>").as_deref(), Some("Pier opens again today"));
}

#[test]
fn parts_of_a_heading_that_are_no_headline_are_left_out() {
    let head = r#"<title>Pier opens again after two winters - Courier</title>"#;
    let title = Some("Pier opens again after two winters");
    let heading = "<h1><span>Coast and sea</span><span>: </span>Pier opens again after two winters</h1>";
    assert_eq!(title_of(head, heading).as_deref(), title);
    let json = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Pier opens again"}</script>"#;
    let heading = "<h1>Pier opens again<small>Two winters of storms and barges are over</small></h1>";
    assert_eq!(title_of(json, heading).as_deref(), Some("Pier opens again"));
    let ruby = "<h1><ruby>港<rt>みなと</rt></ruby>が<ruby>開<rt>ひら</rt></ruby>いた</h1>";
    assert_eq!(title_of("<title>港が開いた</title>", ruby).as_deref(), Some("港が開いた"));
}

#[test]
fn a_title_that_a_quotation_mark_ends_goes_on_in_the_document() {
    let head = r#"<title>The mayor calls the pier "a wonder"</title><meta property="og:title" content="The mayor calls the pier "a wonder"">"#;
    assert_eq!(title_of(head, "").as_deref(), Some("The mayor calls the pier \"a wonder\""));
}

/// The authors of a page with `line` below the headline.
fn authors_of(line: &str) -> Vec<String> {
    meta_of(&format!("<title>Pier opens again</title><h1>Pier opens again</h1>{line}")).byline
}

#[test]
fn a_label_or_a_date_next_to_a_name_says_who_wrote() {
    for line in [
        "<div><h5>Autorin: </h5>Ann Lee/XY<p>one</p><p>two</p><p>three</p><p>four</p><p>five</p></div>",
        "<p><strong>Autorin/Autor</strong> Ann Lee</p>",
        "<p><b>Text:</b> <br> Ann Lee</p>",
        "<p><span class=sr-only>| By </span><span>Ann Lee</span> | <time>17 February 2026</time></p>",
        "<div><span>17 February 2026</span><span>Ann Lee</span></div><img alt='Picture of Ann Lee'>",
        "<p>17.02.2026 - Ann Lee</p><p>Story.</p><p>Ann Lee writes about ports.</p>",
        "<div><span class=author>Ann Lee</span> <time>17 February 2026</time></div>",
        "<byline>Von Ann Lee, 17.02.2026</byline>",
        "<p><a rel=author href=/ann>Ann Lee</a></p><p><a rel=author href=/ann>All articles by Ann Lee</a></p>",
    ] {
        assert_eq!(authors_of(line), ["Ann Lee"], "{line}");
    }
    assert_eq!(authors_of("<p>2004年7月16日 作者：李安</p>"), ["李安"]);
    for line in [
        "<div><span>17 February 2026</span><span>Posted On</span></div>",
        "<div><span>17 February 2026</span><span>Sea Trade</span></div>",
        "<div><span>17 February 2026</span><a href=/category/sea>Open Sea</a></div>",
        "<div><span>Pier Opens</span><span>17 February 2026</span></div>",
        "<p><strong>By</strong> Sea Lane</p><p>17 February 2026</p><a href=/user/login>Log in</a>",
    ] {
        let named = authors_of(line);
        assert!(named.is_empty() || line.contains("By"), "{line} {named:?}");
    }
}

#[test]
fn a_pen_name_counts_where_no_other_is() {
    assert_eq!(authors_of("<p class=vcard>by <a class='url fn' href=/author/x>pilot23</a></p>"), ["pilot23"]);
    assert_eq!(authors_of("<p>By Newsdesk</p>"), ["Newsdesk"]);
    assert_eq!(authors_of("<p>by the sea</p>"), [""; 0]);
    let head = "<meta name=author content='Community Editor'>";
    assert_eq!(meta_of(&format!("{head}<h1>Pier opens</h1>")).byline, ["Community Editor"]);
    assert_eq!(meta_of(&format!("{head}<h1>Pier opens</h1><p>By Ann Lee</p>")).byline, ["Ann Lee"]);
}

#[test]
fn a_person_is_preferred_to_an_organisation_and_works_that_are_cited_do_not_count() {
    let json = r#"<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Organization","name":"Northlight"}}</script>"#;
    assert_eq!(meta_of(&format!("{json}<meta name=author content='Ann Lee'>")).byline, ["Ann Lee"]);
    assert_eq!(meta_of(json).byline, ["Northlight"]);
    let cited = r#"<meta name="dc.creator" content="Ann Lee"><h1>Pier</h1><li itemprop=citation itemscope><meta itemprop=author content="Ben Roe"><meta itemprop=datePublished content="1988-01-01"></li>"#;
    let page = meta_of(cited);
    assert_eq!((page.byline, page.published), (vec!["Ann Lee".to_owned()], None));
}

#[test]
fn the_language_may_be_in_the_attribute_of_older_pages() {
    assert_eq!(meta_of("<html xml:lang='en-GB'><p>Text</p>").language.as_deref(), Some("en-GB"));
    assert_eq!(meta_of("<meta http-equiv=Content-Language content=utf-8><p>Text</p>").language, None);
}

#[test]
fn the_address_that_was_fetched_may_name_the_day() {
    let article =
        crate::extract("<h1>Pier opens again</h1><p>Text.</p>", Some("https://courier.example/2026/02/17/pier"));
    assert_eq!(article.meta().published.as_deref(), Some("2026-02-17"));
}

#[test]
fn a_headline_in_pieces_is_written_as_a_sentence() {
    let shown = "<h1><span>Harbour</span> <span>: </span><span>The pier is open again</span></h1>";
    let stated = r#"<meta property="og:title" content="Harbour: The pier is open again">"#;
    assert_eq!(meta_of(&format!("{stated}{shown}")).title.as_deref(), Some("Harbour: The pier is open again"));
    let joined = "<h1>The pier is open again<span class=block>All that you need to know</span></h1>";
    assert_eq!(meta_of(joined).title.as_deref(), Some("The pier is open again All that you need to know"));
}

#[test]
fn a_hidden_label_is_no_part_of_the_headline() {
    let page = r#"<meta property="og:title" content="Piers and how they age"><h1><span>Title:</span>Piers and how they age</h1>"#;
    assert_eq!(meta_of(page).title.as_deref(), Some("Piers and how they age"));
}

#[test]
fn what_comes_first_in_a_path_of_pages_is_the_site() {
    let page = r#"<link rel=canonical href="https://archive.example/x"><title>Time for ports » Archive » The pier is open again</title>
        <h1><a href="https://archive.example/2026/">Time for ports</a></h1><h2>The pier is open again</h2>"#;
    assert_eq!(meta_of(page).title.as_deref(), Some("The pier is open again"));
}

#[test]
fn a_heading_that_a_tag_states_is_whole() {
    let heading = "<h1>Barges for Beginners <br><b>Harbours of 2026</b></h1>";
    let document = "<title>Courier.example | Harbours of 2026</title>";
    let headline = r#"<script type="application/ld+json">{"@type":"Article","headline":"Courier.example | Harbours of 2026"}</script>"#;
    let tag = r#"<meta property="og:title" content="Barges for Beginners Harbours of 2026">"#;
    let page = meta_of(&format!("{document}{headline}{tag}{heading}"));
    assert_eq!(page.title.as_deref(), Some("Barges for Beginners Harbours of 2026"));
}

#[test]
fn a_heading_in_the_address_is_the_headline() {
    let page = |path: &str, heading: &str| {
        let address = format!("<link rel=canonical href='https://courier.example/{path}'>");
        meta_of(&format!("<title>Days out on the coast and the river</title>{address}<h1>{heading}</h1>")).title
    };
    assert_eq!(page("west/lindhaven-west.htm?a=1", "Lindhaven-West").as_deref(), Some("Lindhaven-West"));
    assert_eq!(page("west/3.htm", "Lindhaven-West").as_deref(), Some("Days out on the coast and the river"));
    assert_eq!(page("", "Courier").as_deref(), Some("Days out on the coast and the river"));
}

//! The authors of whole pages.

use super::*;

/// The authors of a page with `head` and, below the headline, `line`.
fn authors(head: &str, line: &str) -> Vec<String> {
    meta_of(&format!("{head}<title>Pier opens again</title><h1>Pier opens again</h1>{line}")).byline
}

#[test]
fn a_given_name_is_completed_by_what_the_page_shows() {
    let stated = "<meta name=author content=Ann>";
    assert_eq!(authors(stated, "<img alt='Ann Lee, reporter'>"), ["Ann Lee"]);
    assert_eq!(authors(stated, "<img alt='Ann Lee (right)'>"), ["Ann Lee"]);
    for alt in ["Ann Logo", "Ann Lee Yoga", "Anna Lee", "ann lee"] {
        assert_eq!(authors(stated, &format!("<img alt='{alt}'>")), ["Ann"], "{alt}");
    }
    let site = r#"<meta property="og:site_name" content="Ann"><meta name=author content=Ann>"#;
    assert_eq!(authors(site, "<img alt='Ann Lee'>"), ["Ann"]);
}

#[test]
fn an_icon_or_an_initial_shows_that_a_name_beside_the_date_is_a_persons() {
    for name in ["<li><i class='bi bi-person'></i> Ann Lee</li>", "<li>Ann B. Lee</li>"] {
        let found = authors("", &format!("<ul>{name}<li>17 Feb. 2026</li></ul>"));
        assert_eq!(found.len(), 1, "{name}");
    }
    let other = "<ul><li><i class='bi bi-folder'></i> North Quay</li><li>17 Feb. 2026</li></ul>";
    assert_eq!(authors("", other), [""; 0]);
}

#[test]
fn what_an_author_does_is_no_author() {
    let tag = |stated: &str| authors(&format!("<meta name=author content='{stated}'>"), "");
    assert_eq!(tag("Ann Lee, Master Horticulturalist & Garden Educator"), ["Ann Lee"]);
    assert_eq!(tag("Ann Lee, Harbour Lines - 10+ Years"), ["Ann Lee"]);
    let line = "<div>by Ann Lee, Representative to the Committee of the Harbour Trust</div>";
    assert_eq!(authors("", line), ["Ann Lee"]);
    assert_eq!(authors("", "<div>By Ann Lee, MD</div>"), ["Ann Lee, MD"]);
}

#[test]
fn what_comes_after_the_names_in_a_line_is_left_out() {
    assert_eq!(authors("", "<p>Author: Ann Lee, Date: 17 Feb. 2026</p>"), ["Ann Lee"]);
    assert_eq!(authors("", "<p>（责编：安李、李安)</p>"), ["安李", "李安"]);
}

#[test]
fn an_organisation_with_two_names_is_one_author() {
    let head = |kind: &str, name: &str| {
        format!(
            r#"<script type="application/ld+json">{{"@type":"Article","author":{{"@type":"{kind}","name":"{name}"}}}}</script>"#
        )
    };
    assert_eq!(authors(&head("Organization", "Lindhaven & Lindhaven"), ""), ["Lindhaven & Lindhaven"]);
    assert_eq!(authors(&head("Organization", "Ann Lee & Ben Roe"), ""), ["Ann Lee", "Ben Roe"]);
    let line = "<p class=byline>By Ann Lee</p>";
    assert_eq!(authors(&head("Organization", "Lindhaven & Lindhaven"), line), ["Ann Lee"]);
}

#[test]
fn the_beginning_of_the_sites_name_is_no_other_author() {
    let head = r#"<meta property="og:site_name" content="Harbour On"><meta name=author content="Harbour On">"#;
    assert_eq!(authors(head, "<div class=byline>Written By <a href=/?author=7>Harbour On</a></div>"), ["Harbour On"]);
    let head =
        r#"<meta property="og:site_name" content="HT - Harbour Trust"><meta name=author content="Harbour Trust">"#;
    assert_eq!(authors(head, "<p>Autorin: Ann Lee, Projektleiterin der HT in Lindhaven</p>"), ["Ann Lee"]);
}

#[test]
fn the_next_tag_is_read_where_one_has_a_placeholder() {
    let head = r#"<meta name=author content=admin><meta name="article:author" content="Ann Lee">"#;
    assert_eq!(authors(head, ""), ["Ann Lee"]);
    assert_eq!(authors(r#"<meta name="shareaholic:article_author_name" content="Ann Lee">"#, ""), ["Ann Lee"]);
    assert_eq!(authors("<meta name=author content='Community Editor'>", ""), ["Community Editor"]);
}

#[test]
fn the_newsroom_is_no_author_beside_a_person() {
    let tag = |stated: &str| authors(&format!("<meta name=author content='{stated}'>"), "");
    assert_eq!(tag("Ann Lee, Redaktion"), ["Ann Lee"]);
    assert_eq!(tag("Redaktion"), ["Redaktion"]);
}

#[test]
fn elements_for_what_an_author_does_or_a_section_hold_no_name() {
    let line =
        "<div><a class=author-name>Ann Lee</a><div class=author-position>Full-Stack Harbour/PHP Pilot</div></div>";
    assert_eq!(authors("", line), ["Ann Lee"]);
    assert_eq!(authors("", "<div class=article__author>Ports · Ann Lee, Ben Roe</div>"), ["Ann Lee", "Ben Roe"]);
    assert_eq!(authors("", "<div class=article__author>4 min · North Quay</div>"), [""; 0]);
}

#[test]
fn a_link_to_the_page_of_an_author_after_by_counts_anywhere() {
    let far =
        "<p>The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck it.</p>"
            .repeat(70);
    let by = |name: &str, slug: &str| format!("<p>Written by <a href=/authors/{slug}>{name}</a></p>");
    let one = by("Ann Lee", "ann-lee");
    assert_eq!(authors("", &format!("{far}{one}{one}")), ["Ann Lee"]);
    assert_eq!(authors("", &format!("{far}<span>by </span><p><a href=/authors/ann-lee>Ann Lee</a></p>")), ["Ann Lee"]);
    assert_eq!(authors("", &format!("{far}{one}{}", by("Ben Roe", "ben-roe"))), [""; 0]);
    assert_eq!(authors("", &format!("{far}<p>Thanks to <a href=/authors/ann-lee>Ann Lee</a></p>")), [""; 0]);
}

#[test]
fn a_box_with_a_portrait_and_a_few_words_names_the_author() {
    let far =
        "<p>The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck it.</p>"
            .repeat(70);
    let card = |class: &str, alt: &str, words: &str| {
        format!("{far}<div class={class}><div><img alt='{alt}'></div><div>Ann Lee</div><p>{words}</p></div>")
    };
    assert_eq!(authors("", &card("blog_author-box", "Ann Lee", "Ann Lee is a pilot.")), ["Ann Lee"]);
    assert_eq!(authors("", &card("blog_author-box", "Ann Lee", "Ann writes about barges.")), ["Ann Lee"]);
    for other in [
        card("team-box", "Ann Lee", "Ann Lee is a pilot."),
        card("author-box", "Ben Roe", "Ann Lee is a pilot."),
        card("author-box", "Ann Lee", "Read more"),
    ] {
        assert_eq!(authors("", &other), [""; 0], "{other}");
    }
}

#[test]
fn the_heading_of_another_article_is_no_name_beside_a_date() {
    let other = "<h2><a href=/b/barge-waits-outside>Barge Waits Outside</a></h2><div>18 Jan. 2026</div>";
    assert_eq!(authors("", other), [""; 0]);
}

#[test]
fn a_drawing_is_not_long() {
    let drawing = format!("<svg>{}</svg>", "<path d='M0 0'/>".repeat(80));
    assert_eq!(authors("", &format!("{drawing}<div>By Ann Lee</div>")), ["Ann Lee"]);
}

#[test]
fn who_submitted_a_page_is_its_author_and_at_begins_a_date() {
    assert_eq!(authors("", "<div>Submitted by <span>Ann Lee</span> on Tue, 03/17/2026 - 10:22</div>"), ["Ann Lee"]);
    assert_eq!(authors("", "<div class=posted>Posted by Ann Lee at June 11, 2004 10:14 PM</div>"), ["Ann Lee"]);
}

#[test]
fn who_took_a_picture_is_no_author() {
    let figure = "<figure><img src=a.jpg><figcaption itemprop=author>Foto: Pia Rosk</figcaption></figure>";
    assert_eq!(authors("", &format!("{figure}<a rel=author>Ann Lee</a>")), ["Ann Lee"]);
}

#[test]
fn a_name_beside_the_date_in_a_box_that_is_called_author_is_an_author() {
    let line = |class: &str| {
        format!("<div class='{class}'><div><div>Ann Lee</div><div><div>12 February 2026</div></div></div></div>")
    };
    assert_eq!(authors("", &line("post-header_author-wrapper")), ["Ann Lee"]);
    assert_eq!(authors("", &line("post-header_wrapper")), [""; 0]);
}

#[test]
fn a_small_word_before_a_family_name_is_a_part_of_it() {
    assert_eq!(authors("", "<div class=author>Anna Di Maria</div>"), ["Anna Di Maria"]);
    assert_ne!(authors("", "<div class=author>Di Maria</div>"), ["Maria"]);
}

#[test]
fn a_company_is_no_author() {
    assert_eq!(authors("", "<div class=firma>Lindhaven Boats</div>"), [""; 0]);
}

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

//! The dates of whole pages.

use super::*;

#[test]
fn a_change_before_publication_is_ignored() {
    let page = meta_of(
        r#"<meta property="article:published_time" content="2026-02-11"><meta property="article:modified_time" content="2026-02-09">"#,
    );
    assert_eq!(page.modified, None);
}

/// The date of an English page with `head` and, below the headline, `line`.
fn date_of(head: &str, line: &str) -> Option<String> {
    meta_of(&format!("<html lang=en><head><title>Pier opens again</title>{head}</head><h1>Pier opens again</h1>{line}"))
        .published
}

#[test]
fn a_date_next_to_other_texts_is_read() {
    for line in [
        "<div><a href=/x>Ann Lee</a>, 17 Feb. 2026 <span>4 min</span></div>",
        "<div><h5>Date: </h5>17.02.2026 <p>one</p><p>two</p><p>three</p><p>four</p><p>five</p></div>",
        "<p>Essay - Published: 2026.02.17 | <a href=/t>harbours</a></p>",
        "<p>Story</p><p>Posted on the 17/02/2026 at 19:00 by Ann Lee</p>",
    ] {
        assert_eq!(date_of("", line).as_deref(), Some("2026-02-17"), "{line}");
    }
    let line = "<div><span>Last updated:</span><span>17 Feb. 2026</span></div><p>Posted on 9 Feb. 2026</p>";
    assert_eq!(date_of("", line).as_deref(), Some("2026-02-09"));
}

#[test]
fn an_earlier_date_in_the_head_of_the_article_is_that_of_publication() {
    let head = r#"<meta property="article:published_time" content="2026-02-17T08:00:00Z">"#;
    assert_eq!(date_of(head, "<p class=meta>3 March 2019</p>").as_deref(), Some("2019-03-03"));
    let stated = Some("2026-02-17T08:00:00Z");
    for line in [
        "<p>Updated 3 March 2019</p>",
        "<p>Received: 3 March 2019</p>",
        "<ul><li>Received: 3 March 2019</li><li>Published: 17 February 2026</li></ul>",
        "<div class=related-teaser><span>3 March 2019</span><a href=/b>Barges wait</a></div>",
        "<h3><a href=/b>Barges wait</a></h3><p>3 March 2019</p>",
        "<p>20 February 2026</p>",
    ] {
        assert_eq!(date_of(head, line).as_deref(), stated, "{line}");
    }
}

#[test]
fn a_line_that_says_published_may_be_anywhere() {
    let text = "<p>The harbour was closed for two winters and the barges waited outside of the mole all the while.</p>"
        .repeat(80);
    for line in ["Erschienen am: 17.02.2026", "Mise en ligne le 17 février 2026", "发布时间：2026-02-17"] {
        let page = meta_of(&format!("<title>Pier</title><h1>Pier opens again</h1>{text}<p>{line}</p>"));
        assert_eq!(page.published.as_deref(), Some("2026-02-17"), "{line}");
    }
}

#[test]
fn an_earlier_day_in_the_head_is_preferred_where_no_moment_is_stated() {
    let page = |stated: &str, line: &str| {
        let head = format!(r#"<meta name=date content="{stated}">"#);
        date_of(&head, &format!("<p>{line}</p>"))
    };
    assert_eq!(page("2026-02-17", "16 Feb. 2026").as_deref(), Some("2026-02-16"));
    assert_eq!(page("2026-02-17T08:00:00+01:00", "16 Feb. 2026").as_deref(), Some("2026-02-17T08:00:00+01:00"));
}

#[test]
fn the_day_at_the_top_of_the_page_is_not_the_articles() {
    let today = format!("<div class=date>19 Feb. 2026</div>{}", "<div><a href=/s>Ports</a></div>".repeat(12));
    let text = "<p>The pier was opened again on Friday, two winters after the storm that broke it and the wall.</p>";
    let html = format!("<title>Pier opens</title>{today}<h1>Pier opens</h1>{text}{text}{text}<div>17 Feb. 2026</div>");
    assert_eq!(meta_of(&html).published.as_deref(), Some("2026-02-17"));
}

#[test]
fn the_last_change_is_the_date_where_no_other_is_known() {
    for line in [
        "<p class=date>Updated 17 Feb. 2026</p>",
        "<div><span>Last updated:</span><span>17 Feb. 2026</span></div>",
        "<footer><li>This page was last edited on 17 February 2026, at 10:30.</li></footer>",
        "<p>[Stand: 17.02.2026, 01:40 Uhr]</p>",
    ] {
        let page = meta_of(&format!("<title>Pier opens again</title><h1>Pier opens again</h1>{line}"));
        assert_eq!((page.published.as_deref(), page.modified.as_deref()), (Some("2026-02-17"), Some("2026-02-17")));
    }
}

#[test]
fn weblogs_say_in_a_sentence_when_an_entry_was_published() {
    for entry in [
        "This entry was posted on Tuesday, February 17th, 2026 at 10:30 and is filed under <a href=/p>Ports</a>. You can follow any responses to this entry through the feed of the comments, or leave a comment of your own.",
        "Dieser Beitrag wurde am Dienstag, 17. Februar 2026 um 10:30 Uhr veröffentlicht und unter <a href=/p>Häfen</a> abgelegt. Du kannst Kommentare mit dem Feed verfolgen.",
    ] {
        let far = "<p>One</p>".repeat(70);
        assert_eq!(
            date_of("", &format!("{far}<p class=postmetadata><small>{entry}</small></p>")).as_deref(),
            Some("2026-02-17")
        );
    }
}

#[test]
fn a_date_of_something_else_does_not_count() {
    let history = "<p>Received 12 Oct. 2025; Accepted 7 Feb. 2026</p>";
    let head = "<meta name=citation_publication_date content='2026 Feb 17'>";
    assert_eq!(date_of(head, history).as_deref(), Some("2026-02-17"));
    let post = "<dl><dd><b>Registered:</b> 18 Sep. 2019, 05:56</dd></dl><p>Ann Lee » 17 Feb. 2026, 05:42</p>";
    assert_eq!(date_of("", post).as_deref(), Some("2026-02-17"));
}

#[test]
fn another_date_of_the_page_tells_the_day_from_the_month() {
    let page = |dates: [&str; 2]| {
        let [first, second] = dates.map(|date| format!("<h3><a href=/b>Barges wait</a></h3><p>{date}</p>"));
        date_of("", &format!("<div>03/10/2025</div>{first}{second}"))
    };
    assert_eq!(page(["16 February 2026", "3 October 2025"]).as_deref(), Some("2025-10-03"));
    assert_eq!(page(["16 February 2026", "March 10, 2025"]).as_deref(), Some("2025-03-10"));
    assert_eq!(page(["3 October 2025", "March 10, 2025"]).as_deref(), Some("2025-10-03"));
}

#[test]
fn a_date_after_a_link_to_the_author_counts_where_no_other_is_known() {
    let far = "<p>The harbour at Lindhaven was closed on Monday after a barge broke loose in the night.</p>".repeat(70);
    let by = "<p>Written by <a href=/authors/ann-lee>Ann Lee</a></p>";
    assert_eq!(date_of("", &format!("{far}{by}<p>17 Feb. 2026</p>")).as_deref(), Some("2026-02-17"));
    let other = "<p>Written by <a href=/authors/ben-roe>Ben Roe</a></p>";
    assert_eq!(date_of("", &format!("{far}{by}<p>17 Feb. 2026</p>{other}")), None);
    assert_eq!(date_of("", &format!("{far}{by}<p>17 boats</p>")), None);
}

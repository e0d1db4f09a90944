//! Which blocks of the article's element are clutter, by their words and by
//! the blocks around them.

use std::collections::{HashMap, HashSet};

use pullquote_article::BlockKind;

use super::candidate_block::{CandidateBlock, ends_sentence, is_running, letters, looks_running, same_letters};
use super::lines::LINE_BREAK;
use super::{after_text, ending, first_part, headings, link_lists, pull_quotes};
use crate::html::tree::Tree;
use crate::language::Language;
use crate::rules::elements::{NEWSLETTER, PAGE_CONTROL};
use crate::rules::{ActiveRules, ContextRule, Cut};

/// The rule for credits of pictures between the paragraphs; in a caption they stay.
const PHOTO_CREDIT: &str = "photo-credit-in-languages";
/// The rule for notices on the browser, which are above the text.
const OLD_BROWSER: &str = "old-browser";
/// Words up to which a line above the text is a label and no sentence.
const LABEL: usize = 12;
/// Characters that a line with a date has at most.
const TIME: usize = 90;
/// Characters that a line with an author's name has at most.
const NAME: usize = 60;
/// Letters and digits of a block that is cut if it is repeated, at least.
const SAME: usize = 40;
/// Bytes of a byline that says what the author is, at most.
const WHO: usize = 300;
/// How often words are repeated that are a notice of the page.
const NOTICE: usize = 3;
/// Words of a line in capitals that is a link to another article, at least.
const CAPITALS: usize = 5;
/// Bytes of it, at least.
const IN_CAPITALS: usize = 30;
/// Bytes of a notice, at most.
const NOTICE_LENGTH: usize = 600;
/// Bytes of running text with which lines after it can be clutter, at least.
pub(super) const LITTLE: usize = 250;
/// Letters and digits of a line that a removed box has too, at least.
const IN_BOX: usize = 30;
/// Boxes that are removed as calls to subscribe and that are looked at, at most.
const BOXES: usize = 20;
/// Bytes of paragraphs that are not repeated, at least, before those that are
/// can be clutter.
const REST: usize = 400;

/// Cuts every block that a rule applies to. `title` is the article's headline.
pub(super) fn apply<'l>(
    blocks: &mut [CandidateBlock<'l>],
    tree: &Tree,
    rules: &ActiveRules<'l>,
    title: Option<&str>,
    authors: &[String],
) {
    for block in blocks.iter_mut().filter(|b| b.cut.is_none()) {
        block.cut = cut_by_its_words(block, rules, title);
    }
    link_lists::keep_mixed(blocks, tree);
    link_lists::cut(blocks);
    pull_quotes::cut(blocks);
    cut_repeated(blocks);
    cut_said_in_box(blocks);
    headings::cut_after_end(blocks, rules);
    cut_before_text(blocks, tree);
    cut_times_and_names(blocks, authors);
    after_text::cut(blocks, tree);
    ending::cut(blocks, authors);
    link_lists::cut_dates_of_teasers(blocks, tree);
    link_lists::cut_headings_of_boxes(blocks, tree);
    link_lists::cut_headings_of_forms(blocks, tree);
    headings::cut_bare(blocks);
}

/// Gives those of `blocks` that are outside of the article, look like its text, and are notices on the
/// browser, the rule for these, so that nothing restores them.
pub(super) fn name_notices<'l>(blocks: &mut [CandidateBlock<'l>], language: &'l Language) {
    let may_be =
        |b: &CandidateBlock<'_>| b.cut.is_some_and(|cut| cut.is(ContextRule::OutsideTheArticle)) && looks_running(b);
    let text: String = blocks.iter().filter(|b| may_be(b)).flat_map(|b| [b.text.as_str(), "\n"]).collect();
    let rules = language.rules.active_in(&text);
    for block in blocks.iter_mut().filter(|b| may_be(b)) {
        if let Some(rule) = rules.cutting_block(&block.folded()).filter(|rule| rule.name == OLD_BROWSER) {
            block.cut = Some(Cut::Pattern(rule));
        }
    }
}

/// The rule that cuts `block` for what it says or for its links.
fn cut_by_its_words<'l>(block: &CandidateBlock<'l>, rules: &ActiveRules<'l>, title: Option<&str>) -> Option<Cut<'l>> {
    let text = block.folded();
    let heading = matches!(block.kind, BlockKind::Heading(_));
    if heading && title.is_some_and(|t| same_letters(t, &text)) {
        return Some(Cut::Context(ContextRule::HeadlineAgain));
    }
    if title.is_some_and(|title| begins_with_headline(&block.text, title)) {
        return Some(Cut::Context(ContextRule::HeadlineAgain));
    }
    let bracketed = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    let rule = rules.cutting_block(&text).or_else(|| rules.cutting_block(bracketed?));
    if let Some(rule) = rule.filter(|rule| block.kind != BlockKind::Caption || rule.name != PHOTO_CREDIT) {
        return Some(Cut::Pattern(rule));
    }
    if heading || block.kind == BlockKind::Caption || ends_sentence(&text) {
        return None;
    }
    let length = text.chars().count();
    let bytes = block.text.trim().len();
    let is_address = |word: &str| word.contains('@') || word.contains("://");
    let addresses = text.split(' ').filter(|word| is_address(word)).count();
    if addresses >= block.links() && block.links() > 1 {
        return None;
    }
    let is_address = !text.contains(' ') && addresses > 0;
    let one_link = block.linked * 10 >= bytes * 8 && length < 160 && !is_address;
    let many_links = block.linked * 10 >= bytes * 6 && block.links() >= 3 && length < 600;
    if one_link && is_headline_in_capitals(&block.text) {
        return Some(Cut::Context(ContextRule::LinkList));
    }
    (one_link || many_links).then_some(Cut::Context(ContextRule::OnlyLinks))
}

/// Whether `text` has as many words as a headline, and all of their letters are capitals.
fn is_headline_in_capitals(text: &str) -> bool {
    text.split_whitespace().count() >= CAPITALS
        && text.trim().len() >= IN_CAPITALS
        && text.contains(char::is_uppercase)
        && !text.contains(char::is_lowercase)
}

/// Whether the first line of `text` is the headline, and the others are short and no sentences: a
/// byline, a date.
fn begins_with_headline(text: &str, title: &str) -> bool {
    let mut lines = text.split(['\n', LINE_BREAK]).map(str::trim).filter(|line| !line.is_empty());
    lines.next().is_some_and(|first| same_letters(first, title))
        && lines.clone().count() > 0
        && lines.all(|line| line.chars().count() <= NAME && !ends_sentence(line))
}

/// Cuts blocks with the words of an earlier one, which many pages have for
/// narrow and for wide screens. Words that come three times are a notice of the
/// page, and none of them is the article's.
fn cut_repeated(blocks: &mut [CandidateBlock<'_>]) {
    let may_repeat = |b: &CandidateBlock<'_>| b.cut.is_none() && b.kind == BlockKind::Paragraph;
    let words: Vec<String> =
        blocks.iter().map(|b| if may_repeat(b) { letters(&b.text) } else { String::new() }).collect();
    let mut count: HashMap<&str, usize> = HashMap::new();
    words.iter().for_each(|words| *count.entry(words).or_default() += 1);
    let once: usize = count.iter().filter(|&(_, &n)| n < NOTICE).map(|(words, _)| words.len()).sum();
    if once < REST {
        return;
    }
    // A notice that is removed in one place, for the name of its element, is one in the others.
    let removed: Vec<String> = blocks.iter().filter(|b| is_notice(b)).map(|b| letters(&b.text)).collect();
    for words in &removed {
        count.entry(words).and_modify(|n| *n += 1);
    }
    let mut known: HashSet<&str> = HashSet::new();
    for (block, words) in blocks.iter_mut().zip(&words).filter(|(_, words)| words.chars().count() >= SAME) {
        if !known.insert(words) || count.get(words.as_str()).is_some_and(|&n| n >= NOTICE) {
            block.cut_by(ContextRule::Repeated);
        }
    }
}

/// Cuts paragraphs and items of lists that are also in a box that is removed as a call to subscribe: an
/// offer that the page has for several kinds of readers.
fn cut_said_in_box(blocks: &mut [CandidateBlock<'_>]) {
    let is_call = |b: &&CandidateBlock<'_>| {
        matches!(b.cut, Some(Cut::Element(rule)) if rule.name == NEWSLETTER) && b.text.len() <= NOTICE_LENGTH
    };
    let boxes: Vec<String> = blocks.iter().filter(is_call).take(BOXES).map(|b| letters(&b.text)).collect();
    if boxes.is_empty() {
        return;
    }
    let may_be = |b: &CandidateBlock<'_>| matches!(b.kind, BlockKind::Paragraph | BlockKind::ListItem);
    for block in blocks.iter_mut().filter(|b| b.cut.is_none() && may_be(b) && b.text.len() <= NOTICE_LENGTH) {
        let words = letters(&block.text);
        if words.chars().count() >= IN_BOX && boxes.iter().any(|text| text.contains(&words)) {
            block.cut_by(ContextRule::Repeated);
        }
    }
}

/// Whether an element is removed that may hold a notice, and not one that is only hidden.
fn is_notice(block: &CandidateBlock<'_>) -> bool {
    matches!(block.cut, Some(Cut::Element(rule)) if rule.name != PAGE_CONTROL) && block.text.len() <= NOTICE_LENGTH
}

/// Cuts short lines above the first running text: dates, sections, counters.
fn cut_before_text(blocks: &mut [CandidateBlock<'_>], tree: &Tree) {
    let first = blocks.iter().position(is_running);
    let part_heading = first.and_then(|first| first_part::heading(blocks, first, tree));
    for (at, block) in blocks.iter_mut().enumerate().take(first.unwrap_or(0)) {
        if block.cut.is_some() || Some(at) == part_heading {
            continue;
        }
        let words = block.text.split_whitespace().count();
        let is_text = matches!(block.kind, BlockKind::Caption | BlockKind::Quote)
            || ends_sentence(block.text.trim())
            || words > LABEL;
        if !is_text || block.kind == BlockKind::Heading(1) {
            block.cut_by(ContextRule::BeforeTheText);
        }
    }
}

/// Cuts lines with a date or time, and perhaps how long reading takes, and lines with the
/// name of an author, before the second running text.
fn cut_times_and_names(blocks: &mut [CandidateBlock<'_>], authors: &[String]) {
    let is_time = |b: &CandidateBlock<'_>| {
        let text = b.text.trim();
        b.timed && text.contains(|c: char| c.is_ascii_digit()) && text.chars().count() <= TIME
    };
    let running =
        blocks.iter().enumerate().filter(|(_, b)| is_running(b) && !is_time(b) && !says_who(&b.folded(), authors));
    let second = running.map(|(at, _)| at).nth(1).unwrap_or(0);
    let names: Vec<String> = authors.iter().filter(|name| name.contains(' ')).map(|name| letters(name)).collect();
    for block in blocks.iter_mut().take(second).filter(|b| b.cut.is_none() && b.kind == BlockKind::Paragraph) {
        let text = block.text.trim();
        let length = text.chars().count();
        let named = || {
            let text = letters(text);
            names.iter().any(|name| !name.is_empty() && text.contains(name.as_str()))
        };
        if is_time(block) || (length <= NAME && !ends_sentence(text) && named()) || says_who(&block.folded(), authors) {
            block.cut_by(ContextRule::BeforeTheText);
        }
    }
}

/// Whether the text is a byline that goes on with what the author is: “By Ann Lee, a pilot and the author
/// of two books.”
fn says_who(text: &str, authors: &[String]) -> bool {
    let after = text.strip_prefix("By ").filter(|_| text.len() <= WHO).and_then(|rest| {
        authors.iter().filter(|name| name.contains(' ')).find_map(|name| rest.strip_prefix(name.as_str()))
    });
    after.is_some_and(|after| [", a ", ", an ", ", the ", ", our "].iter().any(|next| after.starts_with(next)))
}

/// Whether most of the block is links.
pub(super) fn is_link(block: &CandidateBlock<'_>) -> bool {
    block.linked * 2 >= block.text.trim().len()
}

#[cfg(test)]
mod tests {
    const STORY: &str = "<p>The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the pier.</p>";

    fn text(first: &str, last: &str) -> String {
        let html = format!(
            "<meta name=author content='Ann Lee'><article><h1>Pier</h1>{first}{STORY}{STORY}{STORY}{last}</article>"
        );
        crate::extract(&html, None).text().to_owned()
    }

    #[test]
    fn times_and_names_above_the_text_are_cut() {
        let lead = "<p>Forty ships waited beyond the mole for a pilot who could bring them in.</p>";
        let lines = "<div><time>17.04.2026, 12:24</time> <span>Lesezeit: 5 Min.</span></div><p>Von Ann Lee</p>";
        let text = text(&format!("{lead}{lines}"), "");
        assert!(text.contains("Forty ships") && !text.contains("12:24") && !text.contains("Ann Lee"), "{text}");
    }

    #[test]
    fn a_link_in_capitals_between_paragraphs_leads_to_another_article() {
        let line = |text: &str| format!("<p><a href=/b><strong>{text}</strong></a></p>{STORY}");
        let found = text("", &line("BARGE CAPTAIN SAYS THE ROPE WAS 'OLDER THAN HE IS'"));
        assert!(!found.contains("BARGE CAPTAIN"), "{found}");
    }

    #[test]
    fn a_link_to_read_on_may_be_in_brackets() {
        let found = text("", &format!("<p>[Read more: <a href=/b>The night the bridges went</a>]</p>{STORY}"));
        assert!(!found.contains("bridges"), "{found}");
    }

    /// Eight paragraphs on the ships from this number on.
    fn ships(from: usize) -> String {
        let ship = |n: usize| {
            format!("<p>Ship number {n} waits beyond the mole of Lindhaven for its pilot, as it has for {n} days.</p>")
        };
        (from..from + 8).map(ship).collect()
    }

    #[test]
    fn an_offer_that_is_in_a_removed_box_too_is_no_text() {
        let offers = "<ul><li>Read the papers of eleven ports with one account</li><li>Forty pictures of ships on each day</li></ul>";
        let closed = format!("<div class=register-box><p>Register to read on</p>{offers}</div>");
        let page = |inside: &str| {
            let html = format!(
                "<article><h1>Pier</h1>{}<div class=intro>{offers}</div>{inside}{}</article>",
                ships(1),
                ships(9)
            );
            crate::extract(&html, None).text().to_owned()
        };
        assert!(page("").contains("Forty pictures"));
        assert!(!page(&closed).contains("Forty pictures"));
    }

    #[test]
    fn a_notice_on_the_browser_above_the_text_is_not_restored() {
        let notice = "Your browser is out of date. Please update it to the newest version, or use another one such as Albatross, Petrel, Tern or Gull, so that no gap in its safety stays open and each page of the harbour is fast.";
        let page = |notice: &str| {
            let html =
                format!("<title>Pier</title><h1>Pier</h1><div><p>{notice}</p></div><div><div>{}</div></div>", ships(1));
            crate::extract(&html, None).text().to_owned()
        };
        assert!(!page(notice).contains("Albatross"));
        assert!(page(&notice.replace("Your browser", "The pier")).contains("Albatross"));
    }

    #[test]
    fn a_text_of_which_each_paragraph_is_a_heading_is_read() {
        let paragraphs: String = STORY.replace("p>", "h3>").repeat(4);
        let text = crate::extract(&format!("<article><h1>Pier</h1>{paragraphs}</article>"), None).text().to_owned();
        assert!(text.contains("after a barge broke loose"), "{text}");
    }

    #[test]
    fn numbered_sentences_in_headings_are_the_text() {
        let facts: String = (1..5)
            .map(|n| format!("<h3>{n}. The pier of the town has been built {n} times since then.</h3>"))
            .collect();
        assert!(text("", &facts).contains("4. The pier of the town"));
        assert!(
            !text("", "<h3>The pier of the town has been built five times since then.</h3>")
                .contains("built five times")
        );
    }

    #[test]
    fn headings_that_come_again_do_not_end_the_article() {
        let part = |name: &str| format!("<h2>About {name}</h2>{STORY}{STORY}");
        let parts = part("Northlight Paints") + &part("Lindhaven Boats") + &part("Harbour Board");
        assert!(text("", &parts).contains("About Harbour Board"));
        assert!(!text(&STORY.repeat(6), &part("Northlight Paints")).contains("About Northlight"));
    }

    #[test]
    fn a_list_of_addresses_is_text() {
        let sources = "<p>[1] <a href='https://lindhaven.example/pier'>https://lindhaven.example/pier</a> [2] <a href='https://norhaven.example/log'>https://norhaven.example/log</a> [3] <a href='https://port.example/b'>https://port.example/b</a></p>";
        assert!(text(&STORY.repeat(2), &format!("{sources}{STORY}")).contains("norhaven.example/log"));
    }

    #[test]
    fn a_notice_that_is_removed_twice_for_its_name_is_no_text_in_a_third_place() {
        let notice = "All prices were read on 2 February 2026, and the port earns from some of the links in it.";
        let foot = format!("<div class=box-footer>{notice}</div>");
        let ships = |n: usize| -> String {
            (n..n + 5)
                .map(|n| format!("<p>Ship number {n} waited beyond the mole for a pilot who could bring it in before the storm.</p>"))
                .collect()
        };
        let more = format!("{foot}{foot}<p class=disclaimer>{notice}</p>{}", ships(7));
        let found = text(&ships(1), &more);
        assert!(!found.contains("All prices") && found.contains("number 11 waited"), "{found}");
    }

    #[test]
    fn a_block_that_is_an_address_is_text() {
        let link = "<p><a href='mailto:pier@lindhaven.example'>pier@lindhaven.example</a></p>";
        assert!(text(&STORY.repeat(2), &format!("<p>Write to the harbour office:</p>{link}{STORY}")).contains("pier@"));
    }

    #[test]
    fn a_heading_ends_the_article_before_comments_that_are_longer() {
        // Words that only one comment has, so that they do not count as the same notice.
        let said = |c: char| {
            let (first, last) = (c.to_string().repeat(9), c.to_string().repeat(40));
            format!(
                "<div>Reader {first}</div><p>In the {first} docks nobody has said a word about what the crews are to eat. So wrote the keeper of the {last} docks.</p>"
            )
        };
        let comments: String = ('b'..='t').map(said).collect();
        let story = "<p>Forty ships waited beyond the mole for a pilot who could bring them in before the weather turned again.</p><p>The port captain said that he had not seen such a queue since the winter when the lock gates froze.</p><p>Nobody was hurt in the night, and the lamps of the mole were lit again before the first ferry sailed.</p>";
        let found = text(story, &format!("<h2>Comments</h2>{comments}"));
        assert!(found.contains("lock gates froze") && !found.contains("ggggggggg docks"), "{found}");
        assert!(text(story, &format!("<h2>Crews</h2>{comments}")).contains("ggggggggg docks"));
        // Sections of the article.
        for heading in ["<h2>Responses</h2>", "<h2>Replies to the council</h2>", "<h3>Opiniones</h3>"] {
            assert!(text(story, &format!("{heading}{comments}")).contains("ggggggggg docks"), "{heading}");
        }
        let part = "<h2>What the crews ate</h2><p>There was bread for nine days on each of the ships, and nobody had to ask the town for more.</p>";
        let with_part = text(story, &format!("<h2>Comments</h2>{comments}{part}"));
        assert!(with_part.contains("ggggggggg docks") && with_part.contains("bread for nine days"), "{with_part}");
        let related = "<h2>Related stories</h2><p>The lamps of the mole are to be painted in the spring, says the board of the harbour.</p>";
        assert!(!text(story, &format!("<h2>Comments</h2>{comments}{related}")).contains("ggggggggg docks"));
    }

    #[test]
    fn headline_byline_and_date_in_one_block_are_no_text() {
        let html = format!(
            "<title>Pier shut</title><table><tr><td><font><b>Pier shut</b></font><br><i>By Ann Lee</i><br>March 12, 1998<p>{STORY}{STORY}</td></tr></table>"
        );
        let article = crate::extract(&html, None);
        assert!(!article.text().contains("1998"), "{}", article.text());
        assert!(article.removed().iter().any(|r| r.rule == "headline-again" && r.text.contains("1998")));
    }
}

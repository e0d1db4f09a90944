//! Which elements the rules for names cut, and what they do not cut whatever its name.

use std::collections::{HashMap, HashSet};

use super::Density;
use crate::html::element::in_paragraph;
use crate::html::tree::{NodeId, Tree};
use crate::page::exceptions::{
    holds_footnotes, is_beside, is_for_screen_readers, is_in_code, is_part_of_article, is_stated_article,
    is_word_of_sentence,
};
use crate::page::panels::{is_answer, is_heading, is_panel};
use crate::rules::ElementRules;
use crate::rules::elements::{ASIDE, ElementRule, HIDDEN_WORD, Match, NAVIGATION, PAGE_CONTROL, RELATED};

/// The percentage of the page's running text up to which an element is cut that
/// a style sheet hides.
const HIDDEN: usize = 5;

/// The word for comments in the table.
const COMMENT: &str = "comment";
/// Characters of running text above comments that are an article, at least.
const ABOVE: u32 = 1500;

/// The word for a table of facts in an encyclopedia, and for a box with text elsewhere.
const INFOBOX: &str = "infobox";
/// Characters of text between the headline and an element beside a short article, at least.
const ENOUGH: u32 = 400;
/// How many elements around a text may be the link that it is in.
const IN_LINK: usize = 4;

/// How often the rules for elements are applied at most.
const ROUNDS: usize = 4;

impl<'r> Density<'r> {
    /// Fills `cut` and `excluded`.
    ///
    /// A word of a class that all in all takes more of the page's running text
    /// than its rule may is ignored, as each of the paragraphs in boxes of one
    /// class is a small part of the page. Then the rules are applied again.
    pub(super) fn apply_rules(&mut self, tree: &Tree, rules: &'r ElementRules) {
        // The rules for each element, which are looked up when they are first asked for.
        let mut matches: Vec<Option<Vec<Match<'r>>>> = vec![None; tree.len()];
        let mut ignored: HashSet<&'r [&'static str]> = HashSet::new();
        let headline = self.around_headline(tree);
        for _ in 0..ROUNDS {
            let greedy = self.apply_rules_without(&ignored, &headline, tree, rules, &mut matches);
            if greedy.is_empty() {
                break;
            }
            ignored.extend(greedy);
        }
    }

    /// Fills `cut` and `excluded`, from the root downwards, without the words
    /// of classes that are `ignored`, or any for the elements around the `headline`. Returns the words
    /// that took too much.
    fn apply_rules_without(
        &mut self,
        ignored: &HashSet<&'r [&'static str]>,
        headline: &[NodeId],
        tree: &Tree,
        rules: &'r ElementRules,
        matches: &mut [Option<Vec<Match<'r>>>],
    ) -> Vec<&'r [&'static str]> {
        let all = self.running.first().copied().unwrap_or(0).max(1) as usize;
        let mut taken: HashMap<&'r [&'static str], (usize, usize)> = HashMap::new();
        // Characters of text since the headline that are in no link and that no rule cuts.
        let mut since: Option<u32> = None;
        for k in 0..self.order.len() {
            let node = self.order[k];
            let i = node as usize;
            let inside_excluded = tree.parent(node).is_some_and(|p| self.excluded[p as usize]);
            self.excluded[i] = inside_excluded;
            self.cut[i] = None;
            let name = tree.name(node);
            if headline.first() == Some(&node) {
                since = Some(0);
            } else if name.is_empty()
                && !inside_excluded
                && let Some(sum) = &mut since
            {
                let is_linked = tree.ancestors(node).take(IN_LINK).any(|above| tree.name(above) == "a");
                *sum += if is_linked { 0 } else { self.text[i] };
            }
            if inside_excluded || name.is_empty() || matches!(name, "html" | "body" | "main" | "article" | "h1") {
                continue;
            }
            if is_heading(tree, node) {
                continue;
            }
            // The source of a quotation is not the foot of the page.
            if name == "footer" && tree.ancestors(node).take(3).any(|a| tree.name(a) == "blockquote") {
                continue;
            }
            if matches!(name, "footer" | "aside" | "section") && holds_footnotes(tree, node) {
                continue;
            }
            // A word inside a sentence is not cut out of it, if it is shown.
            if self.inline[i]
                && (self.links[i] < self.text[i] || is_word_of_sentence(tree, node))
                && in_paragraph(tree, node)
                && tree.attribute(node, "aria-hidden").is_none()
                && !is_for_screen_readers(tree, node)
                && !self.styles.hides(tree, node)
            {
                continue;
            }
            let running = self.running[i] as usize;
            let percent = running * 100 / all;
            let is_text = name == "p" && running > 0;
            let is_heading = matches!(name, "h2" | "h3" | "h4") && self.links[i] == 0;
            let linked = self.links[i] * 2 > self.text[i];
            let styled = self.hidden_by_style(tree, node, percent, rules);
            let in_code = || self.inline[i] && !is_for_screen_readers(tree, node) && is_in_code(tree, node);
            let found = matches[i].get_or_insert_with(|| rules.matching(tree, node)).iter().find(|m| {
                // A word of a class is no reason to cut a paragraph or heading, and where nothing is
                // linked, there are no links to other articles.
                let linkless = m.rule.name == RELATED
                    && running > 0
                    && self.links[i] == 0
                    && !m.words.is_some_and(|words| words.first().is_some_and(|word| word.starts_with(RELATED)));
                let is_opened = m.words.is_some_and(|words| words == [HIDDEN_WORD]) && is_answer(tree, node);
                let is_told =
                    (running > 0 || is_heading) && name != "table" && m.words.is_some_and(|words| words == [INFOBOX]);
                let is_safe =
                    is_opened || is_text || is_told || linkless || (is_heading && m.rule.name != PAGE_CONTROL);
                let allowed =
                    m.words.is_none_or(|words| !is_safe && (linked || !ignored.contains(words)) && !in_code());
                let allowed = allowed && !(m.words.is_some() && m.rule.name != NAVIGATION && headline.contains(&node));
                let fits = || {
                    percent <= max_share(tree, node, m.rule)
                        || self.are_comments_below(tree, k, m)
                        || (since.is_some_and(|since| since >= ENOUGH)
                            && is_beside(tree, node, m)
                            && !headline.contains(&node))
                };
                allowed && fits() && !is_stated_article(tree, node, percent) && !is_part_of_article(tree, node, m)
            });
            self.cut[i] = found.map(|m| m.rule).or(styled);
            self.excluded[i] |= self.cut[i].is_some();
            let is_counted = |m: &&Match<'r>| !linked && percent <= max_share(tree, node, m.rule);
            if let Some(Match { rule, words: Some(words) }) = found.filter(is_counted) {
                let (sum, most) = taken.entry(words).or_insert((0, rule.share));
                *sum += running;
                *most = (*most).max(rule.share);
            }
        }
        taken.into_iter().filter(|(_, (sum, most))| sum * 100 / all > *most).map(|(words, _)| words).collect()
    }

    /// The elements around the page's headline, if only one element may be it.
    fn around_headline(&self, tree: &Tree) -> Vec<NodeId> {
        let mut headlines = self.order.iter().copied().filter(|&node| tree.name(node) == "h1");
        match (headlines.next(), headlines.next()) {
            (Some(one), None) => std::iter::once(one).chain(tree.ancestors(one)).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether the visible node with the number `at` holds comments on an article above it, so
    /// that it does not matter how much longer they are.
    fn are_comments_below(&self, tree: &Tree, at: usize, found: &Match<'_>) -> bool {
        let named = found.words.is_some_and(|words| words.first().is_some_and(|word| word.starts_with(COMMENT)));
        let own = |&node: &NodeId| {
            let below: u32 = tree.children(node).map(|c| self.running[c as usize]).sum();
            if self.excluded[node as usize] { 0 } else { self.running[node as usize].saturating_sub(below) }
        };
        named && self.order.iter().take(at).map(own).sum::<u32>() >= ABOVE
    }

    /// The rule that cuts `node` if a style sheet of the page hides it; `percent` is
    /// its share of the running text. A script may show what holds more.
    fn hidden_by_style(
        &self,
        tree: &Tree,
        node: NodeId,
        percent: usize,
        rules: &'r ElementRules,
    ) -> Option<&'r ElementRule> {
        let hides = percent <= HIDDEN && self.styles.hides(tree, node) && !is_panel(tree, node);
        hides.then(|| rules.by_name(PAGE_CONTROL)).flatten()
    }

    /// Cuts `node` and everything inside it by `rule`.
    pub(in crate::page) fn cut_element(&mut self, tree: &Tree, node: NodeId, rule: Option<&'r ElementRule>) {
        self.cut[node as usize] = rule;
        let mut at = Some(node);
        while let Some(below) = at {
            self.excluded[below as usize] = true;
            at = tree.following(below, node, true);
        }
    }
}

/// The percentage of the page's running text that `node` may hold for `rule` to
/// cut it. An element that HTML itself places beside the article may hold more,
/// if it is full of links.
fn max_share(tree: &Tree, node: NodeId, rule: &ElementRule) -> usize {
    let beside = tree.name(node) == "aside" || tree.attribute(node, "role") == Some("complementary");
    let linked = || tree.descendants(node).filter(|&n| tree.name(n) == "a").take(5).count() == 5;
    if beside && rule.name == ASIDE && linked() { rule.share.max(65) } else { rule.share }
}

#[cfg(test)]
mod tests {
    const STORY: [&str; 3] = [
        "The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the pier.",
        "Forty ships waited beyond the mole for a pilot who could bring them in before the weather turned again.",
        "The port captain said that he had not seen such a queue since the winter when the lock gates froze.",
    ];

    /// The text of a page with each paragraph of the story in an element that
    /// opens with `open`.
    fn text_of(open: &str) -> String {
        let name = open.trim_start_matches('<').split([' ', '>']).next().unwrap_or_default();
        let story: String = STORY.iter().map(|p| format!("{open}{p}</{name}>")).collect();
        crate::extract(&format!("<article><h1>Pier</h1>{story}</article>"), None).text().to_owned()
    }

    #[test]
    fn a_word_of_a_class_does_not_cut_a_running_paragraph() {
        for class in ["MsoFooter", "dateline", "widget-text", "social", "promo", "comment"] {
            let html = format!("<article><p>{}</p><p class={class}>{}</p></article>", STORY[0], STORY[1]);
            assert!(crate::extract(&html, None).text().contains(STORY[1]), "{class}");
        }
    }

    #[test]
    fn a_word_that_takes_most_of_the_page_in_small_parts_is_ignored() {
        for open in ["<div class=views-row>", "<div class=elementor-widget>", "<section class=promo-box>"] {
            let text = text_of(open);
            assert!(STORY.iter().all(|p| text.contains(p)), "{open}: {text}");
        }
        let advert = "Try our paint for hulls and decks, which no salt and no summer can take off, at every quay.";
        let html = format!("<p>{}</p><div class=promo>{advert}</div>", STORY.join("</p><p>").repeat(5));
        assert!(!crate::extract(&html, None).text().contains(advert), "one small box is cut as before");
    }

    /// A paragraph that begins and ends with words that only `name` has.
    fn docks(name: &str) -> String {
        let (first, last) = (name.repeat(9), name.repeat(40));
        format!("<p>In the {first} docks, {} So said the keeper of the {last} docks.</p>", STORY.join(" "))
    }

    #[test]
    fn comments_on_an_article_above_them_may_be_much_longer_than_it() {
        let story: String = ('a'..='f').map(|c| docks(&c.to_string())).collect();
        let said = |c: char| ["z", "x", "y"].map(|end| docks(&format!("{c}{end}"))).concat();
        let comments: String = ('a'..='t').map(|c| format!("<li class=note>{}</li>", said(c))).collect();
        let page =
            format!("<div class=article><h1>Pier</h1>{story}</div><div><ul class=comments>{comments}</ul></div>");
        let text = crate::extract(&page, None).text().to_owned();
        assert!(text.contains(&"f".repeat(9)) && !text.contains(&"tz".repeat(9)), "{text}");
    }

    #[test]
    fn the_element_around_the_headline_is_not_cut_for_its_name() {
        let summary = "Forty ships wait outside, and nobody in the town knows for how long they will have to.";
        let story: String = ('a'..='f').map(|c| docks(&c.to_string())).collect();
        for class in ["share-head", "article-details"] {
            let head = format!("<div class='{class}'><h1>Pier</h1><p class=dek>{summary}</p></div>");
            let page = format!("<title>Pier</title>{head}<div class=article-body>{story}</div>");
            assert!(crate::extract(&page, None).text().contains(summary), "{class}");
        }
    }

    #[test]
    fn footnotes_in_a_footer_belong_to_the_article() {
        let note = "1. The piles were counted in 1999.";
        let page = |names: &str| {
            let html =
                format!("<article><p>{}</p><footer {names}><p>{note}</p></footer></article>", STORY.join("</p><p>"));
            crate::extract(&html, None).text().contains(note)
        };
        assert!(page("class=entry-footnotes") && page("role=doc-endnotes"));
        assert!(!page("class=entry"));
    }

    #[test]
    fn words_that_the_page_hides_are_cut_from_sentences() {
        let style = "<style>.pq-x1{display:none}.adx2 { display : none; }</style>";
        for hidden in [
            "<span class=hidden>XX is a tax</span>",
            "<span class='note hidden'>XX is a tax</span>",
            "<span class=assistive-text>XX is a tax</span>",
            "<span class=mw-editsection>[XX]</span>",
            "<span class=pq-x1>XX is a tax</span>",
        ] {
            let html = format!(
                "{style}<article><p>{}</p><p>{} The levy{hidden} rises.</p></article>",
                STORY.join("</p><p>"),
                STORY[0]
            );
            let text = crate::extract(&html, None).text().to_owned();
            assert!(text.ends_with("The levy rises.") && !text.contains("XX"), "{hidden}: {text}");
        }
    }

    #[test]
    fn what_react_sends_later_is_shown() {
        let page = |id: &str| {
            format!("<div id=shell>Courier</div><div hidden id='{id}'><p>{}</p></div>", STORY.join("</p><p>"))
        };
        assert!(crate::extract(&page("S:0"), None).text().contains(STORY[1]));
        assert!(!crate::extract(&page("menu"), None).text().contains(STORY[1]));
    }

    #[test]
    fn a_link_in_a_sentence_stays_whatever_its_class() {
        let link = "<p>The port said that it had <a class=related-link href=/a>counted forty ships</a> by noon.</p>";
        let page = |inside: &str| {
            let story: String = STORY.iter().map(|p| format!("<p>{p}</p>")).collect();
            crate::extract(&format!("<article>{story}{inside}{story}</article>"), None).text().to_owned()
        };
        assert!(page(link).contains("it had counted forty ships by noon."));
        let alone = "<p>The port is shut. <a class=related-link href=/a>Forty ships wait outside</a></p>";
        assert!(!page(alone).contains("Forty ships wait outside"));
    }

    #[test]
    fn text_without_links_is_no_list_of_links_to_other_articles() {
        let story: String = STORY.iter().map(|p| format!("<p>{p}</p>")).collect();
        let first =
            "<p>The mayor came to the quay at noon and said that nobody had been hurt in the night of the storm.</p>";
        let page = |class: &str| {
            let html = format!("<article><div class='{class}'>{first}</div>{story}{story}</article>");
            crate::extract(&html, None).text().contains("nobody had been hurt")
        };
        assert!(page("teaser-content"));
        assert!(page("slide similar"));
        assert!(!page("related-stories"));
    }

    #[test]
    fn a_heading_stays_whatever_its_class() {
        let [first, second, third] = STORY;
        let html = format!(
            "<article><p>{first}</p><h2 class='widget-title mb-5'>The road is open</h2><p>{second}</p><p>{third}</p></article>"
        );
        assert!(crate::extract(&html, None).text().contains("The road is open"));
    }

    #[test]
    fn what_a_page_says_of_its_rights_is_not_its_article() {
        let rights = "All words and pictures of the Courier are protected. Copyright © The Lindhaven Courier Company. No part of this page may be copied without leave. ".repeat(2);
        let places: String = ["North", "South", "East", "West"]
            .iter()
            .map(|p| {
                format!(
                    "<p>{p} Lindhaven: the harbour, the mole, the customs house, the market and the lower town.</p>"
                )
            })
            .collect();
        let html = format!("<main><h1>Places</h1><div><div>{places}</div></div><div><p>{rights}</p></div></main>");
        let article = crate::extract(&html, None);
        assert!(article.text().contains("South Lindhaven"), "{}", article.text());
    }

    #[test]
    fn an_answer_that_is_closed_is_read() {
        let page = |class: &str| {
            let panel = format!("<div class='{class}'><p>{}</p></div>", STORY[1]);
            let question = "<div><button aria-expanded=false><h3>Who waits outside?</h3></button></div>";
            let story = format!("<p>{}</p><p>{}</p>", STORY[0], STORY[2]);
            format!(
                "<article>{story}<p>{}</p>{question}{panel}</article>",
                "It is the first storm of the year. ".repeat(60)
            )
        };
        let has = |class: &str| crate::extract(&page(class), None).text().contains(STORY[1]);
        assert!(has("faq-accordion-content hidden") && !has("content hidden"));
    }
}

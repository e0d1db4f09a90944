//! Panels: parts of the text that a page hides until a reader opens them by the heading or
//! button above, such as answers to frequent questions.

use crate::html::tree::{NodeId, Tree};

/// Words that a question on a button has at least.
const QUESTION: usize = 4;
/// Nodes before a panel that are searched for what opens it, and nodes in it that are read.
const NEAR: usize = 40;
const INSIDE: usize = 400;
/// Characters that a panel has at least and at most; what is longer is the whole article
/// again, to be read aloud or printed.
const LENGTH: std::ops::RangeInclusive<usize> = 80..=4000;

/// Whether `node`, which is hidden, is a panel with text.
pub(super) fn is_panel(tree: &Tree, node: NodeId) -> bool {
    if !matches!(tree.name(node), "div" | "section" | "dd" | "p") {
        return false;
    }
    let before = std::iter::successors(tree.previous_sibling(node), |&n| tree.previous_sibling(n));
    let Some(opener) = before.take(6).find(|&n| !matches!(tree.name(n), "" | "style" | "script")) else { return false };
    tree.descendants(opener).take(NEAR).any(|n| opens(tree, n)) && is_text(tree, node)
}

/// Whether `node` is a panel that its class calls one, so that the word “hidden” beside it
/// says only that it is closed.
pub(super) fn is_answer(tree: &Tree, node: NodeId) -> bool {
    let class = tree.attribute(node, "class").unwrap_or("").to_ascii_lowercase();
    ["accordion", "answer", "collaps", "faq"].iter().any(|name| class.contains(name)) && is_panel(tree, node)
}

/// Whether the button `node` is a heading: the whole of one, or a question that shows its
/// answer.
pub(super) fn is_heading(tree: &Tree, node: NodeId) -> bool {
    let is_button = tree.name(node) == "button" || tree.attribute(node, "role") == Some("button");
    if !is_button || tree.descendants(node).take(INSIDE).count() == INSIDE {
        return false;
    }
    let letters = |n: NodeId| tree.all_text(n).chars().filter(|c| c.is_alphanumeric()).count();
    let is_name = |name: &str| matches!(name, "h2" | "h3" | "h4" | "h5" | "h6");
    if let Some(heading) = tree.ancestors(node).take(3).find(|&above| is_name(tree.name(above))) {
        let all = tree.descendants(heading).take(INSIDE).count() < INSIDE;
        return all && letters(node) > 0 && letters(node) * 10 >= letters(heading) * 8;
    }
    let text = tree.all_text(node);
    tree.attribute(node, "aria-expanded").is_some()
        && text.trim_end().ends_with(['?', '？', '؟'])
        && text.split_whitespace().count() >= QUESTION
}

/// Whether the element is a heading, or a button that shows and hides something.
fn opens(tree: &Tree, node: NodeId) -> bool {
    matches!(tree.name(node), "h2" | "h3" | "h4" | "h5" | "h6" | "dt" | "summary")
        || tree.attribute(node, "role") == Some("heading")
        || ["aria-expanded", "aria-controls"].iter().any(|name| tree.attribute(node, name).is_some())
}

/// Whether the element holds running text, with few links and no form.
fn is_text(tree: &Tree, node: NodeId) -> bool {
    let (mut all, mut linked) = (0, 0);
    for below in tree.descendants(node).take(INSIDE) {
        if matches!(tree.name(below), "form" | "input" | "select" | "nav") {
            return false;
        }
        let Some(text) = tree.text(below) else { continue };
        if tree.parent(below).is_some_and(|parent| matches!(tree.name(parent), "script" | "style")) {
            continue;
        }
        let length = text.trim().chars().count();
        all += length;
        if all > *LENGTH.end() {
            return false;
        }
        let is_link = tree.ancestors(below).take(4).any(|above| tree.name(above) == "a");
        linked += if is_link { length } else { 0 };
    }
    LENGTH.contains(&all) && linked * 3 < all
}

#[cfg(test)]
mod tests {
    const STORY: &str = "<p>The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the pier.</p><p>Forty ships waited beyond the mole for a pilot who could bring them in before the weather turned again.</p>";

    const ANSWER: &str =
        "The ferry sails at seven and at nine, and in winter only if the ice on the sound allows it to leave the quay.";

    fn text(inside: &str) -> String {
        crate::extract(&format!("<article>{STORY}{inside}{STORY}</article>"), None).text().to_owned()
    }

    #[test]
    fn what_a_heading_opens_is_read() {
        assert!(text(&format!("<h3>Sailing</h3><div style='display:none'><p>{ANSWER}</p></div>")).contains(ANSWER));
        let region = format!("<div><a aria-expanded=false>Sailing</a></div><div hidden><p>{ANSWER}</p></div>");
        assert!(text(&region).contains(ANSWER));
    }

    #[test]
    fn what_nothing_opens_stays_hidden() {
        assert!(!text(&format!("<p>Sailing.</p><div style='display:none'><p>{ANSWER}</p></div>")).contains(ANSWER));
        let form = format!("<h3>Sailing</h3><div hidden><p>{ANSWER}</p><form><input></form></div>");
        assert!(!text(&form).contains(ANSWER));
        let whole = format!("<h3>Listen</h3><div hidden><p>{}</p></div>", ANSWER.repeat(50));
        assert!(!text(&whole).contains(ANSWER));
    }

    #[test]
    fn a_button_that_is_a_heading_or_a_question_stays() {
        let heading = format!("<h3><button>When does it sail</button></h3><p>{ANSWER}</p>");
        assert!(text(&heading).contains("When does it sail"));
        let question = format!("<div><button aria-expanded=true>When does it sail?</button></div><p>{ANSWER}</p>");
        assert!(text(&question).contains("When does it sail?"));
        assert!(
            !text(&format!("<button aria-expanded=true>Open all of these</button><p>{ANSWER}</p>"))
                .contains("Open all")
        );
    }
}

//! Pages that hold less than their article: paywalls, consent walls, and
//! pages that scripts would fill.
//!
//! Only short texts are doubted, and only where the page itself shows why:
//! what it states for machines (schema.org's `isAccessibleForFree`, the
//! `article:content_tier` tag), names of elements that sites of all kinds use
//! for a gate, and the words of the gate. No site is known by name.

use super::elements::{is_inline, is_invisible};
use super::tree::{NodeId, Tree};
use crate::article::{Notice, Wall};

/// Letters and digits from which on a text is taken for the whole article;
/// about 500 English words.
const WHOLE: usize = 2500;
/// The same for a page that is stated not to be free, or has an element named
/// as a gate: many send everything all the same.
const TEASER: usize = 1500;
/// As much as a page made of scripts may show: a title, a spinner, a footer.
const BARE: usize = 400;

/// As many bytes of a page are looked at: all of any that a wall can be.
const LOOKED_AT: usize = 200_000;
/// As many nodes below an element; a gate has fewer.
const GATE_NODES: usize = 500;

/// Parts of class names and ids that stand for a gate.
const GATES: &[&str] = &[
    "paywall",
    "pay-wall",
    "paygate",
    "regwall",
    "reg-wall",
    "subscriber-gate",
    "subscription-gate",
    "subscription-wall",
    "subscribe-wall",
    "premium-wall",
    "premium-gate",
    "article-gate",
    "content-gate",
    "metered-wall",
];

/// What a gate says, in lower case.
const GATE_WORDS: &[&str] = &[
    "to continue reading",
    "to keep reading",
    "to read the full",
    "to read this article",
    "to read the rest",
    "subscribe to read",
    "unlock this article",
    "unlock the full article",
    "for subscribers only",
    "exclusive to subscribers",
    "this article is for subscribers",
    "this content is for subscribers",
    "is reserved for subscribers",
    "um weiterzulesen",
    "weiterlesen mit",
    "nur für abonnenten",
    "für abonnentinnen und abonnenten",
    "réservé aux abonnés",
    "réservé à nos abonnés",
    "pour lire la suite",
    "exclusivo para suscriptores",
    "para seguir leyendo",
    "riservato agli abbonati",
    "per continuare a leggere",
    "exclusivo para assinantes",
    "para continuar lendo",
    "alleen voor abonnees",
    "om verder te lezen",
];

/// What consent walls talk about, in lower case.
const CONSENT: &[&str] = &[
    "cookie",
    "consent",
    "privacy",
    "personal data",
    "legitimate interest",
    "partners",
    "vendors",
    "accept all",
    "reject all",
    "manage options",
    "personalised ad",
    "personalized ad",
    "store and/or access",
    "einwillig",
    "datenschutz",
    "personenbezogen",
    "akzeptieren",
    "confidentialité",
    "consentement",
    "tout accepter",
    "données personnelles",
    "consentimiento",
    "aceptar",
    "privacidad",
    "toestemming",
    "accepteren",
];

/// Ids of the empty element that programs in the page fill.
const MOUNTS: &[&str] = &["root", "app", "__next", "__nuxt", "app-root", "react-root", "main-app", "___gatsby"];

/// What the page is if it is not the whole article; `kept` is the text that
/// was left of it.
#[must_use]
pub fn notice(tree: &Tree, kept: &str) -> Option<Notice> {
    let kept = letters(kept);
    if kept >= WHOLE {
        return None;
    }
    let page = Page::of(tree);
    let found = [page.consent(), page.paywall(kept), page.scripts(kept)].into_iter().flatten().next();
    found.map(|(wall, evidence)| Notice { wall, evidence })
}

/// What of a page tells walls.
#[derive(Default)]
struct Page {
    /// Visible text, a string a block, in lower case.
    blocks: Vec<String>,
    /// What it shows only where scripts do not run.
    without_scripts: String,
    /// Bytes of all blocks.
    bytes: usize,
    /// Bytes of scripts in the page itself.
    script: usize,
    /// Whether it states that it is not free.
    not_free: bool,
    /// Whether an element that is named as a gate says something.
    gate: bool,
    /// Whether the element that scripts fill is there and empty.
    mount: bool,
}

impl Page {
    fn of(tree: &Tree) -> Self {
        let mut page = Self::default();
        let mut block = String::new();
        let mut at = Some(0);
        while let Some(node) = at {
            let name = tree.name(node);
            // What a page states of itself stands in its head.
            let enter = name == "head" || !is_invisible(tree, node);
            if let Some(text) = tree.text(node) {
                block.push_str(&text.to_lowercase());
            } else if !is_inline(name) {
                page.close(&mut block);
            }
            page.element(tree, node, name);
            at = tree.following(node, 0, enter);
        }
        page.close(&mut block);
        page
    }

    fn close(&mut self, block: &mut String) {
        if block.contains(char::is_alphanumeric) && self.bytes < LOOKED_AT {
            self.bytes += block.len();
            self.blocks.push(block.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        block.clear();
    }

    fn element(&mut self, tree: &Tree, node: NodeId, name: &str) {
        match name {
            "script" => {
                let mut text = tree.children(node).filter_map(|child| tree.text(child));
                let linked =
                    tree.attribute(node, "type").is_some_and(|t| t.trim().eq_ignore_ascii_case("application/ld+json"));
                if linked {
                    self.not_free |= text.any(is_not_free);
                } else {
                    self.script += text.map(str::len).sum::<usize>();
                }
            }
            "noscript" => {
                let texts = tree.descendants(node).filter_map(|child| tree.text(child));
                texts.for_each(|text| self.without_scripts.push_str(&text.to_lowercase()));
            }
            "meta" => {
                let tier =
                    tree.attribute(node, "property").is_some_and(|p| p.eq_ignore_ascii_case("article:content_tier"));
                self.not_free |=
                    tier && tree.attribute(node, "content").is_some_and(|c| c.eq_ignore_ascii_case("locked"));
            }
            "" | "html" | "head" | "body" | "main" | "article" => {}
            _ => {
                let names = ["class", "id"].map(|key| tree.attribute(node, key).unwrap_or_default());
                // What a gate says is a few sentences; an element around the
                // whole text is the article behind the gate.
                let gate = !self.gate && names.iter().any(|n| is_gate(n));
                self.gate |= gate && letters_below(tree, node).is_some_and(|count| (20..800).contains(&count));
                let mount = !self.mount && MOUNTS.contains(&names[1]);
                self.mount |= mount && letters_below(tree, node) == Some(0);
            }
        }
    }

    fn shown(&self) -> usize {
        self.blocks.iter().map(|block| letters(block)).sum()
    }

    /// Most of what is shown talks about consent.
    fn consent(&self) -> Option<(Wall, &'static str)> {
        let shown = self.shown();
        let mut about = 0;
        for block in &self.blocks {
            let hits = CONSENT.iter().filter(|word| block.contains(*word)).count();
            if hits >= 2 || (hits == 1 && block.len() < 60) {
                about += letters(block);
            }
        }
        (about >= 150 && about * 2 > shown && shown < 3 * WHOLE)
            .then_some((Wall::Consent, "most of its words are about cookies and consent"))
    }

    /// A short text, and the page says that there is more for those who pay.
    fn paywall(&self, kept: usize) -> Option<(Wall, &'static str)> {
        let says = || self.blocks.iter().any(|block| block.len() < 600 && GATE_WORDS.iter().any(|w| block.contains(w)));
        let evidence = if says() {
            "it asks to subscribe or log in to read on"
        } else if self.not_free && kept < TEASER {
            "it states that it is not free, and the text is short"
        } else if self.gate && kept < TEASER {
            "it has an element named as a paywall, and the text is short"
        } else {
            return None;
        };
        Some((Wall::Paywall, evidence))
    }

    /// Hardly a word, and scripts.
    fn scripts(&self, kept: usize) -> Option<(Wall, &'static str)> {
        let shown = self.shown();
        if kept >= BARE || shown >= 2 * BARE {
            return None;
        }
        let asks =
            self.without_scripts.contains("javascript") || self.blocks.iter().any(|b| b.contains("enable javascript"));
        let evidence = if self.mount {
            "the element for the text is empty"
        } else if asks {
            "it asks for JavaScript"
        } else if shown < BARE / 2 && self.script > 20_000 {
            "it has much script and hardly a word"
        } else {
            return None;
        };
        Some((Wall::Scripts, evidence))
    }
}

/// Letters and digits in `text`.
fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Letters and digits below a node that are no script's or style's; `None`
/// where there are too many nodes to be a gate.
fn letters_below(tree: &Tree, root: NodeId) -> Option<usize> {
    let mut count = 0;
    let mut at = Some(root);
    for _ in 0..GATE_NODES {
        let Some(node) = at else { return Some(count) };
        let hidden = matches!(tree.name(node), "script" | "style" | "noscript" | "template");
        count += tree.text(node).map_or(0, letters);
        if count > WHOLE {
            return None;
        }
        at = tree.following(node, root, !hidden);
    }
    None
}

/// Whether JSON-LD states `isAccessibleForFree` as false, as a word or string.
fn is_not_free(json: &str) -> bool {
    json.match_indices("isAccessibleForFree").any(|(at, key)| {
        let value = json.get(at + key.len()..).unwrap_or_default();
        let value = value.trim_start_matches(|c: char| c == '"' || c == ':' || c.is_whitespace());
        value.get(..5).is_some_and(|word| word.eq_ignore_ascii_case("false"))
    })
}

fn is_gate(names: &str) -> bool {
    let lower = names.to_ascii_lowercase().replace('_', "-");
    GATES.iter().any(|gate| lower.contains(gate))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(html: &str, kept: &str) -> Option<Wall> {
        notice(&Tree::parse(html), kept).map(|notice| notice.wall)
    }

    const TEASER_TEXT: &str = "The council met on Monday and spoke about the pier until late.";

    #[test]
    fn a_short_text_that_is_stated_not_to_be_free_is_a_paywall() {
        for stated in ["false", "\"False\"", "\n false"] {
            let html = format!(
                "<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"isAccessibleForFree\": {stated}}}</script><p>{TEASER_TEXT}"
            );
            assert_eq!(wall(&html, TEASER_TEXT), Some(Wall::Paywall));
            assert_eq!(wall(&html, &TEASER_TEXT.repeat(60)), None, "everything is there");
        }
        let free =
            format!("<script type=application/ld+json>{{\"isAccessibleForFree\":true}}</script><p>{TEASER_TEXT}");
        assert_eq!(wall(&free, TEASER_TEXT), None);
        let locked = format!("<meta property=article:content_tier content=locked><p>{TEASER_TEXT}");
        assert_eq!(wall(&locked, TEASER_TEXT), Some(Wall::Paywall));
    }

    #[test]
    fn a_gate_is_known_by_its_words_or_its_name() {
        let words = format!("<p>{TEASER_TEXT}</p><div>Please log in <b>to continue</b> reading.</div>");
        assert_eq!(wall(&words, TEASER_TEXT), Some(Wall::Paywall));
        let name =
            format!("<p>{TEASER_TEXT}</p><div class='c-Paywall_box'>Choose a plan from two crowns a week.</div>");
        assert_eq!(wall(&name, TEASER_TEXT), Some(Wall::Paywall));
        let around =
            format!("<body class=has-paywall><p>{TEASER_TEXT}</p><a href=/login>Already a subscriber? Log in</a>");
        assert_eq!(wall(&around, TEASER_TEXT), None);
        let whole = format!("<div class=paywall-content><p>{}</div>", TEASER_TEXT.repeat(18));
        assert_eq!(wall(&whole, &TEASER_TEXT.repeat(18)), None);
    }

    #[test]
    fn a_page_that_is_mostly_consent_is_a_consent_wall() {
        let box_ = "<h2>Your privacy</h2><p>We and our partners store cookies and use personal data to show personalised \
                    ads. You can give your consent or refuse it, and change your mind later under privacy settings, \
                    where every one of the vendors is listed with its legitimate interest.</p><button>Accept all</button>";
        assert_eq!(wall(&format!("<h1>Pier</h1>{box_}"), "Pier"), Some(Wall::Consent));
        let article = TEASER_TEXT.repeat(12);
        assert_eq!(wall(&format!("<p>{article}</p>{box_}"), &article), None, "a banner beside an article");
    }

    #[test]
    fn a_page_without_words_and_with_scripts_is_made_of_scripts() {
        let mount = "<title>Courier</title><div id=root></div><script src=/main.js></script>";
        assert_eq!(wall(mount, "Courier"), Some(Wall::Scripts));
        let asks = "<p>Loading</p><noscript>You need to enable JavaScript to run this app.</noscript>";
        assert_eq!(wall(asks, "Loading"), Some(Wall::Scripts));
        let much = format!("<p>Courier</p><script>{}</script>", "let a = 1;".repeat(3000));
        assert_eq!(wall(&much, "Courier"), Some(Wall::Scripts));
        let note = format!("<p>{TEASER_TEXT}</p><noscript><img src=x></noscript>");
        assert_eq!(wall(&note, TEASER_TEXT), None, "a short note is a short note");
    }
}

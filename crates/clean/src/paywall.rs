//! Pages that hold less than their article: paywalls, consent walls, and
//! pages that scripts would fill.
//!
//! Only short texts are doubted, and only where the page itself shows why:
//! what it states for machines (schema.org's `isAccessibleForFree`, the
//! `article:content_tier` tag), names of elements that sites of all kinds use
//! for a gate, and the words of the gate. No site is known by name.

mod words;

use words::{ANSWERS, CONSENT, GATE_WORDS, GATES, LOADING, MOUNTS, SAYING};

use super::elements::{is_inline, is_invisible};
use super::tree::{NodeId, Tree};
use pullquote_article::{Notice, Wall};

/// Letters and digits from which on a text is taken for the whole article;
/// about 500 English words.
const WHOLE: usize = 2500;
/// The same for a page that is stated not to be free, or has an element named
/// as a gate: many send everything all the same.
const TEASER: usize = 1500;
/// As much as a page made of scripts may show: a title, a spinner, a footer.
const BARE: usize = 400;

/// What only waits for the text to come: a word or two.
const WAITING: usize = 40;
/// As many letters make a block running text.
const RUNNING: usize = 80;
/// What a script that is fetched counts for, in bytes: five are much.
const FETCHED: usize = 5_000;

/// How many inline elements around a text are looked through.
const AROUND: usize = 32;

/// As many bytes of a page are looked at: all of any that a wall can be.
const LOOKED_AT: usize = 200_000;
/// As many nodes below an element; a gate has fewer.
const GATE_NODES: usize = 500;

/// What the page is if it is not the whole article; `kept` is the text that
/// was left of it.
#[must_use]
pub fn notice(tree: &Tree, kept: &str) -> Option<Notice> {
    let text = kept;
    let kept = letters(text);
    if kept >= WHOLE {
        return None;
    }
    let page = Page::of(tree);
    let found = [page.consent(kept), page.paywall(kept, text), page.scripts(kept)].into_iter().flatten().next();
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
    /// Bytes of scripts: those in the page itself, and [`FETCHED`] for each that
    /// is fetched.
    script: usize,
    /// Whether it states that it is not free.
    not_free: bool,
    /// Whether an element that is named as a gate says something.
    gate: bool,
    /// Whether the element that scripts fill is there and empty, or only says
    /// that it loads.
    mount: bool,
}

impl Page {
    fn of(tree: &Tree) -> Self {
        let mut page = Self::default();
        let mut block = String::new();
        let mut inside = None;
        let mut at = Some(0);
        while let Some(node) = at {
            let name = tree.name(node);
            // What a page states of itself stands in its head.
            let enter = name == "head" || !is_invisible(tree, node);
            if let Some(text) = tree.text(node) {
                // What stands behind a paragraph is no part of it.
                let around = around(tree, node);
                if around != inside {
                    page.close(&mut block);
                    inside = around;
                }
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
                    self.script += if tree.attribute(node, "src").is_some() { FETCHED } else { 0 };
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
                self.mount |= mount && is_waiting(tree, node);
            }
        }
    }

    fn shown(&self) -> usize {
        self.blocks.iter().map(|block| letters(block)).sum()
    }

    /// Most of what is shown talks about consent, and it asks for an answer or
    /// hardly anything of it was kept.
    fn consent(&self, kept: usize) -> Option<(Wall, &'static str)> {
        let shown = self.shown();
        let (mut about, mut asks) = (0, false);
        for block in &self.blocks {
            let answers = ANSWERS.iter().filter(|word| block.contains(*word)).count();
            let hits = answers + CONSENT.iter().filter(|word| block.contains(*word)).count();
            let short = block.chars().count() < 60;
            if hits >= 2 || (hits == 1 && short) {
                about += letters(block);
            }
            asks |= answers > 0 && short;
        }
        (about >= 40 && about * 2 > shown && shown < 3 * WHOLE && (asks || kept * 2 < about))
            .then_some((Wall::Consent, "most of its words are about cookies and consent"))
    }

    /// A short text, and the page says that there is more for those who pay.
    fn paywall(&self, kept: usize, text: &str) -> Option<(Wall, &'static str)> {
        let evidence = if self.gate_words(kept, text) {
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

    /// Whether a short block that tells of nothing says what gates say, at the
    /// end of the text or beside a few sentences of it.
    fn gate_words(&self, kept: usize, text: &str) -> bool {
        let says = |block: &String| {
            block.len() < 400
                && GATE_WORDS.iter().any(|words| block.contains(words))
                && !block.split(|c: char| !c.is_alphanumeric()).any(|word| SAYING.contains(&word))
        };
        let Some(last) = self.blocks.iter().rposition(says) else { return false };
        if kept * 2 < TEASER {
            return true;
        }
        let text = text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        let after = self.blocks.iter().skip(last + 1).map(|block| (letters(block), block));
        let after: usize = after.filter(|(n, block)| *n >= RUNNING && text.contains(*block)).map(|(n, _)| n).sum();
        after * 4 < kept
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
        } else if shown < BARE / 2 && self.script > 20_000 && !self.blocks.iter().any(|b| letters(b) >= RUNNING) {
            "it has much script and hardly a word"
        } else {
            return None;
        };
        Some((Wall::Scripts, evidence))
    }
}

/// The element whose block a text is part of; a button's is its own.
fn around(tree: &Tree, text: NodeId) -> Option<NodeId> {
    let mut at = tree.parent(text)?;
    for _ in 0..AROUND {
        if !is_inline(tree.name(at)) || tree.name(at) == "button" {
            break;
        }
        at = tree.parent(at)?;
    }
    Some(at)
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

/// Whether an element holds nothing, or only says that it loads.
fn is_waiting(tree: &Tree, root: NodeId) -> bool {
    match letters_below(tree, root) {
        Some(0) => true,
        Some(count) if count < WAITING => {
            let words: String = tree.descendants(root).filter_map(|node| tree.text(node)).collect();
            let words = words.to_lowercase();
            LOADING.iter().any(|word| words.contains(word))
        }
        _ => false,
    }
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

    #[test]
    fn a_gate_is_known_in_other_languages() {
        for gate in [
            "La suite est réservée aux abonnés. Il vous reste 80 % de cet article à lire.",
            "Il vous reste 60% de cet article à lire.",
            "Contenido exclusivo para suscriptores",
            "Questa storia è riservata agli abbonati.",
            "Conteúdo exclusivo para assinantes",
            "Zaloguj się, aby czytać dalej.",
            "Logg inn for å lese videre.",
        ] {
            assert_eq!(
                wall(&format!("<p>{TEASER_TEXT}</p><div>{gate}</div>"), TEASER_TEXT),
                Some(Wall::Paywall),
                "{gate}"
            );
        }
    }

    #[test]
    fn an_article_that_tells_of_paywalls_is_none() {
        let many = |n: usize| (0..n).map(|i| format!("<p>{i} {TEASER_TEXT} {TEASER_TEXT}</p>")).collect::<String>();
        let text = |html: &str| html.replace("<p>", "").replace("</p>", "\n\n");
        let told = "<p>“Log in to keep reading,” the window told her, and she wrote a book about it.</p>";
        let aside = "<p>Join our letter to keep reading about piers.</p>";
        for (html, expected) in [
            (format!("{}{told}{}", many(10), many(9)), None),
            (format!("{}{told}", many(19)), None),
            (format!("{told}{}", many(4)), None),
            (format!("{}{aside}{}", many(8), many(8)), None),
            (format!("{}<p>Log in to keep reading.</p><p>More: the weather</p>", many(16)), Some(Wall::Paywall)),
        ] {
            assert_eq!(wall(&html, &text(&html)), expected, "{}", html.len());
        }
    }

    #[test]
    fn short_consent_walls_are_known_in_any_of_the_languages() {
        for (says, buttons) in [
            ("Our 312 partners and we use cookies to keep information on your device.", ["Accept all", "Reject all"]),
            (
                "Nos partenaires et nous utilisons des traceurs pour lire des informations personnelles.",
                ["Accepter", "Continuer sans accepter"],
            ),
            ("Noi e i nostri partner usiamo cookie e dati personali.", ["Accetta", "Rifiuta"]),
            ("Nosotros y nuestros socios usamos cookies y datos personales.", ["Aceptar", "Rechazar"]),
            ("Nós e os nossos parceiros usamos cookies e dados pessoais.", ["Aceitar tudo", "Recusar"]),
            ("My i nasi partnerzy używamy plików cookie i danych osobowych.", ["Akceptuję", "Odrzuć"]),
        ] {
            let [yes, no] = buttons;
            let box_ = format!("<p>{says}</p><button>{yes}</button><button>{no}</button>");
            let page = format!("<title>Courier</title><h1>Before you read</h1>{box_}");
            assert_eq!(wall(&page, "Before you read"), Some(Wall::Consent), "{says}");
            assert_eq!(wall(&page, says), Some(Wall::Consent), "{says}, of which nothing was cut");
            let links = format!("<div><p>{says}</p><a href=x>{yes}</a></div>");
            assert_eq!(wall(&links, says), Some(Wall::Consent), "{says}, answered by a link");
            let note = TEASER_TEXT.repeat(5);
            assert_eq!(wall(&format!("<p>{note}</p>{box_}"), &note), None, "a note with a banner");
        }
        let law = "The court spoke about cookies and the privacy of readers, and about their consent. ".repeat(6);
        assert_eq!(wall(&format!("<h1>A ruling</h1><p>{law}"), &law), None, "an article about consent");
    }

    #[test]
    fn a_spinner_is_no_text_and_fetched_scripts_are_scripts() {
        let page = |inside: &str| {
            format!("<header><a href=/>Home</a></header><div id=app>{inside}</div><footer>2026</footer>")
        };
        assert_eq!(wall(&page("<div class=spinner>Loading…</div>"), "Home"), Some(Wall::Scripts));
        assert_eq!(wall(&page("<p>Chargement en cours</p>"), "Home"), Some(Wall::Scripts));
        assert_eq!(wall(&page("<p>The pier is shut today.</p>"), "The pier is shut today."), None);
        let fetched = "<script src=/a.js></script>".repeat(5);
        assert_eq!(wall(&format!("<title>Courier</title><p>Home</p>{fetched}"), "Home"), Some(Wall::Scripts));
        let note = format!("{TEASER_TEXT} {TEASER_TEXT}");
        assert_eq!(wall(&format!("<p>{note}</p>{fetched}"), &note), None, "a short note is a short note");
    }
}

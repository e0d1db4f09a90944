//! Pages that hold less than their article: paywalls, consent walls, and pages
//! that scripts fill.
//!
//! Only a short text is checked, and only evidence in the page itself counts:
//! what it states for machines (schema.org's `isAccessibleForFree`, the
//! `article:content_tier` tag), the names that many sites give to the element
//! around a paywall, and the words of the paywall. No site is known by name.

use pullquote_article::{Notice, Wall};

use crate::html::element::{is_inline, is_invisible};
use crate::html::tree::{NodeId, Tree};
use crate::language::Language;
use crate::phrases::Phrases;
use crate::white_space::folded;

/// A text with at least this many letters and digits, about 500 English words,
/// is the whole article.
const WHOLE: usize = 2500;
/// The limit for a page that states that it is not free, or has an element
/// named as a paywall. Many such pages send the whole text all the same.
const TEASER: usize = 1500;
/// Letters and digits that a page made of scripts shows at most: a title, a
/// spinner, a footer.
const BARE: usize = 400;

/// Letters and digits of a message that the page is loading, at most.
const WAITING: usize = 40;
/// Letters and digits of a block of running text, at least.
const RUNNING: usize = 80;
/// What a script in a file of its own counts for, in bytes.
const LINKED_SCRIPT: usize = 5_000;

/// How many inline elements around a text are searched for its block.
const AROUND: usize = 32;

/// How many bytes of a page's text are read; a page that is a wall has fewer.
const TEXT: usize = 200_000;
/// How many nodes inside an element are read; a paywall has fewer.
const GATE_NODES: usize = 500;

/// What the page is if it is not the whole article; `kept` is the text that
/// cleaning kept of it.
pub(super) fn notice(tree: &Tree, kept: &str, language: &Language) -> Option<Notice> {
    let text = kept;
    let kept = text.chars().filter(|c| c.is_alphanumeric()).take(WHOLE).count();
    if kept >= WHOLE {
        return None;
    }
    let page = Evidence::read(tree, language);
    let shown = page.shown();
    let found = page.consent(kept, shown).or_else(|| page.paywall(kept, text)).or_else(|| page.scripts(kept, shown));
    found.map(|(wall, evidence)| Notice { wall, evidence })
}

/// What in a page shows whether it is a wall.
struct Evidence<'l> {
    language: &'l Language,
    /// The visible text in lower case, one string per block.
    blocks: Vec<String>,
    /// The text that is shown only without scripts.
    without_scripts: String,
    /// Bytes of all blocks.
    bytes: usize,
    /// Bytes of scripts: those in the page itself, and [`LINKED_SCRIPT`] for each in
    /// a file of its own.
    script: usize,
    /// Whether the page states that it is not free.
    not_free: bool,
    /// Whether an element that is named as a paywall says something.
    gate: bool,
    /// Whether there is an element for scripts to fill that is empty or only
    /// says that it loads.
    mount: bool,
}

impl<'l> Evidence<'l> {
    /// Reads the page.
    fn read(tree: &Tree, language: &'l Language) -> Self {
        let mut page = Self {
            language,
            blocks: Vec::new(),
            without_scripts: String::new(),
            bytes: 0,
            script: 0,
            not_free: false,
            gate: false,
            mount: false,
        };
        let mut block = String::new();
        let mut inside = None;
        let mut at = Some(0);
        while let Some(node) = at {
            let name = tree.name(node);
            // The head is not shown, but holds what the page states.
            let enter = name == "head" || !is_invisible(tree, node);
            if let Some(text) = tree.text(node) {
                // Text after a paragraph is not part of it.
                let around = around(tree, node);
                if around != inside {
                    page.close(&mut block);
                    inside = around;
                }
                push_lower(&mut block, text);
            } else if !is_inline(name) {
                page.close(&mut block);
            }
            page.element(tree, node, name);
            at = tree.following(node, 0, enter);
        }
        page.close(&mut block);
        page
    }

    /// Adds the text of a finished block.
    fn close(&mut self, block: &mut String) {
        if block.contains(char::is_alphanumeric) && self.bytes < TEXT {
            self.bytes += block.len();
            self.blocks.push(folded(block).into_owned());
        }
        block.clear();
    }

    /// Reads an element: what it states, and whether it is a script, a paywall
    /// or an element for scripts to fill.
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
                    self.script += if tree.attribute(node, "src").is_some() { LINKED_SCRIPT } else { 0 };
                }
            }
            "noscript" => {
                let texts = tree.descendants(node).filter_map(|child| tree.text(child));
                texts.for_each(|text| push_lower(&mut self.without_scripts, text));
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
                // A paywall says a few sentences. A longer element is the
                // article that the paywall hides.
                let gate = !self.gate && names.iter().any(|n| is_gate(n, &self.language.names.paywall));
                self.gate |= gate && letters_below(tree, node).is_some_and(|count| (20..800).contains(&count));
                let mount = !self.mount && self.language.names.script_mount.contains(&names[1]);
                self.mount |= mount && is_waiting(tree, node, &self.language.walls.loading);
            }
        }
    }

    /// How many letters and digits the page shows.
    fn shown(&self) -> usize {
        self.blocks.iter().map(|block| letters(block)).sum()
    }

    /// A consent wall: most of the text is about consent, and it asks for an
    /// answer, or cleaning kept hardly any of it.
    fn consent(&self, kept: usize, shown: usize) -> Option<(Wall, &'static str)> {
        if shown >= 3 * WHOLE {
            return None;
        }
        let words = &self.language.walls;
        let (mut about, mut asks) = (0, false);
        for block in &self.blocks {
            let answers = words.answers.count_in(block);
            let hits = answers + words.consent.count_in(block);
            let short = block.chars().count() < 60;
            if hits >= 2 || (hits == 1 && short) {
                about += letters(block);
            }
            asks |= answers > 0 && short;
        }
        (about >= 40 && about * 2 > shown && (asks || kept * 2 < about))
            .then_some((Wall::Consent, "most of its words are about cookies and consent"))
    }

    /// A paywall: the text is short, and the page says that there is more for
    /// those who pay.
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

    /// Whether a short block without a verb of saying has the words of a paywall,
    /// and the text is very short or nearly ends there.
    fn gate_words(&self, kept: usize, text: &str) -> bool {
        let words = &self.language.walls;
        let says = |block: &String| {
            block.len() < 400
                && words.gate.is_in(block)
                && !block.split(|c: char| !c.is_alphanumeric()).any(|word| words.saying.contains(&word))
        };
        let Some(last) = self.blocks.iter().rposition(says) else { return false };
        if kept * 2 < TEASER {
            return true;
        }
        let lower = text.to_lowercase();
        let text = folded(&lower);
        let after = self.blocks.iter().skip(last + 1).map(|block| (letters(block), block));
        let after: usize = after.filter(|(n, block)| *n >= RUNNING && text.contains(*block)).map(|(n, _)| n).sum();
        after * 4 < kept
    }

    /// A page made of scripts: hardly any text, and scripts or a request to
    /// allow them.
    fn scripts(&self, kept: usize, shown: usize) -> Option<(Wall, &'static str)> {
        if kept >= BARE || shown >= 2 * BARE {
            return None;
        }
        let requests = &self.language.walls.script_request;
        let asks = self.without_scripts.contains("javascript") || self.blocks.iter().any(|block| requests.is_in(block));
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

/// The element that makes the block of a text node; a button is a block too.
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

/// Adds `text` in lower case to `lower`.
fn push_lower(lower: &mut String, text: &str) {
    if !text.is_ascii() {
        lower.push_str(&text.to_lowercase());
        return;
    }
    let start = lower.len();
    lower.push_str(text);
    if let Some(added) = lower.get_mut(start..) {
        added.make_ascii_lowercase();
    }
}

/// How many letters and digits `text` has.
fn letters(text: &str) -> usize {
    if text.is_ascii() {
        return text.bytes().filter(u8::is_ascii_alphanumeric).count();
    }
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// How many letters and digits are inside `root`, without scripts and styles;
/// `None` where there are too many for a paywall.
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

/// Whether an element is empty, or only says that it loads in one of the words
/// of `loading`.
fn is_waiting(tree: &Tree, root: NodeId, loading: &[&str]) -> bool {
    match letters_below(tree, root) {
        Some(0) => true,
        Some(count) if count < WAITING => {
            let words: String = tree.descendants(root).filter_map(|node| tree.text(node)).collect();
            let words = words.to_lowercase().replace('…', "...");
            loading.iter().any(|word| words.contains(word))
        }
        _ => false,
    }
}

/// Whether JSON-LD states `isAccessibleForFree` as false, as a bare word or as a
/// string.
fn is_not_free(json: &str) -> bool {
    json.match_indices("isAccessibleForFree").any(|(at, key)| {
        let value = json.get(at + key.len()..).unwrap_or_default();
        let value = value.trim_start_matches(|c: char| c == '"' || c == ':' || c.is_whitespace());
        value.get(..5).is_some_and(|word| word.eq_ignore_ascii_case("false"))
    })
}

/// Whether a class or id contains one of the names of a `paywall`.
fn is_gate(names: &str, paywall: &Phrases) -> bool {
    if names.contains('_') { paywall.is_in(&names.replace('_', "-")) } else { paywall.is_in(names) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(html: &str, kept: &str) -> Option<Wall> {
        notice(&Tree::parse(html), kept, Language::bundled()).map(|notice| notice.wall)
    }

    const TEASER_TEXT: &str = "The council met on Monday and spoke about the pier until late.";

    #[test]
    fn a_short_text_of_a_page_that_is_not_free_is_a_paywall() {
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
    fn a_paywall_is_recognised_by_its_words_or_its_name() {
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
    fn a_paywall_is_recognised_in_other_languages() {
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
    fn an_article_about_paywalls_is_no_paywall() {
        let many = |n: usize| (0..n).map(|i| format!("<p>{i} {TEASER_TEXT} {TEASER_TEXT}</p>")).collect::<String>();
        let text = |html: &str| html.replace("<p>", "").replace("</p>", "\n\n");
        let report = "<p>“Log in to keep reading,” the window told her, and she wrote a book about it.</p>";
        let aside = "<p>Join our letter to keep reading about piers.</p>";
        for (html, expected) in [
            (format!("{}{report}{}", many(10), many(9)), None),
            (format!("{}{report}", many(19)), None),
            (format!("{report}{}", many(4)), None),
            (format!("{}{aside}{}", many(8), many(8)), None),
            (format!("{}<p>Log in to keep reading.</p><p>More: the weather</p>", many(16)), Some(Wall::Paywall)),
        ] {
            assert_eq!(wall(&html, &text(&html)), expected, "{}", html.len());
        }
    }

    #[test]
    fn short_consent_walls_are_recognised_in_each_language() {
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
    fn a_spinner_is_no_text_and_linked_scripts_are_scripts() {
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

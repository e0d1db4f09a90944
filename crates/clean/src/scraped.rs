//! Plain text as scrapers make it: paragraphs with calls, captions, dates and
//! appeals between and inside them.

use pullquote_article::text::date;
use pullquote_article::{ArticleBuilder, BlockKind, Meta};

use crate::byline::names;
use crate::language::Language;
use crate::rules::patterns::{Act, Appeal, Place, Rule, is_mostly};
use crate::rules::searched_text::{SearchedText, plain_lower};
use crate::rules::{ActiveRules, ContextRule, Cut};
use crate::spoken;

/// The article in `text`. The words that are kept are those of `text`, in the
/// same order; the others are recorded as removed.
pub(crate) fn clean(text: &str, language: &Language) -> ArticleBuilder {
    let active = language.rules.active_in(text);
    let paragraphs = paragraphs(text);
    let mut cleaner = Cleaner {
        active: &active,
        language,
        builder: ArticleBuilder::new(),
        meta: Meta::default(),
        kept: Vec::new(),
        headline: None,
    };
    let count = paragraphs.len();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        if let Some(rule) = cleaner.ending_rule(paragraph, index, count) {
            for rest in paragraphs.iter().skip(index) {
                Cut::Pattern(rule).record(&mut cleaner.builder, rest);
            }
            break;
        }
        // Between a headline and its text there may be a byline, a date and the
        // headline again.
        let text_follows =
            paragraphs.iter().skip(index + 1).take(7).any(|p| p.len() > 60 || p.ends_with(['.', '”', '"']));
        cleaner.paragraph(paragraph, index, text_follows);
    }
    let Cleaner { mut builder, mut meta, .. } = cleaner;
    meta.language = spoken::of(None, builder.text(), language);
    builder.meta(meta);
    builder
}

/// The paragraphs of `text`. Lines without a blank line between them are one
/// paragraph if the text is wrapped to a width; otherwise each is its own.
fn paragraphs(text: &str) -> Vec<String> {
    let wrapped = is_wrapped(text);
    let mut paragraphs: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        let line = line.trim();
        if line.is_empty() {
            open = false;
            continue;
        }
        match paragraphs.last_mut() {
            Some(last) if open && (wrapped || continues(last, line)) => {
                last.push(' ');
                last.push_str(line);
            }
            _ => paragraphs.push(line.to_owned()),
        }
        open = true;
    }
    paragraphs
}

/// Whether the lines of `text` are wrapped to a width: of the lines with
/// another line of text after them, at least 80 percent are 40 to 100
/// characters long.
fn is_wrapped(text: &str) -> bool {
    let lines: Vec<usize> = text.lines().take(2000).map(|l| l.trim().chars().count()).collect();
    let inner = lines.windows(2).filter(|w| w[0] > 0 && w[1] > 0);
    let (mut all, mut full) = (0, 0);
    for pair in inner {
        all += 1;
        full += usize::from((40..=100).contains(&pair[0]));
    }
    all >= 3 && full * 10 >= all * 8 && lines.iter().all(|&l| l <= 120)
}

/// Whether `line` continues the sentence at the end of the line `before`.
fn continues(before: &str, line: &str) -> bool {
    before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '-' | ';' | '–'))
        && line.starts_with(char::is_lowercase)
}

/// A pass over the paragraphs that builds the article.
struct Cleaner<'l> {
    active: &'l ActiveRules<'l>,
    language: &'l Language,
    builder: ArticleBuilder,
    meta: Meta,
    /// The pieces of the current paragraph that are kept, without the words cut
    /// between them.
    kept: Vec<String>,
    headline: Option<String>,
}

impl<'l> Cleaner<'l> {
    /// The rule that ends the text before this paragraph, the one at `index` of
    /// `count`; `None` in the first two thirds.
    fn ending_rule(&self, paragraph: &str, index: usize, count: usize) -> Option<&'l Rule> {
        if index * 3 < count * 2 {
            return None;
        }
        let rest = |rule: &&&Rule| rule.place == Place::Rest && paragraph.len() <= rule.most;
        self.active.rules.iter().filter(rest).find(|r| r.regex().is_some_and(|re| re.is_match(paragraph))).copied()
    }

    /// Adds a paragraph: as the headline, or cleaned. `text_follows` says
    /// whether running text comes soon after it.
    fn paragraph(&mut self, paragraph: &str, index: usize, text_follows: bool) {
        if self.headline.as_deref().is_some_and(|title| same_words(title, paragraph)) {
            Cut::Context(ContextRule::HeadlineAgain).record(&mut self.builder, paragraph);
            return;
        }
        if self.builder.is_empty()
            && self.headline.is_none()
            && text_follows
            && is_headline(paragraph)
            && self.active.cutting_block(paragraph).is_none()
            && !self.any_rule_matches(paragraph, index)
        {
            self.headline = Some(paragraph.to_owned());
            self.meta.title = Some(paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
            self.builder.block(BlockKind::Title, paragraph);
            return;
        }
        self.clean_paragraph(paragraph, index);
        self.flush();
    }

    /// Whether any rule matches something in `paragraph`.
    fn any_rule_matches(&self, paragraph: &str, index: usize) -> bool {
        let searched = SearchedText::new(paragraph);
        self.active.rules.iter().any(|rule| {
            applies(rule, paragraph, index)
                && rule.could_match(&searched)
                && rule.regex().is_some_and(|re| re.is_match(paragraph))
        })
    }

    /// Applies the rules to a paragraph, one after the other, until none matches
    /// what is left of it.
    fn clean_paragraph(&mut self, paragraph: &str, index: usize) {
        let mut rest = paragraph.trim();
        let searched = SearchedText::new(rest);
        let could_match = |rule: &&'l Rule| rule.could_match(&searched);
        let rules: Vec<&'l Rule> = self.active.rules.iter().copied().filter(could_match).collect();
        let mut at_the_end: Vec<(&'l Rule, &str)> = Vec::new();
        'again: while !rest.is_empty() {
            for &rule in &rules {
                if rule.place == Place::Rest || !applies(rule, rest, index) {
                    continue;
                }
                let Some(regex) = rule.regex() else { continue };
                let Some(found) = regex.captures(rest) else { continue };
                if rule.act == Act::Cut && rule.place == Place::Block && !is_mostly(rest, |s| regex.is_match(s)) {
                    continue;
                }
                let Some(whole) = words_to_cut(&found) else { continue };
                let (before, after) = (rest.get(..whole.start()).unwrap_or(""), rest.get(whole.end()..).unwrap_or(""));
                if rule.place == Place::End {
                    at_the_end.push((rule, whole.as_str()));
                    rest = before.trim_end();
                } else {
                    self.keep(before);
                    self.act(rule, &found);
                    rest = after.trim_start();
                }
                continue 'again;
            }
            if let Some((appeal, from, to)) = self.active.appeals.iter().find_map(|a| appeal_in(a, rest)) {
                self.keep(rest.get(..from).unwrap_or(""));
                Cut::Appeal(appeal).record(&mut self.builder, rest.get(from..to).unwrap_or(""));
                rest = rest.get(to..).unwrap_or("").trim_start();
                continue;
            }
            break;
        }
        self.keep(rest);
        if !at_the_end.is_empty() {
            self.flush();
        }
        for (rule, words) in at_the_end.into_iter().rev() {
            Cut::Pattern(rule).record(&mut self.builder, words);
        }
    }

    /// Does with the words that `rule` found what the rule says.
    fn act(&mut self, rule: &'l Rule, found: &regex_lite::Captures<'_>) {
        let whole = words_to_cut(found).map_or("", |m| m.as_str());
        let group = |name: &str| found.name(name).map(|m| m.as_str().trim()).filter(|s| !s.is_empty());
        match rule.act {
            Act::Caption => {
                self.flush();
                let words = group("words").unwrap_or("");
                let label = whole.find(words).map_or(whole, |at| &whole[..at]);
                Cut::Pattern(rule).record(&mut self.builder, label);
                match group("credit") {
                    Some(credit) => self.builder.caption(words, Some(credit)),
                    None => {
                        let (words, credit) = self.active.split_credit(words);
                        self.builder.caption(words, credit)
                    }
                };
                return;
            }
            Act::Byline => {
                self.flush();
                self.builder.block(BlockKind::Byline, whole);
                if self.meta.byline.is_empty() {
                    self.meta.byline = names(group("names").unwrap_or(""), &self.language.bylines);
                }
                return;
            }
            Act::Published | Act::Modified => {
                let date = group("date").and_then(date::normalise);
                let field = if rule.act == Act::Published { &mut self.meta.published } else { &mut self.meta.modified };
                if field.is_none() {
                    *field = date;
                }
            }
            Act::Cut => {}
        }
        if !self.kept.is_empty() && !matches!(rule.place, Place::Within) {
            self.flush();
        }
        Cut::Pattern(rule).record(&mut self.builder, whole);
    }

    /// Adds words to the current paragraph.
    fn keep(&mut self, words: &str) {
        let words = words.trim();
        if !words.is_empty() {
            self.kept.push(words.to_owned());
        }
    }

    /// Ends the current paragraph.
    fn flush(&mut self) {
        let kept = std::mem::take(&mut self.kept);
        if !kept.is_empty() {
            self.builder.block(BlockKind::Paragraph, &kept.join(" "));
        }
    }
}

/// The words of a match that the rule cuts: the group `cut`, or all of it;
/// `None` if they are empty.
fn words_to_cut<'t>(found: &regex_lite::Captures<'t>) -> Option<regex_lite::Match<'t>> {
    found.name("cut").or_else(|| found.get(0)).filter(|m| !m.is_empty())
}

/// Whether `rule` looks at a block of this size at this place of the text.
fn applies(rule: &Rule, block: &str, index: usize) -> bool {
    let whole = matches!(rule.place, Place::Block | Place::Rest);
    rule.first.is_none_or(|first| index < first) && (!whole || block.len() <= rule.most)
}

/// The bytes of `block` at which the sentences of an appeal begin and end.
fn appeal_in<'a>(appeal: &'a Appeal, block: &str) -> Option<(&'a Appeal, usize, usize)> {
    if !appeal.is_in(&SearchedText::new(block)) {
        return None;
    }
    let mut ends = sentence_ends(block);
    if ends.last() != Some(&block.len()) {
        ends.push(block.len());
    }
    let (mut from, mut to, mut at) = (None, 0, 0);
    for end in ends {
        let sentence = plain_lower(block.get(at..end).unwrap_or(""));
        if appeal.phrases.iter().any(|phrase| sentence.contains(*phrase)) {
            from = from.or(Some(at));
            to = end;
        }
        at = end;
    }
    Some((appeal, from?, to))
}

/// The bytes at which the sentences of `text` end, with the space after them.
fn sentence_ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut closed = false;
    for (at, c) in text.char_indices() {
        match c {
            '.' | '!' | '?' | '…' => closed = true,
            '"' | '”' | '’' | '\'' | ')' => {}
            c if c.is_whitespace() => {
                if closed {
                    ends.push(at + c.len_utf8());
                }
                closed = false;
            }
            _ => closed = false,
        }
    }
    ends
}

/// Whether `line` looks like a headline: 3 to 22 words without a full stop.
fn is_headline(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let opens = line.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || matches!(c, '‘' | '“' | '\'' | '"'));
    let closes =
        line.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '?' | '!' | '’' | '\'' | '”' | '"' | ')' | '%'));
    // A paragraph that is one quotation is not a headline.
    let quoted = line.starts_with(['“', '"']) && line.ends_with(['”', '"']);
    (3..=22).contains(&words) && line.len() <= 160 && opens && closes && !quoted && !line.contains(". ")
}

/// Whether `a` and `b` have the same words, without regard to case.
fn same_words(a: &str, b: &str) -> bool {
    let words = |s: &str| plain_lower(s).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    a.len().abs_diff(b.len()) < 16 && words(a) == words(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pullquote_article::{Article, Format, Origin};

    fn article(text: &str) -> Article {
        clean(text, Language::bundled()).finish(Origin {
            path: None,
            url: None,
            format: Format::Text,
            sha256: String::new(),
        })
    }

    fn outline(text: &str) -> Vec<String> {
        let article = article(text);
        article.blocks().iter().map(|b| format!("{}: {}", b.kind.name(), b.span.of(article.text()))).collect()
    }

    const PIER: &str = "The pier was opened again on Friday, two winters after the storm that broke it.";

    #[test]
    fn every_rule_acts_on_its_example() {
        for rule in Language::bundled().rules.rules {
            // Rules for the end of a text need a text before them.
            let before =
                if rule.place == Place::Rest { format!("{PIER}\n\n{PIER}\n\n{PIER}\n\n") } else { String::new() };
            let article = article(&format!("{before}{}", rule.example));
            let named = article.removed().iter().any(|r| r.rule == rule.name);
            let byline = rule.act == Act::Byline && !article.meta().byline.is_empty();
            let credit = rule.act == Act::Caption && article.blocks().iter().any(|b| b.kind == BlockKind::Caption);
            assert!(named || byline || credit, "{} leaves {:?}", rule.name, rule.example);
        }
        for appeal in Language::bundled().rules.appeals {
            assert!(article(appeal.example).removed().iter().any(|r| r.rule == appeal.name), "{}", appeal.name);
        }
    }

    #[test]
    fn calls_in_front_of_the_first_paragraph_are_cut_and_the_paragraph_stays() {
        let text = format!(
            "date 2026-02-17 Your support helps us Read more Support Now From the pier to the court, our reporters stay. We have no paywall. Your donation makes the difference. Read more {PIER}"
        );
        let article = article(&text);
        assert_eq!(article.text(), PIER);
        assert_eq!(article.meta().published.as_deref(), Some("2026-02-17"));
        let rules: Vec<&str> = article.removed().iter().map(|r| r.rule.as_str()).collect();
        assert_eq!(rules, ["scraped-date", "donation-appeal", "read-more-start"]);
    }

    #[test]
    fn a_caption_between_and_inside_paragraphs_is_split_from_its_credit() {
        let text =
            format!("{PIER} open image in gallery Barges (left) at dusk ( Northlight/Pia Rosk ) Nobody said why.");
        assert_eq!(
            outline(&text),
            [
                format!("paragraph: {PIER}"),
                "caption: Barges (left) at dusk\nNorthlight/Pia Rosk".into(),
                "paragraph: Nobody said why.".into()
            ]
        );
    }

    #[test]
    fn real_sentences_that_look_like_calls_stay() {
        for text in [
            "Read more carefully, she said, and you will find the error.",
            "He asked them to share the news with everyone on the pier before noon.",
            "“Support us,” the miners shouted, “or the town is lost.”",
            "Subscribers to the harbour fund were told on Monday that it was empty.",
            "More than forty people were hurt.",
            "By Friday the pier was open.",
            "Comments by the minister caused an outcry.",
            "Follow the money, the old rule says.",
        ] {
            assert_eq!(outline(text), [format!("paragraph: {text}")]);
        }
    }

    #[test]
    fn headline_byline_and_date_are_recognised() {
        let text = format!(
            "Pier opens after two winters\n\nBy Ann Lee and Ben Roe\n\n24 November 2025\n\nPier opens after two winters\n\n{PIER}\n\n{PIER}"
        );
        let article = article(&text);
        assert_eq!(article.meta().title.as_deref(), Some("Pier opens after two winters"));
        assert_eq!(article.meta().byline, ["Ann Lee", "Ben Roe"]);
        assert_eq!(article.meta().published.as_deref(), Some("2025-11-24"));
        assert_eq!(
            article.blocks().iter().map(|b| b.kind.name()).collect::<Vec<_>>(),
            ["title", "byline", "paragraph", "paragraph"]
        );
        assert!(article.removed().iter().any(|r| r.rule == "headline-again"));
    }

    #[test]
    fn no_headline_is_invented() {
        assert_eq!(article(&format!("{PIER}\n\n{PIER}")).meta().title, None);
        assert_eq!(article(&format!("“We won’t be moved”\n\n{PIER}")).meta().title, None);
    }

    #[test]
    fn wrapped_lines_are_joined_and_whole_lines_are_not() {
        let wrapped = "The pier was opened again on Friday, two winters\nafter the storm that broke it. The mayor cut a\nribbon and said that the town had waited long\nenough for this.\n\nNobody disagreed.";
        assert_eq!(outline(wrapped).len(), 2);
        assert_eq!(outline(&format!("{PIER}\n{PIER}\n{PIER}")).len(), 3);
    }

    #[test]
    fn a_scraped_dispatch_loses_its_calls_and_nothing_else() {
        let text = include_str!("../tests/fixtures/dispatch.txt");
        let article = article(text);
        assert_eq!(article.meta().published.as_deref(), Some("2026-03-09"));
        let captions = article.blocks().iter().filter(|b| b.kind == BlockKind::Caption).collect::<Vec<_>>();
        assert_eq!(captions.len(), 2);
        assert!(captions.iter().all(|caption| caption.marks.len() == 1), "each caption has its credit marked");
        for call in ["Read more:", "Support Now", "open image", "donation"] {
            assert!(!article.text().contains(call), "{call}");
        }
        let running =
            text.split("\n\n").skip(1).filter(|p| !p.starts_with("open image") && !p.starts_with("Read more:"));
        for paragraph in running {
            assert!(article.text().contains(paragraph.trim()), "{paragraph}");
        }
    }

    proptest! {
        #[test]
        fn every_word_of_the_output_is_in_the_source_in_order(
            parts in proptest::collection::vec(
                prop_oneof![
                    "(?s).{0,60}",
                    "[A-Z][a-z]{1,8}( [a-z]{1,8}){1,12}[.]",
                    Just("Read more".to_owned()), Just("open image in gallery A pier ( Ann Lee )".to_owned()), Just("date 2025-01-02".to_owned()),
                    Just("By Ann Lee".to_owned()), Just("Your support. No paywall. Donate now.".to_owned()), Just("Related stories".to_owned()),
                    Just("Image caption, A pier (AP)".to_owned()),
                ],
                0..12,
            ),
            glue in proptest::sample::select(vec![" ", "\n", "\n\n"]),
        ) {
            let text = parts.join(glue);
            let article = article(&text);
            let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).collect::<Vec<_>>();
            let source = letters(&text);
            let mut at = source.iter();
            for c in letters(article.text()) {
                prop_assert!(at.any(|s| *s == c), "{c} of {:?} is not in {text:?}", article.text());
            }
            let removed: usize = article.removed().iter().map(|r| letters(&r.text).len()).sum();
            prop_assert_eq!(letters(article.text()).len() + removed, source.len(), "nothing is lost: {:?}", text);
        }
    }
}

//! The tags and texts of a page in their order, without building its tree: for
//! lists of links, which may be long, and for single elements of a page.

use std::cell::RefCell;

use html5ever::TokenizerResult;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::attributes;

/// A tag or a piece of text of a page.
#[derive(Debug, Clone, Copy)]
pub enum HtmlToken<'t> {
    /// A start tag, such as `<a href="/">`.
    Start(HtmlTag<'t>),
    /// An end tag: its name in lower case.
    End(&'t str),
    /// A piece of text, with its character references replaced. One text may
    /// come in several pieces. The code of scripts and styles comes as text too.
    Text(&'t str),
}

/// A start tag of a page.
#[derive(Debug, Clone, Copy)]
pub struct HtmlTag<'t> {
    tag: &'t Tag,
}

impl<'t> HtmlTag<'t> {
    /// The name of the element in lower case: `a`.
    #[must_use]
    pub fn name(&self) -> &'t str {
        &self.tag.name
    }

    /// The value of the attribute called `name` (lower case); empty if it has no
    /// value, `None` if the tag does not have the attribute.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&'t str> {
        self.tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
    }
}

/// Calls `each` with every tag and text of `html` in their order, and with the
/// line each one ends on, from 1. Comments are left out. The page is split by
/// the rules of the HTML standard, so any text gives tokens; no tree is built,
/// so an end tag may have no start tag. Takes linear time.
pub fn html_tokens(html: &str, each: impl FnMut(u64, HtmlToken<'_>)) {
    let tokenizer = Tokenizer::new(Sink { each: RefCell::new(each) }, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(attributes::limited(html));
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
}

/// The receiver of html5ever's tokenizer.
struct Sink<F> {
    each: RefCell<F>,
}

impl<F: FnMut(u64, HtmlToken<'_>)> TokenSink for Sink<F> {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut each = self.each.borrow_mut();
        match &token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                each(line, HtmlToken::Start(HtmlTag { tag }));
                return match &*tag.name {
                    "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
                    "style" | "xmp" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(RawKind::Rawtext),
                    "script" => TokenSinkResult::RawData(RawKind::ScriptData),
                    _ => TokenSinkResult::Continue,
                };
            }
            Token::TagToken(tag) => each(line, HtmlToken::End(&tag.name)),
            Token::CharacterTokens(text) => each(line, HtmlToken::Text(text)),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn listed(html: &str) -> Vec<String> {
        let mut tokens: Vec<String> = Vec::new();
        html_tokens(html, |line, token| {
            let shown = match token {
                HtmlToken::Start(tag) => format!("{line} <{} {:?}>", tag.name(), tag.attribute("href")),
                HtmlToken::End(name) => format!("{line} </{name}>"),
                HtmlToken::Text(text) => match tokens.last_mut() {
                    Some(last) if last.starts_with('"') => {
                        last.push_str(text);
                        return;
                    }
                    _ => format!("\"{text}"),
                },
            };
            tokens.push(shown);
        });
        tokens
    }

    #[test]
    fn tags_texts_and_lines_come_in_order() {
        assert_eq!(
            listed("<A HREF='/?a=1&amp;b=2'>Caf&eacute; &lt;1>\n</a><!-- <b> --><br/>"),
            ["1 <a Some(\"/?a=1&b=2\")>", "\"Café <1>\n", "2 </a>", "2 <br None>"]
        );
    }

    #[test]
    fn scripts_and_titles_contain_no_tags() {
        assert_eq!(listed("<script>a<b></script>"), ["1 <script None>", "\"a<b>", "1 </script>"]);
        assert_eq!(listed("<title>a<b>&amp;</title>"), ["1 <title None>", "\"a<b>&", "1 </title>"]);
    }

    #[test]
    fn a_tag_with_many_attributes_takes_linear_time() {
        let many: String = (0..300_000).map(|i| format!(" a{i}=1")).collect();
        assert_eq!(listed(&format!("<p{many}>x")), ["1 <p None>", "\"x"]);
    }

    proptest! {
        #[test]
        fn any_text_gives_tokens(html in "(?s)([<>/ =\"'a!&;-]|script|title|é|\\PC){0,80}") {
            let _ = listed(&html);
        }
    }
}

//! Hands the tags and texts of a page to the tree builder.
//!
//! Nearly all tags and texts of pages are plain: they have no character references, and no zeros.
//! These are found here, many bytes at a time, and share the memory of the page. All else goes
//! through html5ever's tokenizer, which reads letter by letter: whoever changes this can compare the
//! trees with those of the tokenizer alone, as the tests do.
//!
//! Of a tag, only attributes that somebody reads are kept, and not more than [`MOST_ATTRIBUTES`].

use std::ops::Range;

use html5ever::tendril::{SliceExt, StrTendril};
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, Tokenizer, TokenizerOpts};
use html5ever::{Attribute, LocalName, QualName, TokenizerResult, ns};
use memchr::{memchr, memchr2};

use super::nesting::Nesting;
use super::tag_kinds::Kind;
use super::tag_source::{
    MOST_ATTRIBUTES, TagEnd, after, after_declaration, ends_name, find, next_closing, part, scan, skip,
};

/// Hands all of `page` to `sink`, and returns it. Takes linear time.
pub(super) fn read(page: &str, sink: Nesting) -> Nesting {
    let options = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
    let source =
        PageSource { page: normalized(page), tokenizer: Tokenizer::new(sink, options), input: BufferQueue::default() };
    source.read();
    source.tokenizer.end();
    source.tokenizer.sink
}

/// `page` with line feeds at the ends of its lines, and without a byte order mark.
fn normalized(page: &str) -> StrTendril {
    let page = page.strip_prefix('\u{feff}').unwrap_or(page);
    if memchr(b'\r', page.as_bytes()).is_none() {
        return page.to_tendril();
    }
    page.replace("\r\n", "\n").replace('\r', "\n").as_str().to_tendril()
}

/// A page, and who reads it. Between two calls the tokenizer expects a tag or text.
struct PageSource {
    page: StrTendril,
    tokenizer: Tokenizer<Nesting>,
    /// What the tokenizer is to read; empty between two calls.
    input: BufferQueue,
}

impl PageSource {
    /// Reads all of the page.
    fn read(&self) {
        let bytes = self.page.as_bytes();
        let (mut text, mut at) = (0, 0);
        while let Some(open) = find(bytes, at, b'<') {
            let rest = bytes.get(open..).unwrap_or_default();
            let is_tag = match rest {
                [_, b'/', name, ..] | [_, name, ..] => name.is_ascii_alphabetic(),
                _ => false,
            };
            let end = if is_tag { open } else { after_declaration(bytes, open) };
            if end == open + 1 {
                // The sign itself.
                at = end;
                continue;
            }
            self.text(text..open);
            at = if is_tag { self.tag(open) } else { self.declaration(open..end) };
            text = at;
        }
        self.text(text..bytes.len());
    }

    /// Reads text that is outside of tags.
    fn text(&self, bytes: Range<usize>) {
        let text = self.part(bytes);
        if text.is_empty() {
            return;
        }
        if memchr2(b'&', 0, text.as_bytes()).is_none() {
            self.send(Token::CharacterTokens(text));
            return;
        }
        self.input.push_back(text);
        // It ends a character reference, as any tag does.
        self.feed("<!---->".to_tendril());
    }

    /// Reads a comment or declaration. Returns the byte after it. Comments are in no tree.
    fn declaration(&self, bytes: Range<usize>) -> usize {
        let all = self.page.as_bytes();
        let name = all.get(bytes.start + 2..).unwrap_or_default();
        let is_text = name.starts_with(b"[CDATA[")
            && self.tokenizer.sink.adjusted_current_node_present_but_not_in_html_namespace();
        let end = if is_text { after(all, bytes.start, "]]>") } else { bytes.end };
        if is_text || name.get(..7).is_some_and(|name| name.eq_ignore_ascii_case(b"doctype")) {
            self.feed(self.part(bytes.start..end));
        }
        end
    }

    /// Reads the tag that begins at byte `open`, and the text after it if that has no tags. Returns the
    /// byte after both.
    fn tag(&self, open: usize) -> usize {
        let bytes = self.page.as_bytes();
        let is_end = bytes.get(open + 1) == Some(&b'/');
        let name_at = open + 1 + usize::from(is_end);
        let name_end = skip(bytes, name_at, |b| !ends_name(b));
        let name = part(&self.page, name_at..name_end);
        let kind = if is_end { Kind::End } else { Kind::of(name.as_bytes()) };
        let mut attributes = Attributes::default();
        let end = scan(bytes, name_end, |found| {
            attributes.count += 1;
            let name = part(&self.page, found.name);
            if attributes.count <= MOST_ATTRIBUTES && kind.keeps(name.as_bytes()) {
                attributes.add(name, self.part(found.value));
            }
        });
        if end.at >= bytes.len() {
            // The standard leaves out a tag without an end.
            return bytes.len();
        }
        let is_plain = !attributes.is_special && !name.contains('\0') && !matches!(kind, Kind::Plaintext);
        if is_plain {
            self.send(Token::TagToken(Tag {
                kind: if is_end { TagKind::EndTag } else { TagKind::StartTag },
                name: local_name(name),
                self_closing: end.closes_itself,
                attrs: attributes.kept,
                had_duplicate_attributes: attributes.has_duplicates,
            }));
        } else {
            self.feed(self.with_kept_attributes(open..name_end, kind, &end));
        }
        let after_tag = end.at + 1;
        match kind {
            Kind::Raw(closing) => self.raw_text(after_tag, closing, is_plain),
            // Elsewhere, as in drawings, it is a tag like others.
            Kind::Plaintext if self.tokenizer.sink.is_plaintext() => {
                self.feed(self.part(after_tag..bytes.len()));
                bytes.len()
            }
            _ => after_tag,
        }
    }

    /// The tag whose `<` and name are at `start`, with the attributes that are kept.
    fn with_kept_attributes(&self, start: Range<usize>, kind: Kind, end: &TagEnd) -> StrTendril {
        let mut tag = self.part(start.clone());
        let mut count = 0;
        scan(self.page.as_bytes(), start.end, |found| {
            count += 1;
            if count <= MOST_ATTRIBUTES && kind.keeps(part(&self.page, found.name.clone()).as_bytes()) {
                tag.push_char(' ');
                tag.push_slice(part(&self.page, found.name.start..found.end));
            }
        });
        tag.push_slice(if end.closes_itself { " />" } else { ">" });
        tag
    }

    /// Reads the text at byte `at` that only `closing` ends, if the last tag begins one. Returns the byte
    /// after what it read. `tag_is_plain` says that the tokenizer did not read the tag.
    fn raw_text(&self, mut at: usize, closing: &str, tag_is_plain: bool) -> usize {
        let sink = &self.tokenizer.sink;
        let Some(kind) = sink.raw() else { return at };
        let bytes = self.page.as_bytes();
        if tag_is_plain {
            let end = next_closing(bytes, at, closing);
            if let Some(end) = end.filter(|&end| is_plain_text(part(&self.page, at..end), kind)) {
                if at < end {
                    self.send(Token::CharacterTokens(self.part(at..end)));
                }
                return end;
            }
            sink.switch(kind);
            self.feed(format!("{}>", closing.replace('/', "")).as_str().to_tendril());
        }
        while sink.raw().is_some() && at < bytes.len() {
            let Some(end) = next_closing(bytes, at, closing) else {
                self.feed(self.part(at..bytes.len()));
                return bytes.len();
            };
            let name_end = end + closing.len();
            self.feed(self.part(at..name_end));
            let texts = sink.texts();
            at = name_end + 1;
            self.feed(self.part(name_end..at));
            // In the comments of scripts, an end tag may be text: then the byte after its name is, too.
            if sink.raw().is_some() && sink.texts() == texts {
                let tag_end = scan(bytes, name_end, |_| {}).at;
                if tag_end < bytes.len() {
                    self.feed(">".to_tendril());
                }
                at = (tag_end + 1).min(bytes.len());
            }
        }
        at
    }

    /// The `bytes` of the page.
    fn part(&self, bytes: Range<usize>) -> StrTendril {
        let numbers = u32::try_from(bytes.start).ok().zip(u32::try_from(bytes.len()).ok());
        numbers.and_then(|(start, length)| self.page.try_subtendril(start, length).ok()).unwrap_or_default()
    }

    /// Has the tokenizer read what is in its input, and `text`.
    fn feed(&self, text: StrTendril) {
        self.input.push_back(text);
        // The tokenizer stops at each script; there is nothing to run.
        while !matches!(self.tokenizer.feed(&self.input), TokenizerResult::Done) {}
    }

    /// Gives `token` to the tree builder.
    fn send(&self, token: Token) {
        // What it wants to be done with scripts is not done, and `raw_text` asks for the rest.
        let _ = self.tokenizer.sink.process_token(token, 1);
    }
}

/// The attributes of a tag.
#[derive(Default)]
struct Attributes {
    kept: Vec<Attribute>,
    /// How many the tag has.
    count: usize,
    /// Whether the tokenizer has to read one of them.
    is_special: bool,
    has_duplicates: bool,
}

impl Attributes {
    /// Adds one, unless there is one of that name.
    fn add(&mut self, name: &str, value: StrTendril) {
        self.is_special |= memchr2(b'&', 0, value.as_bytes()).is_some() || name.contains('\0');
        let name = local_name(name);
        if self.kept.iter().any(|known| known.name.local == name) {
            self.has_duplicates = true;
            return;
        }
        self.kept.push(Attribute { name: QualName::new(None, ns!(), name), value });
    }
}

/// The name of an element or attribute, in lower case.
fn local_name(name: &str) -> LocalName {
    if name.bytes().any(|b| b.is_ascii_uppercase()) {
        LocalName::from(name.to_ascii_lowercase())
    } else {
        LocalName::from(name)
    }
}

/// Whether the tokenizer would read the text without tags as it is.
fn is_plain_text(text: &str, kind: RawKind) -> bool {
    let bytes = text.as_bytes();
    match kind {
        RawKind::Rcdata => memchr2(b'&', 0, bytes).is_none(),
        RawKind::Rawtext => memchr(0, bytes).is_none(),
        // In what looks like a comment, an end tag may be text.
        _ => memchr(0, bytes).is_none() && !text.contains("<!--"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::tree::Tree;

    /// The text in all scripts of a page.
    fn scripts(html: &str) -> Vec<String> {
        let tree = Tree::parse(html);
        let scripts = tree.descendants(0).filter(|&n| tree.name(n) == "script");
        scripts.map(|n| tree.children(n).filter_map(|c| tree.text(c)).collect()).collect()
    }

    /// All text of a tree, also that which readers do not see.
    fn all_texts(tree: &Tree) -> String {
        tree.descendants(0).filter_map(|n| tree.text(n)).collect()
    }

    fn crowd(count: usize) -> String {
        (0..count).map(|i| format!(" a{i}=\"> {i}\"")).collect()
    }

    #[test]
    fn scripts_are_in_the_tree_as_they_are_in_the_page() {
        let long = "if (a < b && c) { d('</p>'); } ".repeat(20);
        let html = format!(
            "<script>{long}</script><p>x<script type=a>{long}1</SCRIPT ><script>short</script><script>{long}<!-- </script>"
        );
        assert_eq!(scripts(&html), [long.clone(), format!("{long}1"), "short".to_owned(), format!("{long}<!-- ")]);
        assert_eq!(scripts(&format!("<script>{long}")).concat(), long, "without an end");
        assert_eq!(scripts(&format!("<script>{long}\r\n{long}</script>")), [format!("{long}\n{long}")]);
    }

    #[test]
    fn texts_without_an_end_are_searched_once() {
        let most = 60_000;
        // A page, and how many letters of it are in tags.
        for (html, tags) in [
            ("<script></scripts>".repeat(most), 8),
            ("<script>\0</scripts>".repeat(most) + "</script>", 17),
            ("<script><!-- <script></scripts>".repeat(most) + "</script>", 8),
            ("<script><!-- <script></script x='".repeat(most) + "</script>", 17),
            ("<style>\0</styles>".repeat(most) + "</style>", 15),
            ("<title>&</titles>".repeat(most) + "</title>", 15),
            ("<svg>".to_owned() + &"<style>x</styles>".repeat(most) + "</style>", 5 + 16 * most + 8),
            ("<select>".to_owned() + &"<iframe></iframes>".repeat(most) + "</iframe>", 25),
        ] {
            let tree = Tree::parse(&html);
            assert!(tree.len() < 2 * most + 100);
            assert_eq!(all_texts(&tree).chars().count(), html.chars().count() - tags, "{}", &html[..20]);
        }
    }

    #[test]
    fn a_tag_over_the_limit_keeps_its_first_attributes_and_loses_no_text() {
        let html = |id: usize| {
            let (before, after) = (crowd(id), crowd(5000));
            format!("<p>before<div{before} id=first{after} class=last>inside</div{after}>after")
        };
        for (before, is_first) in [(0, true), (MOST_ATTRIBUTES - 1, true), (MOST_ATTRIBUTES, false)] {
            let html = html(before);
            let tree = Tree::parse(&html);
            assert_eq!(tree.all_text(0).replace(' ', ""), "beforeinsideafter");
            let div = tree.descendants(0).find(|&n| tree.name(n) == "div").unwrap();
            assert_eq!(tree.attribute(div, "id").is_some(), is_first, "{before}");
            assert_eq!(tree.attribute(div, "class"), None);
        }
    }

    #[test]
    fn the_limit_holds_for_every_tag_that_the_parser_reads() {
        let crowd = crowd(5000);
        for html in [
            format!("<b{crowd} id=x>"),
            format!("<b class=&amp;{crowd} id=x>"),
            format!("<!--><p{crowd} id=x>"),
            format!("<? ><p{crowd} id=x>"),
            format!("<svg><title><p{crowd} id=x>"),
            format!("<svg><![CDATA[ ]]><p{crowd} id=x>"),
            format!("<select><plaintext></select><p{crowd} id=x>"),
            format!("<svg><plaintext><style><p{crowd} id=x>"),
        ] {
            let tree = Tree::parse(&html);
            assert!(tree.descendants(0).all(|n| tree.attribute(n, "id").is_none()), "{}", &html[..30]);
        }
        let script = format!("<script><!-- </script{crowd}>x");
        assert_eq!(scripts(&script), ["<!-- "]);
        for text in ["<script>\0", "<script><!-- <script></script x>", "<style>\0", "<title>&amp;", "<textarea>&amp;"] {
            let (text, closing) = (format!("<p>{text}"), text.split(['<', '>']).nth(1).unwrap());
            let tree = Tree::parse(&format!("{text}</{closing} x='>'{crowd}>after"));
            let short = Tree::parse(&format!("{text}</{closing}>after"));
            assert_eq!(all_texts(&tree), all_texts(&short), "{text}");
            assert!(all_texts(&tree).ends_with("after"), "{text}");
        }
    }

    #[test]
    fn attributes_that_nobody_reads_are_left_out() {
        fn kept(tag: &str) -> Vec<&str> {
            let name_end = tag.find([' ', '/', '>']).unwrap();
            let kind = Kind::of(&tag.as_bytes()[1..name_end]);
            let mut names = Vec::new();
            scan(tag.as_bytes(), name_end, |a| names.push(part(tag, a.name)));
            names.retain(|name| kind.keeps(name.as_bytes()));
            names
        }
        assert_eq!(kept("<p data-a='1>' CLASS=b onclick = \"c\" id=d hidden e>"), ["CLASS", "id", "hidden"]);
        assert_eq!(kept("<b data-a class>"), ["data-a", "class"]);
    }
}

//! Building an [`Article`].

use super::clean_text::{Cleaned, Lines, clean_address, clean_text, only_text};
use super::fingerprint::sha256_hex;
use super::picture::{NewPicture, Picture, add as add_picture};
use super::{Article, Block, BlockKind, Doubt, ListPlace, Mark, MarkKind, Meta, Notice, Origin, Removed};
use crate::text::span::Span;

/// A block for [`ArticleBuilder::append`].
#[derive(Debug, Clone, Copy)]
pub struct NewBlock<'t> {
    /// The kind of block.
    pub kind: BlockKind,
    /// The text, with white space as in the source.
    pub text: &'t str,
    /// Marked words; the spans count bytes of `text`, not of the article.
    pub marks: &'t [Mark],
    /// Its place in a list, if it is in one.
    pub list: Option<ListPlace>,
    /// The names by which links inside the page lead to it.
    pub names: &'t [String],
}

/// Makes an [`Article`] from blocks and removed passages, which are added in the
/// order of the source. It keeps the promises of [`Article`]: control
/// characters are dropped, runs of white space become one space unless the
/// block's kind needs them, a line separator (U+2028) becomes a line break, and empty blocks are left out. Title, authors and
/// the rest of [`Meta`] are cleaned in the same way.
#[derive(Debug, Default)]
pub struct ArticleBuilder {
    text: String,
    no_break_spaces: Vec<usize>,
    blocks: Vec<Block>,
    removed: Vec<Removed>,
    pictures: Vec<Picture>,
    meta: Meta,
    notice: Option<Notice>,
    doubt: Option<Doubt>,
}

impl ArticleBuilder {
    /// A builder without blocks.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets what the source says about the article. What has no visible
    /// character is left out.
    pub fn meta(&mut self, meta: Meta) -> &mut Self {
        self.meta = clean_meta(meta);
        self
    }

    /// Sets why this is less than the whole article; `None` if it is whole.
    pub fn notice(&mut self, notice: Option<Notice>) -> &mut Self {
        self.notice = notice;
        self
    }

    /// Sets why the source may hold more of the article than was found.
    pub fn doubt(&mut self, doubt: Option<Doubt>) -> &mut Self {
        self.doubt = doubt;
        self
    }

    /// The text of the blocks added so far.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Appends a block without marks; see [`Self::block_with`].
    pub fn block(&mut self, kind: BlockKind, text: &str) -> &mut Self {
        self.block_with(kind, text, &[])
    }

    /// Appends a block that is in no list; see [`Self::append`].
    pub fn block_with(&mut self, kind: BlockKind, text: &str, marks: &[Mark]) -> &mut Self {
        self.append(&NewBlock { kind, text, marks, list: None, names: &[] })
    }

    /// Appends a block. Marks that are not on character boundaries of its text, or that
    /// are empty once it is cleaned, are dropped. A text without a visible character
    /// appends nothing.
    pub fn append(&mut self, block: &NewBlock<'_>) -> &mut Self {
        let &NewBlock { kind, text, marks, list, names } = block;
        let one_line = without_line_separators(text).filter(|_| !may_have_line_breaks(kind));
        let Cleaned { text: clean, map, no_break } = clean_text(one_line.as_deref().unwrap_or(text), lines_of(kind));
        if clean.is_empty() {
            return self;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(&clean);
        self.no_break_spaces.extend(no_break.iter().map(|at| start + at));
        let end = self.text.len();
        let mut kept: Vec<Mark> = marks
            .iter()
            .filter(|m| text.get(m.span.start..m.span.end).is_some())
            .map(|m| Mark {
                span: Span::new(map[m.span.start], map[m.span.end]).trimmed(&clean),
                kind: clean_kind(&m.kind),
            })
            .filter(|m| !m.span.is_empty())
            .map(|m| Mark { span: Span::new(start + m.span.start, start + m.span.end), kind: m.kind })
            .collect();
        kept.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
        let names = names.iter().map(|name| clean_address(name)).collect();
        self.blocks.push(Block { kind, span: Span::new(start, end), marks: kept, list, names });
        self
    }

    /// Appends a caption. The credit becomes its last line, marked
    /// [`MarkKind::Credit`].
    pub fn caption(&mut self, words: &str, credit: Option<&str>) -> &mut Self {
        let Some(credit) = credit.map(str::trim).filter(|c| !c.is_empty()) else {
            return self.block(BlockKind::Caption, words);
        };
        let words = words.trim();
        let text = if words.is_empty() { credit.to_owned() } else { format!("{words}\n{credit}") };
        let span = Span::new(text.len() - credit.len(), text.len());
        self.block_with(BlockKind::Caption, &text, &[Mark { span, kind: MarkKind::Credit }])
    }

    /// Adds a passage that was removed from the source, at the place after the
    /// last appended block; see [`Removed`]. A `text` without a visible
    /// character adds nothing.
    pub fn removed(&mut self, text: &str, reason: &str, rule: &str) -> &mut Self {
        let text = only_text(text, Lines::Kept);
        if !text.is_empty() {
            let after_block = self.blocks.len().checked_sub(1);
            self.removed.push(Removed { text, reason: reason.to_owned(), rule: rule.to_owned(), after_block });
        }
        self
    }

    /// Adds a picture at the place after the last appended block. A picture without an address, or
    /// with the address of an earlier one, adds nothing.
    pub fn picture(&mut self, picture: &NewPicture) -> &mut Self {
        add_picture(&mut self.pictures, picture, self.blocks.len().checked_sub(1));
        self
    }

    /// Whether no block has been appended yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The finished article, with the source it was made from.
    #[must_use]
    pub fn finish(self, origin: Origin) -> Article {
        let sha256 = sha256_hex(self.text.as_bytes());
        let Self { text, no_break_spaces, blocks, removed, pictures, meta, notice, doubt } = self;
        let origin = Origin { url: origin.url.map(|url| clean_address(&url)), ..origin };
        let put_back = Vec::new();
        Article {
            origin,
            meta,
            text,
            no_break_spaces,
            blocks,
            removed,
            pictures,
            put_back,
            notice,
            doubt,
            sha256,
            cleaned_sha256: None,
            fetched: None,
        }
    }

    /// An article with exactly `text` as its text: nothing is dropped or
    /// changed, not even control characters. Every run of lines between blank
    /// lines is a block, of kind paragraph.
    #[must_use]
    pub fn raw(text: String, origin: Origin) -> Article {
        let mut blocks = Vec::new();
        let mut open: Option<Span> = None;
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let span = Span::new(at, at + line.len()).trimmed(&text);
            at += line.len();
            if !span.is_empty() {
                open = Some(open.map_or(span, |block| block.union(span)));
            } else if let Some(block) = open.take() {
                blocks.push(block);
            }
        }
        blocks.extend(open);
        let kind = BlockKind::Paragraph;
        let block = |span| Block { kind, span, marks: Vec::new(), list: None, names: Vec::new() };
        let blocks = blocks.into_iter().map(block).collect();
        let sha256 = sha256_hex(text.as_bytes());
        Article {
            origin,
            meta: Meta::default(),
            text,
            // They are in the text as they are.
            no_break_spaces: Vec::new(),
            blocks,
            removed: Vec::new(),
            pictures: Vec::new(),
            put_back: Vec::new(),
            notice: None,
            doubt: None,
            sha256,
            cleaned_sha256: None,
            fetched: None,
        }
    }
}

/// What line breaks and indents mean in a block of this kind.
fn lines_of(kind: BlockKind) -> Lines {
    match kind {
        BlockKind::Code => Lines::KeptWithEmpty,
        BlockKind::Table => Lines::Rows,
        BlockKind::Caption => Lines::Kept,
        _ => Lines::Folded,
    }
}

/// Whether a block of this kind may have several lines.
fn may_have_line_breaks(kind: BlockKind) -> bool {
    lines_of(kind) != Lines::Folded || matches!(kind, BlockKind::Paragraph | BlockKind::Quote | BlockKind::ListItem)
}

/// `text` with as many bytes of spaces for each line separator; `None` if it has none.
fn without_line_separators(text: &str) -> Option<String> {
    text.contains('\u{2028}').then(|| text.replace('\u{2028}', "   "))
}

/// `meta` with its texts cleaned like those of blocks.
fn clean_meta(meta: Meta) -> Meta {
    let line = |text: String| {
        let text = without_line_separators(&text).unwrap_or(text);
        Some(only_text(&text, Lines::Folded)).filter(|text| !text.is_empty())
    };
    let one = |text: Option<String>| text.and_then(line);
    let Meta { title, byline, site, published, modified, language, canonical_url, section } = meta;
    Meta {
        title: one(title),
        byline: byline.into_iter().filter_map(line).collect(),
        site: one(site),
        published: one(published),
        modified: one(modified),
        language: one(language),
        canonical_url: canonical_url.map(|url| clean_address(&url)),
        section: one(section),
    }
}

fn clean_kind(kind: &MarkKind) -> MarkKind {
    match kind {
        MarkKind::Link(address) => MarkKind::Link(clean_address(address)),
        MarkKind::Footnote(name) => MarkKind::Footnote(clean_address(name)),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Format, PassageToPutBack};
    use proptest::prelude::*;

    fn origin() -> Origin {
        Origin { path: None, url: None, format: Format::Text, sha256: String::new() }
    }

    #[test]
    fn marks_follow_their_words_through_cleaning() {
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Title, "  A\u{1b}[31m title ");
        let text = "one \n\n  two\u{7}  three";
        let span = Span::new(text.find("two").unwrap(), text.find("  three").unwrap());
        builder.block_with(BlockKind::Paragraph, text, &[Mark { span, kind: MarkKind::Strong }]);
        let article = builder.finish(origin());
        assert_eq!(article.text(), "A[31m title\n\none two three");
        assert_eq!(article.blocks()[1].marks[0].span.of(article.text()), "two");
    }

    #[test]
    fn a_line_separator_breaks_lines_of_paragraphs_only() {
        let mut builder = ArticleBuilder::new();
        let verses = "one,\u{2028}\n two";
        builder.block(BlockKind::Title, verses).block(BlockKind::Paragraph, verses);
        builder.meta(Meta { title: Some(verses.to_owned()), ..Meta::default() });
        let article = builder.finish(origin());
        assert_eq!(article.text(), "one, two\n\none,\ntwo");
        assert_eq!(article.meta().title.as_deref(), Some("one, two"));
    }

    #[test]
    fn titles_authors_and_addresses_are_cleaned_like_blocks() {
        let mut builder = ArticleBuilder::new();
        let dirty = || Some("\u{1b}]0;owned\u{7}A \u{202e}title\n\n".to_owned());
        builder.meta(Meta {
            title: dirty(),
            byline: vec!["Ann\u{2066} Lee".to_owned(), "\u{9b}".to_owned()],
            site: dirty(),
            published: dirty(),
            modified: dirty(),
            language: Some("\u{1b}".to_owned()),
            canonical_url: Some("https://example.org/\u{202e}a".to_owned()),
            section: dirty(),
        });
        let link = Mark { span: Span::new(0, 1), kind: MarkKind::Link("https://example.org/\u{9b}".to_owned()) };
        builder.block_with(BlockKind::Paragraph, "Words.", &[link]);
        let url = Some("https://example.org/b\u{7}".to_owned());
        let article = builder.finish(Origin { url, ..origin() });
        let meta = article.meta();
        assert_eq!(meta.title.as_deref(), Some("]0;ownedA title"));
        assert_eq!([&meta.site, &meta.published, &meta.modified, &meta.section], [&meta.title; 4]);
        assert_eq!((meta.byline.as_slice(), meta.language.as_deref()), (["Ann Lee".to_owned()].as_slice(), None));
        assert_eq!(meta.canonical_url.as_deref(), Some("https://example.org/a"));
        assert_eq!(article.origin().url.as_deref(), Some("https://example.org/b"));
        assert_eq!(article.blocks()[0].marks[0].kind, MarkKind::Link("https://example.org/".to_owned()));
    }

    #[test]
    fn code_keeps_its_white_space_and_a_table_its_empty_cells() {
        let mut builder = ArticleBuilder::new();
        let text = "\nif open:\n    close()  # now\n \n\n\tlog()\n\n";
        let span = Span::new(text.find("log").unwrap(), text.find("()\n\n").unwrap());
        builder.block_with(BlockKind::Code, text, &[Mark { span, kind: MarkKind::Strong }]);
        builder.block(BlockKind::Caption, "a\n\nb").block(BlockKind::Table, "a\t \tb \n\tc");
        let article = builder.finish(origin());
        assert_eq!(article.text(), "if open:\n    close()  # now\n\n\n\tlog()\n\na\nb\n\na\t\tb\n\tc");
        assert_eq!(article.blocks()[0].marks[0].span.of(article.text()), "log");
    }

    #[test]
    fn no_break_spaces_are_spaces_of_the_text_and_their_places_are_known() {
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Title, "Pier\u{a0}9 \u{a0}is\u{a0}\u{a0}open");
        builder.block(BlockKind::Paragraph, "\u{a0}10\u{202f}km\u{a0}\nand 5\u{2007}m\u{a0}");
        builder.block(BlockKind::Code, "a\u{a0}b\n\u{a0}c");
        builder.removed("Share\u{a0}this", "share bar", "share");
        let article = builder.finish(origin());
        assert_eq!(article.text(), "Pier 9 is open\n\n10 km and 5 m\n\na b\n c");
        let after: Vec<&str> = article.no_break_spaces().iter().map(|&at| &article.text()[at..at + 2]).collect();
        // Beside an ordinary space a line may end.
        assert_eq!(after, [" 9", " o", " k", " m", " b"]);
        let wanted = PassageToPutBack { words: "Share this".into(), rule: None };
        let mut builder = ArticleBuilder::new();
        builder.removed("Share this", "share bar", "share").block(BlockKind::Paragraph, "10\u{a0}km");
        let read = builder.finish(origin()).with_put_back(&[wanted]);
        assert_eq!(read.text(), "Share this\n\n10 km");
        assert_eq!(read.no_break_spaces(), ["Share this\n\n10".len()]);
    }

    #[test]
    fn the_credit_of_a_caption_is_its_marked_last_line() {
        let mut builder = ArticleBuilder::new();
        builder.caption("Two people on a pier", Some("Ann Lee"));
        let article = builder.finish(origin());
        assert_eq!(article.text(), "Two people on a pier\nAnn Lee");
        assert_eq!(article.blocks()[0].marks[0].span.of(article.text()), "Ann Lee");
    }

    #[test]
    fn a_removed_passage_keeps_its_place() {
        let mut builder = ArticleBuilder::new();
        builder.removed("Sign up", "newsletter", "newsletter").block(BlockKind::Paragraph, "Text.").removed(
            "Read more",
            "call",
            "read-more",
        );
        let article = builder.finish(origin());
        assert_eq!(article.removed().iter().map(|r| r.after_block).collect::<Vec<_>>(), [None, Some(0)]);
    }

    #[test]
    fn raw_text_is_left_alone() {
        let text = " a\r\nb\r\n\r\n\u{7}c \n\n\n";
        let article = ArticleBuilder::raw(text.to_owned(), origin());
        assert_eq!(article.text(), text);
        assert_eq!(article.blocks().iter().map(|b| b.span.of(text)).collect::<Vec<_>>(), ["a\r\nb", "\u{7}c"]);
    }

    proptest! {
        #[test]
        fn the_promises_hold_for_any_text(texts in proptest::collection::vec("(?s).{0,60}", 0..6)) {
            let mut builder = ArticleBuilder::new();
            for (i, text) in texts.iter().enumerate() {
                let kind = [BlockKind::Paragraph, BlockKind::Code, BlockKind::Caption][i % 3];
                let marks: Vec<Mark> = text.char_indices().map(|(at, c)| Mark { span: Span::new(at, at + c.len_utf8()), kind: MarkKind::Strong }).collect();
                builder.block_with(kind, text, &marks);
            }
            let article = builder.finish(origin());
            let mut at = 0;
            for (i, block) in article.blocks().iter().enumerate() {
                prop_assert_eq!(block.span.start, if i == 0 { 0 } else { at + 2 });
                prop_assert!(i == 0 || &article.text()[at..at + 2] == "\n\n");
                prop_assert_eq!(block.span.trimmed(article.text()), block.span);
                prop_assert!(!block.span.is_empty());
                for mark in &block.marks {
                    prop_assert!(block.span.covers(mark.span) && !mark.span.of(article.text()).is_empty());
                }
                at = block.span.end;
            }
            prop_assert_eq!(at, article.text().len());
            prop_assert!(!article.text().chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
        }
    }
}

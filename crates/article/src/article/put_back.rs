//! Passages that cleaning removed and a person put back.
//!
//! A passage that was put back is a paragraph like any other: it can be
//! quoted, annotated and searched. The article knows which paragraphs these
//! are, so that they can be shown as such and removed again.

use super::clean_text::{Lines, only_text};
use super::fingerprint::sha256_hex;
use super::{Article, Block, BlockKind, Mark, Picture, Removed};
use crate::text::span::Span;

/// Names a removed passage that is to be put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassageToPutBack {
    /// The passage's words, equal to its [`Removed::text`].
    pub words: String,
    /// The rule that removed it, as in [`Removed::rule`]; `None` for any rule.
    pub rule: Option<String>,
}

impl PassageToPutBack {
    /// Whether `passage` is the one that is named.
    fn is(&self, passage: &Removed) -> bool {
        self.words == passage.text && self.rule.as_ref().is_none_or(|rule| *rule == passage.rule)
    }
}

/// A removed passage that is a paragraph of the article again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutBack {
    /// The index of its block in this article.
    pub block: usize,
    /// The removed passage of the article as cleaned.
    pub removed: Removed,
    /// Its index in [`Article::removed`] of the article as cleaned.
    pub index: usize,
}

impl Article {
    /// A copy of this article, as cleaned, in which every removed passage that
    /// one of `wanted` names is a paragraph again, at the place it was removed
    /// from; passages from before the headline come right after it. A name
    /// without a passage changes nothing, and so does an article in which
    /// passages are put back already.
    #[must_use]
    pub fn with_put_back(&self, wanted: &[PassageToPutBack]) -> Article {
        let is_wanted = |passage: &Removed| wanted.iter().any(|wanted| wanted.is(passage));
        if !self.put_back.is_empty() || !self.removed.iter().any(is_wanted) {
            return self.clone();
        }
        let mut built = Rebuilt::default();
        let mut passages = self.removed.iter().enumerate().peekable();
        // Nothing comes before a headline.
        let headline = self.blocks.first().filter(|block| block.kind == BlockKind::Title);
        if let Some(headline) = headline {
            built.keep(self, headline);
        }
        while let Some((index, passage)) = passages.next_if(|(_, p)| p.after_block.is_none()) {
            built.passage(index, passage, is_wanted(passage));
        }
        for (i, block) in self.blocks.iter().enumerate() {
            if i > 0 || headline.is_none() {
                built.keep(self, block);
            }
            while let Some((index, passage)) = passages.next_if(|(_, p)| p.after_block <= Some(i)) {
                built.passage(index, passage, is_wanted(passage));
            }
        }
        for (index, passage) in passages {
            built.passage(index, passage, is_wanted(passage));
        }
        let pictures = self.pictures.iter().map(|picture| built.moved(picture)).collect();
        Article {
            origin: self.origin.clone(),
            meta: self.meta.clone(),
            sha256: sha256_hex(built.text.as_bytes()),
            text: built.text,
            no_break_spaces: built.no_break_spaces,
            blocks: built.blocks,
            removed: built.removed,
            pictures,
            put_back: built.put_back,
            notice: self.notice.clone(),
            doubt: self.doubt.clone(),
            cleaned_sha256: Some(self.sha256.clone()),
            fetched: self.fetched.clone(),
        }
    }

    /// The passage that is block number `block` (from 0), if that block was put
    /// back.
    #[must_use]
    pub fn put_back_at(&self, block: usize) -> Option<&PutBack> {
        let at = self.put_back.partition_point(|p| p.block < block);
        self.put_back.get(at).filter(|p| p.block == block)
    }

    /// The spans of the text that the text as cleaned does not have: each
    /// passage that was put back, with one blank line next to it. In order,
    /// disjoint.
    #[must_use]
    pub fn added(&self) -> Vec<Span> {
        let mut before = 0;
        let spans = self.put_back.iter().filter_map(|p| self.blocks.get(p.block)).map(|block| {
            let Span { start, end } = block.span;
            // With nothing but added text before it, the blank line that
            // belongs to it is the one after it.
            let added = if start == before {
                Span::new(start, (end + GAP.len()).min(self.text.len()))
            } else {
                Span::new(start - GAP.len(), end)
            };
            before += added.len();
            added
        });
        spans.collect()
    }

    /// The byte of the text as cleaned that matches byte `at` of this article's
    /// text; for a passage that was put back, the byte it would begin at.
    #[must_use]
    pub fn to_cleaned(&self, at: usize) -> usize {
        let added = self.added();
        let before = added.iter().take_while(|span| span.start < at).map(|span| span.end.min(at) - span.start);
        at - before.sum::<usize>()
    }

    /// The byte of this article's text that matches byte `at` of the text as
    /// cleaned.
    #[must_use]
    pub fn from_cleaned(&self, at: usize) -> usize {
        self.added().iter().fold(at, |at, span| if at >= span.start { at + span.len() } else { at })
    }
}

/// The blank line between two blocks.
const GAP: &str = "\n\n";

/// The text and blocks of the new article, as far as they are made.
#[derive(Default)]
struct Rebuilt {
    text: String,
    no_break_spaces: Vec<usize>,
    blocks: Vec<Block>,
    removed: Vec<Removed>,
    put_back: Vec<PutBack>,
}

impl Rebuilt {
    /// Adds a blank line if there is text already, and returns the byte at
    /// which the next block begins.
    fn start(&mut self) -> usize {
        if !self.text.is_empty() {
            self.text.push_str(GAP);
        }
        self.text.len()
    }

    /// Adds a block of the article as cleaned.
    fn keep(&mut self, article: &Article, block: &Block) {
        let start = self.start();
        let shift = |span: Span| Span::new(span.start - block.span.start + start, span.end - block.span.start + start);
        self.text.push_str(block.span.of(&article.text));
        let no_break = article.no_break_spaces_in(block.span);
        self.no_break_spaces.extend(no_break.iter().map(|at| at - block.span.start + start));
        let marks = block.marks.iter().map(|mark| Mark { span: shift(mark.span), kind: mark.kind.clone() }).collect();
        let names = block.names.clone();
        self.blocks.push(Block { kind: block.kind, span: shift(block.span), marks, list: block.list, names });
    }

    /// A picture of the article as cleaned, at its place among the blocks of this one. A passage that
    /// was put back at the same place comes before it.
    fn moved(&self, picture: &Picture) -> Picture {
        // Blocks that were put back are in order, and move the next block of the article on.
        let next = picture.after_block.map_or(0, |at| at + 1);
        let moved = self.put_back.iter().fold(next, |next, back| next + usize::from(back.block <= next));
        Picture { after_block: moved.min(self.blocks.len()).checked_sub(1), ..picture.clone() }
    }

    /// Adds a removed passage: as a block if it is `wanted`, else as removed.
    fn passage(&mut self, index: usize, passage: &Removed, wanted: bool) {
        let words = only_text(&passage.text, Lines::Folded);
        if !wanted || words.is_empty() {
            // An unwanted passage from before the headline keeps that place.
            let headline_only = passage.after_block.is_none() && self.put_back.is_empty();
            let after_block = if headline_only { None } else { self.blocks.len().checked_sub(1) };
            self.removed.push(Removed { after_block, ..passage.clone() });
            return;
        }
        let start = self.start();
        self.text.push_str(&words);
        let block = self.blocks.len();
        self.blocks.push(Block {
            kind: BlockKind::Paragraph,
            span: Span::new(start, self.text.len()),
            marks: Vec::new(),
            list: None,
            names: Vec::new(),
        });
        self.put_back.push(PutBack { block, removed: passage.clone(), index });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{ArticleBuilder, Format, MarkKind, Origin};
    use proptest::prelude::*;

    fn origin() -> Origin {
        Origin { path: None, url: None, format: Format::Text, sha256: String::new() }
    }

    fn wanted(words: &str) -> PassageToPutBack {
        PassageToPutBack { words: words.to_owned(), rule: None }
    }

    fn article() -> Article {
        let mut builder = ArticleBuilder::new();
        builder.removed("Live now", "live ticker", "live").block(BlockKind::Title, "The tide");
        builder.removed("Share this", "share bar", "share");
        let strong = Mark { span: Span::new(4, 9), kind: MarkKind::Strong };
        builder.block_with(BlockKind::Paragraph, "The quay lay dry.", std::slice::from_ref(&strong));
        builder.removed("Read more:\nThe dry quay", "link to another article", "read-more");
        builder.removed("Share this", "share bar", "share-again");
        builder.block(BlockKind::Paragraph, "Nobody came.");
        builder.finish(origin())
    }

    #[test]
    fn a_passage_is_one_paragraph_again_at_its_old_place() {
        let cleaned = article();
        let read = cleaned.with_put_back(&[wanted("Read more:\nThe dry quay"), wanted("Gone")]);
        assert_eq!(read.text(), "The tide\n\nThe quay lay dry.\n\nRead more: The dry quay\n\nNobody came.");
        assert_eq!(read.blocks()[1].marks, cleaned.blocks()[1].marks);
        let left: Vec<_> = read.removed().iter().map(|r| (r.text.as_str(), r.after_block)).collect();
        assert_eq!(left, [("Live now", None), ("Share this", Some(0)), ("Share this", Some(2))]);
        let [back] = read.put_back() else { panic!("{:?}", read.put_back()) };
        assert_eq!((back.block, back.index, back.removed.rule.as_str()), (2, 2, "read-more"));
        assert_eq!(read.put_back_at(2), Some(back));
        assert_eq!(read.put_back_at(1), None);
        assert_eq!(read.identity_sha256(), cleaned.text_sha256());
        assert_ne!(read.text_sha256(), cleaned.text_sha256());
    }

    #[test]
    fn the_rule_distinguishes_equal_words_and_nothing_comes_before_a_headline() {
        let rule = Some("share-again".to_owned());
        let wanted = [PassageToPutBack { words: "Share this".to_owned(), rule }, wanted("Live now")];
        let read = article().with_put_back(&wanted);
        assert_eq!(read.text(), "The tide\n\nLive now\n\nThe quay lay dry.\n\nShare this\n\nNobody came.");
        assert_eq!(read.blocks()[0].kind, BlockKind::Title);
        let left: Vec<_> = read.removed().iter().map(|r| (r.rule.as_str(), r.after_block)).collect();
        assert_eq!(left, [("share", Some(1)), ("read-more", Some(2))]);
    }

    #[test]
    fn places_go_to_the_cleaned_text_and_back() {
        let cleaned = article();
        let read = cleaned.with_put_back(&[wanted("Share this"), wanted("Live now")]);
        let at = cleaned.text().find("Nobody").unwrap();
        assert_eq!(read.text().get(read.from_cleaned(at)..), Some("Nobody came."));
        assert_eq!(read.to_cleaned(read.from_cleaned(at)), at);
        assert_eq!(read.to_cleaned(read.text().find("this").unwrap()), "The tide".len());
    }

    proptest! {
        #[test]
        fn the_promises_hold_whatever_is_put_back(
            pieces in proptest::collection::vec(("(?s).{0,20}", 0..4_u8), 0..9),
            chosen in proptest::collection::vec(any::<bool>(), 9),
        ) {
            let mut builder = ArticleBuilder::new();
            for (i, (piece, what)) in pieces.iter().enumerate() {
                match what {
                    0 => builder.removed(piece, "reason", "rule"),
                    1 if i == 0 => builder.block(BlockKind::Title, piece),
                    2 => builder.block(BlockKind::Code, piece),
                    _ => builder.block_with(BlockKind::Paragraph, piece, &[Mark { span: Span::new(0, piece.len()), kind: MarkKind::Strong }]),
                };
            }
            let cleaned = builder.finish(origin());
            prop_assert_eq!(&cleaned.with_put_back(&[]), &cleaned);
            let some: Vec<PassageToPutBack> = cleaned.removed().iter().zip(&chosen).filter(|(_, c)| **c).map(|(r, _)| wanted(&r.text)).collect();
            let read = cleaned.with_put_back(&some);
            let text = read.text();
            let mut at = 0;
            for (i, block) in read.blocks().iter().enumerate() {
                prop_assert_eq!(block.span.start, if i == 0 { 0 } else { at + 2 });
                prop_assert_eq!(block.span.trimmed(text), block.span);
                prop_assert!(!block.span.is_empty());
                prop_assert!(i == 0 || block.kind != BlockKind::Title);
                for mark in &block.marks {
                    prop_assert!(block.span.covers(mark.span) && !mark.span.of(text).is_empty());
                }
                at = block.span.end;
            }
            prop_assert_eq!(at, text.len());
            prop_assert!(read.removed().windows(2).all(|w| w[0].after_block <= w[1].after_block));
            prop_assert!(read.removed().iter().all(|r| r.after_block.is_none_or(|b| b < read.blocks().len())));
            prop_assert_eq!(read.removed().len() + read.put_back().len(), cleaned.removed().len());
            prop_assert_eq!(read.identity_sha256(), cleaned.identity_sha256());
            // The map finds every character of a cleaned block.
            for block in cleaned.blocks() {
                for (at, letter) in block.span.of(cleaned.text()).char_indices() {
                    let there = read.from_cleaned(block.span.start + at);
                    prop_assert_eq!(text[there..].chars().next(), Some(letter));
                    prop_assert_eq!(read.to_cleaned(there), block.span.start + at);
                }
            }
        }
    }
}

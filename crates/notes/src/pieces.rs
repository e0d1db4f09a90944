//! Reading a notes file in pieces. A tree of a whole TOML document takes twenty
//! times the memory of its text, so a long file is cut before some of its
//! annotations, and each piece is read on its own: as plain annotations, or else
//! as a document.
//!
//! Cutting inside a text of several lines would leave the piece before it without
//! an end of that text, which is an error; then, as with every other error, the
//! file has to be read as a whole.

use std::sync::Arc;

use toml_edit::Document;

use crate::annotation::Annotation;
use crate::correction::{self, Correction, table};
use crate::file_slices::{FileSlices, annotation_starts};
use crate::header::Header;
use crate::plain::{self, Plain};
use crate::read;
use pullquote_article::text::span::floor_boundary;

/// The bytes of a piece, at least.
const PIECE: usize = 64 * 1024;

/// The most threads that read pieces.
const THREADS: usize = 4;

/// How an annotation begins in a notes file: its first line, with the line end before
/// it.
pub const ANNOTATION_START: &str = "\n[[annotation]]";

/// What a notes file holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Contents {
    /// What it says about the article.
    pub(crate) header: Header,
    /// The annotations, in the order of the file.
    pub(crate) annotations: Vec<Annotation>,
    /// The corrections in effect.
    pub(crate) corrections: Vec<Correction>,
    /// Its text in slices.
    pub(crate) slices: FileSlices,
}

/// Reads `text` in pieces; `None` if it has no annotations or an error, or cannot
/// be read in pieces, because tables of other kinds are between its annotations.
pub(crate) fn contents(text: &Arc<String>) -> Option<Contents> {
    in_pieces_of(text, PIECE)
}

fn in_pieces_of(text: &Arc<String>, length: usize) -> Option<Contents> {
    if text.starts_with('\u{feff}') {
        return None;
    }
    let first = text.find(ANNOTATION_START)? + 1;
    let head = text.get(..first)?;
    let parsed = Document::parse(head).ok()?;
    let root = parsed.as_table();
    let header = read::header(head, root).ok()?;
    if root.contains_key("annotation") || header.text_sha256.is_empty() {
        return None;
    }
    let corrections = table::read(head, root).ok()?;
    let mut start = parsed.trailing().span().map_or(head.len(), |span| span.start);
    let mut annotations = Vec::new();
    let mut starts = Vec::new();
    for piece in read_all(text, &ends(text, first, length), &header)? {
        // The comments at the end of a piece belong to what follows it.
        starts.push(start);
        starts.extend(piece.starts.into_iter().skip(1));
        start = piece.trailing;
        annotations.extend(piece.annotations);
    }
    read::complete_ids(&mut annotations);
    let slices = FileSlices::at(text, (&starts, start), &annotations, &header.text_sha256)?;
    Some(Contents { header, annotations, corrections: correction::effective(&corrections), slices })
}

/// The pieces of `text` from `first` on, as ranges of bytes.
fn ends(text: &str, first: usize, length: usize) -> Vec<std::ops::Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = first;
    while start < text.len() {
        let from = floor_boundary(text, start.saturating_add(length).min(text.len()));
        let end = text.get(from..).and_then(|rest| rest.find(ANNOTATION_START)).map_or(text.len(), |at| from + at + 1);
        pieces.push(start..end);
        start = end;
    }
    pieces
}

/// Reads all pieces, of a long text on several threads. Positions are bytes of the
/// whole text.
fn read_all(text: &str, pieces: &[std::ops::Range<usize>], header: &Header) -> Option<Vec<Plain>> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(THREADS);
    let share = pieces.len().div_ceil(threads).max(1);
    let read = |range: &std::ops::Range<usize>| piece(text.get(range.clone())?, range.start, header);
    let read_share = |share: &[std::ops::Range<usize>]| share.iter().map(read).collect::<Option<Vec<Plain>>>();
    if pieces.len() < THREADS {
        return read_share(pieces);
    }
    let mut all = Vec::with_capacity(pieces.len());
    std::thread::scope(|scope| {
        let threads: Vec<_> = pieces.chunks(share).map(|share| scope.spawn(|| read_share(share))).collect();
        for thread in threads {
            all.extend(thread.join().ok()??);
        }
        Some(all)
    })
}

/// Reads a piece that begins at byte `at` of the file.
fn piece(text: &str, at: usize, header: &Header) -> Option<Plain> {
    let mut piece = plain::annotations(text, header).or_else(|| by_tree(text, header))?;
    piece.starts.iter_mut().for_each(|start| *start += at);
    piece.trailing += at;
    Some(piece)
}

/// Reads a piece as a document.
pub(crate) fn by_tree(text: &str, header: &Header) -> Option<Plain> {
    let parsed = Document::parse(text).ok()?;
    let root = parsed.as_table();
    if root.iter().any(|(key, _)| key != "annotation") {
        return None;
    }
    Some(Plain {
        annotations: read::annotations_as_written(text, root, header).ok()?,
        starts: annotation_starts(root)?,
        trailing: parsed.trailing().span().map_or(text.len(), |span| span.start),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes_file::NotesFile;
    use crate::samples::any_annotation;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn file(annotations: &[Annotation]) -> String {
        let header = Header { title: Some("A".to_owned()), text_sha256: "ab".repeat(32), ..Header::default() };
        let mut file = NotesFile::new(header);
        file.set_annotations(annotations, &BTreeMap::new());
        file.to_string()
    }

    /// What the file holds if it is read as a whole.
    fn whole(text: &str) -> Contents {
        let file = NotesFile::parse(text).unwrap();
        Contents {
            header: file.header().clone(),
            annotations: file.annotations().to_vec(),
            corrections: file.corrections(),
            slices: file.slices().unwrap().clone(),
        }
    }

    #[test]
    fn comments_copies_and_unknown_keys_are_read_alike() {
        let text = "format = 1\n# top\n[article]\ntext_sha256 = \"ab\"\n[[correction]]\nentity = \"Lee\"\nkind = \"person\"\n\n\
                    # mine\n[[annotation]]\nid = \"1\"\nmood = \"glad\"\n[annotation.target]\nexact = \"a\"\n\n# two\n\n\
                    [[annotation]]\nid = \"1\"\nnote = \"copied\"\n[[annotation]]\n# none\n# the end\n";
        for length in 0..text.len() {
            assert_eq!(in_pieces_of(&Arc::new(text.to_owned()), length), Some(whole(text)), "{length}");
        }
        let windows = Arc::new(text.replace('\n', "\r\n"));
        assert_eq!(in_pieces_of(&windows, 1), Some(whole(&windows)));
    }

    #[test]
    fn a_file_with_an_error_or_with_other_tables_in_between_is_left_to_the_whole_reading() {
        let head = "format = 1\n[article]\ntext_sha256 = \"ab\"\n";
        for rest in [
            "\n[[annotation]]\nid = 1\n\n[[annotation]]\nid = \"2\"\n",
            "\n[[annotation]]\nid = \"1\"\n[other]\na = 1\n[[annotation]]\nid = \"2\"\n",
            "\n[[annotation]]\nnote = '''\n[[annotation]]\n'''\n[[annotation]]\nid = \"2\"\n",
            "\n[[annotation]]\nnote = \"\n[[annotation]]\n",
        ] {
            assert_eq!(in_pieces_of(&Arc::new(format!("{head}{rest}")), 1), None, "{rest}");
        }
    }

    proptest! {
        /// Pieces of any length give what the whole file gives, unless a note holds
        /// the beginning of an annotation.
        #[test]
        fn pieces_hold_what_the_whole_file_holds(
            annotations in prop::collection::vec(any_annotation(), 1..6),
            length in 0usize..3000,
        ) {
            let text = Arc::new(file(&annotations));
            if let Some(found) = in_pieces_of(&text, length) {
                prop_assert_eq!(found, whole(&text));
            } else {
                prop_assert!(text.matches(ANNOTATION_START).count() > annotations.len(), "{}", text);
            }
        }
    }
}

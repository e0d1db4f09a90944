//! How far the blocks of lists are indented.

use pullquote_article::text::width::width;
use pullquote_article::{Article, Block, BlockKind};

/// The cells by which a list is indented in an item without a marker.
const STEP: usize = 2;

/// The indent of a block in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Indent {
    /// The cells between the left edge and the markers of the list.
    left: usize,
    marker: String,
    /// The cells of the widest marker of the list.
    cells: usize,
}

impl Indent {
    /// The indent of a later part of the same block, without a marker.
    pub(super) fn continued(self) -> Self {
        Self { marker: String::new(), ..self }
    }

    /// The marker of the block in a column of `width` cells, with spaces before it: numbers
    /// end at the same cell in all items of a list. Only spaces if the block has no marker.
    pub(super) fn marker(&self, width_of_column: u16) -> String {
        // Deep lists leave at least half of the column to the words.
        let left = self.left.min(usize::from(width_of_column) / 4);
        let own = width(&self.marker);
        let before = left + self.cells.saturating_sub(own);
        if before + own == 0 {
            return String::new();
        }
        // In a list without markers, the words begin where a marker would.
        let before = if self.cells == 0 { before - 1 } else { before };
        format!("{}{}", " ".repeat(before), self.marker)
    }
}

/// The indent of each block of an article; `None` for blocks outside lists.
pub(super) fn indents(article: &Article) -> Vec<Option<Indent>> {
    let blocks = article.blocks();
    let mut found: Vec<Option<Indent>> = vec![None; blocks.len()];
    // For each depth, the blocks of the list that is open there.
    let mut open: Vec<Vec<usize>> = Vec::new();
    for (i, block) in blocks.iter().enumerate() {
        let Some(depth) = depth_of(block) else {
            close(&mut open, 0, &mut found);
            continue;
        };
        close(&mut open, depth + 1, &mut found);
        open.resize_with((depth + 1).max(open.len()), Vec::new);
        if let Some(list) = open.get_mut(depth) {
            list.push(i);
        }
        let marker = block.list_marker();
        if let Some(place) = found.get_mut(i) {
            *place = Some(Indent { left: 0, cells: width(&marker), marker });
        }
    }
    close(&mut open, 0, &mut found);
    put_below_words(blocks, &mut found);
    found
}

/// Sets where each list begins: below the words of the item that it is in.
fn put_below_words(blocks: &[Block], found: &mut [Option<Indent>]) {
    // For each depth, where the words of the open item begin.
    let mut words: Vec<usize> = Vec::new();
    for (block, indent) in blocks.iter().zip(found) {
        let Some(indent) = indent else {
            words.clear();
            continue;
        };
        let depth = block.list_depth();
        words.truncate(depth);
        indent.left = words.last().copied().unwrap_or(0) + STEP * (depth - words.len());
        words.resize(depth, indent.left);
        words.push(indent.left + if indent.cells == 0 { STEP } else { indent.cells + 1 });
    }
}

/// How deep the block is in lists; `None` if it is not in a list.
fn depth_of(block: &Block) -> Option<usize> {
    (block.list.is_some() || block.kind == BlockKind::ListItem).then(|| block.list_depth())
}

/// Ends the lists from `depth` on: their blocks get the width of the widest marker.
fn close(open: &mut Vec<Vec<usize>>, depth: usize, found: &mut [Option<Indent>]) {
    for list in open.drain(depth.min(open.len())..) {
        let cells = |i: &usize| found.get(*i).and_then(Option::as_ref).map_or(0, |indent| indent.cells);
        let widest = list.iter().map(cells).max().unwrap_or(0);
        for i in list {
            if let Some(Some(indent)) = found.get_mut(i) {
                indent.cells = widest;
            }
        }
    }
}

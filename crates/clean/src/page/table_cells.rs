//! Where the cells of a table are, so that each is in its own column also where others
//! are empty or take several columns or rows.

use crate::html::tree::{NodeId, Tree};

/// Columns and rows that one cell takes at most.
const SPAN: usize = 100;

/// The columns of the table that a walk is in.
#[derive(Debug, Default)]
pub(super) struct TableCells {
    /// The column of the last cell of the row.
    last: usize,
    /// The column of the next cell.
    column: usize,
    /// For each column, how many rows from here on a cell of an earlier row takes.
    taken: Vec<usize>,
}

impl TableCells {
    /// Begins a row.
    pub(super) fn row(&mut self) {
        (self.last, self.column) = (0, 0);
    }

    /// Places the cell `node` in the row. Returns how many columns it is from the last
    /// cell, or from the left edge for the first one.
    pub(super) fn cell(&mut self, tree: &Tree, node: NodeId) -> usize {
        while let Some(rows) = self.taken.get_mut(self.column).filter(|rows| **rows > 0) {
            *rows -= 1;
            self.column += 1;
        }
        let at = self.column;
        let span = |name: &str| tree.attribute(node, name).and_then(|value| value.trim().parse().ok()).unwrap_or(1);
        let (columns, rows) = (span("colspan").clamp(1, SPAN), span("rowspan").clamp(1, SPAN));
        self.column += columns;
        if rows > 1 {
            self.taken.resize(self.taken.len().max(self.column), 0);
            self.taken.iter_mut().skip(at).take(columns).for_each(|taken| *taken = rows - 1);
        }
        at - std::mem::replace(&mut self.last, at)
    }
}

#[cfg(test)]
mod tests {
    use pullquote_article::{BlockKind, MarkKind};

    /// The text of a table, and the words of it that are heads.
    fn table(inside: &str) -> (String, Vec<String>) {
        let story = "<p>The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the pier.</p>";
        let article = crate::extract(&format!("<article>{story}<table>{inside}</table>{story}</article>"), None);
        let table = article.blocks().iter().find(|b| b.kind == BlockKind::Table).expect("a table");
        let heads = table.marks.iter().filter(|m| m.kind == MarkKind::Head);
        let heads = heads.map(|m| m.span.of(article.text()).to_owned()).collect();
        (table.span.of(article.text()).to_owned(), heads)
    }

    #[test]
    fn white_space_in_the_source_is_not_a_row_or_a_column() {
        let (text, heads) = table(
            "\n<thead>\n <tr>\n  <th>Pier</th>\n  <th>Ships\n   a day</th>\n </tr>\n</thead>\n<tr>\n <td> North </td>\n <td>3</td></tr>",
        );
        assert_eq!(text, "Pier\tShips a day\nNorth\t3");
        assert_eq!(heads, ["Pier", "Ships a day"]);
    }

    #[test]
    fn an_empty_cell_keeps_its_column() {
        let (text, _) = table("<tr><th>Pier<th>Ships<th>Fare<tr><td>North<td><td>4<tr><td><td>3<td>5");
        assert_eq!(text, "Pier\tShips\tFare\nNorth\t\t4\n\t3\t5");
    }

    #[test]
    fn a_cell_over_several_columns_or_rows_keeps_the_others_in_their_columns() {
        let (text, _) = table(
            "<tr><th>Pier<th colspan=2>Ships<th>Fare<tr><td rowspan=2>North<td>3<td>4<td>5<tr><td>6<td>7<td>8<tr><td>South",
        );
        assert_eq!(text, "Pier\tShips\t\tFare\nNorth\t3\t4\t5\n\t6\t7\t8\nSouth");
    }
}

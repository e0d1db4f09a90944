//! Lists of a page: the depth of each item, and its bullet or number.

use pullquote_article::{ListMarker, ListPlace, NumberStyle};

use crate::html::tree::{NodeId, Tree};

/// The lists and items that are open in a walk over a page.
#[derive(Debug, Default)]
pub(super) struct Lists {
    lists: Vec<OpenList>,
    items: Vec<(NodeId, ListPlace)>,
}

/// A list with items to come.
#[derive(Debug)]
struct OpenList {
    node: NodeId,
    /// How its numbers are written; `None` if it has bullets.
    numbers: Option<NumberStyle>,
    /// The number of the next item.
    next: i32,
    /// 1, or -1 in a list that counts down.
    step: i32,
}

impl Lists {
    /// Begins the element, if it is a list or an item of one.
    pub(super) fn enter(&mut self, tree: &Tree, node: NodeId) {
        match tree.name(node) {
            "ol" | "ul" | "menu" | "dl" => self.lists.push(OpenList::new(tree, node)),
            "li" => {
                let marker = self.count(tree, node).unwrap_or(ListMarker::Bullet);
                self.items.push((node, ListPlace { depth: self.depth(0), marker }));
            }
            "dt" => self.items.push((node, ListPlace { depth: self.depth(0), marker: ListMarker::Unmarked })),
            "dd" => self.items.push((node, ListPlace { depth: self.depth(1), marker: ListMarker::Unmarked })),
            _ => {}
        }
    }

    /// Ends the element.
    pub(super) fn leave(&mut self, node: NodeId) {
        self.items.pop_if(|(open, _)| *open == node);
        self.lists.pop_if(|open| open.node == node);
    }

    /// The number of the item `node` of the innermost list, which is counted; `None` if
    /// the list has no numbers, or `node` is not an item.
    pub(super) fn count(&mut self, tree: &Tree, node: NodeId) -> Option<ListMarker> {
        let list = self.lists.last_mut().filter(|_| tree.name(node) == "li")?;
        let style = list.numbers?;
        let number = number(tree, node, "value").unwrap_or(list.next);
        list.next = number.saturating_add(list.step);
        let own = tree.attribute(node, "type").and_then(NumberStyle::of_type);
        Some(ListMarker::Number(number, own.unwrap_or(style)))
    }

    /// The place of a block that ends here and has this text; `None` outside items. Only
    /// the first block of an item has a marker.
    pub(super) fn place(&mut self, text: &str) -> Option<ListPlace> {
        let (_, item) = self.items.last_mut()?;
        let mut place = *item;
        item.marker = ListMarker::Continued;
        // Some pages hide the numbers of a list and write them into the text.
        if let ListMarker::Number(number, _) = place.marker
            && let Some(rest) = text.trim_start().strip_prefix(&number.to_string())
            && rest.starts_with(['.', ')'])
        {
            place.marker = ListMarker::Unmarked;
        }
        Some(place)
    }

    /// The depth of an item of the innermost list, with `more` added.
    fn depth(&self, more: usize) -> u8 {
        u8::try_from(self.lists.len().saturating_sub(1) + more).unwrap_or(u8::MAX)
    }
}

impl OpenList {
    fn new(tree: &Tree, node: NodeId) -> Self {
        let style = tree.attribute(node, "style").map(str::to_ascii_lowercase).unwrap_or_default();
        let numbers = (tree.name(node) == "ol" && !has_style(&style, "none")).then(|| {
            let stated = tree.attribute(node, "type").and_then(NumberStyle::of_type);
            stated.or_else(|| STYLES.iter().find(|(name, _)| has_style(&style, name)).map(|(_, numbers)| *numbers))
        });
        let reversed = tree.attribute(node, "reversed").is_some();
        let first = number(tree, node, "start").unwrap_or_else(|| {
            let items = || tree.children(node).filter(|&child| tree.name(child) == "li").count();
            if reversed { i32::try_from(items()).unwrap_or(i32::MAX) } else { 1 }
        });
        let numbers = numbers.map(|style| style.unwrap_or(NumberStyle::Decimal));
        Self { node, numbers, next: first, step: if reversed { -1 } else { 1 } }
    }
}

/// Values of CSS's `list-style-type`.
const STYLES: [(&str, NumberStyle); 6] = [
    ("lower-alpha", NumberStyle::LowerLetters),
    ("lower-latin", NumberStyle::LowerLetters),
    ("upper-alpha", NumberStyle::UpperLetters),
    ("upper-latin", NumberStyle::UpperLetters),
    ("lower-roman", NumberStyle::LowerRoman),
    ("upper-roman", NumberStyle::UpperRoman),
];

/// Whether the style of a list, in lower case, has this type.
fn has_style(style: &str, wanted: &str) -> bool {
    let mut rules = style.split(';').filter_map(|rule| rule.split_once(':'));
    rules.any(|(name, value)| name.trim().starts_with("list-style") && value.split_whitespace().any(|v| v == wanted))
}

/// The attribute `name` as a whole number.
fn number(tree: &Tree, node: NodeId, name: &str) -> Option<i32> {
    tree.attribute(node, name)?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use pullquote_article::Article;

    fn article(inside: &str) -> Article {
        let story = "<p>The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the pier.</p>";
        crate::extract(&format!("<article>{story}{inside}{story}</article>"), None)
    }

    /// The blocks between the two paragraphs, with their depth and marker.
    fn items(inside: &str) -> Vec<String> {
        let article = article(inside);
        let inner = article.blocks().iter().filter(|b| !b.span.of(article.text()).starts_with("The harbour at"));
        let shown = inner.map(|b| {
            let words = b.span.of(article.text());
            format!("{}{} {words}", " ".repeat(2 * b.list_depth()), b.list_marker())
        });
        shown.collect()
    }

    #[test]
    fn items_are_numbered_as_the_page_says() {
        assert_eq!(
            items("<ol start=4><li>Close.<li value=9>Sell.<li>Sail.</ol>"),
            ["4. Close.", "9. Sell.", "10. Sail."]
        );
        assert_eq!(items("<ol reversed><li>Close.<li>Sell.</ol>"), ["2. Close.", "1. Sell."]);
        assert_eq!(items("<ol type=a><li>Close.<li type=I>Sell.</ol>"), ["a. Close.", "II. Sell."]);
        assert_eq!(items("<ol style='list-style-type: upper-roman'><li>Close.</ol>"), ["I. Close."]);
        assert_eq!(items("<ol style='list-style:none'><li>Close.</ol>"), ["• Close."]);
    }

    #[test]
    fn a_number_that_is_also_in_the_text_is_not_shown_twice() {
        assert_eq!(items("<ol><li>1. Close.<li>2) Sell.<li>3 boats.</ol>"), [" 1. Close.", " 2) Sell.", "3. 3 boats."]);
    }

    #[test]
    fn a_list_in_an_item_is_deeper_and_only_the_first_paragraph_has_the_number() {
        assert_eq!(
            items("<ol><li>Close.<ul><li>North.</li></ul>Then:</li><li><p>Sell.</p><p>Sail.</p></li></ol>"),
            ["1. Close.", "  • North.", " Then:", "2. Sell.", " Sail."]
        );
        assert_eq!(items("<dl><dt>Quay</dt><dd>A place.</dd></dl>"), [" Quay", "   A place."]);
    }

    #[test]
    fn the_numbers_are_not_part_of_the_text() {
        let article = article("<ol><li>Close.<li>Sell.</ol>");
        assert!(article.text().contains("\n\nClose.\n\nSell.\n\n"), "{}", article.text());
    }
}

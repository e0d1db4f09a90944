//! Text inside a line whose look is part of its meaning: raised figures, marks that
//! browsers draw, character references that are escaped twice.

use std::borrow::Cow;

use crate::html::element::is_inline;
use crate::html::tree::{NodeId, Tree};

/// The raised form of figures, and of the signs that are with figures.
const RAISED: &str = "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻–⁻,,";
/// The raised form of letters; `q` has none that fonts have.
const RAISED_LETTERS: &str = "aᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻ";
/// Letters that are exponents where a page raises one of them alone. Others are often the
/// end of a word, as in French 1<sup>e</sup>.
const EXPONENTS: [&str; 5] = ["n", "t", "x", "y", "z"];
/// Bytes that raised figures or letters have at most.
const LONGEST: usize = 12;

/// The text of `node` as a reader sees it; `before` is the text of the line so far.
///
/// Figures that the page raises after a letter or figure are raised in the text
/// too: 10<sup>6</sup> is not 106, and the mark of a footnote is not a part of the
/// word or number before it.
pub(super) fn shown<'t>(tree: &Tree, node: NodeId, text: &'t str, before: &str) -> Cow<'t, str> {
    let runs_on =
        (1..=LONGEST).contains(&text.len()) && before.ends_with(|c: char| !c.is_whitespace() && !"([".contains(c));
    if runs_on
        && let Some(place) = raised_by(tree, node)
        && let Some(raised) = raised(text, place)
    {
        return Cow::Owned(raised);
    }
    decoded(text)
}

/// What raises a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RaisedBy {
    /// `<sup>`.
    Element,
    /// It is the mark of a footnote: a link to a place on the same page that has no
    /// other text.
    Footnote,
}

/// What raises the text of `node`, if anything does.
fn raised_by(tree: &Tree, node: NodeId) -> Option<RaisedBy> {
    let is_alone = |n: NodeId| tree.previous_sibling(n).is_none() && tree.next_sibling(n).is_none();
    let around = tree.ancestors(node).take_while(|&n| is_inline(tree.name(n))).take(4);
    let (mut inner, mut found) = (node, None);
    for n in around {
        match tree.name(n) {
            "sup" => found = found.or(Some(RaisedBy::Element)),
            "a" if is_alone(inner) && tree.attribute(n, "href").is_some_and(|to| to.starts_with('#')) => {
                found = Some(RaisedBy::Footnote);
            }
            _ => {}
        }
        inner = n;
    }
    found
}

/// `text` in raised figures and letters; `None` if it has other characters, or is better
/// left as it is.
fn raised(text: &str, by: RaisedBy) -> Option<String> {
    let has_figure = text.contains(|c: char| c.is_ascii_digit());
    let letters = match by {
        RaisedBy::Footnote => text.len() == 1,
        RaisedBy::Element => EXPONENTS.contains(&text),
    };
    let form = |table: &str, c: char| {
        let mut chars = table.chars();
        while let (Some(plain), Some(raised)) = (chars.next(), chars.next()) {
            if plain == c {
                return Some(raised);
            }
        }
        None
    };
    let of = |c: char| {
        let figure = form(RAISED, c).filter(|_| has_figure);
        figure.or_else(|| form(RAISED_LETTERS, c).filter(|_| letters))
    };
    text.chars().map(of).collect()
}

/// `text` with the references decoded that it still has after a page was parsed,
/// except those for signs of HTML, which an article on HTML may show.
fn decoded(text: &str) -> Cow<'_, str> {
    let found = references(text);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    // One parse decodes all of them.
    let listed: String = found.iter().flat_map(|&(_, reference)| [reference, BETWEEN]).collect();
    let signs = Tree::parse(&listed);
    let signs = signs.all_text(0);
    let signs: Vec<&str> = signs.split(BETWEEN).collect();
    if signs.len() != found.len() + 1 {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (&(at, reference), sign) in found.iter().zip(signs).filter(|(_, sign)| sign.chars().count() == 1) {
        out.push_str(text.get(copied..at).unwrap_or(""));
        out.push_str(sign);
        copied = at + reference.len();
    }
    out.push_str(text.get(copied..).unwrap_or(""));
    Cow::Owned(out)
}

/// What separates references that are decoded together: no page has this sign.
const BETWEEN: &str = "\u{e0ff}";

/// The references in `text`, with the bytes where they begin, except those for signs
/// of HTML.
fn references(text: &str) -> Vec<(usize, &str)> {
    let reference = |at: usize| {
        let rest = text.get(at..)?;
        let end = rest.find(';').filter(|end| (3..=9).contains(end))?;
        let name = rest.get(1..end)?;
        let number = name.strip_prefix('#').unwrap_or(name);
        let is_name = number.chars().all(|c| c.is_ascii_alphanumeric());
        (is_name && !matches!(name, "lt" | "gt" | "quot" | "#60" | "#62")).then(|| rest.get(..=end)).flatten()
    };
    text.match_indices('&').filter_map(|(at, _)| Some((at, reference(at)?))).collect()
}

#[cfg(test)]
mod tests {
    const STORY: &str = "<p>The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the pier.</p>";

    fn text(inside: &str) -> String {
        crate::extract(&format!("<article>{STORY}<p>{inside}</p>{STORY}</article>"), None).text().to_owned()
    }

    #[test]
    fn raised_figures_do_not_run_into_the_number_before_them() {
        let page = text(
            "It holds 10<sup>6</sup> m<sup>3</sup> of CO<sub>2</sub>, since 1931<sup><a href='#n1'>1</a></sup>, for 12<a href='#n3'>3</a> ships, on the 21<sup>st</sup> of May, \
             with 10<sup>−6</sup> g or 2<sup>n</sup>, as said<sup>4,5</sup> by two<a href='#b'><sup>b</sup></a> at the 1<sup>e</sup> pier.",
        );
        for words in [
            "10⁶ m³ of CO2",
            "since 1931¹,",
            "for 12³ ships",
            "the 21st of May",
            "10⁻⁶ g or 2ⁿ,",
            "as said⁴,⁵ by twoᵇ at the 1e pier",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
    }

    #[test]
    fn references_that_are_escaped_twice_are_decoded() {
        let page =
            text("&amp;ldquo;No,&amp;rdquo; she wrote of &amp;amp; and &amp;lt;b&amp;gt; on the quay of the old town.");
        assert!(page.contains("“No,” she wrote of & and &lt;b&gt; on"), "{page}");
        assert!(text("R&amp;D; the rest was quiet for all of the long winter.").contains("R&D; the rest"));
    }

    #[test]
    fn how_characters_are_pronounced_is_left_out_unless_it_is_in_brackets() {
        assert!(text("<ruby>港<rt>みなと</rt></ruby>が<ruby>開<rt>ひら</rt></ruby>いた。").contains("港が開いた。"));
        let brackets = "<ruby>港<rp>（</rp><rt>みなと</rt><rp>）</rp></ruby>が開いた。";
        assert!(text(brackets).contains("港（みなと）が開いた。"));
    }

    #[test]
    fn a_quotation_in_a_line_has_its_marks() {
        assert!(
            text("She said: <q>We have no money left.</q> Then she left.").contains("“We have no money left.” Then")
        );
        assert!(text("She said: <q>“No.”</q> Then she left for the quay.").contains(": “No.” Then"));
    }
}

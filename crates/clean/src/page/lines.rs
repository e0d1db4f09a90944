//! Lines of a block that `<br>` separates: paragraphs, questions and answers, or
//! verses.

use pullquote_article::{BlockKind, Mark, MarkKind, Span};

use super::candidate_block::{CandidateBlock, ends_sentence, is_link};

/// The character that [`CandidateBlock::text`] has for a `<br>`: Unicode's line
/// separator.
pub(super) const LINE_BREAK: char = '\u{2028}';

/// Characters that a verse has at most.
const VERSE: usize = 60;
/// Characters that paragraphs have on average, at least.
const PARAGRAPH: usize = 60;
/// Lines that are paragraphs, verses, or questions and answers, at least.
const LINES: usize = 3;

/// The blocks in `block`: its lines if they are paragraphs of their own, otherwise
/// the block itself, with its line breaks only if they are those of verses.
pub(super) fn split(mut block: CandidateBlock<'_>) -> Vec<CandidateBlock<'_>> {
    if !block.text.contains(LINE_BREAK) {
        return vec![block];
    }
    let lines = lines(&block.text);
    let text = |line: &Span| line.of(&block.text);
    let count = lines.len();
    let chars: usize = lines.iter().map(|line| text(line).chars().count()).sum();
    let ended = lines.iter().filter(|line| ends_sentence(text(line))).count();
    let is_strong = |line: &&Span| {
        block.marks.iter().any(|m| m.kind == MarkKind::Strong && m.span.start <= line.start && m.span.end >= line.end)
    };
    let questions = lines.iter().filter(is_strong).count();
    let paragraphs = count >= LINES && ended * 10 >= count * 8 && chars >= count * PARAGRAPH;
    let interview = count >= LINES && (1..count).contains(&questions) && ended == count;
    if block.kind == BlockKind::Paragraph && (paragraphs || interview) {
        return lines.iter().map(|&line| part(&block, line)).collect();
    }
    let verses = count >= LINES && lines.iter().all(|line| text(line).chars().count() <= VERSE);
    if !verses || block.linked > 0 || !matches!(block.kind, BlockKind::Paragraph | BlockKind::Quote) {
        block.text = with_plain_breaks(&block.text);
    }
    vec![block]
}

/// `text` with a line feed, padded to as many bytes, for each line separator.
fn with_plain_breaks(text: &str) -> String {
    text.replace(LINE_BREAK, "\n  ")
}

/// The lines of `text` that have words, without the white space around them.
fn lines(text: &str) -> Vec<Span> {
    let mut at = 0;
    let spans = text.split(LINE_BREAK).map(|line| {
        let span = Span::new(at, at + line.len()).trimmed(text);
        at += line.len() + LINE_BREAK.len_utf8();
        span
    });
    spans.filter(|span| !span.is_empty()).collect()
}

/// One line of `block` as a block.
fn part<'l>(block: &CandidateBlock<'l>, line: Span) -> CandidateBlock<'l> {
    let within = |mark: &Mark| {
        let (start, end) = (mark.span.start.max(line.start), mark.span.end.min(line.end));
        (start < end).then(|| Mark { span: Span::new(start - line.start, end - line.start), kind: mark.kind.clone() })
    };
    let marks: Vec<Mark> = block.marks.iter().filter_map(within).collect();
    let links = marks.iter().filter(|m| is_link(&m.kind));
    let linked = links.map(|m| m.span.end - m.span.start).sum();
    CandidateBlock { text: line.of(&block.text).to_owned(), marks, linked, ..block.clone() }
}

#[cfg(test)]
mod tests {
    use pullquote_article::BlockKind;

    /// The paragraphs of an article with `inside` between two others.
    fn paragraphs(inside: &str) -> Vec<String> {
        let story = "<p>The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the pier.</p>";
        let article = crate::extract(&format!("<article>{story}{inside}{story}</article>"), None);
        let blocks = article.blocks().iter().filter(|b| b.kind == BlockKind::Paragraph);
        let texts: Vec<String> = blocks.map(|b| b.span.of(article.text()).to_owned()).collect();
        texts.into_iter().filter(|text| !text.starts_with("The harbour at")).collect()
    }

    #[test]
    fn the_lines_of_an_interview_are_paragraphs() {
        let inside = "<p><b>What will you do?</b><br>I will sail.<br><b>And then?</b><br>Then we will see.</p>";
        assert_eq!(paragraphs(inside), ["What will you do?", "I will sail.", "And then?", "Then we will see."]);
    }

    #[test]
    fn sentences_on_lines_of_their_own_are_paragraphs() {
        let long = "Forty ships waited beyond the mole for a pilot who could bring them in before the weather turned.";
        let inside = format!("<div>{long}<br>{long} <a href=x>More</a>.<br>“It is the end,” she said.</div>");
        assert_eq!(
            paragraphs(&inside),
            [long.to_owned(), format!("{long} More."), "“It is the end,” she said.".to_owned()]
        );
    }

    #[test]
    fn verses_keep_their_lines() {
        let inside =
            "<p>The ferry sails at seven,<br>\nthe ferry sails at eight,<br>and he who wants to cross must wait.</p>";
        let verses = "The ferry sails at seven,\nthe ferry sails at eight,\nand he who wants to cross must wait.";
        assert_eq!(paragraphs(inside), [verses]);
        assert_eq!(paragraphs("<p>One long line<br>\nof a sentence.</p>"), ["One long line of a sentence."]);
    }
}

//! Which quotation marks open and which close.
//!
//! One pass over a paragraph, from left to right. The marks may be those of any
//! writer: straight and curly ones may be mixed, a mark may be missing, and an
//! apostrophe is not a mark.

use crate::language::Language;
use pullquote_article::Span;

/// The kind of marks around a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Style {
    /// “…”, "…" and mixtures of both.
    Double,
    /// ''…'' and ‘‘…’’, of two apostrophes each.
    Doubled,
    /// ‘…’ and '…'.
    Single,
    /// „…“ and „…”.
    Low,
    /// «…» and »…«.
    Guillemet,
    /// No marks: a line of a transcript, after the name of its speaker.
    Label,
    /// No marks: a block quote, or a message with its author below.
    SetOff,
}

/// Two marks that belong together, or one that was never closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair {
    /// The words between the marks, without white space at either end.
    pub(crate) inner: Span,
    /// The words and their marks.
    pub(crate) outer: Span,
    /// The kind of the marks.
    pub(crate) style: Style,
    /// Whether there is a closing mark.
    pub(crate) closed: bool,
}

/// The outermost pairs of marks in `para`, a span of `text` without line breaks,
/// in order. A pair without a closing mark ends at the end of `para`.
pub(crate) fn pairs(language: &Language, text: &str, para: Span) -> Vec<Pair> {
    let mut scan = Scan { language, text, para, found: Vec::new(), open: None, unclosed: [None; 2] };
    let mut at = para.start;
    while at < para.end {
        let Some(c) = text.get(at..para.end).and_then(|rest| rest.chars().next()) else { break };
        at = scan.step(at, c);
    }
    scan.close(para.end, para.end, false);
    scan.found
}

struct Open {
    mark: usize,
    inner: usize,
    style: Style,
    closer: Option<char>,
    depth: usize,
}

struct Scan<'t> {
    language: &'t Language,
    text: &'t str,
    para: Span,
    found: Vec<Pair>,
    open: Option<Open>,
    /// For single marks, straight and curly: where a search for the closing one found none.
    unclosed: [Option<Unclosed>; 2],
}

/// A search for a closing single mark that found none. It saves later searches the same
/// words, so that the time is linear however many marks are opened.
#[derive(Clone, Copy)]
struct Unclosed {
    /// The byte at which the search ended.
    to: usize,
    /// Whether it ended at another opening mark, so that none is searched for after it.
    stopped: bool,
}

impl Scan<'_> {
    /// Reads the character `c` at byte `at`; returns the byte to go on with.
    fn step(&mut self, at: usize, c: char) -> usize {
        let next = at + c.len_utf8();
        // Two apostrophes or two grave accents are a double mark, as
        // typewriters wrote them.
        if matches!(c, '\'' | '`' | '‘' | '’') && self.rest(next).starts_with(c) {
            return self.doubled(c, at, next + c.len_utf8());
        }
        match self.open.as_ref().map(|open| open.style) {
            None => self.outside(at, c, next),
            Some(style) => {
                self.inside(style, at, c, next);
                next
            }
        }
    }

    /// Reads a mark of two characters `c`, as '' or ‘‘, from byte `at` to byte `next`. Some
    /// writers close “ with it.
    fn doubled(&mut self, c: char, at: usize, next: usize) -> usize {
        match self.open.as_ref().map(|open| open.style) {
            None if c != '’' && (self.opens(at, next) || !self.closes(at, next)) => {
                self.begin(at, next, Style::Doubled, None);
            }
            Some(Style::Doubled) => self.leave(at, next),
            Some(Style::Double) if matches!(c, '\'' | '’') && self.closes(at, next) => self.leave(at, next),
            _ => {}
        }
        next
    }

    fn outside(&mut self, at: usize, c: char, next: usize) -> usize {
        match c {
            '“' if self.opens(at, next) || !self.closes(at, next) => self.begin(at, next, Style::Double, None),
            '"' | '＂' if !self.closes(at, next) && !self.is_inches(at, next) => {
                self.begin(at, next, Style::Double, None);
            }
            '”' if self.opens(at, next) => self.begin(at, next, Style::Double, None),
            '„' => self.begin(at, next, Style::Low, None),
            '«' if self.opens(at, next) || !self.closes(at, next) => self.begin(at, next, Style::Guillemet, Some('»')),
            '»' if self.opens(at, next) => self.begin(at, next, Style::Guillemet, Some('«')),
            '‘' | '\'' | '`' if self.opens(at, next) && !is_elision(self.language, self.rest(next)) => {
                if let Some(end) = self.single_end(c, next) {
                    let mark = self.text.get(end..).and_then(|r| r.chars().next()).map_or(0, char::len_utf8);
                    self.push(Span::new(next, end), Span::new(at, end + mark), Style::Single, true);
                    return end + mark;
                }
            }
            _ => {}
        }
        next
    }

    fn inside(&mut self, style: Style, at: usize, c: char, next: usize) {
        match (style, c) {
            (Style::Double, '”') | (Style::Low, '“' | '”' | '"') => self.leave(at, next),
            (Style::Double, '"' | '＂') => {
                let opener = self.opens(at, next) && self.before(at) != Some('“');
                if opener && self.closers_ahead(next, '"') >= 2 {
                    self.enter();
                } else if opener && self.closers_ahead(next, '"') == 1 && !self.closes(at, next) {
                    self.close(at, at, false);
                    self.begin(at, next, Style::Double, None);
                } else {
                    self.leave(at, next);
                }
            }
            (Style::Double, '“') => {
                if self.closers_ahead(next, '“') >= 2 {
                    self.enter();
                } else if self.closes(at, next) {
                    self.leave(at, next);
                } else {
                    self.close(at, at, false);
                    self.begin(at, next, Style::Double, None);
                }
            }
            (Style::Guillemet, '«' | '»') => {
                if self.open.as_ref().and_then(|open| open.closer) == Some(c) {
                    self.leave(at, next);
                } else {
                    self.enter();
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, mark: usize, inner: usize, style: Style, closer: Option<char>) {
        self.open = Some(Open { mark, inner, style, closer, depth: 0 });
    }

    fn enter(&mut self) {
        if let Some(open) = &mut self.open {
            open.depth += 1;
        }
    }

    fn leave(&mut self, at: usize, next: usize) {
        match &mut self.open {
            Some(open) if open.depth > 0 => open.depth -= 1,
            _ => self.close(at, next, true),
        }
    }

    fn close(&mut self, inner_end: usize, outer_end: usize, closed: bool) {
        if let Some(open) = self.open.take() {
            self.push(Span::new(open.inner, inner_end), Span::new(open.mark, outer_end), open.style, closed);
        }
    }

    /// Adds the pair with the words `inner`; `outer` has its marks, too.
    fn push(&mut self, inner: Span, outer: Span, style: Style, closed: bool) {
        let inner = inner.trimmed(self.text);
        if !inner.is_empty() {
            let outer = if closed { outer } else { Span::new(outer.start, inner.end) };
            self.found.push(Pair { inner, outer, style, closed });
        }
    }

    fn rest(&self, from: usize) -> &str {
        self.text.get(from..self.para.end).unwrap_or("")
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text.get(self.para.start..at).and_then(|s| s.chars().next_back())
    }

    /// Whether a mark looks like an opening one: after a space or a bracket,
    /// and not before a space.
    fn opens(&self, at: usize, next: usize) -> bool {
        let free = self.before(at).is_none_or(|c| c.is_whitespace() || "([{—–-:/“\"‘«„".contains(c));
        free && self.rest(next).chars().next().is_some_and(|c| !c.is_whitespace())
    }

    /// Whether a mark looks like a closing one: not after a space, and before
    /// a space or punctuation.
    fn closes(&self, at: usize, next: usize) -> bool {
        let touches = self.before(at).is_some_and(|c| !c.is_whitespace() && !"([{—–“‘".contains(c));
        touches && self.rest(next).chars().next().is_none_or(|c| c.is_whitespace() || ".,;:!?)]}…—–”’".contains(c))
    }

    /// How many marks look like closing ones before the next one that looks
    /// like `opener`. At most two are counted, and only as far as a long
    /// speech goes, so that the scan stays linear.
    fn closers_ahead(&self, from: usize, opener: char) -> usize {
        const FAR: usize = 4_000;
        let mut count = 0;
        for (i, c) in self.rest(from).char_indices().take(FAR) {
            let (at, next) = (from + i, from + i + c.len_utf8());
            match c {
                '”' => count += 1,
                '"' if self.closes(at, next) => count += 1,
                '“' => break,
                '"' if opener == '"' && self.opens(at, next) => break,
                _ => {}
            }
            if count == 2 {
                break;
            }
        }
        count
    }

    /// Whether a mark stands for inches, as in 6'2" and 28": it follows a
    /// digit, and the marks after it do not pair without it.
    fn is_inches(&self, at: usize, next: usize) -> bool {
        self.before(at).is_some_and(|c| c.is_ascii_digit())
            && self.rest(next).chars().filter(|&c| c == '"').take(9).count().is_multiple_of(2)
    }

    /// The byte at which the single quotation that `c` opened before byte `from` ends: at a
    /// mark after punctuation, or after a whole word if it is not the apostrophe of a plural.
    fn single_end(&mut self, c: char, from: usize) -> Option<usize> {
        const FAR: usize = 5_000;
        let slot = usize::from(c == '‘');
        let known = self.unclosed.get(slot).copied().flatten().filter(|search| from < search.to);
        if known.is_some_and(|search| search.stopped) {
            return None;
        }
        let start = known.map_or(from, |search| search.to);
        let (mut possessive, mut to, mut stopped) = (None, start, false);
        for (i, mark) in self.rest(start).char_indices() {
            let (at, next) = (start + i, start + i + mark.len_utf8());
            if at >= from + FAR {
                break;
            }
            to = at;
            if mark == '‘' && at > from && self.opens(at, next) {
                stopped = true;
                break;
            }
            if at > from && (mark == '’' || mark == '\'' && c != '‘') {
                match self.single_closes(at, next) {
                    Closing::Sure => return Some(at),
                    Closing::MayBePossessive => possessive = possessive.or(Some(at)),
                    Closing::Not => {}
                }
            }
        }
        if let Some(search) = self.unclosed.get_mut(slot).filter(|_| possessive.is_none()) {
            *search = Some(Unclosed { to, stopped });
        }
        possessive
    }

    /// Whether the single mark from byte `at` to byte `next` closes a quotation.
    fn single_closes(&self, at: usize, next: usize) -> Closing {
        let previous = self.before(at).unwrap_or(' ');
        let mut following = self.rest(next).chars();
        let first = following.next();
        if previous.is_whitespace() || first.is_some_and(char::is_alphanumeric) {
            return Closing::Not;
        }
        let lower = following.find(|c| !c.is_whitespace()).is_some_and(char::is_lowercase);
        if previous == 's' && first == Some(' ') && lower { Closing::MayBePossessive } else { Closing::Sure }
    }
}

/// Whether a single mark closes a quotation.
enum Closing {
    Sure,
    /// The mark may be the apostrophe of a plural, as in “the nurses’ pay”.
    MayBePossessive,
    Not,
}

/// Whether the word after an apostrophe has lost its beginning: ’em, ’tis, ’90s.
fn is_elision(language: &Language, rest: &str) -> bool {
    let word: String = rest.chars().take_while(|c| c.is_alphanumeric()).take(6).collect();
    let decade = word.ends_with('s') && word.len() == 3 && word.starts_with(|c: char| c.is_ascii_digit());
    let bare_year = word.len() == 2 && word.bytes().all(|b| b.is_ascii_digit());
    decade || bare_year || language.elisions.contains_any_case(&word)
}

/// The lines of a block that are not blank.
pub(crate) fn lines(text: &str, block: Span) -> impl Iterator<Item = Span> {
    let mut at = block.start;
    block.of(text).split_inclusive('\n').filter_map(move |line| {
        let span = Span::new(at, at + line.len()).trimmed(text);
        at += line.len();
        (!span.is_empty()).then_some(span)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        pairs(Language::english(), text, Span::new(0, text.len())).iter().map(|p| p.inner.of(text)).collect()
    }

    #[test]
    fn every_family_of_marks() {
        assert_eq!(found("“We won,” she said, \"again and again.\""), ["We won,", "again and again."]);
        assert_eq!(found("“Opened curly, closed straight,\" he said."), ["Opened curly, closed straight,"]);
        assert_eq!(found("„Wir gehen“, sagte sie."), ["Wir gehen"]);
        assert_eq!(found("Elle dit : «\u{a0}On part.\u{a0}»"), ["On part."]);
        assert_eq!(found("Sie sagte: »Wir gehen.«"), ["Wir gehen."]);
    }

    #[test]
    fn two_apostrophes_are_a_mark_and_may_close_another() {
        assert_eq!(found("''We won,'' she said. ‘‘We will win.’’"), ["We won,", "We will win."]);
        assert_eq!(found("“We won,’’ she said. “We will win.''"), ["We won,", "We will win."]);
        assert_eq!(found("“It is the players’ hour,” she said."), ["It is the players’ hour,"]);
    }

    #[test]
    fn single_marks_and_apostrophes() {
        assert_eq!(
            found("‘The workers’ rights don’t matter to ’em,’ said Ann O’Neil."),
            ["The workers’ rights don’t matter to ’em,"]
        );
        assert_eq!(found("The players’ union and the judge's rock 'n' roll of the '90s"), [""; 0]);
        assert_eq!(found("'It's late,' he said. 'Let's go.'"), ["It's late,", "Let's go."]);
        assert_eq!(found("He called it ‘rubbish’ and left."), ["rubbish"]);
    }

    #[test]
    fn marks_inside_marks_belong_to_the_outer() {
        assert_eq!(found("“He said ‘go’ to me,” she said."), ["He said ‘go’ to me,"]);
        assert_eq!(found("“He said “go” to me,” she said."), ["He said “go” to me,"]);
        assert_eq!(found("\"He said \"go\" to me,\" she said."), ["He said \"go\" to me,"]);
        assert_eq!(found("«Il a dit «va» hier», dit-elle."), ["Il a dit «va» hier"]);
    }

    #[test]
    fn a_missing_mark_takes_no_other_passage_with_it() {
        let text = "“We won, he said. “We will win again.”";
        assert_eq!(found(text), ["We won, he said.", "We will win again."]);
        let pairs = pairs(Language::english(), "\"The road is long", Span::new(0, 17));
        assert!(!pairs[0].closed);
        assert_eq!(pairs[0].inner, Span::new(1, 17));
        assert_eq!(found("He stood 6'2\" tall and left."), [""; 0]);
    }
}

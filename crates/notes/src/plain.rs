//! Reading annotations in the form in which this program writes them.
//!
//! A tree of a TOML document takes ten times the time and twenty times the memory
//! of its text, so annotations that have only known keys, each with the usual kind
//! of value, are read token by token. The tokens and strings are those of the
//! parser that makes the trees. Anything else gives `None`, whether it is an error
//! or not; the text is then read with a tree, which decides.

use std::borrow::Cow;

use jiff::Timestamp;
use toml_parser::lexer::{Lexer, Token, TokenKind};
use toml_parser::{ParseError, Source};

use crate::annotation::{Annotation, Check, Motivation, QuotedSpeech, Selector};
use crate::header::Header;
use crate::read::{AnnotationValues, moment_of};

/// The annotations in a text, and their places in it.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Plain {
    /// The annotations, with the ids that are in the text.
    pub(crate) annotations: Vec<Annotation>,
    /// The byte at which each of them begins, with the comments before it.
    pub(crate) starts: Vec<usize>,
    /// The byte at which the comments after the last one begin.
    pub(crate) trailing: usize,
}

/// Reads a text that holds only annotations of the article with this header.
pub(crate) fn annotations(text: &str, header: &Header) -> Option<Plain> {
    let source = Source::new(text);
    let mut reader =
        Reader { source, lexer: source.lex(), ahead: None, text, header, open: None, found: Plain::default() };
    while let Some(token) = reader.first_of_line()? {
        match token.kind() {
            TokenKind::LeftSquareBracket => reader.table()?,
            TokenKind::Atom => reader.value_of(reader.text_of(token)?)?,
            _ => return None,
        }
        reader.found.trailing = reader.line_end()?;
    }
    reader.close()?;
    Some(reader.found)
}

/// The annotation that is being read.
struct Open {
    values: AnnotationValues,
    tags: Option<Vec<String>>,
    target: Option<SelectorValues>,
    found: Vec<SelectorValues>,
    table: Table,
}

/// The table of an annotation that the next key belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Table {
    Annotation,
    Target,
    Found,
}

/// The values of a selector in a file.
#[derive(Debug, Default)]
struct SelectorValues {
    exact: Option<String>,
    prefix: Option<String>,
    suffix: Option<String>,
    sentence: Option<String>,
    start: Option<usize>,
    end: Option<usize>,
    text_sha256: Option<String>,
}

impl SelectorValues {
    fn selector(self, header: &Header) -> Selector {
        Selector {
            exact: self.exact.unwrap_or_default(),
            prefix: self.prefix.unwrap_or_default(),
            suffix: self.suffix.unwrap_or_default(),
            sentence: self.sentence.unwrap_or_default(),
            start: self.start.unwrap_or_default(),
            end: self.end.unwrap_or_default(),
            text_sha256: self.text_sha256.unwrap_or_else(|| header.text_sha256.clone()),
        }
    }
}

/// Sets a value that is not set yet; a key that is there twice is an error.
fn set<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.replace(value).is_none().then_some(())
}

struct Reader<'t> {
    source: Source<'t>,
    lexer: Lexer<'t>,
    /// The next token, if it was looked at.
    ahead: Option<Token>,
    text: &'t str,
    header: &'t Header,
    open: Option<Open>,
    found: Plain,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Option<Token> {
        self.ahead.take().or_else(|| self.lexer.next())
    }

    fn peek(&mut self) -> Option<TokenKind> {
        if self.ahead.is_none() {
            self.ahead = self.lexer.next();
        }
        self.ahead.map(|token| token.kind())
    }

    fn text_of(&self, token: Token) -> Option<&'t str> {
        self.text.get(token.span().start()..token.span().end())
    }

    /// The next token, if it is of this kind.
    fn expect(&mut self, kind: TokenKind) -> Option<Token> {
        self.next().filter(|token| token.kind() == kind)
    }

    fn skip(&mut self, kind: TokenKind) -> bool {
        let there = self.peek() == Some(kind);
        if there {
            self.ahead = None;
        }
        there
    }

    /// The first token of the next line that is neither blank nor a comment;
    /// `Some(None)` at the end of the text.
    fn first_of_line(&mut self) -> Option<Option<Token>> {
        loop {
            let token = self.next()?;
            match token.kind() {
                TokenKind::Whitespace => {}
                TokenKind::Newline | TokenKind::Comment => self.check(token)?,
                TokenKind::Eof => return Some(None),
                _ => return Some(Some(token)),
            }
        }
    }

    /// Whether a comment or a line end has only the characters that it may have.
    fn check(&self, token: Token) -> Option<()> {
        let mut error: Option<ParseError> = None;
        let raw = self.source.get(token)?;
        match token.kind() {
            TokenKind::Comment => raw.decode_comment(&mut error),
            _ => raw.decode_newline(&mut error),
        }
        error.is_none().then_some(())
    }

    /// Reads the rest of a line after a value or the name of a table; returns
    /// where the next line begins.
    fn line_end(&mut self) -> Option<usize> {
        self.skip(TokenKind::Whitespace);
        let mut token = self.next()?;
        if token.kind() == TokenKind::Comment {
            self.check(token)?;
            token = self.next()?;
        }
        match token.kind() {
            TokenKind::Newline => self.check(token)?,
            TokenKind::Eof => self.ahead = Some(token),
            _ => return None,
        }
        Some(token.span().end())
    }

    /// Reads the name of a table after its first bracket, and opens the table.
    fn table(&mut self) -> Option<()> {
        let several = self.skip(TokenKind::LeftSquareBracket);
        let name = self.expect(TokenKind::Atom)?;
        if self.text_of(name)? != "annotation" {
            return None;
        }
        let inner = if self.skip(TokenKind::Dot) { Some(self.expect(TokenKind::Atom)?) } else { None };
        self.expect(TokenKind::RightSquareBracket)?;
        if several {
            self.expect(TokenKind::RightSquareBracket)?;
        }
        let inner = inner.map(|token| self.text_of(token)).map_or(Some(""), |inner| inner)?;
        if (several, inner) == (true, "") {
            self.close()?;
            self.found.starts.push(self.found.trailing);
            self.open = Some(Open {
                values: AnnotationValues::default(),
                tags: None,
                target: None,
                found: Vec::new(),
                table: Table::Annotation,
            });
            return Some(());
        }
        let open = self.open.as_mut()?;
        match (several, inner) {
            (false, "target") => {
                open.table = Table::Target;
                set(&mut open.target, SelectorValues::default())
            }
            (true, "found") => {
                open.table = Table::Found;
                open.found.push(SelectorValues::default());
                Some(())
            }
            _ => None,
        }
    }

    /// Ends the annotation that is being read, if there is one.
    fn close(&mut self) -> Option<()> {
        let Some(mut open) = self.open.take() else { return Some(()) };
        let selectors = open.target.into_iter().chain(open.found);
        open.values.selectors = selectors.map(|values| values.selector(self.header)).collect();
        open.values.tags = open.tags.unwrap_or_default();
        self.found.annotations.push(open.values.into());
        Some(())
    }

    /// Reads the value of `key`, which belongs to the open table.
    fn value_of(&mut self, key: &str) -> Option<()> {
        self.skip(TokenKind::Whitespace);
        self.expect(TokenKind::Equals)?;
        self.skip(TokenKind::Whitespace);
        match self.open.as_ref()?.table {
            Table::Annotation => self.value_of_annotation(key),
            Table::Target | Table::Found => self.value_of_selector(key),
        }
    }

    fn value_of_annotation(&mut self, key: &str) -> Option<()> {
        match key {
            "created" | "modified" => {
                let moment = self.moment()?;
                let values = &mut self.open.as_mut()?.values;
                set(if key == "created" { &mut values.created } else { &mut values.modified }, moment)
            }
            "tags" => {
                let tags = self.strings()?;
                set(&mut self.open.as_mut()?.tags, tags)
            }
            "quote" => {
                let quote = self.quote()?;
                set(&mut self.open.as_mut()?.values.quote, quote)
            }
            _ => {
                let text = self.string()?;
                let values = &mut self.open.as_mut()?.values;
                match key {
                    "id" => set(&mut values.id, text),
                    "motivation" => set(&mut values.motivation, Motivation::from_name(&text)?),
                    "color" => set(&mut values.color, text),
                    "note" => set(&mut values.note, text),
                    "check" => set(&mut values.check, Check::from_name(&text)?),
                    _ => None,
                }
            }
        }
    }

    fn value_of_selector(&mut self, key: &str) -> Option<()> {
        enum Value {
            Text(String),
            Position(usize),
        }
        let value = match key {
            "start" | "end" => Value::Position(self.position()?),
            _ => Value::Text(self.string()?),
        };
        let open = self.open.as_mut()?;
        let values = if open.table == Table::Target { open.target.as_mut()? } else { open.found.last_mut()? };
        match (key, value) {
            ("exact", Value::Text(text)) => set(&mut values.exact, text),
            ("prefix", Value::Text(text)) => set(&mut values.prefix, text),
            ("suffix", Value::Text(text)) => set(&mut values.suffix, text),
            ("sentence", Value::Text(text)) => set(&mut values.sentence, text),
            ("text_sha256", Value::Text(text)) => set(&mut values.text_sha256, text),
            ("start", Value::Position(position)) => set(&mut values.start, position),
            ("end", Value::Position(position)) => set(&mut values.end, position),
            _ => None,
        }
    }

    fn string(&mut self) -> Option<String> {
        let token = self.next()?;
        token.kind().encoding()?;
        let (mut text, mut error) = (Cow::Borrowed(""), None::<ParseError>);
        // A token with quotation marks is a string.
        let _ = self.source.get(token)?.decode_scalar(&mut text, &mut error);
        error.is_none().then(|| text.into_owned())
    }

    /// A number without a sign, underscores or zeros before it.
    fn position(&mut self) -> Option<usize> {
        let token = self.expect(TokenKind::Atom)?;
        let text = self.text_of(token)?;
        let usual = text == "0" || !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
        let number: i64 = usual.then(|| text.parse().ok())??;
        usize::try_from(number).ok()
    }

    /// A date and time; fractions of seconds are separate tokens.
    fn moment(&mut self) -> Option<Timestamp> {
        let first = self.expect(TokenKind::Atom)?.span();
        let end = if self.skip(TokenKind::Dot) { self.expect(TokenKind::Atom)?.span().end() } else { first.end() };
        let text = self.text.get(first.start()..end)?;
        let moment: toml_edit::Datetime = text.parse().ok()?;
        moment_of(&moment.to_string())
    }

    /// A list of strings on one line.
    fn strings(&mut self) -> Option<Vec<String>> {
        self.expect(TokenKind::LeftSquareBracket)?;
        let mut strings = Vec::new();
        self.skip(TokenKind::Whitespace);
        while !self.skip(TokenKind::RightSquareBracket) {
            if !strings.is_empty() {
                self.expect(TokenKind::Comma)?;
                self.skip(TokenKind::Whitespace);
            }
            strings.push(self.string()?);
            self.skip(TokenKind::Whitespace);
        }
        Some(strings)
    }

    /// A quote as a table on one line.
    fn quote(&mut self) -> Option<QuotedSpeech> {
        self.expect(TokenKind::LeftCurlyBracket)?;
        let (mut speaker, mut kind, mut first) = (None, None, true);
        self.skip(TokenKind::Whitespace);
        while !self.skip(TokenKind::RightCurlyBracket) {
            if !std::mem::take(&mut first) {
                self.expect(TokenKind::Comma)?;
                self.skip(TokenKind::Whitespace);
            }
            let key = self.expect(TokenKind::Atom)?;
            self.skip(TokenKind::Whitespace);
            self.expect(TokenKind::Equals)?;
            self.skip(TokenKind::Whitespace);
            match self.text_of(key)? {
                "speaker" => set(&mut speaker, self.string()?)?,
                "kind" => set(&mut kind, self.string()?)?,
                _ => return None,
            }
            self.skip(TokenKind::Whitespace);
        }
        Some(QuotedSpeech { speaker, kind: kind.unwrap_or_default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pieces::by_tree;
    use crate::samples::any_annotation;
    use crate::write::written;
    use proptest::prelude::*;

    fn header() -> Header {
        Header { text_sha256: "ab".repeat(32), ..Header::default() }
    }

    fn text_of(annotations: &[Annotation]) -> String {
        annotations.iter().map(|annotation| written(annotation, None, &header().text_sha256)).collect()
    }

    #[test]
    fn comments_and_blanks_are_read_and_other_keys_are_left_to_the_tree() {
        let usual = "# one\n[[annotation]] # first\nid = '1'\t# its id\ntags = [ \"a\",'b' ]\n\n  # where\n\
                     [annotation.target]\nexact = \"\"\"a\nb\"\"\"\nstart = 0\n[[annotation.found]]\n[[annotation]]\n\
                     quote = { speaker = \"x\", kind = '' }\ncreated = 2026-01-05T10:12:33.5+02:00\n\n# the end";
        assert_eq!(annotations(usual, &header()), by_tree(usual, &header()));
        assert!(annotations(usual, &header()).is_some_and(|plain| plain.annotations.len() == 2));
        for other in [
            "[[annotation]]\nmood = \"glad\"\n",
            "[[annotation]]\nid = \"1\"\nid = \"2\"\n",
            "[[annotation]]\n\"id\" = \"1\"\n",
            "[[annotation]]\nid = \"1\n",
            "[[annotation]]\nid = \"1\" x\n",
            "[[annotation]]\nid = \"\\q\"\n",
            "[[annotation]]\ntags = [\"a\" \"b\"]\n",
            "[[annotation]]\nmotivation = \"none\"\n",
            "[[annotation]]\ncreated = 2026-02-30T00:00:00Z\n",
            "[[annotation]]\n# \u{1}\n",
            "[[annotation]]\r\rid = \"1\"\n",
            "[[annotation]]\n[annotation.target]\n[annotation.target]\n",
            "[[annotation]]\n[annotation.target]\nstart = 01\n",
            "[[annotation]]\n[annotation.target]\nstart = 99999999999999999999\n",
            "[annotation.target]\n",
            "[annotation]\n",
            "id = \"1\"\n",
        ] {
            assert_eq!(annotations(other, &header()), None, "{other}");
        }
    }

    proptest! {
        /// Everything that this program writes is plain, and is read as by a tree.
        #[test]
        fn what_is_written_is_plain(all in prop::collection::vec(any_annotation(), 1..4)) {
            let text = text_of(&all);
            let plain = annotations(&text, &header());
            prop_assert_eq!(&plain, &by_tree(&text, &header()));
            prop_assert_eq!(plain.map(|plain| plain.annotations), Some(all));
        }

        /// A text that was damaged is read as by a tree, or left to the tree.
        #[test]
        fn a_damaged_text_is_never_read_in_another_way(
            all in prop::collection::vec(any_annotation(), 1..3),
            changes in prop::collection::vec((any::<prop::sample::Index>(), 0usize..30, "[\\[\\]{}\"'=.,#a0\\-\\\\ \t\r\n\u{1}]{0,3}"), 1..4),
        ) {
            let mut text = text_of(&all);
            for (at, length, new) in changes {
                let chars: Vec<char> = text.chars().collect();
                let at = at.index(chars.len() + 1);
                text = chars[..at].iter().copied().chain(new.chars()).chain(chars[at..].iter().copied().skip(length)).collect();
            }
            if let Some(plain) = annotations(&text, &header()) {
                prop_assert_eq!(Some(plain), by_tree(&text, &header()), "{}", text);
            }
        }
    }
}

//! Repairs XML. Many feeds and lists of feeds are not well-formed: a sign `&`
//! without a name, an entity of HTML, control characters, a tag that is not
//! closed, an end that is missing. A strict parser refuses the whole file for one
//! of them.
//!
//! The XML is read with forgiving rules and written again, without what is not
//! needed. The result is well-formed and has a limited depth, so that a parser
//! that calls itself for each level is safe, too.

use std::borrow::Cow;
use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::escape::{escape, resolve_predefined_entity, unescape};
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};

use super::person::person_name;
use pullquote_clean::{HtmlToken, html_tokens};

/// How deep elements may be nested; tags inside are left out, their text is not.
const DEPTH: usize = 100;
/// How many attributes of a tag are read.
const ATTRIBUTES: usize = 32;

/// A start tag as it is in the source.
pub(super) struct Element<'e> {
    /// The name with its prefix: `dc:creator`.
    pub(super) name: &'e str,
    /// The names and values of its attributes.
    pub(super) attributes: Vec<(&'e str, String)>,
}

impl Element<'_> {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }
}

/// What is written for an element.
pub(super) enum Step {
    /// The element with this name and these attributes.
    Copy { name: String, attributes: Vec<(String, String)>, role: Role },
    /// Only what is in it.
    Unwrap,
    /// Nothing of it.
    Skip,
}

/// What an element is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// An item of a feed. If the file breaks off, an open item is left out.
    Item,
    /// A person. Its text becomes a name without mail addresses.
    Person,
    Other,
}

/// Decides what is written.
pub(super) trait Rules {
    /// What becomes of an element that is inside the written elements `open`, the
    /// outermost first.
    fn step(&mut self, element: &Element<'_>, open: &[&str]) -> Step;
}

/// Repaired XML.
pub(super) struct Repaired {
    /// Well-formed XML, empty if no element was written.
    pub(super) xml: String,
    /// Where the file breaks off, as a clause; `None` if it has its end.
    pub(super) damage: Option<String>,
}

/// Writes the XML `text` again by `rules`.
pub(super) fn repaired(text: &str, rules: &mut impl Rules) -> Repaired {
    let text = &*bare_signs_escaped(text);
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut copy = Copy {
        rules,
        out: String::with_capacity(text.len() / 2),
        open: Vec::new(),
        beyond: 0,
        entities: HashMap::new(),
    };
    let broken = loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => copy.start(&start),
            Ok(Event::Empty(start)) => {
                copy.start(&start);
                copy.end(start.name().as_ref());
            }
            Ok(Event::End(end)) => copy.end(end.name().as_ref()),
            Ok(Event::Text(written)) => copy.text(&written),
            Ok(Event::CData(written)) => copy.text(&written),
            Ok(Event::GeneralRef(reference)) => match reference.resolve_char_ref() {
                Ok(Some(c)) => copy.text(c.encode_utf8(&mut [0; 4])),
                _ => copy.entity(&reference),
            },
            Ok(Event::Eof) => break false,
            Ok(_) => {}
            Err(_) => break true,
        }
    };
    let at = usize::try_from(reader.error_position()).unwrap_or(0).min(text.len());
    let line = text.as_bytes().get(..at).unwrap_or_default().iter().filter(|&&byte| byte == b'\n').count() + 1;
    let damage = match (broken, copy.open.is_empty()) {
        (true, _) => Some(format!("line {line} is not XML")),
        (false, false) => Some("it breaks off before its end".to_owned()),
        (false, true) => None,
    };
    if damage.is_some() {
        copy.drop_open_item();
    }
    while !copy.open.is_empty() {
        copy.close();
    }
    Repaired { xml: copy.out, damage }
}

/// An element that is open in the source.
struct Open {
    /// Its name in the source.
    name: String,
    /// Its name in the output, if it is written.
    written: Option<String>,
    /// Whether it and all in it are left out.
    skipped: bool,
    role: Role,
    /// The length of the output before its start tag, and after it.
    before: usize,
    after: usize,
}

struct Copy<'r, R> {
    rules: &'r mut R,
    out: String,
    open: Vec<Open>,
    /// How many elements deeper than [`DEPTH`] are open.
    beyond: usize,
    /// What entities of HTML mean.
    entities: HashMap<String, String>,
}

impl<R: Rules> Copy<'_, R> {
    fn start(&mut self, start: &BytesStart<'_>) {
        if self.open.len() >= DEPTH {
            self.beyond += 1;
            return;
        }
        let name = start.name();
        let name: &str = name.as_ref();
        let mut opened = Open {
            name: name.to_owned(),
            written: None,
            skipped: false,
            role: Role::Other,
            before: self.out.len(),
            after: 0,
        };
        if self.open.last().is_some_and(|last| last.skipped) {
            opened.skipped = true;
        } else if is_name(name) {
            let mut attributes = start.attributes();
            let read = attributes.with_checks(false).flatten().take(ATTRIBUTES);
            let pairs: Vec<Attribute<'_>> = read.filter(|attribute| is_name(attribute.key.as_ref())).collect();
            let element = Element {
                name,
                attributes: pairs.iter().map(|pair| (pair.key.as_ref(), attribute_value(&pair.value))).collect(),
            };
            let written: Vec<&str> = self.open.iter().filter_map(|open| open.written.as_deref()).collect();
            match self.rules.step(&element, &written) {
                Step::Copy { name, attributes, role } => {
                    self.out.push('<');
                    self.out.push_str(&name);
                    for (key, value) in &attributes {
                        self.out.push_str(&format!(" {key}=\"{}\"", escape(without_controls(value).as_str())));
                    }
                    self.out.push('>');
                    opened.written = Some(name);
                    opened.role = role;
                }
                Step::Unwrap => {}
                Step::Skip => opened.skipped = true,
            }
        }
        opened.after = self.out.len();
        self.open.push(opened);
    }

    fn end(&mut self, name: &str) {
        if self.beyond > 0 {
            self.beyond -= 1;
        } else if self.open.iter().any(|open| open.name == name) {
            // Elements inside it that were not closed end with it.
            while self.close().is_some_and(|closed| closed != name) {}
        }
    }

    /// Closes the innermost element; returns its name in the source.
    fn close(&mut self) -> Option<String> {
        let closed = self.open.pop()?;
        if let Some(written) = closed.written {
            if closed.role == Role::Person {
                let text = self.out.get(closed.after..).unwrap_or_default();
                let name = unescape(text).ok().and_then(|text| person_name(&text)).unwrap_or_default();
                self.out.truncate(closed.after);
                self.out.push_str(&escape(name.as_str()));
            }
            self.out.push_str("</");
            self.out.push_str(&written);
            self.out.push('>');
        }
        Some(closed.name)
    }

    fn text(&mut self, text: &str) {
        if self.open.last().is_some_and(|last| !last.skipped) && self.open.iter().any(|open| open.written.is_some()) {
            self.out.push_str(&escape(without_controls(text).as_str()));
        }
    }

    /// Writes what an entity such as `&nbsp;` means.
    fn entity(&mut self, name: &str) {
        if let Some(predefined) = resolve_predefined_entity(name) {
            return self.text(predefined);
        }
        if !self.entities.contains_key(name) && self.entities.len() < 1000 {
            let mut meaning = String::new();
            html_tokens(&format!("&{};", name.replace('<', "")), |_, token| {
                if let HtmlToken::Text(text) = token {
                    meaning.push_str(text);
                }
            });
            self.entities.insert(name.to_owned(), meaning);
        }
        let meaning = self.entities.get(name).cloned().unwrap_or_default();
        self.text(&meaning);
    }

    /// Removes the item that is open, because its end is missing.
    fn drop_open_item(&mut self) {
        if let Some(at) = self.open.iter().position(|open| open.role == Role::Item) {
            self.out.truncate(self.open.get(at).map_or(0, |open| open.before));
            self.open.truncate(at);
        }
    }
}

/// `text` with `&lt;` for each sign `<` that begins no tag, as in `A < B`.
fn bare_signs_escaped(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let (mut at, mut copied) = (0, 0);
    while let Some(sign) = text.get(at..).and_then(|rest| rest.find('<')).map(|found| at + found) {
        let rest = text.get(sign..).unwrap_or_default();
        let after = |end: &str| rest.find(end).map_or(text.len(), |found| sign + found);
        at = sign + 1;
        if rest.starts_with("<![CDATA[") {
            at = after("]]>");
        } else if rest.starts_with("<!--") {
            at = after("-->");
        } else if !rest
            .get(1..)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_alphabetic() || "/!?_:".contains(c)))
        {
            out.push_str(text.get(copied..sign).unwrap_or_default());
            out.push_str("&lt;");
            copied = at;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

/// The value of an attribute with its character references replaced; as it is
/// written if they are wrong.
fn attribute_value(written: &str) -> String {
    unescape(written).map_or_else(|_| written.to_owned(), |value| value.into_owned())
}

/// Whether `text` is a name of ASCII, which all names of feeds are.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'))
}

/// `text` without the characters that XML forbids.
fn without_controls(text: &str) -> String {
    let allowed = |c: &char| !c.is_control() || matches!(c, '\t' | '\n' | '\r');
    text.chars().filter(|c| allowed(c) && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Copies everything but `x`; `item` and `by` have their roles.
    struct All;

    impl Rules for All {
        fn step(&mut self, element: &Element<'_>, _: &[&str]) -> Step {
            let role = match element.name {
                "x" => return Step::Skip,
                "u" => return Step::Unwrap,
                "item" => Role::Item,
                "by" => Role::Person,
                _ => Role::Other,
            };
            let attributes = element.attributes.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
            Step::Copy { name: element.name.to_owned(), attributes, role }
        }
    }

    fn written(xml: &str) -> (String, Option<String>) {
        let repaired = repaired(xml, &mut All);
        (repaired.xml, repaired.damage)
    }

    #[test]
    fn what_feeds_write_wrongly_is_corrected() {
        for (source, expected) in [
            ("<a>AT&T &nbsp;&eacute;&bogus; &#38; &lt;</a>", "<a>AT&amp;T \u{a0}é&amp;bogus; &amp; &lt;</a>"),
            ("<a h='x?a=1&b=2'/>", "<a h=\"x?a=1&amp;b=2\"></a>"),
            ("<a><![CDATA[<b>&]]>\u{1b}\u{0}</a>", "<a>&lt;b&gt;&amp;</a>"),
            ("<a><b>x</a>", "<a><b>x</b></a>"),
            ("<a></c>x</a>", "<a>x</a>"),
            ("<a><x>no<b/>no</x><u>yes</u></a>", "<a>yes</a>"),
            ("<a><by>ann@example.org （Ann）</by></a>", "<a><by>Ann</by></a>"),
            ("<a>1 <3 < x</a>", "<a>1 &lt;3 &lt; x</a>"),
            ("<a><!-- < --><![CDATA[1 < 3]]></a>", "<a>1 &lt; 3</a>"),
        ] {
            assert_eq!(written(source).0, expected, "{source}");
        }
    }

    #[test]
    fn an_item_without_its_end_is_left_out() {
        let (xml, damage) = written("<a><item>one</item>\n<item>two <b>and");
        assert_eq!(xml, "<a><item>one</item>\n</a>");
        assert_eq!(damage.as_deref(), Some("it breaks off before its end"));
        let (xml, damage) = written("<a><item>one</item>\n<item>two <![CDATA[ and");
        assert_eq!(xml, "<a><item>one</item>\n</a>");
        assert_eq!(damage.as_deref(), Some("line 2 is not XML"));
    }

    #[test]
    fn depth_is_limited() {
        let deep = format!("{}deep{}", "<a>".repeat(200_000), "</a>".repeat(200_000));
        let (xml, damage) = written(&deep);
        assert_eq!((xml.matches("<a>").count(), damage), (DEPTH, None));
        assert!(xml.contains("deep"));
    }

    proptest! {
        /// The output is well-formed, whatever the input is.
        #[test]
        fn any_text_gives_well_formed_xml(text in "(</?(a|b|item|by|x|u)( k=['\"]?[&;a]?['\"]?)?/?>|[&;a<>\"'é@\\x1b]|<!\\[CDATA\\[|\\]\\]>|&amp;|&#x?1;){0,40}") {
            let (xml, _) = written(&format!("<a>{text}"));
            let mut reader = Reader::from_str(&xml);
            loop {
                match reader.read_event() {
                    Ok(Event::Eof) => break,
                    Ok(_) => {}
                    Err(error) => prop_assert!(false, "{error}: {xml}"),
                }
            }
        }
    }
}

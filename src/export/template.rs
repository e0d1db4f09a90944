//! Exports through a person's own template, in the Jinja language.
//!
//! `docs/templates.md` lists the names that a template can use. Any other name
//! is an error with its line.
//!
//! A template may come from a stranger, so its length, its steps, its recursion
//! and its output are limited. The memory of values that it makes, and the stack
//! that deeply nested ones need, are for the caller to limit.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value, escape_formatter};
use serde::Serialize;

use super::bibliography::latex;
use super::{Input, Item, markdown};
use pullquote_article::text::span::floor_boundary;
use pullquote_notes::Annotation;

/// The longest template, in bytes.
pub const LONGEST: usize = 100_000;

/// How deep a loop may call itself.
const DEEPEST: usize = 100;

/// How much a template may do for one article. An article with 50,000 notes needs
/// a tenth of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Steps of the template engine; printing one value takes about three.
    pub steps: u64,
    /// Bytes written: those of the output, and those of printed values even if
    /// they go into a `{% set %}`.
    pub written: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { steps: 10_000_000, written: 100_000_000 }
    }
}

/// The values of an article and its notes that a template can use.
#[derive(Debug, Clone)]
pub struct TemplateValues(Value);

impl TemplateValues {
    /// The values of `input`, which do not borrow from it.
    #[must_use]
    pub fn of(input: &Input<'_>) -> Self {
        Self(Value::from_serialize(View::of(input)))
    }
}

/// Why a template could not be read or rendered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}:{line}: {message}")]
pub struct TemplateError {
    /// The name of the template.
    pub name: String,
    /// The line in the template, from 1.
    pub line: usize,
    /// What is wrong in that line.
    pub message: String,
}

/// A template that parses.
#[derive(Debug)]
pub struct Template {
    name: String,
    text: String,
    environment: Environment<'static>,
    limits: Limits,
    output: Arc<Mutex<BoundedOutput>>,
}

impl Template {
    /// Reads a template with the default [`Limits`]; `name` is shown in errors,
    /// and where it ends in `.html` every value is escaped for HTML.
    ///
    /// # Errors
    /// If the text is not a template, or longer than [`LONGEST`].
    pub fn parse(name: &str, text: &str) -> Result<Self, TemplateError> {
        Self::limited(name, text, Limits::default())
    }

    fn limited(name: &str, text: &str, limits: Limits) -> Result<Self, TemplateError> {
        if let Some(rest) = text.get(floor_boundary(text, LONGEST)..).filter(|rest| !rest.is_empty()) {
            let line = text.len() - rest.len();
            let line = text.get(..line).unwrap_or("").matches('\n').count() + 1;
            let message = format!("the template is longer than {} kB here; make it shorter", LONGEST / 1000);
            return Err(TemplateError { name: name.to_owned(), line, message });
        }
        let mut environment = Environment::new();
        environment.set_fuel(Some(limits.steps));
        environment.set_recursion_limit(DEEPEST);
        let output = Arc::new(Mutex::new(BoundedOutput { most: limits.written, ..BoundedOutput::default() }));
        let counted = Arc::clone(&output);
        environment.set_formatter(move |out, state, value| {
            locked(&counted).count(value)?;
            escape_formatter(out, state, value)
        });
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_trim_blocks(true);
        environment.set_lstrip_blocks(true);
        environment.set_keep_trailing_newline(true);
        environment.set_auto_escape_callback(|name| match extension(name) {
            "html" | "htm" => AutoEscape::Html,
            _ => AutoEscape::None,
        });
        environment.add_filter("markdown", |text: String| markdown::escaped(&text));
        environment.add_filter("yaml", |text: String| markdown::yaml(&text));
        environment.add_filter("latex", |text: String| latex(&text));
        environment.add_filter("csv", |text: String| super::csv::quoted(&text));
        environment.add_filter("tag", |text: String| markdown::tag(&text));
        environment.add_filter("date", date);
        let template = Self { name: name.to_owned(), text: text.to_owned(), environment, limits, output };
        template.environment.template_from_named_str(name, text).map_err(|e| template.error(&e))?;
        Ok(template)
    }

    /// The name that it was given in [`Self::parse`].
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The extension of the files that it makes, taken from its own name: `md`
    /// for `notes.md.j2`, `txt` where the name has none.
    #[must_use]
    pub fn extension(&self) -> &str {
        extension(&self.name)
    }

    /// Renders the template for an article and its annotations, one at a time. The
    /// same values always give the same text.
    ///
    /// # Errors
    /// If it uses a name that does not exist, a filter can't take a value, or a
    /// limit is passed.
    pub fn render(&self, values: &TemplateValues) -> Result<String, TemplateError> {
        let rendered = self.render_with(&self.environment, values, true);
        let too_long = locked(&self.output).full;
        rendered.map_err(|error| {
            let line = too_long.then(|| self.step_beyond(values)).flatten();
            let error = self.error(&error);
            TemplateError { line: line.unwrap_or(error.line), ..error }
        })
    }

    /// Renders the template; the text is empty if it is not `wanted`.
    fn render_with(
        &self,
        environment: &Environment<'static>,
        values: &TemplateValues,
        wanted: bool,
    ) -> Result<String, minijinja::Error> {
        *locked(&self.output) = BoundedOutput { most: self.limits.written, wanted, ..BoundedOutput::default() };
        let template = environment.template_from_named_str(&self.name, &self.text)?;
        template.render_captured_to(&values.0, Shared(&self.output))?;
        let bytes = std::mem::take(&mut locked(&self.output).bytes);
        String::from_utf8(bytes).map_err(|_| ErrorKind::WriteFailure.into())
    }

    /// The line of the step at which the output is too long: the engine does not
    /// say it, but it says at which line a template has taken too many steps. So
    /// the number of steps is looked for by halving.
    fn step_beyond(&self, values: &TemplateValues) -> Option<usize> {
        let mut environment = self.environment.clone();
        let (mut few, mut enough) = (0, self.limits.steps);
        while enough - few > 1 {
            let half = few + (enough - few) / 2;
            environment.set_fuel(Some(half));
            // Only whether the output gets full matters here.
            let _ = self.render_with(&environment, values, false);
            if locked(&self.output).full { enough = half } else { few = half }
        }
        environment.set_fuel(Some(few));
        self.render_with(&environment, values, false).err()?.line()
    }

    fn error(&self, error: &minijinja::Error) -> TemplateError {
        let line = error.line().unwrap_or(1);
        let there = self.text.lines().nth(line.saturating_sub(1)).unwrap_or("").trim();
        let there = there.get(..floor_boundary(there, SHOWN)).unwrap_or("");
        let message = match error.kind() {
            ErrorKind::UndefinedError => format!("there is no such value in `{there}`; docs/templates.md lists all"),
            ErrorKind::OutOfFuel => {
                format!("the template has taken {} steps by `{there}`; make its loops shorter", self.limits.steps)
            }
            _ if error.detail() == Some(TOO_DEEP) => {
                format!("a loop calls itself more than {DEEPEST} times in `{there}`; let it end earlier")
            }
            ErrorKind::WriteFailure => {
                let most = self.limits.written;
                format!("the template has written more than {most} bytes here; make its loops or its texts shorter")
            }
            kind => format!("{} in `{there}`", error.detail().map_or_else(|| kind.to_string(), str::to_owned)),
        };
        TemplateError { name: self.name.clone(), line, message }
    }
}

/// The most bytes of a line that an error shows.
const SHOWN: usize = 200;

/// What the template engine says of [`DEEPEST`].
const TOO_DEEP: &str = "recursion limit exceeded";

/// An output that takes up to `most` bytes.
#[derive(Debug, Default)]
struct BoundedOutput {
    bytes: Vec<u8>,
    length: usize,
    most: usize,
    /// Whether the bytes are stored.
    wanted: bool,
    /// The bytes of all values that were printed, also into a `{% set %}`.
    printed: usize,
    /// Whether some text was not taken.
    full: bool,
}

impl BoundedOutput {
    /// Counts a value that is printed.
    ///
    /// # Errors
    /// If the values have too many bytes.
    fn count(&mut self, value: &Value) -> Result<(), minijinja::Error> {
        self.printed += value.as_str().map_or_else(|| value.to_string().len(), str::len);
        if self.printed > self.most { Err(ErrorKind::WriteFailure.into()) } else { Ok(()) }
    }
}

fn locked(output: &Mutex<BoundedOutput>) -> MutexGuard<'_, BoundedOutput> {
    output.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes to a [`BoundedOutput`].
struct Shared<'a>(&'a Mutex<BoundedOutput>);

impl io::Write for Shared<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut output = locked(self.0);
        output.length += bytes.len();
        output.full |= output.length > output.most;
        if output.full {
            return Err(io::Error::other("the output is full"));
        }
        if output.wanted {
            output.bytes.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn extension(name: &str) -> &str {
    let name = name.rsplit(['/', '\\']).next().unwrap_or("");
    let engine = [".j2", ".jinja", ".jinja2", ".tmpl"].into_iter().find_map(|ending| name.strip_suffix(ending));
    engine.unwrap_or(name).rsplit_once('.').map_or("txt", |(_, extension)| extension)
}

/// The filter `date`: a day or a moment in a `strftime` format.
fn date(text: String, format: &str) -> Result<String, minijinja::Error> {
    let wrong = |e: jiff::Error| minijinja::Error::new(ErrorKind::InvalidOperation, e.to_string());
    if text.is_empty() {
        return Ok(text);
    }
    let parsed = jiff::fmt::strtime::BrokenDownTime::parse("%Y-%m-%dT%H:%M:%S%:z", text.replace('Z', "+00:00"))
        .and_then(|time| time.to_string(format));
    match parsed {
        Ok(text) => Ok(text),
        Err(_) => {
            let day: jiff::civil::Date = super::citation::day(&text).parse().map_err(wrong)?;
            jiff::fmt::strtime::format(format, day).map_err(wrong)
        }
    }
}

/// The values that a template can use.
#[derive(Debug, Serialize)]
struct View {
    article: ArticleView,
    annotations: Vec<AnnotationView>,
    quotes: Vec<QuoteView>,
}

#[derive(Debug, Serialize)]
struct ArticleView {
    title: String,
    authors: Vec<String>,
    byline: String,
    site: String,
    published: String,
    language: String,
    url: String,
    path: String,
    source: String,
    fetched: String,
    source_sha256: String,
    text_sha256: String,
    citation: String,
    key: String,
}

#[derive(Debug, Serialize)]
struct AnnotationView {
    id: String,
    words: String,
    sentence: String,
    prefix: String,
    suffix: String,
    note: String,
    tags: Vec<String>,
    color: String,
    speaker: String,
    kind: String,
    check: String,
    motivation: &'static str,
    state: String,
    start: usize,
    link: String,
    created: String,
    modified: String,
}

#[derive(Debug, Serialize)]
struct QuoteView {
    id: String,
    words: String,
    sentence: String,
    speaker: String,
    kind: &'static str,
    check: String,
}

impl View {
    fn of(input: &Input<'_>) -> Self {
        let citation = &input.citation;
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let quotes = input.quotes().map(|found| QuoteView {
            id: found.quote.id.to_string(),
            words: found.words.clone(),
            sentence: found.sentence.clone().unwrap_or_default(),
            speaker: found.speaker.unwrap_or("").to_owned(),
            kind: found.quote.kind.name(),
            check: check(found.about),
        });
        Self {
            article: ArticleView {
                title: citation.title.clone(),
                authors: citation.byline.clone(),
                byline: citation.byline.join(", "),
                site: text(&citation.site),
                published: text(&citation.published),
                language: text(&citation.language),
                url: text(&citation.url),
                path: text(&citation.path),
                source: citation.source().unwrap_or("").to_owned(),
                fetched: text(&citation.fetched),
                source_sha256: text(&citation.source_sha256),
                text_sha256: citation.text_sha256.clone(),
                citation: citation.line(),
                key: citation.key(),
            },
            annotations: input.items.iter().map(AnnotationView::of).collect(),
            quotes: quotes.collect(),
        }
    }
}

impl AnnotationView {
    fn of(item: &Item<'_>) -> Self {
        let annotation = item.annotation;
        let target = annotation.target().cloned().unwrap_or_default();
        Self {
            id: annotation.id.clone(),
            words: target.exact,
            sentence: target.sentence,
            prefix: target.prefix,
            suffix: target.suffix,
            note: annotation.note.clone(),
            tags: annotation.tags.clone(),
            color: annotation.color.clone().unwrap_or_default(),
            speaker: item.speaker().unwrap_or("").to_owned(),
            kind: annotation.quote.as_ref().map(|q| q.kind.clone()).unwrap_or_default(),
            check: check(Some(annotation)),
            motivation: annotation.motivation.name(),
            state: item.state().unwrap_or("").to_owned(),
            start: item.start,
            link: item.link.clone().unwrap_or_default(),
            created: annotation.created.to_string(),
            modified: annotation.modified.to_string(),
        }
    }
}

fn check(annotation: Option<&Annotation>) -> String {
    annotation.and_then(|a| a.check).map(|c| c.name().to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::tests::with_input;

    fn rendered(name: &str, text: &str) -> Result<String, TemplateError> {
        with_input(|input| Template::parse(name, text)?.render(&TemplateValues::of(input)))
    }

    /// The error of a template that may take 10,000 steps and write 1,000 bytes.
    fn beyond(text: &str) -> TemplateError {
        let limits = Limits { steps: 10_000, written: 1000 };
        let render = |input: &Input<'_>| Template::limited("a.txt", text, limits)?.render(&TemplateValues::of(input));
        with_input(render).unwrap_err()
    }

    /// Every name that a template can use, as the documentation spells it.
    fn names() -> Vec<String> {
        let view = with_input(|input| serde_json::to_value(View::of(input)).unwrap());
        let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        let article = keys(&view["article"]).into_iter().map(|key| format!("article.{key}"));
        article.chain(keys(&view["annotations"][0])).chain(keys(&view["quotes"][0])).collect()
    }

    #[test]
    fn every_name_is_documented() {
        let documented = include_str!("../../docs/templates.md");
        for name in names() {
            assert!(documented.contains(&format!("`{name}`")), "docs/templates.md does not name {name}");
        }
    }

    #[test]
    fn the_example_of_the_documentation_works() {
        let documented = include_str!("../../docs/templates.md");
        let example = documented.split("```jinja\n").nth(1).unwrap().split("```").next().unwrap();
        let text = rendered("letter.txt", example).unwrap();
        assert!(
            text.starts_with("The harbour \"closes\" at dusk (24 November 2025)\n- “We close at dusk,” — Ann Lee\n"),
            "{text}"
        );
    }

    #[test]
    fn an_unknown_name_is_an_error_with_its_line() {
        let error = rendered("a.txt", "one\n\n{{ article.titel }}\n").unwrap_err();
        assert_eq!((error.line, error.name.as_str()), (3, "a.txt"));
        assert!(error.to_string().starts_with("a.txt:3: there is no such value in `{{ article.titel }}`"), "{error}");
        assert_eq!(rendered("a.txt", "{% if nothing %}x{% endif %}").unwrap_err().line, 1);
        assert_eq!(rendered("a.txt", "one\n{% for %}").unwrap_err().line, 2);
        assert_eq!(rendered("a.txt", "one\n{{ 'x'|shout }}").unwrap_err().line, 2);
    }

    #[test]
    fn a_template_that_never_ends_is_stopped() {
        let loops =
            "{% for a in range(9999) %}{% for b in range(9999) %}\n{% if b %}{% endif %}{% endfor %}{% endfor %}";
        let error = beyond(&format!("one\n{loops}"));
        assert!((2..=3).contains(&error.line), "{error}");
        assert!(error.message.starts_with("the template has taken 10000 steps by `{%"), "{error}");
    }

    #[test]
    fn a_template_that_writes_too_much_is_stopped() {
        for text in [
            "one\n{% for a in range(500) %}some text{% endfor %}",
            "one\n{{ 'x' * 1001 }}",
            "one\n{% set kept %}{% for a in range(500) %}{{ 'some text' }}{% endfor %}{% endset %}",
        ] {
            let error = beyond(text);
            assert_eq!(error.line, 2, "{error}");
            assert!(error.message.starts_with("the template has written more than 1000 bytes here"), "{error}");
        }
    }

    #[test]
    fn a_loop_that_calls_itself_without_end_is_stopped() {
        let error = rendered("a.txt", "one\n{% for a in [1] recursive %}{{ loop([a]) }}{% endfor %}").unwrap_err();
        assert_eq!(error.line, 2, "{error}");
        assert!(error.message.starts_with("a loop calls itself more than 100 times in `{% for"), "{error}");
    }

    #[test]
    fn a_template_that_is_too_long_is_an_error_with_its_line() {
        let error = rendered("a.txt", &"0123456789\n".repeat(10_000)).unwrap_err();
        assert_eq!(
            (error.line, error.message.as_str()),
            (9091, "the template is longer than 100 kB here; make it shorter")
        );
    }

    #[test]
    fn a_template_for_html_escapes_and_others_do_not() {
        assert_eq!(rendered("a.html", "{{ '<b>' }}").unwrap(), "&lt;b&gt;");
        assert_eq!(rendered("a.html.j2", "{{ '<b>' }}").unwrap(), "&lt;b&gt;");
        assert_eq!(rendered("a.txt", "{{ '<b>' }}").unwrap(), "<b>");
        assert_eq!(
            rendered("a.csv", "{{ '=1'|csv }},{{ '2026-02-20T07:45:00+01:00'|date('%Y') }}").unwrap(),
            "\"'=1\",2026"
        );
    }

    #[test]
    fn the_name_of_a_template_gives_the_extension_of_its_files() {
        let extension = |name: &str| Template::parse(name, "").unwrap().extension().to_owned();
        assert_eq!(extension("my.notes/letter.md.j2"), "md");
        assert_eq!(extension("letter.html"), "html");
        assert_eq!(extension("letter"), "txt");
    }
}

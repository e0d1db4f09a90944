//! Exports through a person's own template, in the Jinja language.
//!
//! `docs/templates.md` lists the names that a template can use. Any other name
//! is an error with its line.

use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior};
use serde::Serialize;

use super::bibliography::latex;
use super::{Input, Item, markdown};
use pullquote_notes::Annotation;

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
}

impl Template {
    /// Reads a template; `name` is shown in errors, and where it ends in
    /// `.html` every value is escaped for HTML.
    ///
    /// # Errors
    /// If the text is not a template.
    pub fn parse(name: &str, text: &str) -> Result<Self, TemplateError> {
        let mut environment = Environment::new();
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
        let template = Self { name: name.to_owned(), text: text.to_owned(), environment };
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

    /// Renders the template for an article and its annotations. The same input
    /// always gives the same text.
    ///
    /// # Errors
    /// If it uses a name that does not exist, or a filter can't take a value.
    pub fn render(&self, input: &Input<'_>) -> Result<String, TemplateError> {
        let view = View::of(input);
        self.environment
            .template_from_named_str(&self.name, &self.text)
            .and_then(|template| template.render(&view))
            .map_err(|e| self.error(&e))
    }

    fn error(&self, error: &minijinja::Error) -> TemplateError {
        let line = error.line().unwrap_or(1);
        let there = self.text.lines().nth(line.saturating_sub(1)).unwrap_or("").trim();
        let message = match error.kind() {
            ErrorKind::UndefinedError => format!("there is no such value in `{there}`; docs/templates.md lists all"),
            kind => format!("{} in `{there}`", error.detail().map_or_else(|| kind.to_string(), str::to_owned)),
        };
        TemplateError { name: self.name.clone(), line, message }
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
        with_input(|input| Template::parse(name, text).and_then(|template| template.render(input)))
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

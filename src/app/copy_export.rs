//! Copying, exporting, and opening the source.

use std::path::{Path, PathBuf};

use super::mode::{Answer, CardView, Choice, Mode, Prompt, PromptKind};
use super::{App, Effect, ExportError, Pick, Tone};
use crate::export::{EXPORTERS, Exporter, Input, Options, exporter_of};
use pullquote_nlp::{Analysis, QuoteKind};
use pullquote_notes::slug;

impl App {
    /// Copies the picked or selected words; with `cited` also who said them,
    /// the title and the source.
    pub(super) fn copy(&mut self, cited: bool) -> Vec<Effect> {
        let Some(words) = self.copied_words() else {
            self.say(Tone::Info, "there are no words to copy");
            return Vec::new();
        };
        let quote = self.quote().filter(|_| self.selection().is_none());
        let kind = quote.and_then(|id| self.analysis()?.quote(id)).map_or(QuoteKind::Direct, |q| q.kind);
        self.leave_selecting();
        let count = words.split_whitespace().count();
        let s = if count == 1 { "" } else { "s" };
        let speaker = quote.and_then(|id| self.analysis()?.quote(id)?.speaker.as_ref());
        let of = speaker.map_or_else(String::new, |speaker| format!(" of {}", speaker.name));
        let source = if cited { " with their source" } else { "" };
        let what = format!("{count} word{s}{of}{source}");
        vec![Effect::Copy { text: if cited { self.cite(&words, kind) } else { words }, what }]
    }

    /// Says that something was copied; what no program could copy is sent to the terminal.
    pub(super) fn copied(&mut self, what: &str, left: Option<String>) -> Vec<Effect> {
        let done = if left.is_none() { format!("copied {what}") } else { format!("sent {what} to the terminal") };
        self.say(Tone::Info, done);
        left.map(Effect::CopyByTerminal).into_iter().collect()
    }

    fn copied_words(&self) -> Option<String> {
        let text = self.article.text();
        let words = match (&self.mode, &self.pick) {
            (Mode::Select(selection), _) => selection.span().of(text).trim().to_owned(),
            (Mode::Card(CardView { quote: id, .. }), _) | (_, Some(Pick::Quote(id))) => {
                self.analysis()?.quote(*id)?.words(text)
            }
            (_, Some(Pick::Annotation(id))) => self.notebook()?.get(id)?.annotation.exact().to_owned(),
            (_, Some(Pick::Cut(cut))) => self.cut(*cut)?.0.text.clone(),
            (_, Some(_)) => self.picked_span()?.of(text).to_owned(),
            (_, None) => self.cursor_sentence()?.of(text).to_owned(),
        };
        // Where a word may be divided is not part of its letters.
        let words = words.replace('\u{ad}', "");
        (!words.is_empty()).then_some(words)
    }

    fn cite(&self, words: &str, kind: QuoteKind) -> String {
        let meta = self.article.meta();
        let speaker = self.quote().and_then(|id| self.analysis()?.quote(id)?.speaker.as_ref()).map(|s| s.name.clone());
        let title = self.title().map(|t| format!("“{t}”"));
        let date = meta.published.as_deref().map(|d| d.get(..10).unwrap_or(d).to_owned());
        let source = self.source_url().or_else(|| self.article.origin().path.as_ref().map(|p| p.display().to_string()));
        let pieces: Vec<String> = [speaker, title, meta.site.clone(), date, source].into_iter().flatten().collect();
        let words = kind.marked(words);
        if pieces.is_empty() { words } else { format!("{words} — {}", pieces.join(", ")) }
    }

    /// The address of the article's page, if it has one.
    fn source_url(&self) -> Option<String> {
        let canonical = self.article.meta().canonical_url.clone();
        canonical
            .or_else(|| self.article.origin().url.clone())
            .filter(|u| u.starts_with("http://") || u.starts_with("https://"))
    }

    pub(super) fn open_source(&mut self) -> Vec<Effect> {
        match self.source_url() {
            Some(url) => {
                self.say(Tone::Info, format!("opening {url}"));
                vec![Effect::OpenBrowser(url)]
            }
            None => {
                self.say(Tone::Info, "this article has no address");
                Vec::new()
            }
        }
    }

    pub(super) fn open_export(&mut self) {
        let file = self.article.origin().path.as_deref().and_then(Path::file_stem);
        let named = self.title().or_else(|| file.map(|stem| stem.to_string_lossy().into_owned()));
        let name = named.map(|t| slug(&t)).filter(|s| !s.is_empty()).unwrap_or_else(|| "article".to_owned());
        let extension = EXPORTERS.first().map_or("md", |e| e.extension);
        self.mode = Mode::Prompt(Prompt::new(PromptKind::Export, &format!("{name}.{extension}")));
    }

    /// Exports the annotations in the format that belongs to the path's
    /// extension, or in the first format if none does.
    pub(super) fn export_to(&mut self, path: PathBuf, overwrite: bool) -> Vec<Effect> {
        let Some(exporter) = exporter_for(&path) else { return Vec::new() };
        let none = Analysis::default();
        let analysis = self.analysis().unwrap_or(&none);
        let input = Input::open(&self.article, analysis, self.notes.entries(), Options::default());
        let input = input.first_read(self.notebook().and_then(|notebook| notebook.first_read()));
        let content = (exporter.write)(&input);
        vec![Effect::Export { path, content, overwrite }]
    }

    pub(super) fn exported(&mut self, result: Result<PathBuf, ExportError>) {
        match result {
            Ok(path) => {
                let count = self.notes.entries().len();
                let s = if count == 1 { "" } else { "s" };
                let format = exporter_for(&path).map_or(String::new(), |exporter| format!(" as {}", exporter.name));
                self.say(Tone::Info, format!("{count} annotation{s} exported{format} to {}", path.display()));
            }
            Err(ExportError::Exists(path)) => {
                let question = format!("{} exists.", path.display());
                self.ask(
                    question,
                    vec![
                        Answer { key: 'b', label: "back".into(), choice: Choice::GoBack },
                        Answer { key: 'w', label: "write over it".into(), choice: Choice::Overwrite(path) },
                    ],
                );
            }
            Err(ExportError::Failed(sentence)) => self.say(Tone::Error, sentence),
        }
    }
}

fn exporter_for(path: &Path) -> Option<&'static Exporter> {
    exporter_of(&path.to_string_lossy()).or(EXPORTERS.first())
}

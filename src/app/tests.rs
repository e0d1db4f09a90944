//! Tests that press keys and look at the state, without a terminal. This file
//! has what the tests of each topic share.

mod any_keys;
mod calm;
mod corrections;
mod cursor;
mod drafts;
mod entities;
mod finding;
mod first_minutes;
mod keys;
mod links;
mod notes;
mod passages;
mod pictures;
mod popups;
mod quotes;
mod reading;
mod several;
mod typography;

use std::path::PathBuf;

use super::*;
use pullquote_article::{ArticleBuilder, BlockKind, Format, Meta, Origin};
use pullquote_nlp::{Model, Quote, QuoteKind, Speaker};
use pullquote_notes::Check;

const SPEECHES: [(&str, &str); 4] = [
    ("Ann Lee", "We won the harbour."),
    ("Bo Ek", "Not yet, friends."),
    ("Ann Lee", "Then when?"),
    ("Bo Ek", "Soon enough."),
];

fn article(paragraphs: usize) -> Arc<Article> {
    let mut builder = ArticleBuilder::new();
    builder.meta(Meta { title: Some("The Harbour".into()), site: Some("The Pier".into()), ..Meta::default() });
    builder.block(BlockKind::Title, "The Harbour");
    for i in 0..paragraphs {
        match SPEECHES.get(i / 3).filter(|_| i % 3 == 1) {
            Some((name, words)) => builder.block(BlockKind::Paragraph, &format!("“{words}” said {name} on the pier.")),
            None => builder.block(
                BlockKind::Paragraph,
                "Gulls rose over the quay. The tide went out slowly, and nobody spoke of the boats that were lost.",
            ),
        };
    }
    builder.removed("Sign up now", "newsletter", "sign-up").block(BlockKind::Heading(2), "The end");
    let url = Some("https://pier.example/harbour".to_owned());
    Arc::new(builder.finish(Origin { path: None, url, format: Format::Html, sha256: String::new() }))
}

/// An analysis with the quotes of the article above, independent of what the
/// real analysis finds.
fn analysis(article: &Article) -> Analysis {
    let mut analysis = Analysis {
        mentions: Vec::new(),
        entities: Vec::new(),
        quotes: Vec::new(),
        ..pullquote_nlp::analyze(article, &Model::default())
    };
    for (i, (name, words)) in SPEECHES.iter().enumerate() {
        let Some(start) = article.text().find(words) else { continue };
        let speaker = Speaker {
            name: (*name).into(),
            entity: None,
            mention: None,
            how: pullquote_nlp::How::Name,
            rule: "test",
            together: Vec::new(),
        };
        let spans = vec![Span::new(start, start + words.len())];
        let id = QuoteId(i);
        analysis.quotes.push(Quote {
            id,
            kind: QuoteKind::Direct,
            spans,
            speaker: Some(speaker),
            cue: None,
            confidence: 1.0,
            confidence_parts: pullquote_nlp::ConfidenceParts { speech: 1.0, mention: 1.0, identity: 1.0 },
            candidates: Vec::new(),
        });
    }
    analysis
}

fn reader(columns: u16, rows: u16) -> App {
    let article = article(40);
    let mut app = App::new(Arc::clone(&article), Settings::default());
    app.update(Msg::Resize { columns, rows });
    app.update(Msg::Analyzed { revision: 0, analysis: Box::new(analysis(&article)) });
    app.update(Msg::NotesLoaded(Box::new(Notebook::open(&article, PathBuf::from("notes.toml"), Vec::new()))));
    app
}

/// Presses keys, as `config.toml` writes them, separated by spaces.
fn press(app: &mut App, keys: &str) -> Vec<Effect> {
    keys.split(' ').flat_map(|key| app.update(Msg::Key(key.parse().expect(key)))).collect()
}

/// Confirms every save among `effects`, as the disk would.
fn on_disk(app: &mut App, effects: &[Effect]) -> Vec<Effect> {
    let saves: Vec<_> =
        effects.iter().filter_map(|e| if let Effect::Save(s) = e { Some(s.mine.clone()) } else { None }).collect();
    let save = |annotations| pullquote_notes::Saved { annotations, ..Default::default() };
    saves.into_iter().flat_map(|mine| app.update(Msg::Saved(Ok(Box::new(save(mine)))))).collect()
}

fn message(app: &App) -> &str {
    app.message().map_or("", |m| m.text.as_str())
}

/// A reader with a real notes file in `folder`.
struct SavedReader {
    app: App,
    path: PathBuf,
}

impl SavedReader {
    fn open(folder: &std::path::Path) -> Self {
        Self::open_with(folder, Settings::default())
    }

    fn open_with(folder: &std::path::Path, settings: Settings) -> Self {
        let app = App::new(article(10), settings);
        let mut kept = Self { app, path: folder.join("notes.toml") };
        kept.app.update(Msg::Resize { columns: 120, rows: 40 });
        let start = kept.app.start();
        kept.act(start);
        kept
    }

    /// Runs effects, and the effects that follow from them, until none is left.
    fn act(&mut self, effects: Vec<Effect>) {
        let mut left = effects;
        while !left.is_empty() {
            let next = left.remove(0);
            left.extend(match next {
                Effect::Analyze { revision, article, corrections } => {
                    let analysis = Box::new(pullquote_nlp::analyze_with(&article, &Model::bundled(), &corrections));
                    self.app.update(Msg::Analyzed { revision, analysis })
                }
                Effect::LoadNotes => {
                    let loaded = pullquote_notes::store::load(&self.path).unwrap();
                    let notebook = Notebook::open(self.app.article(), self.path.clone(), loaded);
                    self.app.update(Msg::NotesLoaded(Box::new(notebook)))
                }
                Effect::Save(snapshot) => {
                    let saved = pullquote_notes::store::save(&snapshot).map(Box::new).map_err(|e| e.to_string());
                    self.app.update(Msg::Saved(saved))
                }
                // There is no source to compare with, no other notes file, and no folder for drafts.
                Effect::Compare(_)
                | Effect::ListArticles
                | Effect::ListTags
                | Effect::LoadSearches
                | Effect::KeepSearch(_)
                | Effect::WriteDraft(_)
                | Effect::RemoveDraft(_) => Vec::new(),
                other => panic!("{other:?}"),
            });
        }
    }

    fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys.split(' ') {
            let effects = press(&mut self.app, key);
            self.act(effects);
        }
        self
    }

    fn text(&self) -> &str {
        self.app.article().text()
    }
}

fn speaker(app: &App, quote: usize) -> Option<&str> {
    app.analysis().unwrap().quotes[quote].speaker.as_ref().map(|s| s.name.as_str())
}

//! Writes the picture of the README: `cargo run --example screenshot` draws
//! the bundled sample as the reader shows it and writes it to
//! `docs/reader.svg`, the same bytes every time.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use pullquote::app::{App, Keymap, Msg, Settings};
use pullquote::config::Config;
use pullquote::library::Sample;
use pullquote::ui;
use pullquote::ui::theme::Theme;
use pullquote::ui::theme::depth::Surroundings;
use pullquote_article::text::width::width;
use pullquote_clean::{self as clean, Options};
use pullquote_nlp::Model;
use pullquote_notes::{Check, Notebook, QuotedSpeech};
use pullquote_notes::{NewAnnotation, Sentences, Stamp};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

const COLUMNS: u16 = 140;
const ROWS: u16 = 40;
/// Size of a cell, in the picture's units.
const CELL: (f32, f32) = (8.4, 18.0);
/// Room around the screen.
const MARGIN: f32 = 14.0;

fn main() -> anyhow::Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join("reader.svg");
    std::fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
    std::fs::write(&path, svg(&screen()?)?)?;
    println!("{}", path.display());
    Ok(())
}

/// The sample with a few quotes checked and a note, walked to its fourth quote.
fn screen() -> anyhow::Result<Buffer> {
    let article = clean::read(Sample::named("ceasefire").context("a bundled sample")?.fetched(), &Options::default())?;
    let analysis = pullquote_nlp::analyze(&article, &Model::bundled());
    let mut notebook = Notebook::open(&article, PathBuf::from("notes.toml"), Vec::new());
    let now = "2026-02-18T09:00:00Z".parse()?;
    let checks =
        [(0, Some(Check::Verified), "", &[][..]), (1, Some(Check::NeedsSource), "Ask Plaza for the post.", &["trace"])];
    for (index, check, note, tags) in checks {
        let Some(quote) = analysis.quotes.get(index) else { continue };
        let draft = NewAnnotation {
            span: quote.extent(),
            note: note.to_owned(),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            quote: Some(QuotedSpeech {
                speaker: quote.speaker.as_ref().map(|s| s.name.clone()),
                kind: quote.kind.name().to_owned(),
            }),
            check,
            ..NewAnnotation::default()
        };
        notebook.add(
            &article,
            Sentences::Known(&analysis.sentences),
            draft,
            Stamp { id: format!("01KHP0000000000000000000A{index}"), now },
        )?;
    }
    let saved = notebook.begin_save().map(|snapshot| snapshot.mine);
    let notebook = Notebook::open(&article, PathBuf::from("notes.toml"), saved.unwrap_or_default().to_vec());
    let config = Config::default();
    let colors = Surroundings { colorterm: "truecolor".into(), ..Surroundings::default() };
    let (theme, _) = Theme::choose(&config, &colors, Path::new("config.toml"));
    let mut app = App::new(Arc::new(article), Settings::of(&config, Keymap::default()));
    app.update(Msg::Resize { columns: COLUMNS, rows: ROWS });
    app.update(Msg::Analyzed { revision: 0, analysis: Box::new(analysis) });
    app.update(Msg::NotesLoaded(Box::new(notebook)));
    for key in ["J", "J", "J", "J"] {
        app.update(Msg::Key(key.parse()?));
    }
    let mut terminal = Terminal::new(TestBackend::new(COLUMNS, ROWS))?;
    terminal.draw(|frame| ui::draw(&app, &theme, None, frame))?;
    Ok(terminal.backend().buffer().clone())
}

fn svg(frame: &Buffer) -> anyhow::Result<String> {
    let (columns, rows) = (f32::from(frame.area.width), f32::from(frame.area.height));
    let (w, h) = (columns * CELL.0 + 2.0 * MARGIN, rows * CELL.1 + 2.0 * MARGIN);
    let page = frame.cell((0, 1)).map_or(Color::Reset, |cell| cell.bg);
    let mut out = String::new();
    writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w:.1} {h:.1}" role="img" aria-label="The reader: an article, and beside it who said what">"#
    )?;
    writeln!(
        out,
        "<style>text{{font:14px ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace;white-space:pre}}</style>"
    )?;
    writeln!(out, r#"<rect width="100%" height="100%" rx="10" fill="{}"/>"#, hex(page))?;
    for y in 0..frame.area.height {
        row(frame, y, page, &mut out)?;
    }
    writeln!(out, "</svg>")?;
    Ok(out)
}

/// A row: first the backgrounds, then runs of letters of one style, each
/// stretched to its cells so that fonts of another width stay in place.
fn row(frame: &Buffer, y: u16, page: Color, out: &mut String) -> anyhow::Result<()> {
    let top = MARGIN + f32::from(y) * CELL.1;
    let mut x = 0;
    let mut letters = String::new();
    while x < frame.area.width {
        let Some(first) = frame.cell((x, y)) else { break };
        let (start, mut text) = (x, String::new());
        while let Some(cell) = frame.cell((x, y)).filter(|cell| x < frame.area.width && same(cell, first)) {
            text.push_str(cell.symbol());
            x += u16::try_from(width(cell.symbol()).max(1))?;
        }
        let left = MARGIN + f32::from(start) * CELL.0;
        let cells = f32::from(x - start) * CELL.0;
        if first.bg != page {
            writeln!(
                out,
                r#"<rect x="{left:.1}" y="{top:.1}" width="{cells:.1}" height="{:.1}" fill="{}"/>"#,
                CELL.1,
                hex(first.bg)
            )?;
        }
        if !text.trim().is_empty() {
            let baseline = top + CELL.1 * 0.74;
            let (style, fill) = (shape(first), hex(first.fg));
            let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            writeln!(
                letters,
                r#"<text x="{left:.1}" y="{baseline:.1}" textLength="{cells:.1}" fill="{fill}"{style}>{text}</text>"#
            )?;
        }
    }
    out.push_str(&letters);
    Ok(())
}

fn same(a: &Cell, b: &Cell) -> bool {
    (a.fg, a.bg, a.modifier) == (b.fg, b.bg, b.modifier)
}

fn shape(cell: &Cell) -> String {
    let mut attributes = String::new();
    for (modifier, attribute) in [
        (Modifier::BOLD, r#" font-weight="bold""#),
        (Modifier::ITALIC, r#" font-style="italic""#),
        (Modifier::UNDERLINED, r#" text-decoration="underline""#),
    ] {
        if cell.modifier.contains(modifier) {
            attributes.push_str(attribute);
        }
    }
    attributes
}

fn hex(color: Color) -> String {
    match color {
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        _ => "#888888".to_owned(),
    }
}

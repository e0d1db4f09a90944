//! Writes the pictures of the README and of `docs/`: `cargo run --example screenshot` draws bundled
//! samples and an invented library as the program shows them. The bytes are the same every time, and
//! a test checks that the files are those of the program.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use pullquote::app::library::{LibraryMsg, LibraryScreen};
use pullquote::app::{App, Keymap, Msg, Settings};
use pullquote::config::Config;
use pullquote::folders::Sample;
use pullquote::ui;
use pullquote::ui::theme::Theme;
use pullquote::ui::theme::depth::Surroundings;
use pullquote_article::text::width::width;
use pullquote_clean::{self as clean, Options};
use pullquote_library::store::{ArticleRow, View};
use pullquote_nlp::Model;
use pullquote_notes::{Check, Notebook, QuotedSpeech};
use pullquote_notes::{NewAnnotation, Sentences, Stamp};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// Size of a cell, in the picture's units.
const CELL: (f32, f32) = (8.4, 18.0);
/// Room around the screen.
const MARGIN: f32 = 14.0;

fn main() -> anyhow::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    std::fs::create_dir_all(&folder)?;
    for (name, picture) in pictures()? {
        let path = folder.join(name);
        std::fs::write(&path, picture)?;
        println!("{}", path.display());
    }
    Ok(())
}

/// Every picture: the name of its file in `docs/`, and the file.
pub(crate) fn pictures() -> anyhow::Result<Vec<(&'static str, String)>> {
    let reader = "The reader: an article, and beside it who said what";
    let card = "The card of a quote: who said it, why the program thinks so, and the note on it";
    let notes = "The notes of an article, each with its words, its tags and its check";
    let library = "The library: lists, articles, and a preview of the selected one";
    Ok(vec![
        ("reader.svg", svg(&reading((140, 40), &["J", "J", "J", "J"])?, reader)?),
        ("card.svg", svg(&reading((100, 30), &["J", "J", "enter"])?, card)?),
        ("notes.svg", svg(&reading((120, 28), &["g", "3", "tab"])?, notes)?),
        ("library.svg", svg(&library_screen((120, 28))?, library)?),
    ])
}

/// A frame of this size that `draw` fills, in the default theme.
fn frame((columns, rows): (u16, u16), draw: impl Fn(&Theme, &mut ratatui::Frame<'_>)) -> anyhow::Result<Buffer> {
    let colors = Surroundings { colorterm: "truecolor".into(), ..Surroundings::default() };
    let (theme, _) = Theme::choose(&Config::default(), &colors, Path::new("config.toml"));
    let mut terminal = Terminal::new(TestBackend::new(columns, rows))?;
    terminal.draw(|frame| draw(&theme, frame))?;
    Ok(terminal.backend().buffer().clone())
}

/// The sample with a few quotes checked and a note, after these keys.
fn reading(size: (u16, u16), keys: &[&str]) -> anyhow::Result<Buffer> {
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
    let mut app = App::new(Arc::new(article), Settings::of(&Config::default(), Keymap::default()));
    app.update(Msg::Resize { columns: size.0, rows: size.1 });
    app.update(Msg::Analyzed { revision: 0, analysis: Box::new(analysis) });
    app.update(Msg::NotesLoaded(Box::new(notebook)));
    for key in keys {
        app.update(Msg::Key(key.parse()?));
    }
    frame(size, |theme, frame| ui::draw(&app, theme, None, frame))
}

/// A library with a few articles, the first one selected.
fn library_screen(size: (u16, u16)) -> anyhow::Result<Buffer> {
    let mut screen = LibraryScreen::new(Keymap::default(), jiff::civil::date(2026, 3, 2), true);
    screen.update(LibraryMsg::Resize { columns: size.0, rows: size.1 });
    let _ = screen.start();
    let view = |name: &str, query: &str, articles| View { name: name.to_owned(), query: query.to_owned(), articles };
    screen.update(LibraryMsg::Views(vec![
        view("All", "", 5),
        view("Unread", "is:unread", 3),
        view("Starred", "is:starred", 1),
        view("With notes", "is:noted", 2),
        view("Trash", "is:trashed", 0),
        view("#harbour", "tag:\"harbour\"", 2),
    ]));
    let articles = [
        ("Harbour wall holds as Lindhaven counts the cost of the flood", "The Lindhaven Courier", 640, 10, 2, 0.0),
        ("Ceasefire talks end with a date and without a map", "Northlight", 1280, 19, 3, 0.4),
        ("Who pays for the sea wall", "The Lindhaven Courier", 910, 6, 0, 1.0),
        ("“Nobody asked us”: the fishermen answer the council", "Port & Pier", 1730, 24, 0, 0.0),
        ("The ferry that stayed", "Northlight", 450, 2, 0, 0.0),
    ];
    let row = |(at, (title, site, words, quotes, notes, progress)): (i64, &(&str, &str, usize, usize, usize, f64))| {
        ArticleRow {
            id: at,
            identity: format!("article {at}"),
            source: format!("https://news.example/{at}"),
            title: (*title).to_owned(),
            site: Some((*site).to_owned()),
            published: Some(format!("2026-02-{:02}", 28 - at)),
            added: format!("2026-03-01T{:02}:00:00Z", 20 - at),
            words: *words,
            quotes: *quotes,
            notes: *notes,
            read: *progress >= 1.0,
            starred: at == 2,
            progress: (*progress > 0.0).then_some(*progress),
            tags: if at == 1 { vec!["harbour".to_owned()] } else { Vec::new() },
            ..ArticleRow::default()
        }
    };
    let rows: Vec<ArticleRow> = (1..).zip(&articles).map(row).collect();
    screen.update(LibraryMsg::Listed { revision: 1, ids: rows.iter().map(|row| row.id).collect() });
    screen.update(LibraryMsg::Rows(rows));
    screen.update(LibraryMsg::Preview {
        id: 1,
        text: "The wall that Lindhaven argued about for nineteen years held through the highest tide on record, and \
               the city spent Friday morning counting what had stood on the wrong side of it."
            .to_owned(),
        speakers: vec![("Ingrid Halloran".to_owned(), 1), ("Dorothea Finch".to_owned(), 2)],
    });
    frame(size, |theme, frame| ui::library::draw(&screen, theme, frame.buffer_mut()))
}

/// The frame as a picture, with `label` for people who do not see it.
fn svg(frame: &Buffer, label: &str) -> anyhow::Result<String> {
    let (columns, rows) = (f32::from(frame.area.width), f32::from(frame.area.height));
    let (w, h) = (columns * CELL.0 + 2.0 * MARGIN, rows * CELL.1 + 2.0 * MARGIN);
    let page = frame.cell((0, 1)).map_or(Color::Reset, |cell| cell.bg);
    let mut out = String::new();
    writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w:.1} {h:.1}" role="img" aria-label="{label}">"#
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

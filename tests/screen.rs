//! The screen as a person sees it: frames as text, and under each row the
//! styles of its cells. Accept a changed snapshot only after reading it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use pullquote::app::changes::{RereadOutcome, SourceComparison};
use pullquote::app::{App, Msg, Settings};
use pullquote::config::{Config, PaletteChoice, ThemeChoice};
use pullquote::ui;
use pullquote::ui::theme::Theme;
use pullquote::ui::theme::depth::Surroundings;
use pullquote::ui::theme::style;
use pullquote_article::Span;
use pullquote_article::text::Language;
use pullquote_article::text::width::width;
use pullquote_article::{Article, ArticleBuilder, BlockKind, Format, Meta, Origin};
use pullquote_nlp::{
    Analysis, ConfidenceParts, Entity, EntityId, EntityKind, How, Mention, MentionKind, Quote, QuoteId, QuoteKind,
    Speaker,
};
use pullquote_notes::{Changes, Check, Notebook, QuotedSpeech, Revision, RevisionQuote};
use pullquote_notes::{NewAnnotation, Sentences, Stamp};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

const BODY: [(BlockKind, &str); 9] = [
    (BlockKind::Title, "Harbour wall at Orsten will be raised by two metres"),
    (BlockKind::Byline, "Maren Tolle"),
    (
        BlockKind::Paragraph,
        "The council of Orsten voted on Tuesday to raise the harbour wall by two metres, after a winter in which the \
         old town was flooded four times.",
    ),
    (
        BlockKind::Paragraph,
        "“We have counted the sandbags for the last time,” mayor Hedda Rask told the council. “From now on we count \
         stones.”",
    ),
    (BlockKind::Heading(2), "Who pays"),
    (
        BlockKind::Paragraph,
        "Tomas Brill, who speaks for the fishermen, called the plan “generous to everybody but us”. He said: “Nobody \
         asked where we are to land our catch.”",
    ),
    (BlockKind::Quote, "A wall is a promise made of stone."),
    (BlockKind::ListItem, "Orsten pays half."),
    (BlockKind::ListItem, "The district of Westmark pays the rest."),
];

fn origin() -> Origin {
    Origin { path: Some(PathBuf::from("harbour.html")), url: None, format: Format::Html, sha256: "0".repeat(64) }
}

fn article() -> Article {
    article_with(|text| text.to_owned())
}

/// The article with another text for each block.
fn article_with(edit: impl Fn(&str) -> String) -> Article {
    let mut builder = ArticleBuilder::new();
    builder.meta(Meta {
        title: Some("Harbour wall at Orsten will be raised by two metres".into()),
        site: Some("The Orsten Gazette".into()),
        published: Some("2026-02-17".into()),
        ..Meta::default()
    });
    for (i, (kind, text)) in BODY.iter().enumerate() {
        builder.block(*kind, &edit(text));
        if i == 2 {
            builder.removed("Sign up for our letters from the coast", "newsletter", "newsletter");
        }
    }
    builder.finish(origin())
}

fn at(text: &str, words: &str) -> Span {
    let start = text.find(words).unwrap_or_else(|| panic!("{words:?} is not in the text"));
    Span::new(start, start + words.len())
}

/// An analysis made by hand, so that the screens don't change when the
/// analysis improves.
fn analysis(article: &Article) -> Analysis {
    let text = article.text();
    let people = [
        ("Orsten", EntityKind::Place, None, "council of Orsten"),
        ("Hedda Rask", EntityKind::Person, Some("mayor"), "Hedda Rask"),
        ("Tomas Brill", EntityKind::Person, Some("spokesman of the fishermen"), "Tomas Brill"),
        ("Westmark", EntityKind::Place, None, "Westmark"),
    ];
    let mention = |(i, (name, _, _, words)): (usize, &(&str, EntityKind, Option<&str>, &str))| {
        let span = at(text, words);
        Mention { span: Span::new(span.end - name.len(), span.end), kind: MentionKind::Name, entity: EntityId(i) }
    };
    let entity = |(i, (name, kind, role, _)): (usize, &(&str, EntityKind, Option<&str>, &str))| Entity {
        id: EntityId(i),
        kind: *kind,
        name: (*name).to_owned(),
        role: role.map(str::to_owned),
        facts: Vec::new(),
        value: None,
        mentions: vec![i],
    };
    let quote = |id, kind, spans: &[&str], name: &str, entity, mention: &str, cue: &str| Quote {
        id: QuoteId(id),
        kind,
        spans: spans.iter().map(|s| at(text, s)).collect(),
        speaker: Some(Speaker {
            name: name.to_owned(),
            entity: Some(EntityId(entity)),
            mention: Some(at(text, mention)),
            together: Vec::new(),
            how: if mention == name { How::Name } else { How::Pronoun },
            rule: "verb",
        }),
        cue: Some(at(text, cue)),
        confidence: 0.9,
        confidence_parts: ConfidenceParts { speech: 1.0, mention: 0.95, identity: 0.95 },
        candidates: Vec::new(),
    };
    let quotes = vec![
        quote(
            0,
            QuoteKind::Direct,
            &["We have counted the sandbags for the last time,", "From now on we count stones."],
            "Hedda Rask",
            1,
            "Hedda Rask",
            "told",
        ),
        quote(1, QuoteKind::Mixed, &["generous to everybody but us"], "Tomas Brill", 2, "Tomas Brill", "called"),
        quote(
            2,
            QuoteKind::Direct,
            &["Nobody asked where we are to land our catch."],
            "Tomas Brill",
            2,
            "He said",
            "said:",
        ),
    ];
    Analysis {
        mentions: people.iter().enumerate().map(mention).collect(),
        entities: people.iter().enumerate().map(entity).collect(),
        quotes,
        sentences: article.blocks().iter().map(|b| b.span).collect(),
        ..Analysis::default()
    }
}

fn notebook(article: &Article) -> Notebook {
    let mut notebook = Notebook::open(article, PathBuf::from("notes.toml"), Vec::new());
    let time: jiff::Timestamp = "2026-02-18T09:00:00Z".parse().unwrap();
    let drafts = [
        NewAnnotation {
            span: at(article.text(), "flooded four times"),
            note: "The district counts three: ask for its list.".into(),
            tags: vec!["flood".into(), "check".into()],
            ..NewAnnotation::default()
        },
        NewAnnotation {
            span: at(article.text(), "generous to everybody but us"),
            quote: Some(QuotedSpeech { speaker: Some("Tomas Brill".into()), kind: "mixed".into() }),
            check: Some(Check::Verified),
            ..NewAnnotation::default()
        },
    ];
    for (i, draft) in drafts.into_iter().enumerate() {
        let stamp = Stamp { id: format!("01JD00000000000000000000A{i}"), now: time };
        notebook.add(article, Sentences::In(Language::english()), draft, stamp).unwrap();
    }
    notebook
}

struct Screen {
    app: App,
    theme: Theme,
    size: (u16, u16),
}

impl Screen {
    fn new(article: Article, config: &Config, size: (u16, u16)) -> Self {
        let surroundings = Surroundings { colorterm: "truecolor".into(), ..Surroundings::default() };
        let (theme, problems) = Theme::choose(config, &surroundings, Path::new("config.toml"));
        assert_eq!(problems, vec![]);
        let mut app = App::new(Arc::new(article), Settings::default());
        app.update(Msg::Resize { columns: size.0, rows: size.1 });
        Self { app, theme, size }
    }

    /// The article of this file with its analysis and notes.
    fn harbour(size: (u16, u16)) -> Self {
        Self::harbour_with(&Config::default(), size)
    }

    fn harbour_with(config: &Config, size: (u16, u16)) -> Self {
        let article = article();
        let (analysis, notebook) = (analysis(&article), notebook(&article));
        let mut screen = Self::new(article, config, size);
        screen.app.update(Msg::Analyzed { revision: 0, analysis: Box::new(analysis) });
        screen.app.update(Msg::NotesLoaded(Box::new(notebook)));
        screen
    }

    fn press(&mut self, keys: &[&str]) -> &mut Self {
        for key in keys {
            self.app.update(Msg::Key(key.parse().unwrap()));
        }
        self
    }

    fn frame(&self) -> Buffer {
        let mut terminal = Terminal::new(TestBackend::new(self.size.0, self.size.1)).unwrap();
        terminal.draw(|frame| ui::draw(&self.app, &self.theme, None, frame)).unwrap();
        terminal.backend().buffer().clone()
    }

    fn shown(&self) -> String {
        shown(&self.frame())
    }
}

/// Each row as text, and under it a letter for the style of each cell. The end explains the letters. A
/// blank is the style of the page.
pub(crate) fn shown(frame: &Buffer) -> String {
    let page = style::write(frame[(0, 1)].style());
    let mut styles: Vec<String> = Vec::new();
    let mut out = String::new();
    for y in 0..frame.area.height {
        let (mut text, mut marks) = (String::new(), String::new());
        let mut covered = 0;
        for x in 0..frame.area.width {
            // The right half of a wide letter is not a cell of its own.
            if x < covered {
                continue;
            }
            let cell = &frame[(x, y)];
            covered = x + u16::try_from(width(cell.symbol()).max(1)).unwrap();
            text.push_str(cell.symbol());
            let style = style::write(cell.style());
            let mark = if style == page {
                ' '
            } else {
                let at = styles.iter().position(|s| *s == style).unwrap_or_else(|| {
                    styles.push(style);
                    styles.len() - 1
                });
                char::from(b'a' + u8::try_from(at).unwrap())
            };
            marks.push(mark);
        }
        out.push_str(text.trim_end());
        out.push('\n');
        if !marks.trim().is_empty() {
            out.push_str(&format!("~{}\n", marks.trim_end()));
        }
    }
    for (i, style) in styles.iter().enumerate() {
        out.push_str(&format!("{} {style}\n", char::from(b'a' + u8::try_from(i).unwrap())));
    }
    out
}

const SIZES: [(u16, u16); 4] = [(40, 12), (80, 24), (100, 30), (140, 40)];

#[test]
fn every_size_in_every_tab() {
    for (columns, rows) in SIZES {
        for (key, tab) in [("alt-1", "quotes"), ("alt-2", "entities"), ("alt-3", "notes"), ("alt-4", "outline")] {
            let mut screen = Screen::harbour((columns, rows));
            insta::assert_snapshot!(format!("{columns}x{rows}_{tab}"), screen.press(&[key]).shown());
        }
    }
}

#[test]
fn the_article_of_a_small_screen() {
    insta::assert_snapshot!("40x12_article", Screen::harbour((40, 12)).press(&["J"]).shown());
    insta::assert_snapshot!("80x24_article", Screen::harbour((80, 24)).press(&["J", "J"]).shown());
}

#[test]
fn popups_over_the_article() {
    insta::assert_snapshot!("card", Screen::harbour((80, 24)).press(&["J", "J", "enter", "enter"]).shown());
    insta::assert_snapshot!("help", Screen::harbour((80, 24)).press(&["?"]).shown());
    insta::assert_snapshot!("palette", Screen::harbour((80, 24)).press(&[":", "q", "u", "o", "down"]).shown());
    insta::assert_snapshot!("following", Screen::harbour((80, 24)).press(&["g"]).shown());
    insta::assert_snapshot!("check", Screen::harbour((80, 24)).press(&["J", "c"]).shown());
    insta::assert_snapshot!("note", Screen::harbour((80, 24)).press(&["J", "a"]).shown());
    insta::assert_snapshot!("search", Screen::harbour((80, 24)).press(&["/", "w", "a", "l", "l"]).shown());
    insta::assert_snapshot!("removed", Screen::harbour((80, 24)).press(&["R"]).shown());
    insta::assert_snapshot!("removed_picked", Screen::harbour((80, 24)).press(&["]", "r"]).shown());
    let mut wide = Screen::harbour((140, 40));
    insta::assert_snapshot!("put_back", wide.press(&["]", "r", "enter"]).shown());
    insta::assert_snapshot!("selection", Screen::harbour((80, 24)).press(&["v"]).shown());
}

/// The popups on the smallest screen on which everything can be used.
#[test]
fn popups_of_the_smallest_screen() {
    let size = (40, 12);
    let opened = |keys: &[&str]| Screen::harbour(size).press(keys).shown();
    insta::assert_snapshot!("40x12_card", opened(&["J", "J", "enter", "enter"]));
    insta::assert_snapshot!("40x12_card_end", opened(&["J", "J", "enter", "enter", "G"]));
    insta::assert_snapshot!("40x12_why", opened(&["J", "J", "W"]));
    insta::assert_snapshot!("40x12_kind", opened(&["alt-2", "T"]));
    insta::assert_snapshot!("40x12_same_as", opened(&["alt-2", "M", "r"]));
    insta::assert_snapshot!("40x12_nobody", opened(&["alt-2", "M", "z", "z", "enter"]));
    insta::assert_snapshot!("40x12_speakers", opened(&["J", "P", "end", ";", "space", "t"]));
    insta::assert_snapshot!("40x12_note", opened(&["J", "a"]));
    insta::assert_snapshot!("40x12_help_end", opened(&["?", "end"]));
}

/// Every answer of every question is visible on the smallest screen.
#[test]
fn every_possible_answer_is_visible() {
    let seen = |screen: &Screen, keys: &str| {
        let shown = screen.shown();
        let answers = screen.app.confirm().expect("a question is asked").answers.clone();
        for answer in &answers {
            let there = [" ", "  "].iter().any(|gap| shown.contains(&format!("{}{gap}{}", answer.key, answer.label)));
            assert!(there, "{keys}: {}\n{shown}", answer.label);
        }
        answers.len()
    };
    let mut kind = Screen::harbour((40, 12));
    kind.press(&["alt-2", "T", "o", "alt-2", "T"]);
    assert_eq!(seen(&kind, "T"), 9, "with the kind that was found");
    let mut unsaved = Screen::harbour((40, 12));
    unsaved.press(&["J", "c", "v"]);
    let why = "/home/somebody/documents/notes/harbour-wall-at-orsten.toml cannot be written, because the disk that it \
               is on is full: make some room there, or keep the notes in another file, on another disk.";
    unsaved.app.update(Msg::Saved(Err(why.into())));
    unsaved.press(&["q"]);
    assert_eq!(seen(&unsaved, "q"), 4);
    let mut draft = Screen::harbour((40, 12));
    draft.press(&["J", "a"]);
    draft.app.update(Msg::DraftChanged("half".into()));
    draft.press(&["esc"]);
    assert_eq!(seen(&draft, "esc"), 3);
}

#[test]
fn fewer_colours_and_none() {
    let with = |palette| Config { palette, ..Config::default() };
    let sixteen = with(PaletteChoice::Sixteen);
    insta::assert_snapshot!("sixteen_colours", Screen::harbour_with(&sixteen, (100, 30)).press(&["J"]).shown());
    let none = with(PaletteChoice::None);
    insta::assert_snapshot!("no_colour", Screen::harbour_with(&none, (100, 30)).press(&["J"]).shown());
    let light = Config { theme: ThemeChoice::Light, ..Config::default() };
    insta::assert_snapshot!("light", Screen::harbour_with(&light, (100, 30)).press(&["J"]).shown());
}

#[test]
fn entities_are_corrected() {
    for (columns, rows) in [(80, 24), (140, 40)] {
        // On a small screen the tab has the keys already.
        let open: &[&str] = if columns < 100 { &["alt-2"] } else { &["alt-2", "tab"] };
        let mut kind = Screen::harbour((columns, rows));
        insta::assert_snapshot!(format!("{columns}x{rows}_kind"), kind.press(open).press(&["T"]).shown());
        let mut same = Screen::harbour((columns, rows));
        let keys = ["M", "r"];
        insta::assert_snapshot!(format!("{columns}x{rows}_same_as"), same.press(open).press(&keys).shown());
    }
}

#[test]
fn who_said_it_and_why() {
    let mut unsure = analysis(&article());
    unsure.quotes[2].confidence = 0.5;
    unsure.quotes[2].confidence_parts = ConfidenceParts { speech: 1.0, mention: 0.9, identity: 0.56 };
    unsure.quotes[1].kind = QuoteKind::Indirect;
    let with = |size, keys: &[&str]| {
        let mut screen = Screen::harbour(size);
        screen.app.update(Msg::Analyzed { revision: 0, analysis: Box::new(unsure.clone()) });
        screen.press(keys).shown()
    };
    for (columns, rows) in [(80, 24), (140, 40)] {
        let size = (columns, rows);
        insta::assert_snapshot!(format!("{columns}x{rows}_by_speaker"), with(size, &["alt-1", "B"]));
        insta::assert_snapshot!(format!("{columns}x{rows}_only"), with(size, &["J", "J", "O"]));
        insta::assert_snapshot!(
            format!("{columns}x{rows}_unsure_card"),
            with(size, &["J", "J", "J", "enter", "enter"])
        );
        insta::assert_snapshot!(format!("{columns}x{rows}_why"), with(size, &["J", "J", "J", "W"]));
        insta::assert_snapshot!(format!("{columns}x{rows}_other_speaker"), with(size, &["J", "S"]));
    }
}

/// The divider is in one column on every row, whatever the letters are.
#[test]
fn odd_letters_keep_the_columns_straight() {
    let mut builder = ArticleBuilder::new();
    for text in [
        "日本語の見出しは二つの升を取る。港の壁は二メートル高くなると市議会が決めた。",
        "Flags 🇳🇴🇯🇵, families 👨‍👩‍👧‍👦, skin 👍🏽 and hearts ❤️ in a row of words that has to break somewhere.",
        "Combining: e\u{301}e\u{302}\u{323}o\u{308} and a pile: z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}.",
        "העיר הצביעה ביום שלישי על הגבהת חומת הנמל בשני מטרים. صوّت المجلس على رفع الجدار.",
        "Soft\u{ad}hyphens, zero\u{200b}width and a \u{202e}turned\u{202c} line.",
    ] {
        builder.block(BlockKind::Paragraph, text);
    }
    let screen = Screen::new(builder.finish(origin()), &Config::default(), (100, 30));
    let frame = screen.frame();
    let divider = screen.app.areas().divider;
    for y in divider.y..divider.y + divider.height {
        assert_eq!(frame[(divider.x, y)].symbol(), "│", "row {y}");
        let mut x = 0;
        while x < frame.area.width {
            let next = x + u16::try_from(width(frame[(x, y)].symbol()).max(1)).unwrap();
            assert!(x >= divider.x || next <= divider.x, "a wide letter covers the divider in row {y}");
            x = next;
        }
    }
    insta::assert_snapshot!("odd_letters", screen.shown());
}

/// The article after its publisher changed it: the words of one note moved,
/// those of another were changed, and those of a third are gone.
fn edited() -> Article {
    article_with(|text| {
        text.replace("The council of Orsten voted", "After a long debate the council of Orsten voted")
            .replace("From now on we count stones.", "From today we shall be counting stones.")
            .replace(" He said: “Nobody asked where we are to land our catch.”", "")
    })
}

/// Notes made on the article before it was changed.
fn older_notes() -> Vec<pullquote_notes::Annotation> {
    let article = article();
    let mut notebook = Notebook::open(&article, PathBuf::from("notes.toml"), Vec::new());
    let notes = [
        ("flooded four times", "The district counts three: ask for its list."),
        ("From now on we count stones.", "Who pays for the stones?"),
        ("Nobody asked where we are to land our catch.", "Ask the harbour office who was asked."),
    ];
    for (i, (words, note)) in notes.into_iter().enumerate() {
        let draft = NewAnnotation { span: at(article.text(), words), note: note.into(), ..NewAnnotation::default() };
        let stamp = Stamp { id: format!("01JD00000000000000000000B{i}"), now: "2026-02-18T09:00:00Z".parse().unwrap() };
        notebook.add(&article, Sentences::In(Language::english()), draft, stamp).unwrap();
    }
    notebook.entries().iter().map(|e| e.annotation.clone()).collect()
}

/// The changed article, opened with the notes on its old version.
fn reopened(size: (u16, u16)) -> Screen {
    let article = edited();
    let notebook = Notebook::open(&article, PathBuf::from("notes.toml"), older_notes());
    let mut screen = Screen::new(article, &Config::default(), size);
    screen.app.update(Msg::NotesLoaded(Box::new(notebook)));
    screen
}

#[test]
fn notes_with_moved_or_deleted_words() {
    for (columns, rows) in [(80, 24), (140, 40)] {
        let size = format!("{columns}x{rows}");
        insta::assert_snapshot!(format!("{size}_notes_moved"), reopened((columns, rows)).press(&["alt-3"]).shown());
        insta::assert_snapshot!(format!("{size}_review_moved"), reopened((columns, rows)).press(&["V"]).shown());
        insta::assert_snapshot!(format!("{size}_review"), reopened((columns, rows)).press(&["V", "n"]).shown());
        insta::assert_snapshot!(
            format!("{size}_review_gone"),
            reopened((columns, rows)).press(&["V", "n", "n"]).shown()
        );
    }
}

#[test]
fn what_changed_in_the_source() {
    let edition = |article: &Article, speaker: &str| {
        let words = "We have counted the sandbags for the last time,".to_owned();
        let quotes = vec![RevisionQuote { words, speaker: Some(speaker.to_owned()) }];
        Revision::of(article, quotes, "2026-02-18T09:00:00Z".parse().unwrap())
    };
    let new = Revision { title: Some("A higher wall for Orsten".into()), ..edition(&edited(), "Petra Olm") };
    let changes = Changes::between(&edition(&article(), "Hedda Rask"), &new);
    for (columns, rows) in [(80, 24), (140, 40)] {
        let mut screen = reopened((columns, rows));
        let compared = SourceComparison { changes: Some(Box::new(changes.clone())), new: true, failed: None };
        screen.app.update(Msg::Compared(Box::new(compared)));
        if columns == 80 {
            insta::assert_snapshot!("80x24_changed", screen.shown());
        }
        screen.app.update(Msg::Reread(RereadOutcome::Same));
        insta::assert_snapshot!(format!("{columns}x{rows}_changes"), screen.shown());
    }
}

/// Drawing panics in no size and no mode.
#[test]
fn every_size_can_be_drawn() {
    let modes: [&[&str]; 23] = [
        &[],
        &["alt-2", "T"],
        &["alt-2", "M", "z", "z", "enter"],
        &["J", "P", "end", ";"],
        &[":", "q"],
        &["g"],
        &["g", "z", "j"],
        &["g", "f"],
        &["g", "m"],
        &["J", "c"],
        &["J", "W"],
        &["B"],
        &["]", "r"],
        &["]", "r", "enter"],
        &["J"],
        &["J", "enter"],
        &["J", "enter", "enter"],
        &["?"],
        &["a"],
        &["J", "a"],
        &["/", "x"],
        &["tab"],
        &["v", "w"],
    ];
    for keys in modes {
        for (columns, rows) in [(0, 0), (1, 1), (2, 3), (5, 2), (9, 4), (20, 6), (39, 11), (99, 5), (300, 80)] {
            let mut screen = Screen::harbour((columns, rows));
            screen.press(keys).frame();
        }
    }
    for (columns, rows) in [(0, 0), (1, 1), (5, 2), (9, 4), (20, 6), (99, 5), (100, 9), (300, 80)] {
        for keys in [&["V"][..], &["V", "n"], &["V", "n", "n"], &["V", "n", "space"]] {
            reopened((columns, rows)).press(keys).frame();
        }
    }
}

//! Every theme keeps the promises of the table of roles.

use std::collections::HashSet;

use ratatui::style::Color;

use super::bundled::DARK;
use super::*;

/// The themes of colours of their own, which have a known contrast.
fn colored() -> impl Iterator<Item = &'static File> {
    THEMES.iter().filter(|(choice, _)| *choice != ThemeChoice::Terminal).map(|(_, file)| file)
}

#[test]
fn every_theme_sets_every_role_and_nothing_else() {
    for file in colored().chain([&SIXTEEN, &PLAIN]) {
        let entries = theme_entries(file);
        let problems = Theme::bundled(file).patch(&entries, Path::new(file.name));
        assert_eq!(problems, vec![]);
        let set: HashSet<_> = entries.iter().map(|e| e.name.as_str()).collect();
        let missing: Vec<_> = Role::ALL.iter().map(|r| r.name()).filter(|name| !set.contains(name)).collect();
        assert!(missing.is_empty(), "{} leaves out {missing:?}", file.name);
        assert!(set.contains("speakers"));
    }
}

/// The contrast of two colours that are known.
fn contrast(a: Color, b: Color) -> f64 {
    indexed::contrast(a, b).unwrap_or_else(|| panic!("{a:?} or {b:?} has no known luminance"))
}

/// The themes of colours of their own, with their names, in full colours and in 256.
fn at_both_depths() -> impl Iterator<Item = (String, Theme)> {
    let choices = THEMES.iter().filter(|(choice, _)| *choice != ThemeChoice::Terminal);
    choices.flat_map(|(choice, file)| {
        [Depth::Full, Depth::Indexed].map(|depth| {
            let (theme, problems) = Theme::of(Some(*choice), (Vec::new(), depth), Path::new(""));
            assert_eq!(problems, vec![]);
            (format!("{} in {depth:?}", file.name), theme)
        })
    })
}

#[test]
fn letters_have_enough_contrast_with_their_background() {
    for (name, theme) in at_both_depths() {
        for role in Role::ALL {
            let over = theme.style(role.over());
            let style = over.patch(theme.style(*role));
            let found = contrast(style.fg.unwrap(), style.bg.unwrap());
            assert!(found >= role.contrast(), "{name}: {} has {found:.2}", role.name());
        }
    }
}

#[test]
fn speakers_can_be_read_on_every_overlay() {
    let overlays = [
        Role::Page,
        Role::CursorSentence,
        Role::QuoteSelected,
        Role::Note,
        Role::HighlightGreen,
        Role::HighlightBlue,
        Role::HighlightPink,
        Role::HighlightPurple,
        Role::NoteSelected,
        Role::Selection,
        Role::SideSelected,
    ];
    let seldom = Role::HIGHLIGHTS[1..].iter().chain([&Role::NoteSelected]);
    for (name, theme) in at_both_depths() {
        let in_256 = matches!(theme.own.1, Depth::Indexed);
        for n in 0..theme.speakers.len() {
            for role in overlays {
                let fg = theme.speaker(n).fg.unwrap();
                let bg = theme.style(role).bg.or(theme.style(Role::Page).bg).unwrap();
                let found = contrast(fg, bg);
                let is_seldom = in_256 && seldom.clone().any(|other| *other == role);
                let least = if is_seldom { indexed::SPEAKER_ON_HIGHLIGHT } else { indexed::SPEAKER };
                assert!(found >= least, "{name}: speaker {n} on {} has {found:.2}", role.name());
            }
        }
    }
}

/// With the colours of xterm, on a background that the program does not know.
#[test]
fn speakers_in_sixteen_colours_can_be_read_on_black_and_on_white() {
    let theme = Theme::bundled(&SIXTEEN);
    for style in &theme.speakers {
        let letters = match style.fg.unwrap() {
            Color::Red => Color::Rgb(205, 0, 0),
            Color::Magenta => Color::Rgb(205, 0, 205),
            Color::LightBlue => Color::Rgb(92, 92, 255),
            other => panic!("{other:?} cannot be read on both"),
        };
        for ground in [Color::Rgb(0, 0, 0), Color::Rgb(255, 255, 255)] {
            let found = contrast(letters, ground);
            assert!(found >= 3.5, "{style:?} on {ground:?} has {found:.2}");
        }
    }
}

#[test]
fn highlighted_words_stand_out_from_the_page() {
    for (name, theme) in at_both_depths() {
        let page = theme.style(Role::Page).bg.unwrap();
        for role in Role::HIGHLIGHTS.iter().chain(&indexed::SELECTED) {
            let found = contrast(theme.style(*role).bg.unwrap(), page);
            assert!(found >= indexed::STANDS_OUT, "{name}: {} has {found:.2}", role.name());
        }
    }
}

/// Besides their background, highlights have signs in the gutter. Where a theme has no colours, the
/// shape of the letters differs.
#[test]
fn no_two_highlights_look_the_same() {
    let few = [&SIXTEEN, &PLAIN].map(|file| (file.name.to_owned(), Theme::bundled(file)));
    for (name, theme) in at_both_depths().chain(few) {
        let styles: HashSet<_> = Role::HIGHLIGHTS.iter().map(|role| format!("{:?}", theme.style(*role))).collect();
        assert_eq!(styles.len(), Role::HIGHLIGHTS.len(), "{name}");
    }
}

#[test]
fn a_persons_own_colours_stay_in_256_colours() {
    let text = "theme = \"sepia\"\n[colors]\nbyline = \"#f0e0d0\"\n";
    let config = crate::config::read::read(text, Path::new("c.toml")).config;
    let surroundings = Surroundings { term: "xterm-256color".into(), ..Surroundings::default() };
    let (theme, _) = Theme::choose(&config, &surroundings, Path::new("c.toml"));
    // It is hard to read on the page, as the person wants it.
    assert_eq!(theme.style(Role::Byline).fg, Some(Color::Indexed(224)));
    // Paper is yellowish, not pink.
    assert_eq!(theme.style(Role::Page).bg, Some(Color::Indexed(230)));
}

#[test]
fn a_key_goes_through_every_theme_and_keeps_what_a_person_changed() {
    let text = "theme = \"sepia\"\n[colors]\nbyline = \"#010203\"\n";
    let config = crate::config::read::read(text, Path::new("c.toml")).config;
    let surroundings = Surroundings { colorterm: "truecolor".into(), ..Surroundings::default() };
    let (first, _) = Theme::choose(&config, &surroundings, Path::new("c.toml"));
    assert!(!first.follows_background());
    let mut names = vec![first.name().unwrap()];
    let mut theme = first.clone();
    for _ in 1..THEMES.len() {
        theme = theme.next().unwrap();
        assert_eq!(style::write(theme.style(Role::Byline)), "#010203");
        names.push(theme.name().unwrap());
    }
    let words: HashSet<_> = ThemeChoice::WORDS.iter().map(|(word, _)| *word).filter(|word| *word != "auto").collect();
    assert_eq!((names.len(), names.iter().copied().collect::<HashSet<_>>()), (words.len(), words));
    assert_eq!(theme.next().unwrap(), first);
}

#[test]
fn the_background_decides_until_a_person_does() {
    let full = Surroundings { colorterm: "truecolor".into(), ..Surroundings::default() };
    let config = crate::config::read::read("[colors]\nbyline = \"#010203\"\n", Path::new("c.toml")).config;
    let (dark, _) = Theme::choose(&config, &full, Path::new(""));
    let light = dark.on_background(Background::Light);
    assert_eq!((dark.name(), light.name()), (Some("dark"), Some("light")));
    assert_eq!(style::write(light.style(Role::Byline)), "#010203");
    assert_eq!(light.on_background(Background::Dark), dark);
    let chosen = dark.next().unwrap();
    assert_eq!(chosen.on_background(Background::Dark), chosen);
    let few = Surroundings { term: "linux".into(), ..Surroundings::default() };
    assert!(!Theme::choose(&Config::default(), &few, Path::new("")).0.follows_background());
}

#[test]
fn settings_change_single_roles_and_say_what_they_do_not_know() {
    let text = "[colors]\ntitle = \"#ffffff blod\"\ntitel = \"red\"\nbyline = \"#010203 italic\"\n";
    let config = crate::config::read::read(text, Path::new("c.toml")).config;
    let surroundings = Surroundings { colorterm: "truecolor".into(), ..Surroundings::default() };
    let (theme, problems) = Theme::choose(&config, &surroundings, Path::new("c.toml"));
    let messages: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        messages,
        [
            "c.toml:2:9: “blod” is neither a colour nor a style; did you mean “bold”?",
            "c.toml:3:1: there is no role “titel”; did you mean “title”?",
        ]
    );
    assert_eq!(style::write(theme.style(Role::Byline)), "#010203 italic");
    assert_eq!(theme.style(Role::Title), Theme::bundled(&DARK).style(Role::Title));
}

#[test]
fn without_colours_no_style_has_one() {
    let surroundings = Surroundings { no_color: true, ..Surroundings::default() };
    let (theme, _) = Theme::choose(&Config::default(), &surroundings, Path::new(""));
    assert!(!theme.has_colors() && theme.next().is_none());
    let quote = theme.style(Role::QuoteSelected);
    assert!(!quote.add_modifier.is_empty(), "a selected quote can still be seen");
}

//! Text of others in all that the program prints: a control character never
//! reaches a terminal.

use std::fmt::Write;

use crate::payloads::{against, dangerous};
use crate::program::{Home, Ran, run};

/// All attacks on a terminal in one text, without NUL, which no argument can
/// have.
fn attack() -> String {
    against("terminal").join(" and ")
}

#[track_caller]
fn no_error_is_dangerous(ran: &Ran, status: i32, about: &str) {
    assert_eq!(ran.status, status, "{ran:?}");
    assert!(ran.err.contains(about), "“{about}” is missing: {ran:?}");
    assert_eq!(dangerous(&ran.err), None, "{:?}", ran.err);
}

#[test]
fn standard_error_shows_text_of_others_without_control_characters() {
    let (home, attack) = (Home::new(), attack());
    let option = format!("--{attack}");
    no_error_is_dangerous(&home.run(&["extract", option.as_str(), "a.txt"]), 2, "here");
    no_error_is_dangerous(&home.run(&["extract", "--format", &attack, "a.txt"]), 2, "here");
    no_error_is_dangerous(&home.run(&["extract", &attack]), 1, "owned");
    no_error_is_dangerous(&home.run(&["extract", &format!("https://\u{202e}{attack}.invalid/")]), 1, "owned");
    no_error_is_dangerous(&home.run(&["export", "--since", &attack, "a.txt"]), 2, "here");
    no_error_is_dangerous(&home.run(&["import", &attack, &attack]), 1, "owned");
    no_error_is_dangerous(&home.run(&["man", &attack]), 1, "owned");
    let key: String = attack.chars().fold(String::new(), |mut key, c| {
        let _ = write!(key, "\\U{:08X}", u32::from(c));
        key
    });
    let config = home
        .file("config.toml", format!("theme = \"\\u001b[2J\u{9b}2J\"\n\"{key}\" = 1\n[keys]\n\"{key}\" = \"quit\"\n"));
    no_error_is_dangerous(&home.run(&["config", "--check", "--config", &config]), 1, "owned");
    no_error_is_dangerous(&home.run(&["extract", "--config", &config, "a.txt"]), 1, "owned");
    let template = home.file("a.txt.j2", format!("{{{{ \"{}\"|nosuch }}}}", attack.replace('"', "")));
    let article = home.file("a.txt", "Ida Holm rowed to the ferry.\n");
    no_error_is_dangerous(&home.run(&["export", "--template", &template, &article]), 1, "nosuch");
}

#[cfg(unix)]
#[test]
fn file_names_and_warnings_are_shown_without_control_characters() {
    let home = Home::new();
    let name = format!("{}.json", against("terminal")[..12].join("").replace('/', ""));
    home.file(&name, "[{\"nothing\": 1}]");
    no_error_is_dangerous(&home.run(&["import", &name]), 1, "owned");
    home.file(&name, "no JSON \u{1b}[2J \u{9b}");
    no_error_is_dangerous(&home.run(&["import", "--from", "json", &name, &name]), 1, "owned");
}

/// Whether `c` turns the text after it around. The marks U+200E and U+200F do
/// not, and belong to text in Hebrew and Arabic.
fn overrides(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The page and the Markdown file have every attack in title, authors, site and
/// text.
#[test]
fn json_escapes_what_a_terminal_may_obey() {
    let (home, attack) = (Home::new(), attack());
    let text = "The ferry sank twice, and nobody on the quay was asked about it.";
    let page = format!(
        "<title>Ferry {attack}</title><meta name=author content='Ida Holm {0}'>\
         <meta property=og:site_name content='Site {0}'><h1>Ferry {attack}</h1><p>{text} {attack}</p><p>{text}</p>",
        attack.replace('\'', "")
    );
    let markdown = format!(
        "# Ferry {}\n\n{text} {attack}\n",
        attack.replace(['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'], "")
    );
    for source in
        [home.file("a.html", page), home.file("a.md", markdown), home.file("a.txt", format!("{text}\n\n{attack}"))]
    {
        for options in [&["extract"][..], &["extract", "--raw"], &["extract", "--format", "jsonl"]] {
            let ran = home.run(&[options, &[source.as_str()]].concat());
            assert_eq!((ran.status, dangerous(&ran.out)), (0, None), "{options:?} {source}: {ran:?}");
            let value: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
            let raw = options.contains(&"--raw");
            assert_eq!(value["text"].as_str().unwrap().contains('\u{9b}'), raw, "raw text is that of the file");
            for field in ["title", "site", "byline"] {
                let shown = value[field].to_string();
                assert!(!shown.contains(|c: char| c.is_control() || overrides(c)), "{field} of {source}: {shown:?}");
            }
            assert!(raw || source.ends_with(".txt") || value["title"].as_str().unwrap().contains("owned"), "{value}");
        }
    }
}

/// Each command is the last of a shell in a pseudo-terminal.
#[cfg(unix)]
#[test]
fn nothing_foreign_reaches_a_terminal() {
    use crate::terminal::Terminal;
    let (home, attack) = (Home::new(), attack());
    home.file("a.txt", format!("The ferry sank twice {attack}.\n\n“It sank,” said Ida Holm {attack}.\n"));
    home.file("b.html", format!("<title>{attack}</title><p>The ferry sank twice {attack}."));
    let note = ["annotate", "--raw", "a.txt", "--exact", "ferry sank", "--note", &attack, "--tag", &attack];
    assert_eq!(home.run(&note).status, 0);
    home.file("c.json", home.run(&["export", "--raw", "--format", "json", "a.txt"]).out);
    let lines = [
        "for f in markdown json csv html json-ld org bibtex csl-json text; do \"$PULLQUOTE\" export --raw --format $f a.txt; done",
        "\"$PULLQUOTE\" extract --raw --format text a.txt; \"$PULLQUOTE\" extract --format text b.html",
        "\"$PULLQUOTE\" extract --raw a.txt; \"$PULLQUOTE\" extract --format markdown b.html; \"$PULLQUOTE\" notes --raw a.txt",
        "\"$PULLQUOTE\" notes --raw --json a.txt; \"$PULLQUOTE\" import --notes other.toml c.json; \"$PULLQUOTE\" import --dry-run c.json",
    ];
    for line in lines {
        let mut terminal = Terminal::shell(&home, line, (200, 50));
        assert!(terminal.wait_for_end().success(), "{}", terminal.written());
        let written = terminal.written().replace("\r\n", "\n");
        assert!(written.contains("owned"), "{written}");
        assert_eq!(dangerous(&written), None, "{line}: {written:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_full_device_is_an_error_and_no_panic() {
    if !std::path::Path::new("/dev/full").exists() {
        eprintln!("skipped: there is no /dev/full here");
        return;
    }
    let home = Home::new();
    home.file("a.txt", "Ida Holm rowed to the ferry.\n");
    let shell = |line: &str| {
        let ran = run(std::process::Command::new("/bin/sh")
            .args(["-c", line])
            .current_dir(home.path())
            .envs(home.environment())
            .env("PULLQUOTE", crate::program::PROGRAM));
        (ran.status.code(), String::from_utf8_lossy(&ran.stderr).into_owned())
    };
    for (line, status) in [
        ("\"$PULLQUOTE\" extract gone.txt 2>/dev/full", 1),
        ("\"$PULLQUOTE\" extract --fromat json 2>/dev/full", 2),
        ("\"$PULLQUOTE\" import gone.json gone.json 2>/dev/full", 1),
        ("\"$PULLQUOTE\" extract --format text gone.txt a.txt 2>/dev/full", 2),
        ("\"$PULLQUOTE\" extract gone.txt gone.txt 2>/dev/full >/dev/full", 1),
    ] {
        assert_eq!(shell(line).0, Some(status), "{line}");
    }
    for line in ["--help", "extract a.txt", "extract --format text a.txt", "man", "config --default"] {
        let (status, told) = shell(&format!("\"$PULLQUOTE\" {line} >/dev/full"));
        assert_eq!(status, Some(1), "{line}: {told}");
        assert!(told.starts_with("pullquote: writing to standard output failed"), "{line}: {told}");
    }
}

//! Checks the README: its tables are made from the program, and its links lead
//! to files.

use std::fmt::Write;
use std::path::Path;

use pullquote::app::{Action, Group, Keymap};
use pullquote::export::EXPORTERS;

/// Every action with its default keys, one table per group.
fn keys() -> String {
    let keymap = Keymap::default();
    let mut out = String::new();
    for group in Group::ALL {
        let _ = write!(out, "\n**{}**\n\n| keys | action |\n|---|---|\n", group.title());
        for action in Action::ALL.iter().filter(|action| action.group() == group) {
            let keys: Vec<String> = keymap.keys_of(*action).iter().map(|keys| cell(keys)).collect();
            let _ = writeln!(out, "| {} | {} |", keys.join(" "), action.help());
        }
    }
    out
}

/// Keys as code in a cell of a table; a bar is escaped, because it would end the
/// cell.
fn cell(keys: &str) -> String {
    if keys.contains('`') { format!("`` {keys} ``") } else { format!("`{}`", keys.replace('|', "\\|")) }
}

fn formats() -> String {
    let mut out = String::from("\n| `--format` | what it is for |\n|---|---|\n");
    for exporter in EXPORTERS {
        let _ = writeln!(out, "| `{}` | {} |", exporter.name, exporter.help);
    }
    out
}

/// `text` with `table` between the two comments that name `part`.
fn filled(text: &str, part: &str, table: &str) -> String {
    let begin = text.find(&format!("<!-- {part}:")).expect("where the table begins");
    let begin = begin + text[begin..].find('\n').expect("a line of its own") + 1;
    let end = text.find(&format!("<!-- /{part} -->")).expect("where the table ends");
    format!("{}{table}\n{}", &text[..begin], &text[end..])
}

#[test]
fn the_readmes_tables_are_those_of_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).expect("README.md");
    let made = filled(&filled(&readme, "keys", &keys()), "formats", &formats());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, made).expect("README.md can be written");
        return;
    }
    assert_eq!(readme, made, "README.md is out of date; update it with UPDATE=1 cargo test --test all readme");
}

#[test]
fn the_readme_links_only_to_files_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).expect("README.md");
    let linked: Vec<&str> =
        readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()).filter(|to| !to.contains("://")).collect();
    assert!(linked.len() >= 3, "{linked:?}");
    for file in linked {
        assert!(root.join(file).exists(), "README.md names {file}, which does not exist");
    }
}

//! The documents tell the truth: their tables are made from the program, and
//! their links lead somewhere.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use pullquote::app::{Action, Group, Keymap};
use pullquote::config::DEFAULT_FILE;
use pullquote::export::EXPORTERS;
use pullquote_library::query::{FIELDS, STATES};

/// A table of a document that is made from the program.
struct Table {
    document: &'static str,
    /// The name in the comments around it.
    part: &'static str,
    make: fn() -> String,
}

const TABLES: [Table; 5] = [
    Table { document: "docs/keys.md", part: "keys", make: keys },
    Table { document: "docs/settings.md", part: "settings", make: settings },
    Table { document: "docs/exports.md", part: "formats", make: formats },
    Table { document: "docs/search.md", part: "fields", make: fields },
    Table { document: "docs/search.md", part: "states", make: states },
];

/// Every action with its default keys, one table for each group.
fn keys() -> String {
    let keymap = Keymap::default();
    let mut out = String::new();
    for group in Group::ALL {
        let _ = write!(out, "\n**{}**\n\n| keys | action |\n|---|---|\n", group.title());
        for action in Action::ALL.iter().filter(|action| action.group() == group) {
            let keys: Vec<String> = keymap.keys_of(*action).iter().map(|keys| code(keys)).collect();
            let _ = writeln!(out, "| {} | {} |", keys.join(" "), action.help());
        }
    }
    out
}

/// Keys as code in a cell of a table, where a bar would end the cell.
fn code(keys: &str) -> String {
    if keys.contains('`') { format!("`` {keys} ``") } else { format!("`{}`", keys.replace('|', "\\|")) }
}

/// Every export format and its use.
fn formats() -> String {
    let mut out = String::from("\n| `--format` | what it is for |\n|---|---|\n");
    for exporter in EXPORTERS {
        let _ = writeln!(out, "| `{}` | {} |", exporter.name, exporter.help);
    }
    out
}

/// Every field of the query language with an example.
fn fields() -> String {
    let mut out = String::from("\n| field | finds | example |\n|---|---|---|\n");
    for row in FIELDS {
        let _ = writeln!(out, "| `{}:` | {} | `{}` |", row.name, row.finds, row.example);
    }
    out
}

/// Every state that `is:` asks for.
fn states() -> String {
    let mut out = String::from("\n| state | finds |\n|---|---|\n");
    for row in STATES {
        let _ = writeln!(out, "| `is:{}` | {} |", row.name, row.finds);
    }
    out
}

/// Every setting of the default file with its default and the comment above it.
fn settings() -> String {
    let mut out = String::from("\n| setting | default | what it does |\n|---|---|---|\n");
    let (mut section, mut comment) = (String::new(), String::new());
    for line in DEFAULT_FILE.lines() {
        if let Some(words) = line.strip_prefix('#') {
            comment.push_str(words);
        } else if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = format!("{name}.");
            comment.clear();
        } else if let Some((name, value)) = line.split_once(" = ") {
            let _ = writeln!(out, "| `{section}{name}` | `{value}` | {} |", comment.trim().replace('|', "\\|"));
            comment.clear();
        } else {
            comment.clear();
        }
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
fn the_tables_are_those_of_the_program() {
    for Table { document, part, make } in TABLES {
        let path = root().join(document);
        let text = std::fs::read_to_string(&path).expect(document);
        let made = filled(&text, part, &make());
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, made).expect(document);
        } else {
            assert_eq!(text, made, "{document} is out of date: UPDATE=1 cargo test --test all documents");
        }
    }
}

#[test]
fn the_table_of_settings_has_every_setting() {
    let table = settings();
    for setting in ["`measure` | `72`", "`sidebar.tab` | `\"quotes\"`", "`notes.folder`", "`fetch.keep` | `1000`"] {
        assert!(table.contains(setting), "no {setting} in {table}");
    }
}

#[test]
fn every_link_to_a_file_leads_to_one() {
    let mut checked = 0;
    for document in documents() {
        let text = std::fs::read_to_string(&document).expect("a document");
        let folder = document.parent().expect("a document is in a folder");
        for link in links(&text) {
            assert!(folder.join(link).exists(), "{} links to {link}, which does not exist", document.display());
            checked += 1;
        }
    }
    assert!(checked >= 20, "only {checked} links found");
}

/// A package from the registry has only what is in its own folder.
#[test]
fn every_crate_has_both_licences_in_its_package() {
    for entry in std::fs::read_dir(root().join("crates")).expect("the folder of the crates is there") {
        let folder = entry.expect("the folder is readable").path();
        let read = |path: PathBuf| std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
            let same = read(folder.join(licence)) == read(root().join(licence));
            assert!(same, "{} is not the {licence} of the workspace", folder.join(licence).display());
        }
        let manifest = read(folder.join("Cargo.toml"));
        let mut lists = manifest.lines().filter(|line| line.starts_with("include = "));
        assert!(lists.all(|list| list.contains("LICENSE-*\"")), "{} leaves out the licences", folder.display());
    }
}

/// The targets of links and pictures in Markdown that are files, without the
/// `#heading` at the end.
fn links(text: &str) -> Vec<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let files = targets.filter(|to| !to.contains("://") && !to.starts_with('#') && !to.contains(char::is_whitespace));
    files.filter_map(|to| to.split('#').next()).collect()
}

/// The Markdown files at the root and in the folders of documents and crates.
fn documents() -> Vec<PathBuf> {
    let mut folders = ["", "docs", "training", "fuzz", "assets"].map(|name| root().join(name)).to_vec();
    let crates = std::fs::read_dir(root().join("crates")).expect("the crates");
    folders.extend(crates.map(|entry| entry.expect("a crate").path()));
    let mut found: Vec<PathBuf> = Vec::new();
    for folder in folders {
        let files = std::fs::read_dir(&folder).expect("a folder of documents");
        let files = files.map(|entry| entry.expect("an entry").path());
        found.extend(files.filter(|path| path.extension().is_some_and(|ending| ending == "md")));
    }
    found
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

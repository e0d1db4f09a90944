//! Checks the layers: a module names only modules of lower layers, only `ui`
//! names the terminal's crates, and files, sockets, clocks and random ids are
//! used in few places.

use std::fs;
use std::path::PathBuf;

/// The modules of one crate in rows, the lowest layer first. A module may name
/// only modules of earlier rows.
struct Layers {
    /// The folder of its sources, from the root of the workspace.
    folder: &'static str,
    rows: &'static [&'static [&'static str]],
}

const PROGRAM: Layers = Layers {
    folder: "src",
    rows: &[
        &["layout", "printing", "json_text", "bounded"],
        &["export", "folders", "config"],
        &["import"],
        &["app"],
        &["ui"],
        &["cli"],
    ],
};

/// The steps of the analysis.
const ANALYSIS: Layers = Layers {
    folder: "crates/nlp/src",
    rows: &[
        &["language"],
        &["analysis"],
        &["lexicon", "cue"],
        &["passage", "logistic"],
        &["value", "names", "scene"],
        &["attribution", "resolver"],
        &["speech", "reported"],
        &["model"],
        &["entity"],
        &["coref", "correct"],
        &["quote"],
        &["train"],
    ],
};

const CHECKED: [Layers; 2] = [PROGRAM, ANALYSIS];

/// Every folder of sources.
const SOURCES: [&str; 6] =
    ["src", "crates/article/src", "crates/clean/src", "crates/library/src", "crates/nlp/src", "crates/notes/src"];

/// Where files, sockets, clocks and random ids may be used.
const OUTSIDE: [&str; 16] = [
    "crates/article/src/files",
    "crates/clean/src/ingest/fetch",
    // The limit of time for a feed with its redirects.
    "crates/library/src/feeds/web",
    // Exports of other programs that are a folder.
    "crates/library/src/reading_list/folder",
    // Making the file of the library, and setting it aside.
    "crates/library/src/store/open",
    "crates/notes/src/store",
    "src/folders/",
    "src/config/load",
    "src/bounded",
    "src/ui/effects",
    // Half a key of the terminal is given up after a while.
    "src/ui/events/",
    // Programs for the clipboard, an editor or a browser.
    "src/ui/clipboard",
    "src/ui/handover",
    // The pictures beside an article that is a file.
    "src/ui/pictures/source",
    // The pipe from the reader.
    "src/ui/watcher/",
    "src/cli/",
];

/// Words that show the use of files, sockets, clocks or random ids.
const TOUCHES: [&str; 17] = [
    "files::",
    "std::fs",
    "fs::read",
    "fs::write",
    "File::open",
    "File::create",
    "std::net",
    "ureq::",
    "tempfile::",
    "open::that",
    "stdin()",
    "Timestamp::now",
    "ZonedDateTime::now",
    "SystemTime::now",
    "Instant::now",
    "Ulid::new",
    "env::var",
];

/// What writes to standard output or standard error.
const PRINTS: [&str; 7] = ["println!", "eprintln!", "print!", "eprint!", "dbg!", "stdout()", "stderr()"];

/// Where [`PRINTS`] may be used: where text is made safe for terminals, and for
/// the frames of the reader.
const PRINTING: [&str; 4] = ["src/printing.rs", "src/ui/term.rs", "src/ui/waiting.rs", "src/ui/watcher/unix.rs"];

/// What writes JSON, and the only place that uses it for text that is printed or
/// saved.
const JSON_WRITERS: [&str; 4] =
    ["serde_json::to_string", "to_string_pretty", "serde_json::to_writer", "serde_json::to_vec"];

/// Where [`JSON_WRITERS`] may be used. A string of YAML is spelled as in JSON.
const JSON_WRITING: [&str; 2] = ["src/json_text.rs", "src/export/markdown/front.rs"];

/// What waits for a process or a thread without a limit of time.
const WAITS: [&str; 4] = [".wait()", ".wait_with_output()", ".output()", ".recv()"];

/// Where tests may use [`WAITS`]: what the other tests wait with, and this file.
const WAITING: [&str; 3] = ["tests/program.rs", "tests/terminal.rs", "tests/layers.rs"];

/// The crates of the terminal.
const TERMINAL: [&str; 4] = ["ratatui", "crossterm", "ratatui_image", "ratatui_textarea"];

#[test]
fn every_import_points_to_a_lower_layer() {
    for layers in &CHECKED {
        let wrong: Vec<String> = sources(layers.folder)
            .iter()
            .flat_map(|(file, code)| {
                upward(layers, file.trim_start_matches(layers.folder).trim_start_matches('/'), code)
            })
            .collect();
        assert!(
            wrong.is_empty(),
            "in {} these modules name a layer above their own:\n{}",
            layers.folder,
            wrong.join("\n")
        );
    }
}

#[test]
fn only_the_screen_names_the_terminals_crates() {
    let wrong: Vec<String> = all_sources()
        .iter()
        .filter(|(file, _)| !file.starts_with("src/ui/"))
        .flat_map(|(file, code)| named(code, &TERMINAL).into_iter().map(move |word| format!("{file}: {word}")))
        .collect();
    assert!(wrong.is_empty(), "outside src/ui/:\n{}", wrong.join("\n"));
}

#[test]
fn files_sockets_clocks_and_random_ids_are_used_in_few_places() {
    let wrong: Vec<String> = all_sources()
        .iter()
        .filter(|(file, _)| !OUTSIDE.iter().any(|place| file.starts_with(place)))
        .flat_map(|(file, code)| named(code, &TOUCHES).into_iter().map(move |word| format!("{file}: {word}")))
        .collect();
    assert!(wrong.is_empty(), "files, sockets, clocks or random ids outside {OUTSIDE:?}:\n{}", wrong.join("\n"));
}

#[test]
fn text_is_printed_in_one_place() {
    let wrong = used_elsewhere(&PRINTS, &PRINTING, "");
    assert!(wrong.is_empty(), "use `printing` for these:\n{}", wrong.join("\n"));
}

#[test]
fn json_is_written_in_one_place() {
    let wrong = used_elsewhere(&JSON_WRITERS, &JSON_WRITING, "src/");
    assert!(wrong.is_empty(), "use `json_text` for these:\n{}", wrong.join("\n"));
}

#[test]
fn tests_wait_for_other_programs_within_a_limit() {
    let wrong: Vec<String> = sources("tests")
        .iter()
        .filter(|(file, _)| !WAITING.contains(&file.as_str()))
        .flat_map(|(file, code)| {
            WAITS.iter().filter(|wait| code.contains(*wait)).map(move |wait| format!("{file}: {wait}"))
        })
        .collect();
    assert!(wrong.is_empty(), "use `program::wait`, `output_of` or `run` for these:\n{}", wrong.join("\n"));
}

/// The uses of `words` in the sources below `folder`, outside of `places`.
fn used_elsewhere(words: &[&str], places: &[&str], folder: &str) -> Vec<String> {
    all_sources()
        .iter()
        .filter(|(file, _)| file.starts_with(folder) && !places.contains(&file.as_str()))
        .flat_map(|(file, code)| named(code, words).into_iter().map(move |word| format!("{file}: {word}")))
        .collect()
}

#[test]
fn every_module_belongs_to_a_layer() {
    for layers in &CHECKED {
        let root = fs::read_to_string(workspace().join(layers.folder).join("lib.rs")).expect("lib.rs");
        let declared = |line: &str| {
            let name =
                line.strip_prefix("pub mod ").or(line.strip_prefix("pub(crate) mod ")).or(line.strip_prefix("mod "));
            name.and_then(|name| name.strip_suffix(';')).map(str::to_owned)
        };
        let modules: Vec<String> = root.lines().filter_map(declared).collect();
        assert!(modules.len() >= 8, "{modules:?}");
        for module in modules {
            assert!(
                row_of(layers, &module).is_some(),
                "{module} of {} belongs to no layer in tests/layers.rs",
                layers.folder
            );
        }
    }
}

#[test]
fn the_checks_find_violations() {
    let seen = |file: &str, code: &str| upward(&PROGRAM, file, &without_comments_and_tests(code)).len();
    assert_eq!(seen("layout/wrap.rs", "use crate::app::App;"), 1);
    assert_eq!(seen("export/csv.rs", "use crate::{layout::Rows, app::App, ui::theme::{Theme}};"), 2);
    assert_eq!(seen("export/markdown/read.rs", "let x = super::super::super::app::App::new();"), 1);
    assert_eq!(seen("export/markdown/read.rs", "use super::super::Exporter;\nuse super::front::yaml;"), 0);
    assert_eq!(seen("folders/mod.rs", "use super::import::Plan;"), 1);
    assert_eq!(seen("ui/mod.rs", "use crate::app::App; // crate::cli\n/// [`crate::cli`]"), 0);
    assert_eq!(seen("app/mod.rs", "#[cfg(test)]\nmod tests {\n    use crate::ui::draw;\n}\n"), 0);
    assert_eq!(upward(&ANALYSIS, "scene/mod.rs", "use crate::quote::find;").len(), 1);
    assert_eq!(named("let t = std::time::Instant::now();", &TOUCHES), ["Instant::now"]);
    assert_eq!(named("eprintln!(\"{x}\"); write!(std::io::stderr(), \"\");", &PRINTS), ["eprintln!", "stderr()"]);
    assert_eq!(named("let myratatui = 1;", &TERMINAL), Vec::<&str>::new());
}

fn workspace() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file of every crate.
fn all_sources() -> Vec<(String, String)> {
    SOURCES.iter().flat_map(|folder| sources(folder)).collect()
}

/// Every source file below `folder`, by its path from the root of the
/// workspace, without comments and unit tests.
fn sources(folder: &str) -> Vec<(String, String)> {
    let root = workspace();
    let mut found = Vec::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(&root).expect("below the root").to_string_lossy().replace('\\', "/");
                let is_test = name.ends_with("/tests.rs") || name.contains("/tests/");
                if !name.ends_with("/lib.rs") && !name.ends_with("/main.rs") && !is_test {
                    let code = fs::read_to_string(&path).expect("a source file");
                    found.push((name, without_comments_and_tests(&code)));
                }
            }
        }
    }
    assert!(found.len() > 8, "only {} sources found", found.len());
    found.sort();
    found
}

/// The code without comments and unit tests. `//` inside a string on the same
/// line does not begin a comment.
fn without_comments_and_tests(code: &str) -> String {
    let code = code.split("\n#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let code = if code.starts_with("#[cfg(test)]\nmod tests") { "" } else { code };
    let mut out = String::new();
    for line in code.lines() {
        let cut = line
            .match_indices("//")
            .map(|(at, _)| at)
            .find(|at| line[..*at].matches('"').count().is_multiple_of(2))
            .unwrap_or(line.len());
        out.push_str(&line[..cut]);
        out.push('\n');
    }
    out
}

fn row_of(layers: &Layers, module: &str) -> Option<usize> {
    layers.rows.iter().position(|row| row.contains(&module))
}

/// The paths in `code` that point at the file's own row or a later one.
fn upward(layers: &Layers, file: &str, code: &str) -> Vec<String> {
    let home = module_path(file);
    let own = home.first().cloned().unwrap_or_default();
    let own_row = row_of(layers, &own).unwrap_or_else(|| panic!("{file} belongs to no layer"));
    let up = |target: &String| *target != own && row_of(layers, target).is_some_and(|row| row >= own_row);
    targets(&home, code).into_iter().filter(up).map(|target| format!("{file} → {target}")).collect()
}

/// `nlp/quote/find.rs` → nlp, quote, find; `nlp/mod.rs` → nlp.
fn module_path(file: &str) -> Vec<String> {
    let stem = file.strip_suffix(".rs").unwrap_or(file);
    let stem = stem.strip_suffix("/mod").unwrap_or(stem);
    stem.split('/').map(str::to_owned).collect()
}

/// The top-level modules that `crate::…` and `super::…` paths of `code` name.
fn targets(home: &[String], code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        found.extend(first_names(&code[at + "crate::".len()..]));
    }
    for (at, _) in code.match_indices("super::") {
        // Only the first of a chain; the rest of it is counted here.
        if code[..at].ends_with("super::") {
            continue;
        }
        let mut rest = &code[at..];
        let mut depth = home.len();
        while let Some(after) = rest.strip_prefix("super::") {
            depth = depth.saturating_sub(1);
            rest = after;
        }
        match home.get(..depth) {
            Some([]) | None => found.extend(first_names(rest)),
            Some([top, ..]) => found.push(top.clone()),
        }
    }
    found
}

/// `a::b` → a; `{a::b, c::{d, e}}` → a, c.
fn first_names(path: &str) -> Vec<String> {
    let Some(group) = path.strip_prefix('{') else {
        return vec![path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()];
    };
    let mut names = vec![String::new()];
    let mut depth = 0;
    let mut in_name = true;
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(String::new());
                in_name = true;
            }
            ':' => in_name &= depth > 0,
            c if depth == 0 && in_name && (c.is_alphanumeric() || c == '_') => {
                if let Some(name) = names.last_mut() {
                    name.push(c);
                }
            }
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The words of `list` that occur in `code` as whole names.
fn named<'w>(code: &str, list: &[&'w str]) -> Vec<&'w str> {
    let edge = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let is_named = |word: &str| {
        code.match_indices(word).any(|(at, _)| {
            let after = &code[at + word.len()..];
            edge(code[..at].chars().next_back()) && (word.ends_with(':') || edge(after.chars().next()))
        })
    };
    list.iter().copied().filter(|word| is_named(word)).collect()
}

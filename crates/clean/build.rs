//! Writes the cleaning rules in `assets/rules/` as Rust, so that a program that uses the crate
//! reads no TOML when it starts. A field that a rule does not have is an error of the compiler.

use std::error::Error;
use std::path::Path;

use toml::{Table, Value};

/// The files of rules for words, in the order in which the rules are tried.
const WORDS: [&str; 4] = ["calls", "furniture", "captions", "languages"];
/// The file of rules for elements.
const ELEMENTS: &str = "page";

/// What fields have where a rule does not give them.
const OF_RULE: [(&str, &str); 4] =
    [("act", "Act::Cut"), ("first", "None"), ("most", "MOST"), ("compiled", "OnceLock::new()")];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=assets/rules");
    println!("cargo::rerun-if-changed=build.rs");
    let files = WORDS.into_iter().map(read).collect::<Result<Vec<Table>, _>>()?;
    let words = format!(
        "Rules {{ rules: {}, appeals: {}, credits: {} }}",
        rows(&files, "rule", "Rule", &OF_RULE)?,
        rows(&files, "appeal", "Appeal", &[])?,
        rows(&files, "credit", "Rule", &OF_RULE)?,
    );
    let elements = rows(&[read(ELEMENTS)?], "element", "ElementRule", &[])?;
    let folder = std::env::var("OUT_DIR")?;
    std::fs::write(Path::new(&folder).join("word_rules.rs"), words)?;
    std::fs::write(Path::new(&folder).join("element_rules.rs"), elements)?;
    Ok(())
}

/// The contents of a file of rules.
fn read(file: &str) -> Result<Table, Box<dyn Error>> {
    let path = format!("assets/rules/{file}.toml");
    Ok(std::fs::read_to_string(&path)?.parse::<Table>().map_err(|error| format!("{path}: {error}"))?)
}

/// The rows with the name `key` in all files, as a slice of values of a struct.
fn rows(files: &[Table], key: &str, name: &str, missing: &[(&str, &str)]) -> Result<String, Box<dyn Error>> {
    let mut all = String::new();
    let mut count = 0;
    for row in files.iter().filter_map(|file| file.get(key)?.as_array()).flatten() {
        let row = row.as_table().ok_or("a rule is a table")?;
        all.push_str(&format!("{name} {{ "));
        for (field, value) in row {
            // Only a test reads the examples.
            let when = if field == "example" { "#[cfg(test)] " } else { "" };
            all.push_str(&format!("{when}{field}: {}, ", expression(field, value)?));
        }
        for (field, value) in missing.iter().filter(|(field, _)| !row.contains_key(*field)) {
            all.push_str(&format!("{field}: {value}, "));
        }
        all.push_str("},\n");
        count += 1;
    }
    Ok(format!("{{ static ALL: [{name}; {count}] = [{all}]; &ALL }}"))
}

/// The value of a field as an expression.
fn expression(field: &str, value: &Value) -> Result<String, Box<dyn Error>> {
    Ok(match (field, value) {
        ("place", Value::String(name)) => format!("Place::{}", capitalized(name)),
        ("act", Value::String(name)) => format!("Act::{}", capitalized(name)),
        ("first", Value::Integer(number)) => format!("Some({number})"),
        (_, Value::String(text)) => format!("{text:?}"),
        (_, Value::Integer(number)) => number.to_string(),
        (_, Value::Array(all)) => {
            let all = all.iter().map(|value| expression("", value)).collect::<Result<Vec<_>, _>>()?;
            format!("&[{}]", all.join(", "))
        }
        _ => return Err(format!("{field}: {value} is no value of a rule").into()),
    })
}

/// The name of a variant.
fn capitalized(name: &str) -> String {
    let (first, rest) = name.split_at(name.len().min(1));
    first.to_ascii_uppercase() + rest
}

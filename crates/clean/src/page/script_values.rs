//! The JSON in a script: all of it, what it assigns to a variable, what it hands to a function, and what it
//! parses of a text.
//!
//! Some programs send a page in pieces: each script hands a number and the next piece of a text to a
//! function. The text has lines of a key, a colon and JSON, or a length and as many bytes of text.

use serde_json::Value;

/// Bytes of a script that may hold an article, at least; those of the pieces of a text may be shorter.
const SCRIPT: usize = 500;
/// What parses a text as JSON.
const PARSE: &str = "JSON.parse(";
/// Values that are read in one script, at most.
const VALUES: usize = 8;
/// Bytes of JSON in a text of JSON that is read, at least.
const INSIDE: usize = 500;
/// Bytes of a key in the text that comes in pieces, and of a length, at most.
const KEY: usize = 12;

/// The values in the text of a `script`; pieces of a text are added to `pieces` instead.
pub(super) fn values(script: &str, pieces: &mut String) -> Vec<Value> {
    if script.len() >= SCRIPT
        && let Ok(value) = serde_json::from_str(script.trim())
    {
        return vec![value];
    }
    let (mut found, mut at) = (parsed(script), 0);
    for (open, _) in script.match_indices(['{', '[']) {
        if open < at || !is_value(script, open) {
            continue;
        }
        if found.len() >= VALUES {
            break;
        }
        let mut stream = serde_json::Deserializer::from_str(script.get(open..).unwrap_or("")).into_iter::<Value>();
        if let Some(Ok(value)) = stream.next() {
            at = open + stream.byte_offset();
            match piece(&value) {
                Some(text) => pieces.push_str(text),
                None if at - open >= SCRIPT => found.push(value),
                None => {}
            }
        }
    }
    found
}

/// The texts that the `script` parses, in single or double quotes: `JSON.parse('…')`.
fn parsed(script: &str) -> Vec<Value> {
    let inside = script.match_indices(PARSE).filter_map(|(at, parse)| script.get(at + parse.len()..));
    let texts = inside.filter_map(|rest| match rest.strip_prefix('\'') {
        Some(text) => single_quoted(text).map(Value::String),
        None => serde_json::Deserializer::from_str(rest).into_iter::<String>().next()?.ok().map(Value::String),
    });
    texts.filter(|text| text.as_str().is_some_and(|text| text.len() >= SCRIPT)).take(VALUES).collect()
}

/// The text up to the next single quote, in which quotes and backslashes have a backslash before them.
fn single_quoted(rest: &str) -> Option<String> {
    let mut text = String::new();
    let mut chars = rest.chars();
    loop {
        match chars.next()? {
            '\'' => return Some(text),
            '\\' => match chars.next()? {
                c @ ('\'' | '\\') => text.push(c),
                c => text.extend(['\\', c]),
            },
            c => text.push(c),
        }
    }
}

/// Whether JSON may begin at `open`: it is assigned or handed to a function, and is no code.
fn is_value(script: &str, open: usize) -> bool {
    let before = script.get(..open).is_some_and(|before| before.trim_end().ends_with(['=', '(']));
    let first = || script.get(open + 1..).unwrap_or("").trim_start().chars().next();
    before && first().is_some_and(|c| matches!(c, '"' | '{' | '[') || c.is_ascii_digit())
}

/// The text in a list of a number and a text.
fn piece(value: &Value) -> Option<&str> {
    match value.as_array()?.as_slice() {
        [Value::Number(_), Value::String(text)] => Some(text),
        _ => None,
    }
}

/// The values in a text that came in `pieces`.
pub(super) fn in_pieces(pieces: &str) -> Vec<Value> {
    let (mut found, mut rest) = (Vec::new(), pieces);
    while !rest.is_empty() {
        if let Some((text, after)) = counted(rest) {
            found.push(Value::String(text.to_owned()));
            rest = after;
            continue;
        }
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let json = line.find(['{', '[']).and_then(|open| line.get(open..));
        found.extend(json.and_then(|json| serde_json::from_str::<Value>(json).ok()));
        rest = after;
    }
    found
}

/// The text at the beginning of `rest` after a key, a colon, `T`, its length in bytes in base 16 and a
/// comma, and what comes after it.
fn counted(rest: &str) -> Option<(&str, &str)> {
    let comma = rest.bytes().take(2 * KEY).position(|byte| byte == b',')?;
    let (key, length) = rest.get(..comma)?.split_once(":T")?;
    let is_key = key.chars().all(|c| c.is_ascii_alphanumeric());
    let length = usize::from_str_radix(length, 16).ok().filter(|_| is_key)?;
    rest.get(comma + 1..)?.split_at_checked(length)
}

/// The value that the text `json` says, if it is long and says a list or an object.
pub(super) fn in_text(json: &str) -> Option<Value> {
    let json = json.trim();
    let may_be = json.len() >= INSIDE && json.starts_with(['{', '[']) && json.ends_with(['}', ']']);
    if may_be { serde_json::from_str(json).ok() } else { None }
}

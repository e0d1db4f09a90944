//! Writing annotations as tables of the notes file.

use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};

use crate::annotation::{Annotation, QuotedSpeech, Selector};
use crate::keys::{ANNOTATION_KEYS, TARGET_KEYS};
use crate::read;
use crate::toml_text::{Style, encode, moment, moment_text, order_keys, put, string, strings};

/// The tables directly inside `table`.
pub(crate) fn tables_in(table: &Table) -> impl Iterator<Item = &Table> {
    table.iter().flat_map(|(_, item)| match item {
        Item::Table(table) => vec![table],
        Item::ArrayOfTables(tables) => tables.iter().collect(),
        _ => Vec::new(),
    })
}

/// The highest position in the file of `table` and the tables inside it.
pub(crate) fn last_position(table: &Table) -> isize {
    let here = table.position().unwrap_or(0);
    tables_in(table).map(last_position).fold(here, isize::max)
}

/// Numbers the positions of `table` and of the tables inside it, from `next` on.
pub(crate) fn number(table: &mut Table, next: &mut isize) {
    table.set_position(Some(*next));
    *next += 1;
    let mut inner: Vec<&mut Table> = table
        .iter_mut()
        .flat_map(|(_, item)| match item {
            Item::Table(table) => vec![table],
            Item::ArrayOfTables(tables) => tables.iter_mut().collect(),
            _ => Vec::new(),
        })
        .collect();
    inner.sort_by_key(|table| table.position().unwrap_or(isize::MAX));
    for table in inner {
        number(table, next);
    }
}

/// The text of one annotation's table, as a TOML document of its own.
pub(crate) fn render_alone(mut table: Table) -> String {
    number(&mut table, &mut 1);
    let mut tables = ArrayOfTables::new();
    tables.push(table);
    let mut doc = DocumentMut::new();
    doc.insert("annotation", Item::ArrayOfTables(tables));
    doc.to_string()
}

/// The table and the annotation in a text made by [`render_alone`].
fn parse_alone(text: &str) -> Option<(Table, Annotation)> {
    let parsed = toml_edit::Document::parse(text).ok()?;
    let header = read::header(text, parsed.as_table()).ok()?;
    let annotation = read::annotations(text, parsed.as_table(), &header).ok()?.pop()?;
    match parsed.into_mut().remove("annotation") {
        Some(Item::ArrayOfTables(tables)) => tables.into_iter().next().map(|table| (table, annotation)),
        _ => None,
    }
}

/// The table of an annotation that is new in a file. It begins with the text in
/// `remembered`, which is from before the annotation was deleted.
pub(crate) fn new_table(annotation: &Annotation, remembered: Option<&String>, article_sha256: &str) -> Table {
    let known = remembered.and_then(|text| parse_alone(text));
    let (mut table, was) = match known {
        Some((table, was)) => (table, Some(was)),
        None => {
            let mut table = Table::new();
            table.decor_mut().set_prefix("\n");
            (table, None)
        }
    };
    write_annotation(&mut table, annotation, was.as_ref(), article_sha256);
    number(&mut table, &mut 0);
    table
}

/// The text of an annotation that is new in a file; `remembered` is its text
/// from before it was deleted.
pub(crate) fn written(annotation: &Annotation, remembered: Option<&String>, article_sha256: &str) -> String {
    match remembered {
        Some(_) => render_alone(new_table(annotation, remembered, article_sha256)),
        None => new_text(annotation, article_sha256),
    }
}

/// The text of an annotation that is new in a file: what [`new_table`] gives, made
/// without a table, which takes a tenth of the time.
fn new_text(annotation: &Annotation, article_sha256: &str) -> String {
    let line = |text: &str| encode(text, Style::Line);
    let mut text = String::from("\n[[annotation]]\n");
    let mut put = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            text.extend([key, " = ", &value, "\n"]);
        }
    };
    let Annotation { id, selectors, motivation, note, tags, color, quote, check, created, modified } = annotation;
    put("id", Some(line(id)));
    put("created", Some(moment_text(*created)));
    put("modified", Some(moment_text(*modified)));
    put("motivation", Some(line(motivation.name())));
    put("color", color.as_deref().map(line));
    let listed = || tags.iter().map(|tag| line(tag)).collect::<Vec<_>>().join(", ");
    put("tags", (!tags.is_empty()).then(|| format!("[{}]", listed())));
    put("note", (!note.is_empty()).then(|| encode(note, Style::Lines)));
    put("check", check.map(|check| line(check.name())));
    let said = |quote: &QuotedSpeech| {
        let speaker = quote.speaker.as_deref().map(|speaker| format!("speaker = {}, ", line(speaker)));
        format!("{{ {}kind = {} }}", speaker.unwrap_or_default(), line(&quote.kind))
    };
    put("quote", quote.as_ref().map(said));
    for (at, selector) in selectors.iter().enumerate() {
        text.push_str(if at == 0 { "[annotation.target]\n" } else { "[[annotation.found]]\n" });
        selector_text(&mut text, selector, article_sha256);
    }
    text
}

/// Adds the keys of a selector to `text`.
fn selector_text(text: &mut String, selector: &Selector, article_sha256: &str) {
    let Selector { exact, prefix, suffix, sentence, start, end, text_sha256 } = selector;
    let mut put = |key: &str, value: &str| text.extend([key, " = ", value, "\n"]);
    let position = |n: &usize| i64::try_from(*n).unwrap_or(i64::MAX).to_string();
    put("exact", &encode(exact, Style::Lines));
    put("prefix", &encode(prefix, Style::Line));
    put("suffix", &encode(suffix, Style::Line));
    put("sentence", &encode(sentence, Style::Line));
    put("start", &position(start));
    put("end", &position(end));
    if text_sha256 != article_sha256 {
        put("text_sha256", &encode(text_sha256, Style::Line));
    }
}

/// `text`, which holds only `was`, changed so that it holds `now`; `None` if it
/// is not the text of an annotation.
pub(crate) fn rewritten(text: &str, was: &Annotation, now: &Annotation, article_sha256: &str) -> Option<String> {
    let mut doc: DocumentMut = text.parse().ok()?;
    let table = doc.get_mut("annotation")?.as_array_of_tables_mut()?.get_mut(0)?;
    write_annotation(table, now, Some(was), article_sha256);
    Some(doc.to_string())
}

/// Changes `table`, which holds `was`, so that it holds `now`; equal values are
/// not touched.
pub(crate) fn write_annotation(table: &mut Table, now: &Annotation, was: Option<&Annotation>, article_sha256: &str) {
    let mut added = write_id(table, now);
    let mut set = |key: &str, same: Option<bool>, value: Option<Value>| {
        if same != Some(true) {
            added |= put(table, key, value);
        }
    };
    set("created", was.map(|w| w.created == now.created), Some(moment(now.created)));
    set("modified", was.map(|w| w.modified == now.modified), Some(moment(now.modified)));
    set("motivation", was.map(|w| w.motivation == now.motivation), Some(Value::from(now.motivation.name())));
    set("color", was.map(|w| w.color == now.color), now.color.as_deref().map(|c| string(c, Style::Line)));
    set("tags", was.map(|w| w.tags == now.tags), (!now.tags.is_empty()).then(|| strings(&now.tags)));
    set("note", was.map(|w| w.note == now.note), (!now.note.is_empty()).then(|| string(&now.note, Style::Lines)));
    set("check", was.map(|w| w.check == now.check), now.check.map(|c| Value::from(c.name())));
    set("quote", was.map(|w| w.quote == now.quote), now.quote.as_ref().map(quote_value));
    if was.is_none_or(|w| w.selectors != now.selectors) {
        added |= write_selectors(table, now, was, article_sha256);
    }
    if added {
        order_keys(table, ANNOTATION_KEYS);
    }
}

/// Writes the annotation's id into `table`; a person may have left it out or
/// used it twice. Returns whether the key is new.
pub(crate) fn write_id(table: &mut Table, annotation: &Annotation) -> bool {
    if table.get("id").and_then(Item::as_str) == Some(annotation.id.as_str()) {
        return false;
    }
    let added = put(table, "id", Some(string(&annotation.id, Style::Line)));
    if added {
        order_keys(table, ANNOTATION_KEYS);
    }
    added
}

fn quote_value(quote: &QuotedSpeech) -> Value {
    let mut value = InlineTable::new();
    if let Some(speaker) = &quote.speaker {
        value.insert("speaker", string(speaker, Style::Line));
    }
    value.insert("kind", string(&quote.kind, Style::Line));
    Value::InlineTable(value)
}

/// Writes the selectors of `now` into `table`. Returns whether a key is new.
fn write_selectors(table: &mut Table, now: &Annotation, was: Option<&Annotation>, article_sha256: &str) -> bool {
    let old = was.map_or(&[][..], |w| w.selectors.as_slice());
    let mut added = false;
    match now.selectors.first() {
        Some(first) if old.first() != Some(first) => {
            let mut target = Table::new();
            target.decor_mut().set_prefix("");
            write_selector(&mut target, first, article_sha256);
            added |= table.insert("target", Item::Table(target)).is_none();
        }
        Some(_) => {}
        None => {
            table.remove("target");
        }
    }
    let later = now.selectors.get(1..).unwrap_or(&[]);
    let old_later = old.get(1..).unwrap_or(&[]);
    if later == old_later {
        return added;
    }
    let mut kept = match table.remove("found") {
        Some(Item::ArrayOfTables(tables)) if later.starts_with(old_later) && tables.len() == old_later.len() => tables,
        _ => ArrayOfTables::new(),
    };
    for selector in later.iter().skip(kept.len()) {
        let mut found = Table::new();
        found.decor_mut().set_prefix("");
        write_selector(&mut found, selector, article_sha256);
        kept.push(found);
    }
    if !kept.is_empty() {
        table.insert("found", Item::ArrayOfTables(kept));
        added = true;
    }
    added
}

fn write_selector(table: &mut Table, selector: &Selector, article_sha256: &str) {
    let position = |n: usize| Value::from(i64::try_from(n).unwrap_or(i64::MAX));
    put(table, "exact", Some(string(&selector.exact, Style::Lines)));
    put(table, "prefix", Some(string(&selector.prefix, Style::Line)));
    put(table, "suffix", Some(string(&selector.suffix, Style::Line)));
    put(table, "sentence", Some(string(&selector.sentence, Style::Line)));
    put(table, "start", Some(position(selector.start)));
    put(table, "end", Some(position(selector.end)));
    if selector.text_sha256 != article_sha256 {
        put(table, "text_sha256", Some(string(&selector.text_sha256, Style::Line)));
    }
    order_keys(table, TARGET_KEYS);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{any_annotation, full_annotation};
    use proptest::prelude::*;

    #[test]
    fn a_new_annotation_is_written_with_all_its_fields() {
        let annotation = full_annotation();
        assert_eq!(written(&annotation, None, ""), render_alone(new_table(&annotation, None, "")));
    }

    proptest! {
        /// A new annotation is written as a tree would write it.
        #[test]
        fn a_new_annotation_is_written_as_by_a_table(annotation in any_annotation()) {
            let article = annotation.selectors.first().map_or("", |selector| &selector.text_sha256);
            let table = render_alone(new_table(&annotation, None, article));
            prop_assert_eq!(written(&annotation, None, article), table);
        }
    }
}

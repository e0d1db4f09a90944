//! Readwise: the CSV table that it imports and the one that it exports. Their
//! columns say which one it is. Our own CSV export has the same columns and
//! more.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::{Batch, ImportError, Incoming, Provenance, whole_second};
use crate::export::csv;
use crate::export::csv::unguarded;
use pullquote_article::sha256_hex;
use pullquote_notes::{Annotation, Check, Header, Motivation, QuotedSpeech, Selector};

pub(super) fn fits(text: &str) -> bool {
    text.lines().next().is_some_and(|line| line.trim_start_matches('"').to_lowercase().starts_with("highlight"))
}

/// The cells of a row, by the name of the column in lower case.
struct Row {
    cells: HashMap<String, String>,
}

impl Row {
    /// The first cell in these columns that is not blank.
    fn get(&self, columns: &[&str]) -> Option<&str> {
        columns
            .iter()
            .find_map(|column| self.cells.get(*column).map(String::as_str).filter(|cell| !cell.trim().is_empty()))
    }

    fn text(&self, columns: &[&str]) -> String {
        self.get(columns).unwrap_or("").to_owned()
    }
}

pub(super) fn read(text: &str) -> Result<Vec<Batch>, ImportError> {
    let wrong = |e: ::csv::Error| ImportError::Readwise(e.to_string());
    let mut reader = ::csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let columns: Vec<String> = reader.headers().map_err(wrong)?.iter().map(|name| name.trim().to_lowercase()).collect();
    if !columns.iter().any(|column| column == "highlight") {
        return Err(ImportError::Readwise("it has no column “Highlight”".to_owned()));
    }
    let mut batches: Vec<Batch> = Vec::new();
    let mut by_article: HashMap<(Option<String>, Option<String>), usize> = HashMap::new();
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        let cells = columns.iter().cloned().zip(record.iter().map(unguarded)).collect();
        let row = Row { cells };
        let header = header(&row);
        let at = *by_article.entry((header.source.clone(), header.title.clone())).or_insert_with(|| {
            batches.push(Batch { header: header.clone(), ..Batch::default() });
            batches.len() - 1
        });
        if let (Some(batch), Some(incoming)) = (batches.get_mut(at), incoming(&row)) {
            if let Some(date) = row.get(DATE).filter(|date| moment(date).is_none()) {
                let words = incoming.annotation.exact();
                batch.skipped.push(format!("the date “{date}” of “{words}” can't be read; the current time is used"));
            }
            batch.notes.push(incoming);
        }
    }
    Ok(batches)
}

/// The columns for the time when a highlight was made.
const DATE: &[&str] = &["highlighted at", "date"];

fn header(row: &Row) -> Header {
    let text = |columns: &[&str]| row.get(columns).map(str::to_owned);
    let byline = row.get(&["author", "book author"]).unwrap_or("");
    Header {
        title: text(&["title", "book title"]),
        byline: byline.split([',', ';']).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect(),
        site: text(&["site"]),
        source: text(&["url", "source url", "source"]),
        published: text(&["published"]),
        fetched: text(&["fetched"]),
        source_sha256: text(&["source sha-256"]),
        text_sha256: row.text(&["text sha-256"]),
    }
}

/// The annotation in a row; `None` for an extracted quote and for an empty row.
fn incoming(row: &Row) -> Option<Incoming> {
    let exact = row.get(&["highlight"])?.to_owned();
    if row.get(&["state"]) == Some("found") {
        return None;
    }
    let location = row.text(&["location"]);
    let made_of = format!("{}\0{exact}\0{location}", row.text(&["title", "book title", "url"]));
    let own = || format!("readwise-{}", sha256_hex(made_of.as_bytes()).get(..16).unwrap_or("0"));
    let note = row.text(&["note"]);
    let tags: Vec<String> =
        row.text(&["tags"]).split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect();
    let moment = row.get(DATE).and_then(moment);
    let seen = row.get(&["modified"]).and_then(|text| text.trim().parse().ok());
    let start = location.parse().unwrap_or(0);
    let sentence = row.get(&["sentence"]).unwrap_or(&exact).split_whitespace().collect::<Vec<_>>().join(" ");
    let end = start + exact.chars().count();
    let (prefix, suffix) = surroundings(&sentence, &exact);
    let selector = Selector { exact, prefix, suffix, sentence, start, end, ..Selector::default() };
    let speaker = row.get(&["speaker"]).map(str::to_owned);
    let motivation = match (note.trim().is_empty(), tags.is_empty()) {
        (false, _) => Motivation::Commenting,
        (true, false) => Motivation::Tagging,
        (true, true) => Motivation::Highlighting,
    };
    let annotation = Annotation {
        id: row.get(&["id"]).map_or_else(own, str::to_owned),
        selectors: vec![selector].into(),
        motivation,
        note,
        tags,
        color: row.get(&["color"]).map(str::to_owned),
        quote: row.get(&["kind"]).map(|kind| QuotedSpeech { speaker, kind: kind.to_owned() }),
        check: row.get(&["check"]).and_then(Check::from_name),
        created: moment.unwrap_or_default(),
        modified: seen.or(moment).unwrap_or_default(),
    };
    // Our own table has a hash of the cells as they were when it was written.
    let provenance = match row.get(&["seal"]) {
        Some(seal) => {
            let there = [row.text(&["note"]), row.text(&["tags"]), row.text(&["check"])];
            Provenance::Edited { seen, changed: csv::seal([&there[0], &there[1], &there[2]]) != seal }
        }
        None => Provenance::Elsewhere { dated: moment.is_some() },
    };
    Some(Incoming { annotation, provenance })
}

/// The text of the sentence before and after the words, which tells them apart
/// from the same words elsewhere; empty where they do not occur exactly once.
fn surroundings(sentence: &str, exact: &str) -> (String, String) {
    let mut parts = sentence.split(exact);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(before), Some(after), None) => (before.to_owned(), after.to_owned()),
        _ => (String::new(), String::new()),
    }
}

/// Parses a time in the forms that Readwise and spreadsheets write, in whole
/// seconds. Without a time zone it counts as UTC.
fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let utc = |at: DateTime| at.to_zoned_datetime(TimeZone::UTC).ok().map(|at| at.timestamp());
    let written = |form: &str| DateTime::strptime(form, text).ok();
    let found = text
        .parse::<Timestamp>()
        .ok()
        .or_else(|| text.parse::<DateTime>().ok().and_then(utc))
        .or_else(|| text.parse::<Date>().ok().and_then(|day| utc(day.at(0, 0, 0, 0))))
        .or_else(|| written("%B %d, %Y %I:%M:%S %p").and_then(utc))
        .or_else(|| written("%B %d, %Y %I:%M %p").and_then(utc))
        .or_else(|| written("%b %d, %Y %I:%M:%S %p").and_then(utc))
        .or_else(|| written("%b %d, %Y %I:%M %p").and_then(utc))
        .or_else(|| Date::strptime("%B %d, %Y", text).ok().and_then(|day| utc(day.at(0, 0, 0, 0))))
        .or_else(|| written("%m/%d/%Y %H:%M").and_then(utc));
    found.map(whole_second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_gives_the_surroundings_of_the_words() {
        let row = "Highlight,Sentence\nthe pier,He sold the pier in May.\nthe pier,the pier\n";
        let read = super::read(row).unwrap();
        let sides: Vec<(&str, &str)> =
            read[0].notes.iter().map(|n| &n.annotation.selectors[0]).map(|s| (&*s.prefix, &*s.suffix)).collect();
        assert_eq!(sides, [("He sold ", " in May."), ("", "")]);
    }

    #[test]
    fn times_are_read_in_the_usual_forms() {
        let second = |text: &str| moment(text).map(|at| at.to_string());
        assert_eq!(second("2020-07-25 17:14:11+00:00").as_deref(), Some("2020-07-25T17:14:11Z"));
        assert_eq!(second("2020-07-25 17:14:11").as_deref(), Some("2020-07-25T17:14:11Z"));
        assert_eq!(second("2020-07-25").as_deref(), Some("2020-07-25T00:00:00Z"));
        assert_eq!(second("July 25, 2020 5:14:11 PM").as_deref(), Some("2020-07-25T17:14:11Z"));
        assert_eq!(second("December 2, 2025 10:00 AM").as_deref(), Some("2025-12-02T10:00:00Z"));
        assert_eq!(second("Dec 12, 2025 12:05 PM").as_deref(), Some("2025-12-12T12:05:00Z"));
        assert_eq!(second("December 2, 2025").as_deref(), Some("2025-12-02T00:00:00Z"));
        assert_eq!(second("last week"), None);
    }
}

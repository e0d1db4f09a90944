//! Pages saved by browsers, files in `tests/pages`, read with the real program.

use crate::program::Home;

fn extract(name: &str) -> serde_json::Value {
    let file = format!("{}/tests/pages/{name}", env!("CARGO_MANIFEST_DIR"));
    Home::new().run(&["extract", &file]).json()
}

#[track_caller]
fn holds(document: &serde_json::Value, url: &str, kept: &[&str], cut: &[&str]) {
    let text = document["text"].as_str().unwrap_or_default();
    assert_eq!((document["source"]["url"].as_str(), document["source"]["format"].as_str()), (Some(url), Some("html")));
    for words in kept {
        assert!(text.contains(words), "no {words} in {text}");
    }
    for words in cut {
        assert!(!text.contains(words), "{words} in {text}");
    }
}

#[test]
fn a_web_archive_is_read_as_its_page() {
    let document = extract("ferry.mhtml");
    let kept = [
        "The last ferry of the year will leave Halden at nine on Friday, an hour later than planned",
        "“We waited for the café’s boxes,” said Petra Lund",
        "The ferry at the old pier",
        "who will pay for the new ramp.",
    ];
    let cut = ["Home", "Imprint", "MultipartBoundary", "color: black", "iVBOR", "=3D"];
    holds(&document, "https://courier.example/town/ferry-leaves-1", &kept, &cut);
    assert_eq!(document["title"], "The ferry leaves at nine");
    assert!(document["source"]["path"].as_str().is_some_and(|path| path.ends_with("ferry.mhtml")));
    let speakers = document["quotes"].as_array().unwrap().iter().map(|quote| quote["speaker"]["name"].as_str());
    assert!(speakers.flatten().any(|name| name == "Petra Lund"), "{document}");
}

#[test]
fn a_single_file_page_has_its_address_and_no_data_in_its_text() {
    let kept = ["“They will grind here again before the winter,” said Oren Hald", "since the flood."];
    let cut = ["Home", "Imprint", "iVBOR", "SingleFile", "--sf-img"];
    holds(&extract("singlefile.html"), "https://courier.example/town/mill-sold-2?from=front", &kept, &cut);
}

#[test]
fn a_page_saved_with_its_folder_and_made_of_line_breaks_is_read() {
    let document = extract("saved.html");
    let kept =
        ["The bridge over the Alm is closed", "“Nobody was on it when it broke,” said Ines Marr", "free of charge."];
    holds(&document, "https://courier.example/town/bridge-is-closed-", &kept, &["Home", "bridge_files"]);
    let paragraphs = document["blocks"].as_array().unwrap().iter().filter(|block| block["kind"] == "paragraph");
    assert_eq!(paragraphs.count(), 3, "{document}");
}

#[test]
fn notes_on_a_saved_page_are_those_on_the_page() {
    let home = Home::new();
    let file = |name: &str| format!("{}/tests/pages/{name}", env!("CARGO_MANIFEST_DIR"));
    let single = file("singlefile.html");
    assert_eq!(home.run(&["annotate", &single, "--exact", "old mill", "--nth", "1", "--tag", "mill"]).status, 0);
    let notes = home.notes_files().remove(0);
    let notes = std::fs::read_to_string(notes).unwrap();
    assert!(notes.contains("source = \"https://courier.example/town/mill-sold-2?from=front\""), "{notes}");
}

//! `pullquote extract`.

use std::io::Read;
use std::process::Stdio;

use serde_json::Value;

use crate::program::{Home, output_of, sample};

const SAID: &str = "“We won,” Ann Lee said on Monday.\n\nNobody answered her.\n";

#[test]
fn raw_text_is_printed_unchanged() {
    let home = Home::new();
    let text = "\u{feff} date 2026-01-01 Read more\r\n\r\n\tTab\u{301}, no line feed at the end";
    let kept = text.trim_start_matches('\u{feff}');
    let file = home.file("raw.txt", text);
    assert_eq!(home.run(&["extract", "--raw", &file]).json()["text"], kept);
    assert_eq!(home.run(&["extract", "--raw", "--format", "text", &file]).out, kept);
}

#[test]
fn the_option_json_is_the_same_as_format_json() {
    let home = Home::new();
    let file = home.file("said.txt", SAID);
    let plain = home.run(&["extract", &file]).out;
    assert_eq!(home.run(&["extract", "--json", &file]).out, plain);
    assert_eq!(home.run(&["extract", "--json", "--format", "text", &file]).status, 2);
}

#[test]
fn positions_count_code_points() {
    let home = Home::new();
    let file = home.file("wide.txt", format!("😀 é 日本\n\n{SAID}"));
    let document = home.run(&["extract", "--raw", &file]).json();
    let text: Vec<char> = document["text"].as_str().unwrap().chars().collect();
    let of = |place: &Value| -> String {
        let at = |i: usize| usize::try_from(place[i].as_u64().unwrap()).unwrap();
        text[at(0)..at(1)].iter().collect()
    };
    let quote = &document["quotes"][0];
    assert_eq!(of(&quote["spans"][0]), "We won,");
    assert_eq!(quote["text"], "We won,");
    assert_eq!(of(&quote["speaker"]["mention"]), "Ann Lee");
    assert_eq!(of(&quote["cue"]), "said");
    let speaker = &quote["speaker"]["entity"];
    let entity = document["entities"].as_array().unwrap().iter().find(|entity| entity["id"] == *speaker).unwrap();
    assert_eq!((entity["kind"].as_str(), of(&entity["mentions"][0])), (Some("person"), "Ann Lee".to_owned()));
    let block = &document["blocks"][1];
    assert_eq!(of(&serde_json::json!([block["start"], block["end"]])), SAID.lines().next().unwrap());
}

#[test]
fn dates_sums_and_quantities_have_their_values_in_figures() {
    let home = Home::new();
    let text = "---\ndate: 2026-01-07\n---\n\nOn Monday Ann Lee said prices rose 12.5 per cent.\n\n\
        She paid €2.5 million for 40 hectares.\n";
    let document = home.run(&["extract", &home.file("sums.md", text)]).json();
    let entities = document["entities"].as_array().unwrap();
    let value = |kind: &str| entities.iter().find(|entity| entity["kind"] == kind).map(|entity| &entity["value"]);
    assert_eq!(document["published"], "2026-01-07");
    assert_eq!(value("date").unwrap(), "2026-01-05");
    assert_eq!(value("money").unwrap(), "EUR 2500000");
    assert!(value("person").unwrap().is_null());
    let quantity = |i: usize| (&document["quantities"][i]["kind"], &document["quantities"][i]["value"]);
    assert_eq!(quantity(0), (&Value::from("percent"), &Value::from("12.5 %")));
    assert_eq!(quantity(1), (&Value::from("measure"), &Value::from("40 ha")));
}

#[test]
fn the_fields_are_in_the_documented_order() {
    let home = Home::new();
    let document = home.run(&["extract", &sample("ceasefire.txt")]).json();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(
        keys(&document),
        "schema source title byline site published modified section canonical_url language analysis words text blocks removed quotes marked entities quantities"
    );
    assert_eq!(keys(&document["source"]), "path url format sha256");
    assert_eq!(keys(&document["quotes"][0]), "id kind spans text speaker cue confidence confidence_parts");
    assert_eq!(keys(&document["quotes"][0]["speaker"]), "name entity mention how");
    assert_eq!(keys(&document["entities"][0]), "id kind name role mentions references");
    assert_eq!(keys(&document["removed"][0]), "text reason rule after_block");
    assert_eq!(document["schema"], "pullquote/extract/1");
}

#[test]
fn several_sources_give_one_line_each_in_the_order_given() {
    let home = Home::new();
    let files: Vec<String> =
        (0..40).map(|n| home.file(&format!("{n}.txt"), format!("Number {n} is here.\n").repeat(1 + n % 7))).collect();
    let mut arguments = vec!["extract".to_owned()];
    arguments.extend(files.iter().cloned());
    arguments.insert(20, home.path().join("gone.txt").to_str().unwrap().to_owned());
    let ran = home.run(&arguments);
    let lines: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 41);
    assert_eq!(lines[19]["source"], arguments[20].as_str());
    assert!(lines[19]["error"].as_str().unwrap().contains("gone.txt"));
    assert_eq!(lines[0]["source"]["path"], files[0].as_str());
    assert_eq!(lines[40]["source"]["path"], files[39].as_str());
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("1 of 41 sources failed"), "{}", ran.err);
}

#[test]
fn formats_for_one_article_take_one_source() {
    let home = Home::new();
    let file = home.file("a.txt", SAID);
    for format in ["json", "text", "markdown"] {
        let ran = home.run(&["extract", "--format", format, &file, &file]);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{ran:?}");
        assert!(ran.err.contains("jsonl"), "{ran:?}");
    }
}

#[test]
fn a_source_that_cannot_be_read_is_one_sentence_and_status_1() {
    let home = Home::new();
    home.run(&["extract", "gone.txt"]).fails_with(&["gone.txt"]);
    home.run(&["extract", home.path().to_str().unwrap()]).fails_with(&[home.path().to_str().unwrap()]);
    home.run(&["extract", &home.file("empty.txt", " \n")]).fails_with(&["empty.txt", "empty"]);
    home.run(&["extract", &home.file("paper.pdf", b"%PDF-1.7\n\0\x01\x02")]).fails_with(&["paper.pdf", "PDF"]);
    home.run(&["extract", &home.file("noise.txt", b"\0\x01\x02\x03\0\0\0\x04")]).fails_with(&["noise.txt"]);
    home.run_with(&["extract", "-"], b"").fails_with(&["standard input"]);
    home.run(&["extract", "http://127.0.0.1:9/nothing"]).fails_with(&["http://127.0.0.1:9/nothing"]);
    home.run(&["extract", "http://"]).fails_with(&["http://"]);
}

#[test]
fn standard_input_and_the_input_format() {
    let home = Home::new();
    let markdown = b"# A *title*\n\nWords.\n";
    let read = |format: &str| home.run_with(&["extract", "--input-format", format, "-"], markdown).json();
    assert_eq!(read("markdown")["title"], "A title");
    assert_eq!(read("markdown")["source"]["format"], "markdown");
    assert_eq!(read("text")["source"]["format"], "text");
    assert!(read("text")["text"].as_str().unwrap().contains("# A *title*"));
    assert_eq!(read("text")["source"]["path"], Value::Null);
}

#[test]
fn the_markdown_output_is_read_as_the_same_article() {
    let home = Home::new();
    let first = home.run(&["extract", "--format", "markdown", &sample("essay.md")]).out;
    let again =
        home.run_with(&["extract", "--format", "markdown", "--input-format", "markdown", "-"], first.as_bytes());
    assert_eq!(first, again.out);
    let text = |source: &str, input: &[u8]| {
        home.run_with(&["extract", "--input-format", "markdown", "--format", "text", source], input).out
    };
    assert_eq!(text(&sample("essay.md"), b""), text("-", first.as_bytes()));
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let home = Home::new();
    let file = home.file("long.txt", SAID.repeat(40_000));
    let mut child = home
        .command()
        .args(["extract", "--raw", "--format", "text", &file])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = child.stdout.take().unwrap();
    let mut first = [0_u8; 10];
    out.read_exact(&mut first).unwrap();
    drop(out);
    let ended = output_of(child);
    assert_eq!((ended.status.code(), String::from_utf8_lossy(&ended.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn lists_struck_words_footnotes_and_links_are_in_every_format() {
    let home = Home::new();
    let source = "Built in 1931[^1].\n\n3. close ~~May~~ June\n4. sell\n   - north\n\n> 1. so\n\n\
                  [^1]: Or [1932](https://example.org/).\n";
    let file = home.file("a.md", source);
    let text = home.run(&["extract", "--format", "text", &file]).out;
    assert_eq!(
        text.trim_end(),
        "Built in 1931¹.\n\n3. close ~~May~~ June\n\n4. sell\n\n  • north\n\n1. so\n\n1. Or 1932."
    );
    let markdown = home.run(&["extract", "--format", "markdown", &file]).out;
    assert_eq!(markdown, source.replace("(https://example.org/)", "(<https://example.org/>)"));
    let document = home.run(&["extract", &file]).json();
    assert_eq!(document["blocks"][1]["list"], serde_json::json!({ "depth": 0, "marker": "3." }));
    assert_eq!(document["blocks"][3]["list"], serde_json::json!({ "depth": 1, "marker": "•" }));
    assert_eq!(document["links"][0]["address"], "https://example.org/");
    assert_eq!(document["footnotes"][0]["block"], 5);
    assert_eq!(document["struck"].as_array().map(Vec::len), Some(1));
}

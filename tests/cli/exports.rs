//! `pullquote export` to new and existing files and with filters, and the JSON
//! output of every command.

use std::fs;

use crate::program::{Home, Ran};

const TEXT: &str = "The ferry sank twice.\n\n“It was the ferry,” said Ida Holm. Nobody else blamed the ferry.\n";

fn annotate(home: &Home, source: &str, arguments: &[&str]) {
    let ran = home.run(&[&["annotate", source][..], arguments].concat());
    assert_eq!(ran.status, 0, "{ran:?}");
}

/// A home with two notes on one article, and its source.
fn two_notes() -> (Home, String) {
    let home = Home::new();
    let source = home.file("ferry.txt", TEXT);
    annotate(&home, &source, &["--exact", "sank twice", "--note", "How often?", "--tag", "count"]);
    annotate(&home, &source, &["--exact", "It was the ferry,", "--check", "verified"]);
    (home, source)
}

fn path(home: &Home, name: &str) -> String {
    home.path().join(name).to_str().unwrap().to_owned()
}

fn read(file: &str) -> String {
    fs::read_to_string(file).unwrap()
}

fn export(home: &Home, arguments: &[&str]) -> Ran {
    home.run(&[&["export"][..], arguments].concat())
}

#[test]
fn an_update_of_a_markdown_file_keeps_what_a_person_wrote() {
    let (home, source) = two_notes();
    let file = path(&home, "ferry.md");
    let first = export(&home, &["--output", &file, &source]);
    assert_eq!((first.status, first.out.as_str(), first.err.as_str()), (0, "", ""), "quiet");
    let same = export(&home, &["--json", "--output", &file, &source]).json();
    assert_eq!(
        (same["files"][0]["state"].as_str(), same["files"][0]["annotations"].as_u64()),
        (Some("unchanged"), Some(2))
    );

    let mine = read(&file) + "\nMy own conclusion.\n";
    let mine = mine.replace("---\n\n<!-- pq article", "aliases: [Ferry]\n---\n\nMy own beginning.\n\n<!-- pq article");
    fs::write(&file, &mine).unwrap();
    annotate(&home, &source, &["--exact", "Nobody else", "--note", "Who?", "--tag", "ask"]);
    assert_eq!(export(&home, &["--output", &file, &source]).status, 0);
    let text = read(&file);
    for kept in ["aliases: [Ferry]\n", "My own beginning.\n", "My own conclusion.\n", "How often?", "Who?", "#ask"] {
        assert!(text.contains(kept), "{kept} in {text}");
    }
    assert!(text.find("It was the ferry").unwrap() < text.find("Nobody else").unwrap(), "in the order of the text");
    assert!(text.contains("annotations: 3\n") && text.contains("tags: [\"ask\", \"count\"]\n"), "{text}");
}

#[test]
fn a_hyphen_is_standard_output() {
    let (home, source) = two_notes();
    let plain = export(&home, &[&source]);
    let ran = export(&home, &["-o", "-", &source]);
    assert_eq!((ran.status, ran.out, ran.err.as_str()), (0, plain.out, ""));
    assert!(!home.path().join("-").exists() && !std::path::Path::new("-").exists(), "no file of that name");
    export(&home, &["--json", "-o", "-", &source]).fails_with(&["--json", "standard output"]);
}

#[test]
fn a_section_that_a_person_changed_stays_and_is_named() {
    let (home, source) = two_notes();
    let file = path(&home, "ferry.md");
    export(&home, &["--output", &file, &source]);
    let mine = read(&file).replace("How often?", "As often as they say?");
    fs::write(&file, &mine).unwrap();
    // Nothing else changed: the person's version of the note stays.
    let ran = export(&home, &["--output", &file, &source]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{ran:?}");
    assert!(ran.err.contains("ferry.md") && ran.err.contains("--force"), "{ran:?}");
    assert_eq!(read(&file), mine);
    let json = export(&home, &["--json", "--output", &file, &source]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["files"][0]["kept"].as_array().map(Vec::len), Some(1));
    assert_eq!(export(&home, &["--force", "--output", &file, &source]).err, "");
    assert!(read(&file).contains("How often?"));
}

#[test]
fn other_files_are_left_alone_and_unedited_pages_are_replaced() {
    let (home, source) = two_notes();
    let theirs = home.file("theirs.md", "# My own notes\n");
    export(&home, &["--output", &theirs, &source]).fails_with(&["theirs.md", "--force"]);
    assert_eq!(read(&theirs), "# My own notes\n");
    let page = path(&home, "ferry.html");
    export(&home, &["--output", &page, &source]);
    annotate(&home, &source, &["--exact", "Nobody else", "--note", "Who?"]);
    assert_eq!(export(&home, &["--output", &page, &source]).status, 0);
    let whole = read(&page);
    assert!(whole.contains("Who?"));
    let edited = whole.replace("Who?", "Who, then?").replace("<main>\n", "<main>\n<p>My own lead.</p>\n");
    let edited = edited.replace("</body>", "<p>My own end.</p>\n</body>");
    fs::write(&page, &edited).unwrap();
    annotate(&home, &source, &["--exact", "The ferry", "--tag", "boat"]);
    let ran = export(&home, &["--output", &page, &source]);
    assert!(ran.err.contains("page") || ran.err.contains("--force"), "{ran:?}");
    let text = read(&page);
    for kept in ["Who, then?", "<main>\n<p>My own lead.</p>\n", "<p>My own end.</p>\n</body>", "#boat"] {
        assert!(text.contains(kept), "{kept} in {text}");
    }
    assert!(text.contains(">The ferry</mark> <mark"), "{text}");
    assert!(text.find("#boat").unwrap() < text.find("Who, then?").unwrap(), "beside its paragraph: {text}");
    assert!(text.find("My own end").unwrap() > text.find("SHA-256").unwrap() && text.ends_with("</html>\n"));
    assert_eq!(text.matches("<!-- pq ").count(), text.matches("<!-- /pq ").count());
    export(&home, &["--output", &page, &source]);
    assert_eq!(read(&page), text, "again changes nothing");
}

#[test]
fn an_updated_page_shows_the_changed_article_and_what_a_person_wrote() {
    let home = Home::new();
    let source = home.file(
        "ferry.txt",
        "The ferry sank.\n\nNobody at all was on the old ferry that night, and so nobody was hurt by the cold water of the bay.\n\nIt rose again in spring.\n",
    );
    annotate(&home, &source, &["--exact", "Nobody at all was on the old ferry that night", "--note", "Who says?"]);
    let page = path(&home, "ferry.html");
    export(&home, &["--output", &page, &source]);
    let mine = read(&page).replace("<main>\n", "<main>\n<p>Mine.</p>\n");
    fs::write(&page, mine).unwrap();
    let other = "The boat sank.\n\nIt rose again in spring.\n\nNobody at all was on the old ferry that night, and so nobody was hurt by the cold water of the bay.\n\nSo it goes.\n";
    fs::write(&source, other).unwrap();
    assert_eq!(export(&home, &["--output", &page, &source]).status, 0);
    let text = read(&page);
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} in {text}"));
    assert!(!text.contains("The ferry sank"), "{text}");
    assert!(at("Mine.") < at("The boat sank") && at("The boat sank") < at("It rose again"), "{text}");
    assert!(
        at("It rose again") < at("Nobody at all was on the old ferry that night")
            && at("Nobody at all was on the old ferry that night") < at("Who says?"),
        "{text}"
    );
    assert!(at("Who says?") < at("So it goes") && at("So it goes") < at("</main>"), "{text}");
}

#[test]
fn an_export_of_other_articles_is_not_overwritten() {
    let (home, source) = two_notes();
    let other = home.file("boat.txt", "The boat came late. Everybody saw the boat.\n");
    annotate(&home, &other, &["--exact", "came late"]);
    for ending in ["md", "org", "html"] {
        let file = path(&home, &format!("one.{ending}"));
        assert_eq!(export(&home, &["--output", &file, &source]).status, 0);
        let before = read(&file);
        export(&home, &["--output", &file, &other]).fails_with(&["one.", "--force"]);
        if ending != "html" {
            export(&home, &["--all", "--output", &file]).fails_with(&["one.", "--force"]);
            let all = path(&home, &format!("all.{ending}"));
            assert_eq!(export(&home, &["--all", "--output", &all]).status, 0);
            let whole = read(&all);
            export(&home, &["--output", &all, &source]).fails_with(&["all.", "--force"]);
            assert_eq!(export(&home, &["--all", "--output", &all]).status, 0);
            assert_eq!(read(&all), whole);
        }
        assert_eq!(read(&file), before, "{ending}");
    }
}

#[test]
fn a_note_is_listed_and_exported_even_if_all_words_are_gone() {
    let home = Home::new();
    let source = home.file("ferry.txt", "The ferry sank twice in one winter. The crews were asked about it, and some wept.\n\nThe harbour wall is to be raised by two metres before the next winter, said the council of Orsten.\n");
    annotate(&home, &source, &["--exact", "The ferry sank twice", "--note", "How often?"]);
    fs::write(
        &source,
        "The harbour wall is to be raised by two metres before the next winter, said the council of Orsten.\n",
    )
    .unwrap();
    let notes = home.run(&["notes", &source]).out;
    assert!(notes.contains("The ferry sank twice") && notes.contains("no longer in the text"), "{notes}");
    let text = export(&home, &[&source]).out;
    assert!(text.contains("Sentence: The ferry sank twice in one winter.") && text.contains("no longer in the text"));
}

#[test]
fn filters_choose_annotations() {
    let (home, source) = two_notes();
    let words = |arguments: &[&str]| -> Vec<String> {
        let json = export(&home, &[&["--format", "json", &source], arguments].concat()).json();
        let exact = |a: &serde_json::Value| a["targets"][0]["exact"].as_str().unwrap().to_owned();
        json["annotations"].as_array().unwrap().iter().map(exact).collect()
    };
    assert_eq!(words(&["--tag", "#Count"]), ["sank twice"]);
    assert_eq!(words(&["--speaker", "holm"]), ["It was the ferry,"]);
    assert_eq!(words(&["--since", "2020-01-01"]).len(), 2);
    assert_eq!(words(&["--since", "2999-01-01T00:00:00Z"]).len(), 0);
    assert_eq!(export(&home, &["--since", "soon", &source]).status, 2);
}

#[test]
fn every_article_is_exported_without_reading_it() {
    let (home, source) = two_notes();
    let other = home.file("boat.txt", "The boat came late. Everybody saw the boat.\n");
    annotate(&home, &other, &["--exact", "came late", "--tag", "time"]);
    fs::remove_file(&source).unwrap();
    fs::remove_file(&other).unwrap();
    let folder = path(&home, "vault/");
    let ran = export(&home, &["--all", "--json", "--output", &folder]).json();
    let files = ran["files"].as_array().unwrap();
    assert_eq!(files.len(), 2, "{ran}");
    let texts: String = files.iter().map(|f| read(f["path"].as_str().unwrap())).collect();
    for part in ["> sank twice", "Sentence: The ferry sank twice.", "#time", "> — Ida Holm · verified"] {
        assert!(texts.contains(part), "{part} in {texts}");
    }
    let csv = export(&home, &["--all", "--format", "csv"]).out;
    assert_eq!(csv.lines().filter(|line| line.starts_with("Highlight,")).count(), 1);
    assert_eq!(csv.lines().count(), 4, "{csv}");
    let json: serde_json::Value = serde_json::from_str(&export(&home, &["--all", "--format", "json"]).out).unwrap();
    assert_eq!(json.as_array().map(Vec::len), Some(2));
    export(&home, &["--all", "--format", "html"]).fails_with(&["html", "--output FOLDER/"]);
    assert_eq!(export(&home, &["--all", "--quotes"]).status, 2);
    // A file that can't be read is reported, and the others are written.
    fs::write(home.notes().join("broken.toml"), "[[annotation\n").unwrap();
    let ran = export(&home, &["--all", "--format", "text"]);
    assert!(ran.status == 1 && ran.out.contains("sank twice") && ran.err.contains("broken.toml"), "{ran:?}");
}

#[test]
fn a_daily_note_gets_the_notes_of_its_day() {
    let (home, source) = two_notes();
    let folder = path(&home, "daily/");
    let first = export(&home, &["--all", "--daily", "--json", "--output", &folder]).json();
    let file = first["files"][0]["path"].as_str().unwrap().to_owned();
    fs::write(&file, "# Today\n\nBread, milk.").unwrap();
    assert_eq!(export(&home, &["--all", "--daily", "--output", &folder]).status, 0);
    let text = read(&file);
    assert!(text.starts_with("# Today\n\nBread, milk.\n\n<!-- pq article-"), "{text}");
    assert!(text.contains("How often?"), "{text}");
    assert_eq!(export(&home, &["--all", "--daily", "--output", &folder]).status, 0);
    assert_eq!(read(&file), text, "again changes nothing");
    // A deleted note is removed, even if it was the only one of the day. If some
    // notes can't be read, nothing is removed.
    let broken = home.notes().join("broken.toml");
    fs::write(&broken, "[[annotation\n").unwrap();
    let notes = home.run(&["notes", "--file", &source]).out;
    let whole = read(notes.trim());
    fs::write(notes.trim(), whole.split("[[annotation]]").next().unwrap()).unwrap();
    assert_eq!(export(&home, &["--all", "--daily", "--output", &folder]).status, 1);
    assert_eq!(read(&file), text);
    fs::remove_file(&broken).unwrap();
    // An export of one article removes nothing of another.
    let other = home.file("boat.txt", "The boat came late. Everybody saw the boat.\n");
    annotate(&home, &other, &["--exact", "came late"]);
    export(&home, &["--daily", "--output", &folder, &other]);
    assert!(read(&file).contains("How often?") && read(&file).contains("came late"));
    assert_eq!(export(&home, &["--daily", "--output", &folder, &source]).status, 0);
    assert!(!read(&file).contains("How often?") && read(&file).contains("came late"), "{}", read(&file));
    let of_other = home.run(&["notes", "--file", &other]).out;
    fs::remove_file(of_other.trim()).unwrap();
    assert_eq!(export(&home, &["--all", "--daily", "--output", &folder]).status, 0);
    assert_eq!(read(&file).trim_end(), "# Today\n\nBread, milk.");
    let odd = path(&home, "daily.md");
    export(&home, &["--all", "--daily", "--output", &odd]).fails_with(&["daily.md", "looks like a file"]);
    export(&home, &["--all", "--daily", "--format", "csv", "--output", &folder]).fails_with(&["Markdown or Org"]);
}

#[test]
fn a_persons_own_template() {
    let (home, source) = two_notes();
    let template = home
        .file("list.md.j2", "{% for note in annotations %}\n* {{ note.words }}: {{ note.sentence }}\n{% endfor %}\n");
    let out = export(&home, &["--template", &template, &source]).out;
    assert_eq!(out.lines().next(), Some("* sank twice: The ferry sank twice."));
    assert_eq!(out.lines().count(), 2);
    let folder = path(&home, "lists/");
    assert_eq!(export(&home, &["--template", &template, "--all", "--output", &folder]).status, 0);
    let file = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    assert_eq!(file.extension().and_then(|e| e.to_str()), Some("md"));
    let wrong = home.file("wrong.txt", "one\n{{ article.autor }}\n");
    export(&home, &["--template", &wrong, &source]).fails_with(&["wrong.txt:2:", "{{ article.autor }}"]);
    export(&home, &["--template", "gone.txt", &source]).fails_with(&["gone.txt"]);
}

#[test]
fn a_template_of_a_stranger_takes_neither_the_machine_nor_the_stack() {
    let (home, source) = two_notes();
    let run = |template: &str| export(&home, &["--template", &home.file("odd.txt", template), &source]);
    let doubled = "{% set x = x ~ x %}\n".repeat(60);
    run(&format!("{{% set x = 'x' * 1000 %}}\n{doubled}{{{{ x }}}}"))
        .fails_with(&["the template", "odd.txt takes more than 500 megabytes of memory"]);
    run("one\n{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}")
        .fails_with(&["odd.txt:2: the template has taken 10000000 steps"]);
    let line = "x".repeat(2000);
    run(&format!("one\n{{% for a in range(99999) %}}\n{line}\n{{% endfor %}}"))
        .fails_with(&["odd.txt:3: the template has written more than 100000000 bytes"]);
    run(&"x\n".repeat(60_000)).fails_with(&["odd.txt:50001: the template is longer than 100 kB"]);
    let list =
        "{% set n = namespace(x=[1]) %}{% for a in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}{{ n.x|length }}";
    run(list).fails_with(&["the template", "odd.txt", "memory"]);
    // Deep, but within the limits: it ends, with a text or with an error.
    let nested = "{% set n = namespace(x=1) %}{% for a in range(999) %}{% for b in range(300) %}{% set n.x = [n.x] %}\
                  {% endfor %}{% endfor %}";
    let sum = format!("{{{{ 1{} }}}}", "+1".repeat(49_000));
    let conditions = format!("{}{}", "{%if 1%}".repeat(5000), "{%endif%}".repeat(5000));
    for deep in [nested.to_owned(), sum, conditions, format!("{{{{ {}1 }}}}", "-".repeat(90_000))] {
        let ran = run(&deep);
        assert!(ran.status == 0 || ran.status == 1 && ran.err.contains("odd.txt"), "{ran:?}");
    }
}

#[test]
fn every_command_has_json_output() {
    let home = Home::new();
    let source = home.file("ferry.txt", TEXT);
    let kept = home.run(&["annotate", &source, "--exact", "sank twice", "--note", "How often?", "--json"]).json();
    assert_eq!(kept["schema"], "pullquote/annotate/1");
    assert_eq!(kept["annotations"][0]["note"], "How often?");
    assert!(fs::exists(kept["notes_file"].as_str().unwrap()).unwrap());
    let notes = home.run(&["notes", "--json", &source]).json();
    assert_eq!(
        (notes["schema"].as_str(), notes["annotations"][0]["anchor"]["state"].as_str()),
        (Some("pullquote/notes/1"), Some("exact"))
    );
    let piped = home.run_with(&["notes", "--json", "-"], TEXT.as_bytes()).json();
    assert_eq!(piped["annotations"], notes["annotations"], "the same text from standard input has the same notes");
    let config = home.run(&["config", "--json"]).json();
    assert_eq!((config["found"].as_bool(), config["problems"].as_array().map(Vec::len)), (Some(false), Some(0)));
    let wrong = home.file("wrong.toml", "theme = \"dark\"\nmeasur = 60\n");
    let checked = home.run(&["config", "--check", "--json", "--config", &wrong]);
    let problems: serde_json::Value = serde_json::from_str(&checked.out).unwrap();
    assert_eq!((checked.status, problems["problems"][0]["line"].as_u64()), (1, Some(2)));
}

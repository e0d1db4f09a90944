//! `pullquote changes`.

use crate::program::Home;

const OLD: &str = "The ferry sank twice in a year, and nobody on the island was told why.\n\n“It was the ferry,” said Ida \
                   Holm, who keeps the light.\n\nThe owners say nothing.\n";

#[test]
fn changes_are_reported_with_the_notes_on_them() {
    let home = Home::new();
    let source = home.file("ferry.txt", OLD);
    let none = home.run(&["changes", &source]);
    assert_eq!((none.status, none.out.as_str(), none.err.as_str()), (0, "", ""), "quiet when piped");
    assert!(!home.notes().exists(), "asking writes nothing");
    assert_eq!(home.run(&["annotate", &source, "--exact", "sank twice in a year", "--note", "Which?"]).status, 0);
    assert_eq!(home.run(&["changes", "--keep", &source]).status, 0);

    let new =
        OLD.replace("sank twice in a year", "sank three times in a year").replace("The owners say nothing.\n", "");
    home.file("ferry.txt", new.replace("said Ida Holm", "said Per Ek"));
    let told = home.run(&["changes", &source]).out;
    for words in ["sank [-twice-]{+three times+} in a year", "[-The owners say nothing.-]", "[-Ida Holm-] {+Per Ek+}"] {
        assert!(told.contains(words), "{words} is missing:\n{told}");
    }
    assert!(told.contains("note on “sank twice in a year”: "), "{told}");

    let json = home.run(&["changes", "--json", &source]).json();
    assert_eq!(json["schema"], "pullquote/changes/1");
    assert_eq!(json["changed"], true);
    assert_eq!(json["passages"][0]["fate"], "reworded");
    assert_eq!(json["passages"][0]["notes"][0], json["notes"][0]["id"]);
    assert_eq!(json["reattributed"][0]["after"], "Per Ek");
    // The next change is compared with the version that was kept.
    assert_eq!(home.run(&["changes", "--keep", &source]).status, 0);
    home.file("ferry.txt", new);
    let told = home.run(&["changes", &source]).out;
    assert!(told.contains("{+Ida Holm+}") && !told.contains("twice"), "{told}");
}

#[test]
fn an_article_that_was_edited_and_renamed_keeps_its_notes() {
    let home = Home::new();
    let source = home.file("ferry.txt", OLD);
    assert_eq!(home.run(&["annotate", &source, "--exact", "sank twice", "--note", "Which?"]).status, 0);
    assert_eq!(home.run(&["changes", "--keep", &source]).status, 0);
    let edited = OLD.replace("The ferry sank", "In that time the ferry sank");
    home.file("ferry.txt", &edited);
    assert_eq!(home.run(&["changes", "--keep", &source]).status, 0);
    let renamed = home.file("other.txt", &edited);
    std::fs::remove_file(&source).unwrap();
    assert!(home.run(&["notes", &renamed]).out.contains("Which?"));
    let strange = home.file("ferry.txt", "Trains run every hour from the new station on the hill.\n");
    assert_eq!(home.run(&["notes", &strange]).out, "", "another article of that name has no notes");
}

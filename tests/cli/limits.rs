//! The limits on the work of one article: reading and analysis that take more end
//! with a sentence.

use std::process::Stdio;

use crate::program::{Home, output_of};

#[test]
fn input_that_never_ends_is_given_up_after_the_timeout() {
    let home = Home::new();
    let mut child = home
        .command()
        .args(["extract", "--timeout", "1", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // Its end of the pipe stays open: nothing is written, and it is never closed.
    let _input = child.stdin.take().expect("a pipe");
    let output = output_of(child);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.starts_with("pullquote: reading standard input takes longer than 1 second; "), "{said}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn an_article_that_takes_too_much_memory_has_a_line_that_says_so() {
    let home = Home::new();
    let settings = home.file("small.toml", "[limits]\nmegabytes = 50\n");
    let large = home.file("large.txt", "“We close at dusk,” said Ann Lee. ".repeat(200_000));
    let small = home.file("small.txt", "“We close at dusk,” said Ann Lee.");
    let ran = home.run(&["extract", "--config", &settings, &large, &small]);
    let lines: Vec<serde_json::Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let error = lines[0]["error"].as_str().unwrap();
    assert!(error.contains("takes more than 50 megabytes of memory"), "{error}");
    assert_eq!(ran.status, 1);
    assert_eq!(lines.len(), 2, "both sources have their line");
}

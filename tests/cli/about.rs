//! Help, settings, completions and manuals.

use crate::program::Home;

const COMMANDS: [&str; 12] = [
    "extract",
    "annotate",
    "notes",
    "export",
    "import",
    "library",
    "search",
    "feeds",
    "changes",
    "config",
    "completions",
    "man",
];

#[test]
fn every_command_shows_an_example_in_its_help() {
    let home = Home::new();
    for command in COMMANDS {
        let ran = home.run(&[command, "--help"]);
        assert_eq!(ran.status, 0, "{ran:?}");
        assert!(ran.out.contains(&format!("  pullquote {command}")), "no example: {}", ran.out);
    }
    let whole = home.run(&["--help"]).out;
    let listed: Vec<&str> = whole
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert_eq!(listed, COMMANDS, "this test knows every command");
}

#[test]
fn a_wrong_command_line_is_status_2_and_names_the_nearest_word() {
    let home = Home::new();
    for arguments in [&["extract", "--fromat", "json", "-"][..], &["extract"], &["extract", "--format", "xml", "-"]] {
        let ran = home.run(arguments);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{ran:?}");
    }
    assert!(home.run(&["extract", "--fromat", "json", "-"]).err.contains("--format"));
    for arguments in [&["extrct", "x.html"][..], &["extrct"]] {
        let ran = home.run(arguments);
        let said = "pullquote: there is no subcommand “extrct”; did you mean “extract”?\n";
        assert_eq!((ran.status, ran.err.as_str()), (2, said), "{ran:?}");
    }
}

#[test]
fn config_prints_the_file_in_use() {
    let home = Home::new();
    let usual = home.path().join("config/pullquote/config.toml");
    assert_eq!(home.run(&["config"]).out.trim_end(), usual.to_str().unwrap());
    let named = home.file("mine.toml", "measure = 60\n");
    assert_eq!(home.run(&["config", "--config", &named]).out.trim_end(), named);
}

#[test]
fn the_default_settings_are_a_file_without_problems() {
    let home = Home::new();
    let default = home.run(&["config", "--default"]).out;
    assert!(default.contains("measure = 72"), "{default}");
    let file = home.file("default.toml", default);
    let ran = home.run(&["config", "--check", "--config", &file]);
    assert_eq!((ran.status, ran.out), (0, format!("{file}: nothing is wrong\n")));
}

#[test]
fn check_reports_problems_with_line_and_column() {
    let home = Home::new();
    let file = home.file("wrong.toml", "theme = \"dark\"\nmeasur = 60\n\n[sidebar]\nwidth = \"wide\"\n");
    let ran = home.run(&["config", "--check", "--config", &file]);
    assert_eq!(ran.status, 1);
    let lines: Vec<&str> = ran.err.lines().collect();
    assert_eq!(lines.len(), 2, "{ran:?}");
    assert!(lines[0].starts_with(&format!("{file}:2:1: ")) && lines[0].contains("“measure”"), "{ran:?}");
    assert!(lines[1].starts_with(&format!("{file}:5:9: ")), "{ran:?}");
}

#[test]
fn a_named_settings_file_has_to_exist() {
    let home = Home::new();
    home.run(&["config", "--check", "--config", "gone.toml"]).fails_with(&["gone.toml"]);
    home.run(&["extract", "--config", "gone.toml", "-"]).fails_with(&["gone.toml"]);
}

#[test]
fn completions_and_manuals_have_every_command() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = home.run(&["completions", shell]).out;
        for command in COMMANDS {
            assert!(script.contains(command), "{shell} does not know {command}");
        }
    }
    for command in COMMANDS {
        let page = home.run(&["man", command]).out;
        assert!(page.contains(&format!(".TH pullquote-{command} 1")), "{page}");
    }
    assert!(home.run(&["man"]).out.contains(".TH pullquote 1"));
    home.run(&["man", "nothing"]).fails_with(&["“nothing”", "extract"]);
}

//! The whole: the real program in a pseudo-terminal, by its keys.

use crate::program::{Home, sample};
use crate::terminal::Terminal;

const WIDE: (u16, u16) = (120, 32);

/// Opens the scraped sample and waits until its quotes are listed.
fn open(home: &Home, size: (u16, u16)) -> Terminal {
    let reader = Terminal::start(home, &[&sample("ceasefire.txt")], size);
    reader.wait_for(" checked ");
    reader
}

#[test]
fn walk_three_quotes_note_one_come_back_and_export_it() {
    let home = Home::new();
    let mut reader = open(&home, WIDE);
    println!("{}", reader.screen());
    reader.keys("J");
    println!("{}", reader.wait_until("x", |s| s.contains("silence")));
    reader.keys("J");
    println!("{}", reader.screen());
    reader.keys("J");
    reader.keys("a");
    std::thread::sleep(std::time::Duration::from_millis(500));
    println!("{}", reader.screen());
    reader.keys("Who counts the rain?\x13");
    std::thread::sleep(std::time::Duration::from_millis(500));
    println!("{}", reader.screen());
    reader.keys("t");
    std::thread::sleep(std::time::Duration::from_millis(500));
    println!("{}", reader.screen());
    reader.keys("weather\r");
    std::thread::sleep(std::time::Duration::from_millis(500));
    println!("{}", reader.screen());
    reader.keys("3");
    std::thread::sleep(std::time::Duration::from_millis(500));
    println!("{}", reader.screen());
    reader.keys("q");
    std::thread::sleep(std::time::Duration::from_millis(500));
    println!("{}", reader.screen());
    reader.keys("q");
    println!("{:?} {}", reader.wait_for_end(), reader.screen());
    println!("{}", home.run(&["export", &sample("ceasefire.txt")]).out);
    panic!();
}

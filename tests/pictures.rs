//! Pictures of an article, with keys in a pseudo-terminal and a local server.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use crate::program::Home;
use crate::server::{Answer, Server};
use crate::terminal::Terminal;

const SIZE: (u16, u16) = (100, 30);
const STORY: &str = "The council of Maren voted on Tuesday to close the old ferry quay, after engineers had found \
                     cracks in three of its nine piers.";
const PICTURE: &str = "<figure><img src=quay.png alt='Nine piers' width=640 height=320><figcaption>The quay on \
                       Tuesday</figcaption></figure>";

/// A page with `inside` between two paragraphs.
fn page(inside: &str) -> String {
    format!(
        "<!doctype html><html lang=en><head><title>The quay</title></head><body><article><h1>The quay</h1>\
         <p>{STORY}</p>{inside}<p>The ferries will land at the mole, which has no roof and no bus.</p></article></body></html>"
    )
}

/// A file with a picture, red above and blue below.
fn png() -> Vec<u8> {
    let picture = RgbImage::from_fn(64, 32, |_, y| if y < 16 { Rgb([200, 0, 0]) } else { Rgb([0, 0, 200]) });
    let mut bytes = Vec::new();
    DynamicImage::from(picture).write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).expect("a picture");
    bytes
}

/// The reader with this argument, in a terminal with all colours.
fn start(home: &Home, argument: &str) -> Terminal {
    Terminal::shell(home, &format!("export COLORTERM=truecolor; exec $PULLQUOTE '{argument}'"), SIZE)
}

/// Whether the screen shows a picture by half blocks.
fn has_picture(screen: &str) -> bool {
    screen.contains("▀▀▀▀▀▀▀▀") || screen.contains("▄▄▄▄▄▄▄▄")
}

fn quit(mut reader: Terminal) {
    reader.keys("q");
    let status = reader.wait_for_end();
    assert!(status.success() && reader.is_restored(), "{status:?}\n{}", reader.screen());
}

#[test]
fn a_picture_beside_a_local_article_is_shown_and_closed() {
    let home = Home::new();
    home.file("quay.png", png());
    let mut reader = start(&home, &home.file("quay.html", page(PICTURE)));
    reader.wait_for("Picture: Nine piers · 640 × 320");
    reader.wait_for("No quotes were found.");
    reader.keys("i");
    let screen = reader.wait_until("the picture", has_picture);
    assert!(screen.contains("The quay on Tuesday") && !screen.contains("The council of Maren"), "{screen}");
    assert!(reader.written().contains(";200;0;0") && reader.written().contains(";0;0;200"), "the colours");
    reader.resize(80, 24);
    reader.wait_until("the picture in the new size", |screen| has_picture(screen) && screen.lines().count() <= 24);
    reader.keys("q");
    reader.wait_for("The council of Maren");
    assert!(!has_picture(&reader.screen()), "{}", reader.screen());
    quit(reader);
}

#[test]
fn a_picture_of_the_web_is_fetched_only_for_its_key_and_never_if_they_are_off() {
    let home = Home::new();
    let answers = || [("/quay", Answer::html(&page(PICTURE))), ("/quay.png", Answer::page("", png()))];
    let server = Server::of(answers());
    let mut reader = start(&home, &server.url("/quay"));
    reader.wait_for("No quotes were found.");
    assert_eq!(server.asked(), 1);
    reader.keys("i");
    reader.wait_until("the picture", has_picture);
    assert_eq!(server.asked(), 2);
    reader.keys("qi");
    reader.wait_until("the picture", has_picture);
    assert_eq!(server.asked(), 2, "the last picture is not fetched again");
    reader.keys("q");
    reader.wait_for("The council of Maren");
    quit(reader);

    let off = Server::of(answers());
    let config = home.file("off.toml", "pictures = \"off\"\n");
    let mut reader = Terminal::start(&home, &["--config", &config, &off.url("/quay")], SIZE);
    reader.wait_for("No quotes were found.");
    reader.keys("i");
    reader.wait_for("pictures are off");
    assert_eq!(off.asked(), 1);
    quit(reader);
}

#[test]
fn a_picture_that_cannot_be_shown_says_why() {
    let home = Home::new();
    let mut huge = png();
    // The width and the height in the header of the file; the checksum is wrong then, too.
    huge[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    let inside = "<img src=/huge.png alt=huge><p>The mole was built for coal, and for nothing else.</p>\
                  <img src=/gone.png alt=gone><p>Its lamps were taken down in the war.</p><img src=/x.png alt=text>";
    let server = Server::of([
        ("/quay", Answer::html(&page(inside))),
        ("/huge.png", Answer::page("", huge)),
        ("/x.png", Answer::page("", "<svg/>")),
    ]);
    let mut reader = start(&home, &server.url("/quay"));
    reader.wait_for("No quotes were found.");
    reader.keys("i");
    reader.wait_until("why there is no picture", |screen| screen.contains("damaged") || screen.contains("too large"));
    reader.keys("i");
    reader.wait_for("404");
    reader.keys("i");
    reader.wait_for("only JPEG, PNG, WebP, GIF");
    reader.keys("q");
    reader.wait_for("The council of Maren");
    quit(reader);
}

#[test]
fn a_terminal_that_takes_pixels_gets_them() {
    let home = Home::new();
    home.file("quay.png", png());
    let config = home.file("kitty.toml", "pictures = \"kitty\"\n");
    let file = home.file("quay.html", page(PICTURE));
    let mut reader = Terminal::start(&home, &["--config", &config, &file], SIZE);
    reader.wait_for("No quotes were found.");
    reader.keys("i");
    reader.wait_until("the end of the frame", |_| true);
    let begun = std::time::Instant::now();
    while !reader.written().contains("\u{1b}_Gq=2,") {
        assert!(begun.elapsed().as_secs() < 30, "no picture was sent");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    reader.keys("q");
    reader.wait_for("The council of Maren");
    quit(reader);
}
